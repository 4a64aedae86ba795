/* SPDX-License-Identifier: MIT */
/* There are as many as CAs in the options of the vhosts: the list is short. */
#include "lws/plugin/account_registry.h"

#include "base/log.h"

#include <stdlib.h>

static bool
same(const char *a, const char *b)
{
	return acme_span_equal(acme_span_str(a), acme_span_str(b));
}

static bool
is_for(const struct acme_account_entry *account,
       const struct acme_options *options)
{
	const struct acme_config *config = options->config;

	return same(account->auth_path, options->auth_path) &&
	       same(account->ca.directory_url, config->directory_url) &&
	       same(account->ca.ca_file, config->ca_file);
}

static void
account_free(struct acme_account_entry *account)
{
	acme_account_clear(&account->ca);
	free(account->auth_path);
	free(account);
}

static struct acme_account_entry *
account_new(struct acme_lws_context *lws, const struct acme_options *options)
{
	struct acme_account_entry *account = calloc(1, sizeof(*account));
	struct acme_store_jobs store_jobs = {
		.paths = { .cert = "", .key = "" },
	};

	if (!account)
		return NULL;
	account->auth_path = acme_span_dup(acme_span_str(options->auth_path));
	if (account->auth_path) {
		store_jobs.paths.auth = account->auth_path;
		store_jobs.paths.who = account->auth_path;
		acme_lws_port_init(&account->port, lws, &store_jobs);
		if (!acme_account_init(&account->ca, options->config,
				       &account->port.port, &lws->loop))
			return account;
	}
	account_free(account);
	return NULL;
}

/* The account is one: it has one contact and one key. */
static void
warn(const char *vhost, const char *option, const char *value)
{
	acme_log(ACME_LOG_WARN,
		 "vhost \"%s\": option \"%s\": %s is not used: another vhost, "
		 "which shares its account (auth-path, directory-url), came "
		 "first with another one",
		 vhost, option, value);
}

static void
compare(const struct acme_account *ca, const struct acme_config *config,
	const char *vhost)
{
	if (config->email && !same(ca->email, config->email))
		warn(vhost, "email", config->email);
	if (ca->key_type != config->account_key_type)
		warn(vhost, "account-key-type",
		     acme_key_type_name(config->account_key_type));
}

struct acme_account_entry *
acme_registry_get(struct acme_lws_context *lws,
		  const struct acme_options *options, const char *vhost,
		  struct acme_fault *fault)
{
	struct acme_account_entry *account = lws->accounts;

	while (account && !is_for(account, options))
		account = account->next;
	if (account) {
		compare(&account->ca, options->config, vhost);
	} else {
		account = account_new(lws, options);
		if (!account) {
			acme_fault_set(fault, ACME_ERR_MEMORY, "no memory");
			return NULL;
		}
		account->next = lws->accounts;
		lws->accounts = account;
	}
	account->n_users++;
	return account;
}

void
acme_registry_put(struct acme_account_entry *account)
{
	struct acme_account_entry **link;

	if (!account || --account->n_users)
		return;
	link = &account->port.lws->accounts;
	while (*link != account)
		link = &(*link)->next;
	*link = account->next;
	account_free(account);
}
