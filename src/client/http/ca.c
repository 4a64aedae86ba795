/* SPDX-License-Identifier: MIT */
/*
 * A CA begins with its connections closed and nothing known of it but the URL
 * of its directory.
 */
#include "client/http/ca.h"

#include <stdlib.h>

static enum acme_err
copy(const char *text, char **to)
{
	*to = text ? acme_span_dup(acme_span_str(text)) : NULL;
	return text && !*to ? ACME_ERR_MEMORY : ACME_OK;
}

enum acme_err
acme_ca_init(struct acme_ca *ca, const char *directory_url, const char *ca_file,
	     struct acme_port *port, struct sm_loop *loop)
{
	struct acme_origin origin;
	enum acme_err err;
	unsigned int i;

	*ca = (struct acme_ca){ .port = port, .loop = loop };
	err = copy(directory_url, &ca->directory_url);
	if (!err)
		err = copy(ca_file, &ca->ca_file);
	if (!err)
		err = acme_origin_of(ca->directory_url, &origin, NULL);
	for (i = 0; i < CONNECTION_POOL_SIZE; i++)
		acme_connection_start(&ca->connections[i], ca);
	return err;
}

void
acme_ca_clear(struct acme_ca *ca)
{
	unsigned int i;

	for (i = 0; i < CONNECTION_POOL_SIZE; i++)
		acme_connection_stop(&ca->connections[i]);
	acme_nonces_clear(&ca->nonces);
	acme_directory_clear(&ca->directory);
	acme_key_unref(ca->key);
	free(ca->directory_at);
	free(ca->ca_file);
	free(ca->directory_url);
}

void
acme_ca_note_redirect(struct acme_ca *ca, const char *url)
{
	free(ca->directory_at);
	ca->directory_at = NULL;
	if (url && strcmp(url, ca->directory_url) != 0)
		ca->directory_at = acme_span_dup(acme_span_str(url));
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
