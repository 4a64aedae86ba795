/* SPDX-License-Identifier: MIT */
/*
 * Host names as RFC 1123 §2.1 has them, because CAs certify no others.  Names
 * with other letters are to be given in their xn-- form.
 */
#include "edge/names.h"

#include <stdlib.h>

#define NAME_MAX_LEN  253
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

static bool
label_is_good(struct acme_span label)
{
	size_t i;

	if (!label.len || label.len > LABEL_MAX_LEN || label.data[0] == '-' ||
	    label.data[label.len - 1] == '-')
		return false;
	for (i = 0; i < label.len; i++)
		if (!is_letter_or_digit(label.data[i]) && label.data[i] != '-')
			return false;
	return true;
}

static struct acme_span
label_at(const char *name)
{
	return acme_span(name, strcspn(name, "."));
}

/* What is wrong with it, or NULL. */
static const char *
complaint(const char *name)
{
	struct acme_span label = label_at(name);
	const char *at = name;

	if (strlen(name) > NAME_MAX_LEN)
		return "is longer than 253 characters";
	if (!strncmp(name, "*.", 2))
		return "is a wildcard, which needs dns-01";
	for (; label_is_good(label); label = label_at(at)) {
		at += label.len;
		if (!*at)
			return is_digit(at[-1]) &&
					       strspn(name, "0123456789.") ==
						       strlen(name)
				       ? "is an address, not a DNS name"
				       : NULL;
		at++;
	}
	return "is no DNS name";
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
		return acme_fault_set(fault, ACME_ERR_MEMORY, "no memory");
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
		return acme_fault_set(fault, ACME_ERR_MEMORY, "no memory");
	for (c = name; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	wrong = complaint(name);
	if (!wrong)
		return add(config, name, fault);
	acme_fault_set(fault, ACME_ERR_INVALID, "\"%s\" %s", name, wrong);
	free(name);
	return ACME_ERR_INVALID;
}

enum acme_err
acme_names_add(struct acme_config *config, const char *list,
	       struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;
	struct acme_span written;

	while (!err && *list) {
		written = acme_span(list, strcspn(list, ","));
		list += written.len;
		list += *list == ',';
		written = trimmed(written);
		if (written.len)
			err = add_written(config, written, fault);
	}
	return err;
}
