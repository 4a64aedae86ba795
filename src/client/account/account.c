/* SPDX-License-Identifier: MIT */
/*
 * A CA: made with its connections closed and nothing known.
 */
#include "client/account/account.h"

#include <stdlib.h>

#define THUMBPRINT_MAX	      64
#define KEY_AUTHORIZATION_MAX 1024

static enum acme_err
copy(const char *text, char **to)
{
	*to = text ? acme_span_dup(acme_span_str(text)) : NULL;
	return text && !*to ? ACME_ERR_MEMORY : ACME_OK;
}

static enum acme_err
copy_texts(struct acme_account *account, const struct acme_config *config)
{
	enum acme_err err;

	err = copy(config->directory_url, &account->directory_url);
	if (!err)
		err = copy(config->ca_file, &account->ca_file);
	if (!err)
		err = copy(config->email, &account->email);
	return err;
}

enum acme_err
acme_account_init(struct acme_account *account,
		  const struct acme_config *config, struct acme_port *port,
		  struct sm_loop *loop)
{
	struct acme_origin origin;
	enum acme_err err;
	unsigned int i;

	*account = (struct acme_account){
		.port = port,
		.loop = loop,
		.key_type = config->account_key_type,
		.thumbprint = ACME_BUF_INIT(THUMBPRINT_MAX),
	};
	err = copy_texts(account, config);
	if (!err)
		err = acme_origin_of(account->directory_url, &origin, NULL);
	for (i = 0; i < ACME_POOL_SIZE; i++)
		acme_connection_start(&account->connections[i], account);
	account_sm_init(&account->sm, account);
	sm_start(&account->sm.sm, loop);
	return err;
}

void
acme_account_clear(struct acme_account *account)
{
	unsigned int i;

	sm_stop(&account->sm.sm);
	acme_exchange_clear(&account->exchange);
	for (i = 0; i < ACME_POOL_SIZE; i++)
		acme_connection_stop(&account->connections[i]);
	acme_nonces_clear(&account->nonces);
	acme_directory_clear(&account->directory);
	acme_buf_clear(&account->thumbprint);
	acme_key_unref(account->account_key);
	acme_stored_free(account->stored);
	free(account->account_url);
	free(account->terms);
	free(account->agreed);
	free(account->directory_at);
	free(account->email);
	free(account->ca_file);
	free(account->directory_url);
}

void
acme_account_recall_account(struct acme_account *account, const char *url)
{
	if (!account->account_url && url)
		account->account_url = acme_span_dup(acme_span_str(url));
}

char *
acme_account_key_authorization(const struct acme_account *account,
			       const char *token)
{
	struct acme_buf text = ACME_BUF_INIT(KEY_AUTHORIZATION_MAX);
	char *copy = NULL;

	if (!acme_buf_addf(&text, "%s.%s", token,
			   acme_buf_str(&account->thumbprint)))
		copy = acme_span_dup(acme_buf_span(&text));
	acme_buf_clear(&text);
	return copy;
}

static bool
leads_to(const char *url, struct acme_origin origin)
{
	struct acme_origin at;

	return url && !acme_origin_of(url, &at, NULL) &&
	       acme_origin_equal(at, origin);
}

bool
acme_account_serves(const struct acme_account *account,
		    struct acme_origin origin)
{
	const struct acme_directory *directory = &account->directory;
	const char *const named[] = {
		account->directory_url, account->directory_at,
		directory->new_nonce,	directory->new_account,
		directory->new_order,	directory->new_reg,
		directory->new_authz,	directory->new_cert,
	};
	size_t i;

	for (i = 0; i < sizeof(named) / sizeof(*named); i++)
		if (leads_to(named[i], origin))
			return true;
	return false;
}

const char *
acme_account_nonce_url(const struct acme_account *account)
{
	if (account->directory.new_nonce)
		return account->directory.new_nonce;
	return account->directory_at ? account->directory_at
				     : account->directory_url;
}
