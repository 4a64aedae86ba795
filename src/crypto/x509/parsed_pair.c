/* SPDX-License-Identifier: MIT */
/* The leaf and the key are a pair; the rest of the chain is not looked at. */
#include "crypto/x509/parsed_pair.h"

#include "base/limits.h"
#include "crypto/key/key.h"
#include "crypto/x509/cert.h"
#include "crypto/x509/cert_private.h"
#include "crypto/x509/extension.h"
#include "crypto/x509/parsed_pair_private.h"

#include <mbedtls/oid.h>
#include <stdlib.h>

/* 1.3.6.1.5.5.7.1.31, id-pe-acmeIdentifier */
#define OID_ACME_IDENTIFIER "\x2b\x06\x01\x05\x05\x07\x01\x1f"

/* mbedTLS asks about each extension that it does not know. */
static int
accept_extension(void *unused, const mbedtls_x509_crt *crt,
		 const mbedtls_x509_buf *oid, int critical,
		 const unsigned char *p, const unsigned char *end)
{
	return MBEDTLS_OID_CMP(OID_ACME_IDENTIFIER, oid)
		       ? acme_extension_accept(unused, crt, oid, critical, p,
					       end)
		       : 0;
}

static enum acme_err
add_block(void *arg, const struct acme_pem_block *block,
	  struct acme_fault *fault)
{
	struct acme_buf der = ACME_BUF_INIT(ACME_CERT_DER_MAX);
	mbedtls_x509_crt *chain = arg;
	enum acme_err err;
	size_t len;
	int rc;

	if (!acme_cert_is_block(block))
		return ACME_OK;
	err = acme_cert_decode(block, &der, &len, fault);
	if (err)
		goto out;
	rc = acme_compat_parse_crt(chain, acme_span(der.data, len),
				   accept_extension);
	if (rc)
		err = acme_compat_fault(fault, ACME_ERR_INVALID, rc,
					"certificate");
out:
	acme_buf_clear(&der);
	return err;
}

static enum acme_err
read_chain(mbedtls_x509_crt *chain, struct acme_span text,
	   struct acme_fault *fault)
{
	enum acme_err err = acme_pem_each(text, add_block, chain, fault);

	if (!err && !chain->version)
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "there is no certificate in the chain");
	return err;
}

static enum acme_err
read_pair(struct acme_parsed_pair *pair, struct acme_span chain,
	  struct acme_span key, struct acme_fault *fault)
{
	enum acme_err err;
	int rc;

	err = read_chain(&pair->chain, chain, fault);
	if (!err)
		err = acme_key_from_pem_any(key, &pair->key, fault);
	if (err)
		return err;
	rc = acme_compat_check_pair(&pair->chain.pk, &pair->key->pk);
	if (acme_compat_is_own(rc))
		return acme_compat_fault(fault, ACME_ERR_CRYPTO, rc,
					 "checking the key");
	return rc ? acme_fault_set(fault, ACME_ERR_INVALID,
				   "the key is not the certificate's")
		  : ACME_OK;
}

enum acme_err
acme_parsed_pair_parse(struct acme_span chain, struct acme_span key,
		       struct acme_parsed_pair **pair, struct acme_fault *fault)
{
	struct acme_parsed_pair *read = calloc(1, sizeof(*read));
	enum acme_err err;

	if (!read)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	atomic_init(&read->n_refs, 1);
	mbedtls_x509_crt_init(&read->chain);
	err = read_pair(read, chain, key, fault);
	if (err)
		acme_parsed_pair_unref(read);
	else
		*pair = read;
	return err;
}

enum acme_err
acme_parsed_pair_key_pem(const struct acme_parsed_pair *pair,
			 struct acme_secret *pem)
{
	return acme_key_to_pem(pair->key, pem);
}

enum acme_err
acme_parsed_pair_chain_pem(const struct acme_parsed_pair *pair,
			   struct acme_buf *pem)
{
	const mbedtls_x509_crt *crt;
	enum acme_err err = ACME_OK;

	for (crt = &pair->chain; !err && crt; crt = crt->next)
		err = acme_cert_to_pem(acme_span(crt->raw.p, crt->raw.len),
				       pem);
	return err;
}

struct acme_parsed_pair *
acme_parsed_pair_ref(struct acme_parsed_pair *pair)
{
	atomic_fetch_add(&pair->n_refs, 1);
	return pair;
}

void
acme_parsed_pair_unref(struct acme_parsed_pair *pair)
{
	if (!pair || atomic_fetch_sub(&pair->n_refs, 1) > 1)
		return;
	mbedtls_x509_crt_free(&pair->chain);
	acme_key_unref(pair->key);
	free(pair);
}
