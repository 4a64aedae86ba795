/* SPDX-License-Identifier: MIT */
/*
 * This checks whether a certificate is the one that was ordered, by its key and
 * its names.  The common name is not looked at, as no client does any more
 * (RFC 9525 §2).
 */
#include "crypto/x509/chain_leaf.h"

#include "crypto/key/key_private.h"

#define SPKI_MAX 1024 /* RSA-4096 takes 550 bytes */

/* SubjectPublicKeyInfo in ${buffer} (SPKI_MAX), at its end;
 * empty on failure. */
static struct acme_span
public_key(const mbedtls_pk_context *pk, unsigned char *buffer)
{
	int len;

	len = mbedtls_pk_write_pubkey_der((mbedtls_pk_context *)pk, buffer,
					  SPKI_MAX);
	if (len <= 0)
		return acme_span(NULL, 0);
	return acme_span(buffer + SPKI_MAX - len, (size_t)len);
}

bool
acme_chain_has_key(const mbedtls_x509_crt *leaf, const struct acme_key *key)
{
	unsigned char of_leaf[SPKI_MAX], of_key[SPKI_MAX];
	struct acme_span theirs = public_key(&leaf->pk, of_leaf);
	struct acme_span ours = public_key(&key->pk, of_key);

	return ours.len && acme_span_equal(theirs, ours);
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
