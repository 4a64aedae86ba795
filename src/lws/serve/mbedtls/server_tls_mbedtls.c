/* SPDX-License-Identifier: MIT */
/*
 * The TLS of an lws with mbedTLS can't be reached, so certificates go in by
 * lws_tls_cert_updated(), to all vhosts with these two paths.  A text that does
 * not begin with "-----" is passed on to mbedTLS as it is, which takes the
 * whole chain from it; else lws decodes the first certificate only.
 */
#include "lws/serve/mbedtls/server_tls_mbedtls.h"
#include "base/log.h"
#include "crypto/key/key.h"
#include "crypto/x509/leaf.h"
#include "crypto/x509_write/challenge_cert.h"
#include "format/pem.h"
#include "lws/serve/mbedtls/seccomp_no_open.h"
#include "lws/vhosts/vhost_hook.h"

#include <stdlib.h>

/* Only an lws with OpenSSL has it,
 * and a program may have been linked to one. */
extern void *lws_get_ssl(struct lws *wsi) __attribute__((weak));

/* The same certificates in other words: lines may be shorter in these. */
#define CHAIN_LIMIT(len) (2 * (len) + 1024)
#define PLACEHOLDER_NAME "no-certificate-yet.invalid"

void
acme_server_tls_free(struct acme_server_tls_pair *pair)
{
	if (!pair)
		return;
	acme_parsed_pair_unref(pair->parsed);
	acme_buf_clear(&pair->chain);
	acme_secret_clear(&pair->key);
	free(pair);
}

static enum acme_err
read_pair(struct acme_server_tls_pair *pair, struct acme_span chain_pem,
	  struct acme_span key_pem, struct acme_fault *fault)
{
	enum acme_err err;

	err = acme_parsed_pair_parse(chain_pem, key_pem, &pair->parsed, fault);
	if (err)
		return err;
	pair->chain.limit = CHAIN_LIMIT(chain_pem.len);
	pair->key = (struct acme_secret)ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	err = acme_buf_add(&pair->chain, ACME_SPAN("\n"));
	if (!err)
		err = acme_parsed_pair_chain_pem(pair->parsed, &pair->chain);
	if (!err)
		err = acme_parsed_pair_key_pem(pair->parsed, &pair->key);
	return err ? acme_fault_set(fault, err, "the pair can't be copied")
		   : ACME_OK;
}

enum acme_err
acme_server_tls_parse(struct acme_span chain_pem, struct acme_span key_pem,
		      struct acme_server_tls_pair **pair,
		      struct acme_fault *fault)
{
	struct acme_server_tls_pair *read = calloc(1, sizeof(*read));
	enum acme_err err;

	if (!read)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	err = read_pair(read, chain_pem, key_pem, fault);
	if (err)
		acme_server_tls_free(read);
	else
		*pair = read;
	return err;
}

static bool
ends_with(struct acme_span text, struct acme_span end)
{
	return text.len >= end.len &&
	       !memcmp(text.data + text.len - end.len, end.data, end.len);
}

/* What lws decodes of a file: its first block, whatever its label, and nothing
 * where that is not at its begin. */
static enum acme_err
first_block(struct acme_span text, struct acme_pem_block *block,
	    const char *what, struct acme_fault *fault)
{
	const struct acme_span dashes = ACME_SPAN("-----");
	bool found = text.len > dashes.len &&
		     !memcmp(text.data, dashes.data, dashes.len);
	struct acme_pem pem;

	acme_pem_init(&pem, text);
	if (found && acme_pem_next(&pem, block, &found, fault))
		return ACME_ERR_INVALID;
	return found ? ACME_OK
		     : acme_fault_set(fault, ACME_ERR_INVALID,
				      "the %s's file does not begin with it, "
				      "as lws with mbedTLS wants it",
				      what);
}

static enum acme_err
check_leaf(struct acme_span der, struct acme_fault *fault)
{
	struct acme_cert_info info;
	enum acme_err err = acme_leaf_info(der, &info, fault);

	return err && err != ACME_ERR_MEMORY
		       ? acme_fault_set(fault, ACME_ERR_INVALID,
					"the certificate is not first in its "
					"file, as lws with mbedTLS wants it")
		       : err;
}

static enum acme_err
check_first(struct acme_span chain_pem, struct acme_span key_pem,
	    struct acme_fault *fault)
{
	struct acme_buf der = ACME_BUF_INIT(chain_pem.len);
	struct acme_pem_block block = { 0 };
	enum acme_err err;

	err = first_block(chain_pem, &block, "certificate", fault);
	if (!err)
		err = acme_pem_decode(&block, &der, fault);
	if (!err)
		err = check_leaf(acme_buf_span(&der), fault);
	acme_buf_clear(&der);
	if (!err)
		err = first_block(key_pem, &block, "key", fault);
	if (!err && !ends_with(block.label, ACME_SPAN("PRIVATE KEY")))
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "the key is not first in its file, as lws "
				     "with mbedTLS wants it");
	return err;
}

enum acme_err
acme_server_tls_loads(struct acme_span chain_pem, struct acme_span key_pem,
		      struct acme_fault *fault)
{
	struct acme_server_tls_pair *pair = NULL;
	enum acme_err err = check_first(chain_pem, key_pem, fault);

	if (!err)
		err = acme_server_tls_parse(chain_pem, key_pem, &pair, fault);
	acme_server_tls_free(pair);
	return err;
}

static bool
has_tls(struct lws_vhost *vhost)
{
	bool has;

	return acme_vhost_hook_protocol(vhost, &has) && has;
}

/* false: nobody has given it any, and lws would crash at a client. */
static bool
has_any(struct lws_vhost *vhost)
{
	union lws_tls_cert_info_results info;

	return !lws_tls_vhost_cert_info(vhost, LWS_TLS_CERT_INFO_VALIDITY_TO,
					&info, sizeof(info.ns.name));
}

bool
acme_server_tls_has_certificate(struct lws_vhost *vhost)
{
	union lws_tls_cert_info_results info;

	if (!has_any(vhost))
		return false;
	return lws_tls_vhost_cert_info(vhost, LWS_TLS_CERT_INFO_COMMON_NAME,
				       &info, sizeof(info.ns.name)) ||
	       strcmp(info.ns.name, ACME_CHALLENGE_CERT_SUBJECT);
}

/* All that it has by now is lws's own; it takes one certificate of a file. */
bool
acme_server_tls_lacks_chain(struct lws_vhost *vhost)
{
	return acme_server_tls_has_certificate(vhost);
}

struct update {
	const struct acme_served_vhost *served;
	const struct acme_server_tls_pair *pair;
};

/* It tells nothing of how it went. */
static void
update(void *arg)
{
	const struct update *to = arg;

	lws_tls_cert_updated(to->served->context, to->served->cert_path,
			     to->served->key_path, to->pair->chain.data,
			     to->pair->chain.len, to->pair->key.buf.data,
			     to->pair->key.buf.len);
}

static enum acme_err
serve(const struct acme_served_vhost *served,
      const struct acme_server_tls_pair *pair, struct acme_fault *fault)
{
	struct update to = { served, pair };

	if (!has_tls(served->vhost))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "vhost \"%s\" has no TLS",
				      lws_get_vhost_name(served->vhost));
	if (!acme_seccomp_no_open(update, &to)) {
		acme_log(ACME_LOG_WARN,
			 "vhost \"%s\": seccomp is not available: lws may read "
			 "the certificate from \"%s\" and serve it without its "
			 "chain",
			 lws_get_vhost_name(served->vhost), served->cert_path);
		update(&to);
	}
	if (has_any(served->vhost))
		return ACME_OK;
	return acme_fault_set(
		fault, ACME_ERR_INVALID,
		"vhost \"%s\" takes no certificate: it needs "
		"ssl_cert_filepath \"%s\", ssl_private_key_filepath \"%s\" and "
		"LWS_SERVER_OPTION_IGNORE_MISSING_CERT",
		lws_get_vhost_name(served->vhost), served->cert_path,
		served->key_path);
}

enum acme_err
acme_server_tls_serve_take(const struct acme_served_vhost *served,
			   struct acme_server_tls_pair *pair,
			   struct acme_fault *fault)
{
	enum acme_err err = serve(served, pair, fault);

	if (!err)
		acme_server_tls_free(pair);
	return err;
}

static enum acme_err
make_placeholder(struct acme_server_tls_pair **pair, struct acme_fault *fault)
{
	struct acme_buf cert = ACME_BUF_INIT(ACME_CHALLENGE_CERT_MAX);
	struct acme_secret key = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	enum acme_err err;

	err = acme_challenge_cert_make(PLACEHOLDER_NAME, acme_span(NULL, 0),
				       &cert, &key, fault);
	if (!err)
		err = acme_server_tls_parse(acme_buf_span(&cert),
					    acme_buf_span(&key.buf), pair,
					    fault);
	acme_buf_clear(&cert);
	acme_secret_clear(&key);
	return err;
}

const char *
acme_server_tls_other_lws(void)
{
	return lws_get_ssl ? "the program has a libwebsockets with OpenSSL, "
			     "and lws-acme-client was built for one with "
			     "mbedTLS: use that one"
			   : NULL;
}

/*
 * lws 4 with mbedTLS 2.28 crashes at a hello with a name where the vhost has
 * no certificate, and the hello filter comes only with the loop.
 */
enum acme_err
acme_server_tls_prepare(const struct acme_served_vhost *served,
			struct acme_fault *fault)
{
	struct acme_server_tls_pair *pair = NULL;
	enum acme_err err;

	/* Without TLS it never gets one, which is told when it is to. */
	if (!has_tls(served->vhost) || has_any(served->vhost))
		return ACME_OK;
	err = make_placeholder(&pair, fault);
	if (!err)
		err = serve(served, pair, fault);
	acme_server_tls_free(pair);
	return err;
}
