/* SPDX-License-Identifier: MIT */
/*
 * This checks the names that a certificate is for.  They are host names as RFC
 * 1123 §2.1 has them, because CAs certify no others.  Names with other letters
 * are to be given in their xn-- form.
 */
#include "lws/options/dns_names.h"

#include <stdlib.h>

#define NAME_MAX_LEN  253
#define SHOWN_MAX     64 /* of a wrong name, so that what is wrong fits, too */
#define LABEL_MAX_LEN 63

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || is_digit(c);
}

/* What is wrong with it, or NULL. */
static const char *
label_complaint(struct acme_span label)
{
	size_t i;

	if (!label.len)
		return "is no DNS name: there is nothing between two dots";
	if (label.len > LABEL_MAX_LEN)
		return "is no DNS name: more than 63 letters without a dot";
	for (i = 0; i < label.len; i++)
		if ((unsigned char)label.data[i] > 0x7f)
			return "is to be given in its xn-- form (IDNA)";
		else if (!is_letter_or_digit(label.data[i]) &&
			 label.data[i] != '-')
			return "is no DNS name: letters, digits, '-' and '.' "
			       "make one";
	if (label.data[0] == '-' || label.data[label.len - 1] == '-')
		return "is no DNS name: a '-' begins or ends a part of it";
	return NULL;
}

/* Of numbers and dots, or with a colon as IPv6. */
static bool
is_address(const char *name)
{
	return strspn(name, "0123456789.") == strlen(name) ||
	       (strchr(name, ':') &&
		strspn(name, "0123456789abcdef:.[]") == strlen(name));
}

/* RFC 3696 §2: the last one is not a number alone. */
static bool
ends_in_a_number(const char *name)
{
	const char *dot = strrchr(name, '.');
	const char *last = dot ? dot + 1 : name;

	return strspn(last, "0123456789") == strlen(last);
}

const char *
acme_dns_name_complaint(const char *name)
{
	const char *at = name, *wrong;
	size_t len;

	if (!*name)
		return "is empty: a name is missing between two commas, or at "
		       "an end of the list";
	if (!strncmp(name, "*.", 2) || !strcmp(name, "*"))
		return "is a wildcard, which is not supported: give each name";
	if (is_address(name))
		return "is an address, not a DNS name: certificates for "
		       "addresses are not supported";
	if (strlen(name) > NAME_MAX_LEN)
		return "is longer than 253 characters";
	for (;; at += len + 1) {
		len = strcspn(at, ".");
		wrong = label_complaint(acme_span(at, len));
		if (wrong || !at[len])
			break;
	}
	if (!wrong && ends_in_a_number(name))
		wrong = "is no DNS name: its last part is a number";
	return wrong;
}

static bool
is_there(const struct acme_config *config, const char *name)
{
	size_t i;

	for (i = 0; i < config->n_names; i++)
		if (!strcmp(config->names[i], name))
			return true;
	return false;
}

/* Takes ${name}. */
static enum acme_err
add(struct acme_config *config, char *name, struct acme_fault *fault)
{
	char **names;

	if (is_there(config, name)) {
		free(name);
		return ACME_OK;
	}
	names = realloc(config->names,
			(config->n_names + 1) * sizeof(*config->names));
	if (!names) {
		free(name);
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	}
	config->names = names;
	config->names[config->n_names++] = name;
	return ACME_OK;
}

static struct acme_span
trimmed(struct acme_span span)
{
	while (span.len && (*span.data == ' ' || *span.data == '\t')) {
		span.data++;
		span.len--;
	}
	while (span.len && (span.data[span.len - 1] == ' ' ||
			    span.data[span.len - 1] == '\t'))
		span.len--;
	if (span.len && span.data[span.len - 1] == '.')
		span.len--;
	return span;
}

static enum acme_err
add_written(struct acme_config *config, struct acme_span written,
	    struct acme_fault *fault)
{
	char *name = acme_span_dup(written), *c;
	const char *wrong;

	if (!name)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	for (c = name; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	wrong = acme_dns_name_complaint(name);
	if (!wrong)
		return add(config, name, fault);
	acme_fault_set(fault, ACME_ERR_INVALID, "\"%.*s%s\" %s", SHOWN_MAX,
		       name, strlen(name) > SHOWN_MAX ? "..." : "", wrong);
	free(name);
	return ACME_ERR_INVALID;
}

enum acme_err
acme_dns_names_add(struct acme_config *config, const char *list,
		   struct acme_fault *fault)
{
	struct acme_span written;
	enum acme_err err;

	for (;; list += written.len + 1) {
		written = acme_span(list, strcspn(list, ","));
		err = add_written(config, trimmed(written), fault);
		if (err || !list[written.len])
			return err;
	}
}
