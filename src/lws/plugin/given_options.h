/* SPDX-License-Identifier: MIT */
/*
 * The options that a vhost was given, kept so that a program may put others
 * in their place: LWS_CALLBACK_VHOST_CERT_AGING brings texts that stand in for
 * the options of the same LWS_TLS_... index.
 */
#ifndef ACME_LWS_PLUGIN_GIVEN_OPTIONS_H
#define ACME_LWS_PLUGIN_GIVEN_OPTIONS_H

#include "lws-acme-client.h"

#include <stdbool.h>

struct acme_given_options {
	/* In the order of lws_acme_client_options; NULL: not given. */
	char *at[LWS_ACME_CLIENT_N_OPTIONS];
	struct lws_protocol_vhost_options list[LWS_ACME_CLIENT_N_OPTIONS];
};

/* false: memory is short.  Clear it in any case. */
bool acme_given_options_init(struct acme_given_options *given,
			     const struct lws_protocol_vhost_options *list);

void acme_given_options_clear(struct acme_given_options *given);

/* Take over what ${args} brings; true: something is not as it was. */
bool acme_given_options_override(struct acme_given_options *given,
				 const struct lws_acme_cert_aging_args *args);

/* As lws gives options: as long as nothing is changed. */
const struct lws_protocol_vhost_options *
acme_given_options_list(struct acme_given_options *given);

#endif
