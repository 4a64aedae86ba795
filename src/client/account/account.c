/* SPDX-License-Identifier: MIT */
/*
 * An account begins with nothing known but what the options say; account.flow
 * finds out the rest when somebody asks.
 */
#include "client/account/account.h"

#include <stdlib.h>

#define THUMBPRINT_MAX	      64
#define KEY_AUTHORIZATION_MAX 1024

enum acme_err
acme_account_init(struct acme_account *account,
		  const struct acme_config *config, struct acme_port *port,
		  struct sm_loop *loop)
{
	enum acme_err err;

	*account = (struct acme_account){
		.key_type = config->account_key_type,
		.thumbprint = ACME_BUF_INIT(THUMBPRINT_MAX),
	};
	err = acme_ca_init(&account->ca, config->directory_url, config->ca_file,
			   port, loop);
	if (config->email)
		account->email = acme_span_dup(acme_span_str(config->email));
	if (!err && config->email && !account->email)
		err = ACME_ERR_MEMORY;
	account_sm_init(&account->sm, account);
	sm_start(&account->sm.sm, loop);
	return err;
}

void
acme_account_clear(struct acme_account *account)
{
	sm_stop(&account->sm.sm);
	acme_exchange_clear(&account->exchange);
	acme_ca_clear(&account->ca);
	acme_buf_clear(&account->thumbprint);
	acme_stored_free(account->stored);
	free(account->account_url);
	free(account->terms);
	free(account->agreed);
	free(account->email);
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
