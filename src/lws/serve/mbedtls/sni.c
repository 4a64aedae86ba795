/* SPDX-License-Identifier: MIT */
/*
 * This tells which vhost lws with mbedTLS will choose for a ClientHello.
 * mbedTLS gives lws the first host name of the list, and its length, which lws
 * 4 does not look at.  Behind the message the library has zeros.
 */
#include "lws/serve/mbedtls/sni.h"

#include "format/client_hello.h"
#include "format/vector.h"

#define EXTENSION_SERVER_NAME 0u
#define NAME_TYPE_HOST	      0
#define ENTRY_HEAD	      3 /* type, length */

/* Where the host name begins; NULL: there is none. */
static const char *
find_host(struct acme_span extension)
{
	struct acme_span list, entry;
	char type;

	if (!acme_vector_take(&extension, 2, &list))
		return NULL;
	while (list.len >= ENTRY_HEAD) {
		type = *list.data;
		acme_vector_skip(&list, 1);
		if (!acme_vector_take(&list, 2, &entry))
			return NULL;
		if (type == NAME_TYPE_HOST)
			return entry.data;
	}
	return NULL;
}

static struct acme_span
cut_at(struct acme_span text, char end)
{
	const char *at = text.len ? memchr(text.data, end, text.len) : NULL;

	return at ? acme_span(text.data, (size_t)(at - text.data)) : text;
}

bool
acme_sni_text(struct acme_span message, struct acme_span *text)
{
	const char *host = find_host(
		acme_client_hello_extension(message, EXTENSION_SERVER_NAME));

	if (!host)
		return false;
	*text = acme_span(host, message.len - (size_t)(host - message.data));
	*text = cut_at(cut_at(*text, '\0'), ':');
	return true;
}

enum acme_sni_fit
acme_sni_fits(const char *name, struct acme_span text)
{
	size_t len = strlen(name);

	if (text.len <= len && !memcmp(name, text.data, text.len))
		return ACME_SNI_SAME;
	if (len + 2 <= text.len && text.data[text.len - len - 1] == '.' &&
	    !memcmp(name, text.data + text.len - len, len))
		return ACME_SNI_PARENT;
	return ACME_SNI_NOT;
}
