/* SPDX-License-Identifier: MIT */
/* See option_values.h; what can be seen to be wrong without a CA is. */
#include "edge/option_values.h"
#include "client/challenge.h"
#include "edge/names.h"
#include "format/url.h"

#include <stdlib.h>

#define RENEW_DAYS_MAX 365

static enum acme_err
bad_value(const struct acme_option_values *values, enum acme_option option,
	  const char *advice, struct acme_fault *fault)
{
	return acme_fault_set(
		fault, ACME_ERR_INVALID, "option \"%s\" is \"%s\": %s",
		lws_acme_client_options[option], values->at[option], advice);
}

static enum acme_err
read_names(const struct acme_option_values *values, struct acme_config *config,
	   struct acme_fault *fault)
{
	const enum acme_option options[] = { ACME_OPTION_COMMON_NAME,
					     ACME_OPTION_SUBJECT_ALT_NAME };
	enum acme_err err = ACME_OK;
	size_t i;

	for (i = 0; !err && i < LWS_ARRAY_SIZE(options); i++) {
		if (!values->at[options[i]])
			continue;
		err = acme_names_add(config, values->at[options[i]], fault);
		if (err)
			acme_fault_in(fault, err, "option \"%s\"",
				      lws_acme_client_options[options[i]]);
	}
	if (!err && !config->n_names)
		return bad_value(values, ACME_OPTION_COMMON_NAME,
				 "give the server's DNS name", fault);
	return err;
}

static enum acme_err
read_url(const struct acme_option_values *values, struct acme_fault *fault)
{
	struct acme_url url;
	enum acme_err err;

	err = acme_url_parse(
		acme_span_str(values->at[ACME_OPTION_DIRECTORY_URL]), true,
		&url, fault);
	if (err)
		acme_fault_in(fault, err, "option \"directory-url\"");
	return err;
}

static enum acme_err
read_key_type(const struct acme_option_values *values, enum acme_option option,
	      enum acme_key_type *type, struct acme_fault *fault)
{
	struct acme_span name = acme_span_str(values->at[option]);

	if (!name.len || acme_key_type_parse(name, type))
		return ACME_OK;
	return bad_value(values, option,
			 "use p256, p384, rsa2048, rsa3072 or rsa4096", fault);
}

static enum acme_err
read_challenge(const struct acme_option_values *values,
	       enum acme_challenge_type *type, struct acme_fault *fault)
{
	const char *word = values->at[ACME_OPTION_CHALLENGE];

	if (!word || !strcmp(word, "auto"))
		return ACME_OK;
	*type = acme_challenge_type(word);
	if (*type < ACME_CHALLENGE__MAX)
		return ACME_OK;
	return bad_value(values, ACME_OPTION_CHALLENGE,
			 "use auto, http-01, tls-alpn-01 or tls-sni-01", fault);
}

static enum acme_err
read_renew_days(const struct acme_option_values *values, unsigned int *days,
		struct acme_fault *fault)
{
	const char *text = values->at[ACME_OPTION_RENEW_DAYS];
	unsigned long number;

	if (!text)
		return ACME_OK;
	number = strtoul(text, NULL, 10);
	if (strspn(text, "0123456789") != strlen(text) || !number ||
	    number > RENEW_DAYS_MAX)
		return bad_value(values, ACME_OPTION_RENEW_DAYS,
				 "give a number of days from 1 to 365", fault);
	*days = (unsigned int)number;
	return ACME_OK;
}

/* What is wrong can be seen without a CA. */
static enum acme_err
check(const struct acme_option_values *values, struct acme_fault *fault)
{
	const char *const *at = values->at;

	if (!strcmp(at[ACME_OPTION_AUTH_PATH], at[ACME_OPTION_CERT_PATH]) ||
	    !strcmp(at[ACME_OPTION_AUTH_PATH], at[ACME_OPTION_KEY_PATH]))
		return bad_value(values, ACME_OPTION_AUTH_PATH,
				 "it needs a file of its own", fault);
	if (!strcmp(at[ACME_OPTION_CERT_PATH], at[ACME_OPTION_KEY_PATH]))
		return bad_value(values, ACME_OPTION_CERT_PATH,
				 "it needs a file of its own", fault);
	if (at[ACME_OPTION_EMAIL] && (!strchr(at[ACME_OPTION_EMAIL], '@') ||
				      strpbrk(at[ACME_OPTION_EMAIL], ", ")))
		return bad_value(values, ACME_OPTION_EMAIL, "give one address",
				 fault);
	if (at[ACME_OPTION_COUNTRY] && strlen(at[ACME_OPTION_COUNTRY]) != 2)
		return bad_value(values, ACME_OPTION_COUNTRY,
				 "give the two letters of ISO 3166", fault);
	return ACME_OK;
}

enum acme_err
acme_option_values_read(const struct acme_option_values *values,
			struct acme_config *config, struct acme_fault *fault)
{
	enum acme_err err = check(values, fault);

	if (!err)
		err = read_url(values, fault);
	if (!err)
		err = read_names(values, config, fault);
	if (!err)
		err = read_key_type(values, ACME_OPTION_KEY_TYPE,
				    &config->key_type, fault);
	if (!err)
		err = read_key_type(values, ACME_OPTION_ACCOUNT_KEY_TYPE,
				    &config->account_key_type, fault);
	if (!err)
		err = read_challenge(values, &config->challenge, fault);
	if (!err)
		err = read_renew_days(values, &config->renew_days, fault);
	return err;
}
