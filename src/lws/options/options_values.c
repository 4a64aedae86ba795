/* SPDX-License-Identifier: MIT */
/*
 * This reads the values of the options; what can be seen to be wrong without a
 * CA is refused.  The table is the README's, in the same order.
 */
#include "lws/options/options_values.h"

#include "base/log.h"
#include "client/order/challenge.h"
#include "format/url.h"
#include "lws/options/dns_names.h"
#include "lws/options/email.h"
#include "tls/trust/trust.h"

#include <stdlib.h>

#define RENEW_DAYS_MAX 365
#define SHOWN_MAX      256 /* of a wrong value, so that the advice fits, too */

const char *const lws_acme_client_options[LWS_ACME_CLIENT_N_OPTIONS] = {
	[ACME_OPTION_AUTH_PATH] = "auth-path",
	[ACME_OPTION_CERT_PATH] = "cert-path",
	[ACME_OPTION_KEY_PATH] = "key-path",
	[ACME_OPTION_DIRECTORY_URL] = "directory-url",
	[ACME_OPTION_COMMON_NAME] = "common-name",
	[ACME_OPTION_SUBJECT_ALT_NAME] = "subject-alt-name",
	[ACME_OPTION_EMAIL] = "email",
	[ACME_OPTION_COUNTRY] = "country",
	[ACME_OPTION_STATE] = "state",
	[ACME_OPTION_LOCALITY] = "locality",
	[ACME_OPTION_ORGANIZATION] = "organization",
	[ACME_OPTION_CA_FILE] = "ca-file",
	[ACME_OPTION_CHALLENGE] = "challenge",
	[ACME_OPTION_KEY_TYPE] = "key-type",
	[ACME_OPTION_ACCOUNT_KEY_TYPE] = "account-key-type",
	[ACME_OPTION_RENEW_DAYS] = "renew-days",
	[ACME_OPTION_TRACE_PATH] = "trace-path",
};

static enum acme_err
bad_value(const struct acme_option_values *values, enum acme_option option,
	  const char *advice, struct acme_fault *fault)
{
	const char *value = values->at[option];

	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "option \"%s\" is \"%.*s%s\": %s",
			      lws_acme_client_options[option], SHOWN_MAX, value,
			      strlen(value) > SHOWN_MAX ? "..." : "", advice);
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
		err = acme_dns_names_add(config, values->at[options[i]], fault);
		if (err)
			acme_fault_in(fault, err, "option \"%s\"",
				      lws_acme_client_options[options[i]]);
	}
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

static enum acme_err
check_email(const struct acme_option_values *values, struct acme_fault *fault)
{
	const char *address = acme_email_address(values->at[ACME_OPTION_EMAIL]);
	const char *wrong = address ? acme_email_complaint(address) : NULL;

	return wrong ? bad_value(values, ACME_OPTION_EMAIL, wrong, fault)
		     : ACME_OK;
}

static enum acme_err
check_subject(const struct acme_option_values *values, struct acme_fault *fault)
{
	const struct acme_csr_subject subject = {
		.country = values->at[ACME_OPTION_COUNTRY],
		.state = values->at[ACME_OPTION_STATE],
		.locality = values->at[ACME_OPTION_LOCALITY],
		.organization = values->at[ACME_OPTION_ORGANIZATION],
	};
	struct acme_fault why;
	enum acme_err err = acme_csr_subject_check(&subject, &why);

	return err ? acme_fault_set(fault, err, "option %s", why.text)
		   : ACME_OK;
}

/* Once, as it is needed months later, too. */
static enum acme_err
check_ca_file(const struct acme_option_values *values, struct acme_fault *fault)
{
	const char *path = values->at[ACME_OPTION_CA_FILE];
	struct acme_fault why;

	if (!path || !acme_trust_check(path, &why))
		return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_INVALID, "option \"ca-file\": %s",
			      why.text);
}

static enum acme_err
check_path(const struct acme_option_values *values, enum acme_option option,
	   struct acme_fault *fault)
{
	const char *path = values->at[option];

	if (path[strlen(path) - 1] != '/')
		return ACME_OK;
	return bad_value(values, option, "name a file, not a folder", fault);
}

static enum acme_err
check_paths(const struct acme_option_values *values, struct acme_fault *fault)
{
	const char *const *at = values->at;
	enum acme_err err;

	err = check_path(values, ACME_OPTION_AUTH_PATH, fault);
	if (!err)
		err = check_path(values, ACME_OPTION_CERT_PATH, fault);
	if (!err)
		err = check_path(values, ACME_OPTION_KEY_PATH, fault);
	if (err)
		return err;
	if (!strcmp(at[ACME_OPTION_AUTH_PATH], at[ACME_OPTION_CERT_PATH]) ||
	    !strcmp(at[ACME_OPTION_AUTH_PATH], at[ACME_OPTION_KEY_PATH]))
		return bad_value(values, ACME_OPTION_AUTH_PATH,
				 "it needs a file of its own", fault);
	if (!strcmp(at[ACME_OPTION_CERT_PATH], at[ACME_OPTION_KEY_PATH]))
		return bad_value(values, ACME_OPTION_CERT_PATH,
				 "it needs a file of its own", fault);
	return ACME_OK;
}

enum acme_err
acme_options_values_read(const struct acme_option_values *values,
			 struct acme_config *config, struct acme_fault *fault)
{
	enum acme_err err = check_paths(values, fault);

	if (!err)
		err = check_email(values, fault);
	if (!err)
		err = check_subject(values, fault);
	if (!err)
		err = read_url(values, fault);
	if (!err)
		err = read_names(values, config, fault);
	if (!err)
		err = read_key_type(values, ACME_OPTION_KEY_TYPE,
				    &config->key_type, fault);
	config->key_type_given = values->at[ACME_OPTION_KEY_TYPE];
	if (!err)
		err = read_key_type(values, ACME_OPTION_ACCOUNT_KEY_TYPE,
				    &config->account_key_type, fault);
	if (!err)
		err = read_challenge(values, &config->challenge, fault);
	if (!err)
		err = read_renew_days(values, &config->renew_days, fault);
	if (!err)
		err = check_ca_file(values, fault);
	return err;
}
