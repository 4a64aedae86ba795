/* SPDX-License-Identifier: MIT */
/*
 * A CA: made with its connections closed and nothing known.
 */
#include "client/ca.h"

#include "client/publication.h"
#include "format/url.h"

#include <stdlib.h>

#define THUMBPRINT_MAX	      64
#define KEY_AUTHORIZATION_MAX 1024

static enum acme_err
set_endpoint(struct acme_ca *ca)
{
	struct acme_url url;
	enum acme_err err;

	err = acme_url_parse(acme_span_str(ca->config->directory_url), true,
			     &url, NULL);
	if (err)
		return err;
	ca->host = acme_span_dup(acme_url_host_bare(&url));
	ca->endpoint = (struct acme_endpoint){
		.host = ca->host,
		.port = url.port,
		.ca_file = ca->config->ca_file,
	};
	return ca->host ? ACME_OK : ACME_ERR_MEMORY;
}

enum acme_err
acme_ca_init(struct acme_ca *ca, struct acme_config *config,
	     struct acme_port *port, struct sm_loop *loop)
{
	enum acme_err err;
	unsigned int i;

	*ca = (struct acme_ca){
		.config = acme_config_ref(config),
		.port = port,
		.loop = loop,
		.thumbprint = ACME_BUF_INIT(THUMBPRINT_MAX),
	};
	err = set_endpoint(ca);
	for (i = 0; i < ACME_POOL_SIZE; i++)
		acme_connection_start(&ca->connections[i], ca);
	return err;
}

void
acme_ca_clear(struct acme_ca *ca)
{
	unsigned int i;

	while (ca->publications)
		acme_publication_stop(ca->publications);
	for (i = 0; i < ACME_POOL_SIZE; i++)
		acme_connection_stop(&ca->connections[i]);
	acme_nonces_clear(&ca->nonces);
	acme_directory_clear(&ca->directory);
	acme_buf_clear(&ca->thumbprint);
	acme_key_unref(ca->account_key);
	acme_state_clear(&ca->state);
	free(ca->host);
	acme_config_unref(ca->config);
}

enum acme_err
acme_ca_set_key(struct acme_ca *ca, struct acme_key *key)
{
	enum acme_err err;

	acme_key_unref(ca->account_key);
	ca->account_key = acme_key_ref(key);
	acme_buf_clear(&ca->thumbprint);
	err = acme_key_thumbprint(key, &ca->thumbprint);
	if (!err)
		err = acme_state_tag(ca->config, acme_buf_span(&ca->thumbprint),
				     ca->state_tag);
	return err;
}

void
acme_ca_save_state(struct acme_ca *ca, const struct acme_asker *asker)
{
	struct acme_buf json = ACME_BUF_INIT(ACME_STATE_MAX);

	if (!ca->state_tag[0] || acme_state_write(&ca->state, &json))
		sm_post(asker->sm, asker->failed, NULL);
	else
		ca->port->store_put(ca->port, ACME_RECORD_STATE, ca->state_tag,
				    acme_buf_span(&json), asker);
	acme_buf_clear(&json);
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

bool
acme_ca_serves(const struct acme_ca *ca, const char *url)
{
	struct acme_url parsed;

	return !acme_url_parse(acme_span_str(url), true, &parsed, NULL) &&
	       parsed.port == ca->endpoint.port &&
	       acme_span_equal_nocase(acme_url_host_bare(&parsed),
				      acme_span_str(ca->host));
}
