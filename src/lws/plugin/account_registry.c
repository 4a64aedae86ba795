/* SPDX-License-Identifier: MIT */
/*
 * This lists the accounts that vhosts share.  There are as many as CAs in the
 * options of the vhosts: the list is short.
 */
#include "lws/plugin/account_registry.h"

#include "base/log.h"

#include <stdlib.h>

static bool
same(const char *a, const char *b)
{
	return acme_span_equal(acme_span_str(a), acme_span_str(b));
}

static bool
is_for(const struct acme_account_entry *entry,
       const struct acme_options *options)
{
	const struct acme_config *config = options->config;

	return same(entry->auth_path, options->auth_path) &&
	       same(entry->account.ca.directory_url, config->directory_url) &&
	       same(entry->account.ca.ca_file, config->ca_file);
}

static void
account_free(struct acme_account_entry *entry)
{
	acme_account_clear(&entry->account);
	free(entry->auth_path);
	free(entry);
}

static struct acme_account_entry *
account_new(struct acme_shared *shared, const struct acme_options *options)
{
	struct acme_account_entry *entry = calloc(1, sizeof(*entry));
	struct acme_store_jobs store_jobs = {
		.paths = { .cert = "", .key = "" },
	};

	if (!entry)
		return NULL;
	entry->auth_path = acme_span_dup(acme_span_str(options->auth_path));
	if (entry->auth_path) {
		store_jobs.paths.auth = entry->auth_path;
		store_jobs.paths.who = entry->auth_path;
		acme_lws_port_init(&entry->port, shared, &store_jobs);
		if (!acme_account_init(&entry->account, options->config,
				       &entry->port.port, &shared->lws.loop))
			return entry;
	}
	account_free(entry);
	return NULL;
}

/* The account is one: it has one contact and one key. */
static void
warn(const char *vhost, const char *option, const char *value)
{
	acme_log(ACME_LOG_WARN,
		 "vhost \"%s\": option \"%s\": ignoring %s: a vhost that "
		 "shares this account (same auth-path and directory-url) gave "
		 "another value: make them the same",
		 vhost, option, value);
}

static void
compare(const struct acme_account *account, const struct acme_config *config,
	const char *vhost)
{
	if (config->email && !same(account->email, config->email))
		warn(vhost, "email", config->email);
	if (account->key_type != config->account_key_type)
		warn(vhost, "account-key-type",
		     acme_key_type_name(config->account_key_type));
}

struct acme_account_entry *
acme_account_registry_get(struct acme_shared *shared,
			  const struct acme_options *options, const char *vhost,
			  struct acme_fault *fault)
{
	struct acme_account_entry *entry = shared->accounts;

	while (entry && !is_for(entry, options))
		entry = entry->next;
	if (entry) {
		compare(&entry->account, options->config, vhost);
	} else {
		entry = account_new(shared, options);
		if (!entry) {
			acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
			return NULL;
		}
		entry->next = shared->accounts;
		shared->accounts = entry;
	}
	entry->n_users++;
	return entry;
}

void
acme_account_registry_put(struct acme_account_entry *entry)
{
	struct acme_account_entry **link;

	if (!entry || --entry->n_users)
		return;
	link = &entry->port.shared->accounts;
	while (*link != entry)
		link = &(*link)->next;
	*link = entry->next;
	account_free(entry);
}
