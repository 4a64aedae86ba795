/* SPDX-License-Identifier: MIT */
/*
 * This checks whether a certificate is the one that was ordered, by its key and
 * its names.  The common name is not looked at, as no client does any more
 * (RFC 9525 §2).
 */
#include "crypto/x509/chain_leaf.h"

#include "crypto/key/key_private.h"

#define SPKI_MAX 1024 /* RSA-4096 takes 550 bytes */

/* SubjectPublicKeyInfo stands at the end of ${buffer} (SPKI_MAX) then; one that
 * is longer is not ours, and empty. */
static enum acme_err
write_public_key(const mbedtls_pk_context *pk, unsigned char *buffer,
		 struct acme_span *spki, struct acme_fault *fault)
{
	int len = mbedtls_pk_write_pubkey_der((mbedtls_pk_context *)pk, buffer,
					      SPKI_MAX);

	if (acme_compat_is_own(len))
		return acme_compat_fault(fault, ACME_ERR_CRYPTO, len,
					 "comparing public keys");
	*spki = len > 0 ? acme_span(buffer + SPKI_MAX - len, (size_t)len)
			: acme_span(NULL, 0);
	return ACME_OK;
}

enum acme_err
acme_chain_check_key(const mbedtls_x509_crt *leaf, const struct acme_key *key,
		     struct acme_fault *fault)
{
	unsigned char of_leaf[SPKI_MAX], of_key[SPKI_MAX];
	struct acme_span theirs, ours;
	enum acme_err err;

	err = write_public_key(&leaf->pk, of_leaf, &theirs, fault);
	if (!err)
		err = write_public_key(&key->pk, of_key, &ours, fault);
	if (err)
		return err;
	if (!ours.len || !acme_span_equal(theirs, ours))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "the certificate is not for this key");
	return ACME_OK;
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

enum acme_err
acme_chain_check_names(const mbedtls_x509_crt *leaf, const char *const *names,
		       size_t n_names, struct acme_fault *fault)
{
	const mbedtls_x509_sequence *at;
	struct acme_span name;
	size_t i;

	for (i = 0; i < n_names; i++)
		if (!has_name(leaf, acme_span_str(names[i])))
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "chain: the certificate is not "
					      "for %s",
					      names[i]);
	for (at = acme_cert_first_name(leaf); at; at = at->next) {
		name = acme_cert_dns_name(at);
		if (is_wanted(name, names, n_names))
			continue;
		if (!name.len)
			name = acme_span_str("a name that is no DNS name");
		return acme_fault_set(
			fault, ACME_ERR_INVALID,
			"chain: the certificate is also for %.*s, which was "
			"not ordered",
			(int)name.len, name.data);
	}
	return ACME_OK;
}
