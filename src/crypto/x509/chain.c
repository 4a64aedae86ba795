/* SPDX-License-Identifier: MIT */
/*
 * A chain is put together anew from the certificates of a text: from the leaf
 * up, each time the first that signs the one below.  Who signs is found by
 * mbedTLS, as if that one were the only root, less the dates: what time it is,
 * is the ACME client's question.
 */
#include "crypto/x509/chain.h"

#include "crypto/x509/chain_leaf.h"
#include "crypto/x509/chain_read.h"

#include <stdlib.h>

static enum acme_err
find_leaf(struct acme_chain_read *chain, const struct acme_key *key,
	  struct acme_fault *fault)
{
	enum acme_err err;
	unsigned int i;

	for (i = 0; i < chain->len; i++) {
		err = acme_chain_check_key(&chain->crt[i], key, fault);
		if (!err)
			chain->path[chain->path_len++] = &chain->crt[i];
		if (err != ACME_ERR_INVALID)
			return err;
	}
	if (chain->unread.err)
		return acme_fault_set(fault, chain->unread.err, "%s",
				      chain->unread.text);
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "chain: the first certificate is not for our "
			      "key%s",
			      chain->len > 1 ? ", and no other is" : "");
}

static bool
is_in_path(const struct acme_chain_read *chain, const mbedtls_x509_crt *crt)
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
find_signer(struct acme_chain_read *chain, mbedtls_x509_crt **signer,
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

/* One that could not be read is left out where nobody misses it. */
static enum acme_err
check_end(const struct acme_chain_read *chain, struct acme_fault *fault)
{
	const mbedtls_x509_crt *top = chain->path[chain->path_len - 1];
	struct acme_span issuer =
		acme_span(top->issuer_raw.p, top->issuer_raw.len);

	if (!is_top(top) && acme_chain_has_unread(chain, issuer))
		return acme_fault_set(fault, chain->unread.err, "%s",
				      chain->unread.text);
	if (chain->path_len == 1 && chain->n_blocks > 1)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "chain: the certificate is signed by "
				      "none of the others in it");
	return ACME_OK;
}

static enum acme_err
build_path(struct acme_chain_read *chain, struct acme_fault *fault)
{
	mbedtls_x509_crt *signer;
	enum acme_err err;

	do {
		signer = NULL;
		err = find_signer(chain, &signer, fault);
		if (signer && chain->path_len == ACME_CHAIN_MAX)
			return acme_fault_set(fault, ACME_ERR_LIMIT,
					      "chain: more than %d "
					      "certificates",
					      ACME_CHAIN_MAX);
		if (signer)
			chain->path[chain->path_len++] = signer;
	} while (signer && !is_top(signer));
	return err ? err : check_end(chain, fault);
}

static enum acme_err
write_path(const struct acme_chain_read *chain, struct acme_buf *to,
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

struct wanted {
	const char *const *names;
	size_t n_names;
};

/* ${wanted} NULL: whatever its names are; ${info} NULL: not asked for. */
static enum acme_err
write_issued(struct acme_chain_read *chain, const struct acme_key *key,
	     const struct wanted *wanted, struct acme_buf *text,
	     struct acme_cert_info *info, struct acme_fault *fault)
{
	struct acme_cert_info found = { .n_certs = 0 };
	enum acme_err err;

	err = find_leaf(chain, key, fault);
	if (!err && wanted)
		err = acme_chain_check_names(chain->path[0], wanted->names,
					     wanted->n_names, fault);
	if (!err)
		err = build_path(chain, fault);
	if (!err && info)
		err = acme_cert_describe(chain->path[0], &found, fault);
	if (!err)
		err = write_path(chain, text, fault);
	if (!err && info) {
		*info = found;
		info->n_certs = chain->path_len;
	}
	return err;
}

static enum acme_err
rewrite(struct acme_span pem, const struct acme_key *key,
	const struct wanted *wanted, struct acme_buf *text,
	struct acme_cert_info *info, struct acme_fault *fault)
{
	struct acme_chain_read *chain = calloc(1, sizeof(*chain));
	enum acme_err err;

	if (!chain)
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "chain: out of memory");
	err = acme_chain_read(chain, pem, fault);
	if (!err)
		err = write_issued(chain, key, wanted, text, info, fault);
	acme_chain_read_clear(chain);
	free(chain);
	return err;
}

enum acme_err
acme_chain_issued(struct acme_span pem, const struct acme_key *key,
		  const char *const *names, size_t n_names,
		  struct acme_buf *text, struct acme_cert_info *info,
		  struct acme_fault *fault)
{
	const struct wanted wanted = { names, n_names };

	return rewrite(pem, key, &wanted, text, info, fault);
}

enum acme_err
acme_chain_rewrite(struct acme_span pem, const struct acme_key *key,
		   struct acme_buf *text, struct acme_fault *fault)
{
	return rewrite(pem, key, NULL, text, NULL, fault);
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
	if (!err)
		err = acme_chain_check_key(&leaf, key, fault);
	if (!err)
		err = acme_cert_describe(&leaf, &found, fault);
	if (!err) {
		*info = found;
		info->n_certs = n_certs;
	}
	mbedtls_x509_crt_free(&leaf);
	return err;
}
