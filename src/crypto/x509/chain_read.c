/* SPDX-License-Identifier: MIT */
/*
 * This reads the certificates of a text, as they came, each once.  One that
 * can't be read, as its key or an extension is unknown, may be one that nobody
 * needs: what it is called is kept, and the chain's path decides.
 */
#include "crypto/x509/chain_read.h"

#include "base/limits.h"
#include "crypto/x509/cert_outline.h"

void
acme_chain_read_clear(struct acme_chain_read *chain)
{
	unsigned int i;

	for (i = 0; i < chain->len; i++)
		mbedtls_x509_crt_free(&chain->crt[i]);
	acme_buf_clear(&chain->unread_names);
}

static bool
has_come(const struct acme_chain_read *chain, struct acme_span der)
{
	const mbedtls_x509_buf *raw;
	unsigned int i;

	for (i = 0; i < chain->len; i++) {
		raw = &chain->crt[i].raw;
		if (acme_span_equal(acme_span(raw->p, raw->len), der))
			return true;
	}
	return false;
}

/* A root is needed by nobody: who trusts it has it. */
static enum acme_err
keep_name(struct acme_chain_read *chain, struct acme_span der,
	  const struct acme_fault *why)
{
	struct acme_span issuer, subject;
	enum acme_err err;

	if (!chain->unread.err)
		chain->unread = *why;
	if (!acme_cert_outline(der, &issuer, &subject) ||
	    acme_span_equal(issuer, subject))
		return ACME_OK;
	err = acme_buf_add(&chain->unread_names, subject);
	return err == ACME_ERR_MEMORY ? err : ACME_OK;
}

bool
acme_chain_has_unread(const struct acme_chain_read *chain,
		      struct acme_span name)
{
	struct acme_span names = acme_buf_span(&chain->unread_names);
	size_t at;

	for (at = 0; at + name.len <= names.len; at++)
		if (acme_span_equal(acme_span(names.data + at, name.len), name))
			return true;
	return false;
}

static enum acme_err
add_der(struct acme_chain_read *chain, struct acme_span der, unsigned int line)
{
	mbedtls_x509_crt *crt = &chain->crt[chain->len];
	struct acme_fault why;

	if (has_come(chain, der))
		return ACME_OK;
	chain->n_blocks++;
	if (chain->len == ACME_CHAIN_READ_MAX) {
		acme_fault_set(&why, ACME_ERR_LIMIT,
			       "chain: line %u: more than %d certificates",
			       line, ACME_CHAIN_READ_MAX);
		return keep_name(chain, der, &why);
	}
	mbedtls_x509_crt_init(crt);
	if (!acme_cert_parse(der, crt, &why)) {
		chain->len++;
		return ACME_OK;
	}
	mbedtls_x509_crt_free(crt);
	if (why.err == ACME_ERR_MEMORY)
		return why.err;
	acme_fault_in(&why, why.err, "line %u", line);
	return keep_name(chain, der, &why);
}

/* What is no certificate is no text around one either: it might be a key. */
static enum acme_err
add_block(void *arg, const struct acme_pem_block *block,
	  struct acme_fault *fault)
{
	struct acme_buf der = ACME_BUF_INIT(ACME_CERT_DER_MAX);
	struct acme_chain_read *chain = arg;
	enum acme_err err;
	size_t len;

	if (!acme_cert_is_block(block))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "chain: line %u: a block that is no "
				      "CERTIFICATE",
				      block->line);
	err = acme_cert_decode(block, &der, &len, fault);
	if (!err) {
		err = add_der(chain, acme_span(der.data, len), block->line);
		if (err)
			acme_fault_set(fault, err, "chain: out of memory");
	}
	acme_buf_clear(&der);
	return err;
}

enum acme_err
acme_chain_read(struct acme_chain_read *chain, struct acme_span text,
		struct acme_fault *fault)
{
	enum acme_err err;

	chain->unread_names = (struct acme_buf)ACME_BUF_INIT(text.len);
	err = acme_pem_each(text, add_block, chain, fault);
	if (!err && !chain->n_blocks)
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "chain: there is no certificate in it");
	return err;
}
