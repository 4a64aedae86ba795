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
copy_texts(struct acme_ca *ca, const struct acme_config *config)
{
	enum acme_err err;

	err = copy(config->directory_url, &ca->directory_url);
	if (!err)
		err = copy(config->ca_file, &ca->ca_file);
	if (!err)
		err = copy(config->email, &ca->email);
	return err;
}

enum acme_err
acme_ca_init(struct acme_ca *ca, const struct acme_config *config,
	     struct acme_port *port, struct sm_loop *loop)
{
	struct acme_origin origin;
	enum acme_err err;
	unsigned int i;

	*ca = (struct acme_ca){
		.port = port,
		.loop = loop,
		.key_type = config->account_key_type,
		.thumbprint = ACME_BUF_INIT(THUMBPRINT_MAX),
	};
	err = copy_texts(ca, config);
	if (!err)
		err = acme_origin_of(ca->directory_url, &origin, NULL);
	for (i = 0; i < ACME_POOL_SIZE; i++)
		acme_connection_start(&ca->connections[i], ca);
	account_sm_init(&ca->sm, ca);
	sm_start(&ca->sm.sm, loop);
	return err;
}

void
acme_ca_clear(struct acme_ca *ca)
{
	unsigned int i;

	sm_stop(&ca->sm.sm);
	acme_exchange_clear(&ca->exchange);
	for (i = 0; i < ACME_POOL_SIZE; i++)
		acme_connection_stop(&ca->connections[i]);
	acme_nonces_clear(&ca->nonces);
	acme_directory_clear(&ca->directory);
	acme_buf_clear(&ca->thumbprint);
	acme_key_unref(ca->account_key);
	acme_stored_free(ca->stored);
	free(ca->account_url);
	free(ca->terms);
	free(ca->agreed);
	free(ca->directory_at);
	free(ca->email);
	free(ca->ca_file);
	free(ca->directory_url);
}

void
acme_ca_recall_account(struct acme_ca *ca, const char *url)
{
	if (!ca->account_url && url)
		ca->account_url = acme_span_dup(acme_span_str(url));
}

char *
acme_ca_key_authorization(const struct acme_ca *ca, const char *token)
{
	struct acme_buf text = ACME_BUF_INIT(KEY_AUTHORIZATION_MAX);
	char *copy = NULL;

	if (!acme_buf_addf(&text, "%s.%s", token,
			   acme_buf_str(&ca->thumbprint)))
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
acme_ca_serves(const struct acme_ca *ca, struct acme_origin origin)
{
	const struct acme_directory *directory = &ca->directory;
	const char *const named[] = {
		ca->directory_url,    ca->directory_at,
		directory->new_nonce, directory->new_account,
		directory->new_order, directory->new_reg,
		directory->new_authz, directory->new_cert,
	};
	size_t i;

	for (i = 0; i < sizeof(named) / sizeof(*named); i++)
		if (leads_to(named[i], origin))
			return true;
	return false;
}

const char *
acme_ca_nonce_url(const struct acme_ca *ca)
{
	if (ca->directory.new_nonce)
		return ca->directory.new_nonce;
	return ca->directory_at ? ca->directory_at : ca->directory_url;
}
