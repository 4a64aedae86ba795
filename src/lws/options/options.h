/* SPDX-License-Identifier: MIT */
/*
 * The plugin's options, as lws gives them: a list of names and texts per
 * vhost, in no order to rely on.
 */
#ifndef ACME_LWS_OPTIONS_OPTIONS_H
#define ACME_LWS_OPTIONS_OPTIONS_H

#include "client/config.h"

#include <libwebsockets.h>

struct acme_options {
	struct acme_config *config;
	char *auth_path, *cert_path, *key_path;
	char *trace_path; /* NULL: no file is wanted */
};

/* Is there any of ours?  lws has some that every protocol may be given. */
bool acme_options_given(const struct lws_protocol_vhost_options *list);

/*
 * ACME_ERR_INVALID: ${fault} names the option, and says what to do.  Clear
 * ${options} in any case.
 */
enum acme_err acme_options_read(const struct lws_protocol_vhost_options *list,
				struct acme_options *options,
				struct acme_fault *fault) ACME_MUST_CHECK;

void acme_options_clear(struct acme_options *options);

#endif
