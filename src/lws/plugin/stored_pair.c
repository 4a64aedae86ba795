/* SPDX-License-Identifier: MIT */
/*
 * This serves the pair that is stored, before its flow does or where it has
 * none.  A vhost whose options are wrong has no flow and uses no store, as with
 * wrong options nothing may be written, or moved to its place.  A mistake of
 * the operator's costs the next renewal, not the certificate that is there.
 */
#include "lws/plugin/stored_pair.h"

#include "base/limits.h"
#include "base/log.h"
#include "crypto/x509/cert.h"
#include "lws/options/options_values.h"
#include "store/file/file.h"
#include "store/pair/pair_pem.h"

static enum acme_err
serve(const struct acme_served_vhost *served, const struct acme_buf *chain,
      const struct acme_buf *key, struct acme_fault *fault)
{
	struct acme_server_tls_pair *pair = NULL;
	enum acme_err err = acme_server_tls_parse(
		acme_buf_span(chain), acme_buf_span(key), &pair, fault);

	if (!err)
		err = acme_server_tls_serve_take(served, pair, fault);
	if (err)
		acme_server_tls_free(pair);
	return err;
}

/* Nothing is to be done where lws loads whole chains. */
void
acme_stored_pair_serve(const struct acme_lws_context *lws,
		       const struct acme_store_jobs *store_jobs,
		       const struct acme_served_vhost *served)
{
	struct acme_store_request request;
	struct acme_fault fault;

	/* Once the loop runs, files are the worker's. */
	if (lws->client_vhost.vhost ||
	    !acme_server_tls_lacks_chain(served->vhost))
		return;
	if (acme_store_request_init(&request, ACME_STORE_REQUEST_GET,
				    ACME_RECORD_PAIR, NULL)) {
		acme_store_jobs_run(store_jobs, &request);
		if (!request.err)
			(void)serve(served, &request.stored->chain,
				    &request.stored->key.buf, &fault);
	}
	acme_store_request_clear(&request);
}

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
read_and_serve(const struct acme_served_vhost *served,
	       struct acme_secret *chain, struct acme_secret *key,
	       struct acme_fault *fault)
{
	enum acme_err err = read_blocks(served->cert_path, chain,
					ACME_CHAIN_TEXT_MAX, fault);

	/* A key's file may hold its chain, too. */
	if (!err)
		err = read_blocks(served->key_path, key, ACME_CHAIN_TEXT_MAX,
				  fault);
	return err ? err : serve(served, &chain->buf, &key->buf, fault);
}

static void
log_served(const char *name, const char *path, const struct acme_buf *chain)
{
	struct acme_cert_info info;
	char until[ACME_CERT_TIME_MAX];

	if (acme_cert_info_read(acme_buf_span(chain), &info, NULL))
		return; /* it was read, so memory is short now */
	acme_cert_time_text(info.not_after_s, until);
	acme_log(ACME_LOG_WARN,
		 "vhost \"%s\" serves certificate %s of %s, which is in %s, "
		 "until it expires at %s; nothing renews it",
		 name, info.serial, info.issuer, path, until);
}

static void
serve_and_log(const struct acme_served_vhost *served)
{
	struct acme_secret chain = ACME_SECRET_INIT(ACME_PEM_FILE_MAX);
	struct acme_secret key = ACME_SECRET_INIT(ACME_PEM_FILE_MAX);
	const char *name = lws_get_vhost_name(served->vhost);
	struct acme_fault fault;
	enum acme_err err = read_and_serve(served, &chain, &key, &fault);

	if (!err)
		log_served(name, served->cert_path, &chain.buf);
	else if (err != ACME_ERR_NOT_FOUND)
		acme_log(ACME_LOG_ERR,
			 "vhost \"%s\" can't serve the certificate that is in "
			 "%s: %s",
			 name, served->cert_path, fault.text);
	acme_secret_clear(&chain);
	acme_secret_clear(&key);
}

void
acme_stored_pair_serve_refused(struct lws_context *context,
			       struct lws_vhost *vhost,
			       const struct lws_protocol_vhost_options *options)
{
	const struct acme_served_vhost served = {
		.context = context,
		.vhost = vhost,
		.cert_path = value(options, ACME_OPTION_CERT_PATH),
		.key_path = value(options, ACME_OPTION_KEY_PATH),
	};

	if (served.cert_path && served.key_path)
		serve_and_log(&served);
}
