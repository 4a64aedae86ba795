/* SPDX-License-Identifier: MIT */
/*
 * A chain is put together anew from the certificates of a text: from the leaf
 * up, each time the first that signs the one below.  Who signs is found by
 * mbedTLS, as if that one were the only root, less the dates: what time it is,
 * is the core's question.
 */
#include "crypto/chain.h"

#include "crypto/chain_private.h"

#define DER_MAX 65536

struct chain {
	mbedtls_x509_crt crt[ACME_CHAIN_MAX]; /* as they came, each once */
	unsigned int len;
	mbedtls_x509_crt *path[ACME_CHAIN_MAX]; /* the leaf first */
	unsigned int path_len;
};

static void
chain_clear(struct chain *chain)
{
	unsigned int i;

	for (i = 0; i < chain->len; i++)
		mbedtls_x509_crt_free(&chain->crt[i]);
}

static bool
has_come(const struct chain *chain, struct acme_span der)
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

static enum acme_err
add_der(struct chain *chain, struct acme_span der, struct acme_fault *fault)
{
	if (has_come(chain, der))
		return ACME_OK;
	if (chain->len == ACME_CHAIN_MAX)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "chain: more than %d certificates",
				      ACME_CHAIN_MAX);
	mbedtls_x509_crt_init(&chain->crt[chain->len++]);
	return acme_cert_parse(der, &chain->crt[chain->len - 1], fault);
}

/* What is no certificate is no text around one either: it might be a key. */
static enum acme_err
add_block(void *arg, const struct acme_pem_block *block,
	  struct acme_fault *fault)
{
	struct acme_buf der = ACME_BUF_INIT(DER_MAX);
	struct chain *chain = arg;
	enum acme_err err;
	size_t len;

	if (!acme_cert_is_block(block))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "chain: line %u: a block that is no "
				      "CERTIFICATE",
				      block->line);
	err = acme_cert_decode(block, &der, &len, fault);
	if (!err) {
		err = add_der(chain, acme_span(der.data, len), fault);
		if (err == ACME_ERR_INVALID)
			acme_fault_in(fault, err, "line %u", block->line);
	}
	acme_buf_clear(&der);
	return err;
}

static enum acme_err
read_chain(struct chain *chain, struct acme_span text, struct acme_fault *fault)
{
	enum acme_err err = acme_pem_each(text, add_block, chain, fault);

	if (!err && !chain->len)
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "chain: there is no certificate in it");
	return err;
}

static enum acme_err
find_leaf(struct chain *chain, const struct acme_key *key,
	  struct acme_fault *fault)
{
	unsigned int i;

	for (i = 0; i < chain->len; i++)
		if (acme_chain_has_key(&chain->crt[i], key)) {
			chain->path[chain->path_len++] = &chain->crt[i];
			return ACME_OK;
		}
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "chain: the first certificate is not for our "
			      "key%s",
			      chain->len > 1 ? ", and no other is" : "");
}

static bool
is_in_path(const struct chain *chain, const mbedtls_x509_crt *crt)
{
	unsigned int i;

	for (i = 0; i < chain->path_len; i++)
		if (chain->path[i] == crt)
			return true;
	return false;
}

/* What mbedTLS has against ${child} if ${parent} is trusted. */
static enum acme_err
judge(mbedtls_x509_crt *child, mbedtls_x509_crt *parent, uint32_t *flags,
      struct acme_fault *fault)
{
	int rc;

	*flags = 0;
	rc = mbedtls_x509_crt_verify_with_profile(
		child, parent, NULL, &mbedtls_x509_crt_profile_default, NULL,
		flags, NULL, NULL);
	if (rc && rc != MBEDTLS_ERR_X509_CERT_VERIFY_FAILED)
		return acme_compat_fault(fault, ACME_ERR_CRYPTO, rc, "chain");
	*flags &= ~(uint32_t)(MBEDTLS_X509_BADCERT_EXPIRED |
			      MBEDTLS_X509_BADCERT_FUTURE);
	return ACME_OK;
}

/* Who signs the last of the path, if anybody does. */
static enum acme_err
find_signer(struct chain *chain, mbedtls_x509_crt **signer,
	    struct acme_fault *fault)
{
	mbedtls_x509_crt *child = chain->path[chain->path_len - 1];
	enum acme_err err;
	uint32_t flags;
	unsigned int i;

	for (i = 0; i < chain->len; i++) {
		if (is_in_path(chain, &chain->crt[i]))
			continue;
		err = judge(child, &chain->crt[i], &flags, fault);
		if (err)
			return err;
		if (flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED)
			continue;
		if (flags)
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "chain: certificate %u is signed "
					      "with an algorithm or key that "
					      "is too weak",
					      chain->path_len);
		*signer = &chain->crt[i];
		return ACME_OK;
	}
	return ACME_OK;
}

static bool
is_top(const mbedtls_x509_crt *crt)
{
	return acme_span_equal(
		acme_span(crt->subject_raw.p, crt->subject_raw.len),
		acme_span(crt->issuer_raw.p, crt->issuer_raw.len));
}

static enum acme_err
build_path(struct chain *chain, struct acme_fault *fault)
{
	mbedtls_x509_crt *signer;
	enum acme_err err;

	do {
		signer = NULL;
		err = find_signer(chain, &signer, fault);
		if (signer)
			chain->path[chain->path_len++] = signer;
	} while (signer && !is_top(signer));
	if (!err && chain->path_len == 1 && chain->len > 1)
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "chain: the certificate is signed by none "
				     "of the others in it");
	return err;
}

static enum acme_err
write_path(const struct chain *chain, struct acme_buf *to,
	   struct acme_fault *fault)
{
	struct acme_buf text = ACME_BUF_INIT(ACME_CHAIN_TEXT_MAX);
	const mbedtls_x509_buf *raw;
	enum acme_err err = ACME_OK;
	unsigned int i;

	for (i = 0; !err && i < chain->path_len; i++) {
		raw = &chain->path[i]->raw;
		err = acme_cert_to_pem(acme_span(raw->p, raw->len), &text);
	}
	if (!err)
		err = acme_buf_add(to, acme_buf_span(&text));
	acme_buf_clear(&text);
	if (err == ACME_ERR_LIMIT)
		acme_fault_set(fault, err, "chain: longer than %d bytes",
			       ACME_CHAIN_TEXT_MAX);
	else if (err)
		acme_fault_set(fault, err, "chain: %s", acme_err_name(err));
	return err;
}

enum acme_err
acme_chain_issued(struct acme_span pem, const struct acme_key *key,
		  const char *const *names, size_t n_names,
		  struct acme_buf *text, struct acme_cert_info *info,
		  struct acme_fault *fault)
{
	struct chain chain = { .len = 0 };
	struct acme_cert_info found;
	enum acme_err err;

	err = read_chain(&chain, pem, fault);
	if (!err)
		err = find_leaf(&chain, key, fault);
	if (!err)
		err = acme_chain_check_names(chain.path[0], names, n_names,
					     fault);
	if (!err)
		err = build_path(&chain, fault);
	if (!err)
		err = acme_cert_describe(chain.path[0], &found, fault);
	if (!err)
		err = write_path(&chain, text, fault);
	if (!err) {
		*info = found;
		info->n_certs = chain.path_len;
	}
	chain_clear(&chain);
	return err;
}

enum acme_err
acme_chain_rewrite(struct acme_span pem, const struct acme_key *key,
		   struct acme_buf *text, struct acme_fault *fault)
{
	struct chain chain = { .len = 0 };
	enum acme_err err = read_chain(&chain, pem, fault);

	if (!err)
		err = find_leaf(&chain, key, fault);
	if (!err)
		err = build_path(&chain, fault);
	if (!err)
		err = write_path(&chain, text, fault);
	chain_clear(&chain);
	return err;
}

enum acme_err
acme_chain_is_for(struct acme_span pem, const struct acme_key *key,
		  struct acme_cert_info *info, struct acme_fault *fault)
{
	struct acme_cert_info found;
	mbedtls_x509_crt leaf;
	unsigned int n_certs;
	enum acme_err err;

	mbedtls_x509_crt_init(&leaf);
	err = acme_cert_read_first(pem, &leaf, &n_certs, fault);
	if (!err && !acme_chain_has_key(&leaf, key))
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "the certificate is not for this key");
	if (!err)
		err = acme_cert_describe(&leaf, &found, fault);
	if (!err) {
		*info = found;
		info->n_certs = n_certs;
	}
	mbedtls_x509_crt_free(&leaf);
	return err;
}
