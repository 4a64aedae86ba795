/* SPDX-License-Identifier: MIT */
/*
 * Chains of certificates.  Each pair of neighbours is verified by mbedTLS as
 * if the upper one were the only root, less the dates: what time it is, is
 * the core's question.
 */
#include "crypto/chain.h"

#include "crypto/cert_private.h"
#include "crypto/key_private.h"

#define SPKI_MAX 1024 /* RSA-4096 takes 550 bytes */

struct chain {
	mbedtls_x509_crt crt[ACME_CHAIN_MAX];
	unsigned int len;
};

static void
chain_clear(struct chain *chain)
{
	unsigned int i;

	for (i = 0; i < chain->len; i++)
		mbedtls_x509_crt_free(&chain->crt[i]);
}

static enum acme_err
add_block(void *arg, const struct acme_pem_block *block,
	  struct acme_fault *fault)
{
	struct chain *chain = arg;

	if (!acme_cert_is_block(block))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "chain: line %u: a block that is no "
				      "CERTIFICATE",
				      block->line);
	if (chain->len == ACME_CHAIN_MAX)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "chain: more than %d certificates",
				      ACME_CHAIN_MAX);
	mbedtls_x509_crt_init(&chain->crt[chain->len++]);
	return acme_cert_parse_block(block, &chain->crt[chain->len - 1], fault);
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

/* SubjectPublicKeyInfo in ${room} (SPKI_MAX), at its end; empty on failure. */
static struct acme_span
public_key(const mbedtls_pk_context *pk, unsigned char *room)
{
	int len;

	len = mbedtls_pk_write_pubkey_der((mbedtls_pk_context *)pk, room,
					  SPKI_MAX);
	if (len <= 0)
		return acme_span(NULL, 0);
	return acme_span(room + SPKI_MAX - len, (size_t)len);
}

static enum acme_err
check_key(const mbedtls_x509_crt *leaf, const struct acme_key *key,
	  struct acme_fault *fault)
{
	unsigned char of_leaf[SPKI_MAX], of_key[SPKI_MAX];
	struct acme_span theirs = public_key(&leaf->pk, of_leaf);
	struct acme_span ours = public_key(&key->pk, of_key);

	if (ours.len && acme_span_equal(theirs, ours))
		return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "chain: the first certificate is not for our "
			      "key");
}

static bool
has_name(const mbedtls_x509_crt *leaf, struct acme_span name)
{
	const mbedtls_x509_sequence *at;

	for (at = acme_cert_first_name(leaf); at; at = at->next)
		if (acme_span_equal_nocase(acme_cert_dns_name(at), name))
			return true;
	return false;
}

static bool
is_wanted(struct acme_span name, const char *const *names, size_t n_names)
{
	size_t i;

	for (i = 0; name.len && i < n_names; i++)
		if (acme_span_equal_nocase(name, acme_span_str(names[i])))
			return true;
	return false;
}

static enum acme_err
check_names(const mbedtls_x509_crt *leaf, const char *const *names,
	    size_t n_names, struct acme_fault *fault)
{
	const mbedtls_x509_sequence *at;
	struct acme_span name;
	size_t i;

	for (i = 0; i < n_names; i++)
		if (!has_name(leaf, acme_span_str(names[i])))
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "chain: the first certificate "
					      "is not for %s",
					      names[i]);
	for (at = acme_cert_first_name(leaf); n_names && at; at = at->next) {
		name = acme_cert_dns_name(at);
		if (!is_wanted(name, names, n_names))
			return acme_fault_set(
				fault, ACME_ERR_INVALID,
				"chain: the first certificate is also for "
				"%.*s, which was not ordered",
				name.len ? (int)name.len : 20,
				name.len ? name.data : "what is no DNS name");
	}
	return ACME_OK;
}

static enum acme_err
check_link(mbedtls_x509_crt *crt, unsigned int at, struct acme_fault *fault)
{
	uint32_t flags = 0;
	int rc;

	rc = mbedtls_x509_crt_verify_with_profile(
		&crt[at], &crt[at + 1], NULL, &mbedtls_x509_crt_profile_default,
		NULL, &flags, NULL, NULL);
	if (rc && rc != MBEDTLS_ERR_X509_CERT_VERIFY_FAILED)
		return acme_compat_fault(fault, ACME_ERR_CRYPTO, rc, "chain");
	flags &= ~(uint32_t)(MBEDTLS_X509_BADCERT_EXPIRED |
			     MBEDTLS_X509_BADCERT_FUTURE);
	if (flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "chain: certificate %u is not signed by "
				      "certificate %u",
				      at + 1, at + 2);
	if (flags)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "chain: certificate %u is signed with "
				      "an algorithm or key that is too weak",
				      at + 1);
	return ACME_OK;
}

static bool
is_same(const mbedtls_x509_crt *a, const mbedtls_x509_crt *b)
{
	return acme_span_equal(acme_span(a->raw.p, a->raw.len),
			       acme_span(b->raw.p, b->raw.len));
}

static enum acme_err
check_order(struct chain *chain, struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;
	unsigned int i, j;

	for (i = 0; i < chain->len; i++)
		for (j = i + 1; j < chain->len; j++)
			if (is_same(&chain->crt[i], &chain->crt[j]))
				return acme_fault_set(
					fault, ACME_ERR_INVALID,
					"chain: certificate %u is there "
					"again as %u",
					i + 1, j + 1);
	for (i = 0; !err && i + 1 < chain->len; i++)
		err = check_link(chain->crt, i, fault);
	return err;
}

enum acme_err
acme_chain_check(struct acme_span pem, const struct acme_key *key,
		 const char *const *names, size_t n_names,
		 struct acme_cert_info *info, struct acme_fault *fault)
{
	struct chain chain = { .len = 0 };
	enum acme_err err;

	err = read_chain(&chain, pem, fault);
	if (!err)
		err = check_key(&chain.crt[0], key, fault);
	if (!err)
		err = check_names(&chain.crt[0], names, n_names, fault);
	if (!err)
		err = check_order(&chain, fault);
	if (!err)
		err = acme_cert_describe(&chain.crt[0], info, fault);
	if (!err)
		info->n_certs = chain.len;
	chain_clear(&chain);
	return err;
}
