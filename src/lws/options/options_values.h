/* SPDX-License-Identifier: MIT */
/* What the options' texts mean, once it is clear which ones are given. */
#ifndef ACME_LWS_OPTIONS_OPTIONS_VALUES_H
#define ACME_LWS_OPTIONS_OPTIONS_VALUES_H

#include "lws-acme-client.h"

#include "client/config.h"

/* NULL: not given. */
struct acme_option_values {
	const char *at[LWS_ACME_CLIENT_N_OPTIONS];
};

enum acme_option {
	ACME_OPTION_AUTH_PATH,
	ACME_OPTION_CERT_PATH,
	ACME_OPTION_KEY_PATH,
	ACME_OPTION_DIRECTORY_URL,
	ACME_OPTION_COMMON_NAME,
	ACME_OPTION_SUBJECT_ALT_NAME,
	ACME_OPTION_EMAIL,
	ACME_OPTION_COUNTRY,
	ACME_OPTION_STATE,
	ACME_OPTION_LOCALITY,
	ACME_OPTION_ORGANIZATION,
	ACME_OPTION_CA_FILE,
	ACME_OPTION_CHALLENGE,
	ACME_OPTION_KEY_TYPE,
	ACME_OPTION_ACCOUNT_KEY_TYPE,
	ACME_OPTION_RENEW_DAYS,
	ACME_OPTION_TRACE_PATH,
};

/*
 * Check all values, and read those that are more than a text into ${config}.
 * ACME_ERR_INVALID: ${fault} names the option, its value and what is good.
 */
enum acme_err
acme_options_values_read(const struct acme_option_values *values,
			 struct acme_config *config,
			 struct acme_fault *fault) ACME_MUST_CHECK;

#endif
