/* SPDX-License-Identifier: MIT */
/* This checks the address that the CA is to write to. */
#define _GNU_SOURCE /* memmem() */
#include "lws/options/email.h"

#include "lws/options/dns_names.h"

#include <string.h>
#include <strings.h>

#define LOCAL_PART_MAX 64 /* RFC 5321 §4.5.3.1.1 */
#define MAILTO	       "mailto:"

const char *
acme_email_address(const char *given)
{
	return given && !strncasecmp(given, MAILTO, strlen(MAILTO))
		       ? given + strlen(MAILTO)
		       : given;
}

/* A dot-atom of RFC 5322 §3.2.3, of letters that a URL has as they are. */
static bool
is_local_part(const char *text, size_t len)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789!$'*+-=_~.";

	return len && len <= LOCAL_PART_MAX && strspn(text, letters) >= len &&
	       text[0] != '.' && text[len - 1] != '.' &&
	       !memmem(text, len, "..", 2);
}

const char *
acme_email_complaint(const char *address)
{
	const char *at = strchr(address, '@');

	if (strpbrk(address, ",; \t") || (at && strchr(at + 1, '@')))
		return "give one address alone";
	if (!at || !is_local_part(address, (size_t)(at - address)) ||
	    acme_dns_name_complaint(at + 1))
		return "give an address such as hostmaster@example.org";
	return NULL;
}
