/* SPDX-License-Identifier: MIT */
/*
 * This serves what was got before, for a vhost whose options are wrong.  It
 * uses no flow and no store, as with wrong options nothing may be written, or
 * moved to its place.  A mistake of the operator's costs the next renewal, not
 * the certificate that is there.
 */
#include "lws/plugin/serve_leftover.h"

#include "base/limits.h"
#include "base/log.h"
#include "lws/options/options_values.h"
#include "lws/serve/server_tls.h"
#include "store/file/file.h"
#include "store/pair/pair_pem.h"

static const char *
value(const struct lws_protocol_vhost_options *options, enum acme_option option)
{
	for (; options; options = options->next)
		if (!strcmp(options->name, lws_acme_client_options[option]))
			return options->value;
	return NULL;
}

static enum acme_err
read_blocks(const char *path, struct acme_secret *text, size_t limit,
	    struct acme_fault *fault)
{
	enum acme_err err = acme_file_read_path(path, text, fault);

	return err ? err : acme_pair_pem_shrink(text, limit, fault);
}

static enum acme_err
serve(const struct acme_served_vhost *served, struct acme_secret *chain,
      struct acme_secret *key, struct acme_fault *fault)
{
	struct acme_server_tls_pair *pair = NULL;
	enum acme_err err = read_blocks(served->cert_path, chain,
					ACME_CHAIN_TEXT_MAX, fault);

	/* A key's file may hold its chain, too. */
	if (!err)
		err = read_blocks(served->key_path, key, ACME_CHAIN_TEXT_MAX,
				  fault);
	if (!err)
		err = acme_server_tls_parse(acme_buf_span(&chain->buf),
					    acme_buf_span(&key->buf), &pair,
					    fault);
	if (!err)
		err = acme_server_tls_serve_take(served, pair, fault);
	if (err)
		acme_server_tls_free(pair);
	return err;
}

static void
serve_and_tell(const struct acme_served_vhost *served)
{
	struct acme_secret chain = ACME_SECRET_INIT(ACME_PEM_FILE_MAX);
	struct acme_secret key = ACME_SECRET_INIT(ACME_PEM_FILE_MAX);
	const char *name = lws_get_vhost_name(served->vhost);
	struct acme_fault fault;
	enum acme_err err = serve(served, &chain, &key, &fault);

	if (!err)
		acme_log(ACME_LOG_NOTICE,
			 "vhost \"%s\" serves the certificate that is in %s",
			 name, served->cert_path);
	else if (err != ACME_ERR_NOT_FOUND)
		acme_log(ACME_LOG_ERR,
			 "vhost \"%s\" can't serve the certificate that is in "
			 "%s: %s",
			 name, served->cert_path, fault.text);
	acme_secret_clear(&chain);
	acme_secret_clear(&key);
}

void
acme_serve_leftover(struct lws_context *context, struct lws_vhost *vhost,
		    const struct lws_protocol_vhost_options *options)
{
	const struct acme_served_vhost served = {
		.context = context,
		.vhost = vhost,
		.cert_path = value(options, ACME_OPTION_CERT_PATH),
		.key_path = value(options, ACME_OPTION_KEY_PATH),
	};

	if (served.cert_path && served.key_path)
		serve_and_tell(&served);
}
