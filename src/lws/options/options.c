/* SPDX-License-Identifier: MIT */
/*
 * This reads a vhost's options.  First the names are sorted out, then the
 * values are read in the order of the table, as lws turns the order of the list
 * around.
 */
#include "lws/options/options.h"

#include "lws/options/email.h"
#include "lws/options/options_values.h"

#include <stdlib.h>

/* Those that there is no certificate without, and what to do about it. */
static const char *const needed[] = {
	[ACME_OPTION_AUTH_PATH] = "name the file that keeps the account's key",
	[ACME_OPTION_CERT_PATH] = "name the file that keeps the certificate",
	[ACME_OPTION_KEY_PATH] =
		"name the file that keeps the certificate's key",
	[ACME_OPTION_DIRECTORY_URL] =
		"give the CA's: https://acme-v02.api.letsencrypt.org/directory",
	[ACME_OPTION_COMMON_NAME] = "give the server's DNS name",
};

/* What lws reads itself, or its users write by habit. */
static bool
is_of_lws(const char *name)
{
	return !strcmp(name, "default") || !strcmp(name, "raw") ||
	       !strcmp(name, "status");
}

bool
acme_options_given(const struct lws_protocol_vhost_options *list)
{
	while (list && is_of_lws(list->name))
		list = list->next;
	return list;
}

static enum acme_err
unknown(const char *name, struct acme_fault *fault)
{
	const char *meant = lws_acme_client_nearest(
		name, lws_acme_client_options, LWS_ACME_CLIENT_N_OPTIONS);

	if (meant)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "option \"%s\" is unknown: is \"%s\" "
				      "meant?",
				      name, meant);
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "option \"%s\" is unknown: take it out", name);
}

static enum acme_err
sort_one(const struct lws_protocol_vhost_options *given,
	 struct acme_option_values *values, struct acme_fault *fault)
{
	size_t i = 0;

	while (i < LWS_ACME_CLIENT_N_OPTIONS &&
	       strcmp(lws_acme_client_options[i], given->name))
		i++;
	if (i == LWS_ACME_CLIENT_N_OPTIONS)
		return unknown(given->name, fault);
	if (values->at[i])
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "option \"%s\" is given twice",
				      given->name);
	if (given->value && *given->value)
		values->at[i] = given->value;
	return ACME_OK;
}

static enum acme_err
sort_out(const struct lws_protocol_vhost_options *list,
	 struct acme_option_values *values, struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;
	size_t i;

	for (; !err && list; list = list->next)
		if (!is_of_lws(list->name))
			err = sort_one(list, values, fault);
	for (i = 0; !err && i < LWS_ARRAY_SIZE(needed); i++)
		if (!values->at[i])
			err = acme_fault_set(fault, ACME_ERR_INVALID,
					     "option \"%s\" is missing: %s",
					     lws_acme_client_options[i],
					     needed[i]);
	return err;
}

static char *
copy(const struct acme_option_values *values, enum acme_option option,
     bool *short_of_memory)
{
	const char *value = values->at[option];
	char *text;

	if (option == ACME_OPTION_EMAIL)
		value = acme_email_address(value);

	if (!value)
		return NULL;
	text = acme_span_dup(acme_span_str(value));
	if (!text)
		*short_of_memory = true;
	return text;
}

static enum acme_err
copy_texts(const struct acme_option_values *values,
	   struct acme_options *options, struct acme_fault *fault)
{
	struct acme_config *config = options->config;
	struct acme_csr_subject *subject = &config->subject;
	bool short_of_memory = false;

	options->auth_path =
		copy(values, ACME_OPTION_AUTH_PATH, &short_of_memory);
	options->cert_path =
		copy(values, ACME_OPTION_CERT_PATH, &short_of_memory);
	options->key_path =
		copy(values, ACME_OPTION_KEY_PATH, &short_of_memory);
	options->trace_path =
		copy(values, ACME_OPTION_TRACE_PATH, &short_of_memory);
	config->directory_url =
		copy(values, ACME_OPTION_DIRECTORY_URL, &short_of_memory);
	config->ca_file = copy(values, ACME_OPTION_CA_FILE, &short_of_memory);
	config->email = copy(values, ACME_OPTION_EMAIL, &short_of_memory);
	subject->country = copy(values, ACME_OPTION_COUNTRY, &short_of_memory);
	subject->state = copy(values, ACME_OPTION_STATE, &short_of_memory);
	subject->locality =
		copy(values, ACME_OPTION_LOCALITY, &short_of_memory);
	subject->organization =
		copy(values, ACME_OPTION_ORGANIZATION, &short_of_memory);
	acme_config_lead(config);
	subject->common_name = acme_span_dup(acme_span_str(config->names[0]));
	if (short_of_memory || !subject->common_name)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	return ACME_OK;
}

/* What a trace is added to must not be what the store reads. */
static enum acme_err
check_trace(const struct acme_option_values *values, struct acme_fault *fault)
{
	static const enum acme_option others[] = { ACME_OPTION_AUTH_PATH,
						   ACME_OPTION_CERT_PATH,
						   ACME_OPTION_KEY_PATH };
	const char *path = values->at[ACME_OPTION_TRACE_PATH];
	size_t i;

	for (i = 0; path && i < LWS_ARRAY_SIZE(others); i++)
		if (!strcmp(path, values->at[others[i]]))
			return acme_fault_set(
				fault, ACME_ERR_INVALID,
				"option \"trace-path\" is the same file as "
				"option \"%s\": give each a file of its own",
				lws_acme_client_options[others[i]]);
	return ACME_OK;
}

enum acme_err
acme_options_read(const struct lws_protocol_vhost_options *list,
		  struct acme_options *options, struct acme_fault *fault)
{
	struct acme_option_values values = { .at = { NULL } };
	enum acme_err err;

	*options = (struct acme_options){ .config = acme_config_new() };
	if (!options->config)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	err = sort_out(list, &values, fault);
	if (!err)
		err = check_trace(&values, fault);
	if (!err)
		err = acme_options_values_read(&values, options->config, fault);
	if (!err)
		err = copy_texts(&values, options, fault);
	return err;
}

void
acme_options_clear(struct acme_options *options)
{
	acme_config_unref(options->config);
	free(options->auth_path);
	free(options->cert_path);
	free(options->key_path);
	free(options->trace_path);
	*options = (struct acme_options){ .config = NULL };
}
