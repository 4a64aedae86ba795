/* SPDX-License-Identifier: MIT */
/*
 * This keeps the options that a vhost was given, and puts a program's in their
 * place.
 */
#include "lws/plugin/given_options.h"

#include "lws/options/options_values.h"

#include <stdlib.h>

static const struct {
	unsigned int element;
	enum acme_option option;
} overridable[] = {
	{ LWS_TLS_REQ_ELEMENT_COUNTRY, ACME_OPTION_COUNTRY },
	{ LWS_TLS_REQ_ELEMENT_STATE, ACME_OPTION_STATE },
	{ LWS_TLS_REQ_ELEMENT_LOCALITY, ACME_OPTION_LOCALITY },
	{ LWS_TLS_REQ_ELEMENT_ORGANIZATION, ACME_OPTION_ORGANIZATION },
	{ LWS_TLS_REQ_ELEMENT_COMMON_NAME, ACME_OPTION_COMMON_NAME },
	{ LWS_TLS_REQ_ELEMENT_SUBJECT_ALT_NAME, ACME_OPTION_SUBJECT_ALT_NAME },
	{ LWS_TLS_REQ_ELEMENT_EMAIL, ACME_OPTION_EMAIL },
	{ LWS_TLS_SET_DIR_URL, ACME_OPTION_DIRECTORY_URL },
	{ LWS_TLS_SET_AUTH_PATH, ACME_OPTION_AUTH_PATH },
	{ LWS_TLS_SET_CERT_PATH, ACME_OPTION_CERT_PATH },
	{ LWS_TLS_SET_KEY_PATH, ACME_OPTION_KEY_PATH },
};

static bool
set(char **to, const char *text)
{
	char *copy = acme_span_dup(acme_span_str(text));

	if (!copy)
		return false;
	free(*to);
	*to = copy;
	return true;
}

bool
acme_given_options_init(struct acme_given_options *given,
			const struct lws_protocol_vhost_options *list)
{
	bool enough = true;
	size_t i;

	memset(given, 0, sizeof(*given));
	for (; list; list = list->next)
		for (i = 0; i < LWS_ACME_CLIENT_N_OPTIONS; i++)
			if (!strcmp(list->name, lws_acme_client_options[i]))
				enough &= set(&given->at[i], list->value);
	return enough;
}

void
acme_given_options_clear(struct acme_given_options *given)
{
	size_t i;

	for (i = 0; i < LWS_ACME_CLIENT_N_OPTIONS; i++) {
		free(given->at[i]);
		given->at[i] = NULL;
	}
}

bool
acme_given_options_override(struct acme_given_options *given,
			    const struct lws_acme_cert_aging_args *args)
{
	bool changed = false;
	const char *text;
	size_t i;
	char **at;

	for (i = 0; i < LWS_ARRAY_SIZE(overridable); i++) {
		text = args->element_overrides[overridable[i].element];
		at = &given->at[overridable[i].option];
		if (text && (!*at || strcmp(text, *at) != 0))
			changed |= set(at, text);
	}
	return changed;
}

const struct lws_protocol_vhost_options *
acme_given_options_list(struct acme_given_options *given)
{
	const struct lws_protocol_vhost_options *first = NULL;
	size_t i;

	for (i = 0; i < LWS_ACME_CLIENT_N_OPTIONS; i++) {
		if (!given->at[i])
			continue;
		given->list[i] = (struct lws_protocol_vhost_options){
			.next = first,
			.name = lws_acme_client_options[i],
			.value = given->at[i],
		};
		first = &given->list[i];
	}
	return first;
}
