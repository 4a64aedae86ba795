/* SPDX-License-Identifier: MIT */
/* The names of a chain's certificates: those that were not read, and the
 * leaf's. */
#include "crypto/x509/chain_leaf.h"
#include "crypto/x509/chain_read.h"
#include "proof.h"

/* Of cert.c. */
const mbedtls_x509_sequence *
acme_cert_first_name(const mbedtls_x509_crt *crt)
{
	return crt->subject_alt_names.buf.p ? &crt->subject_alt_names : NULL;
}

struct acme_span
acme_cert_dns_name(const mbedtls_x509_sequence *at)
{
	return nondet_bool() ? acme_span(at->buf.p, at->buf.len)
			     : acme_span(NULL, 0);
}

static mbedtls_x509_sequence
name_of(struct acme_span bytes)
{
	return (mbedtls_x509_sequence){ .buf.p = (unsigned char *)bytes.data,
					.buf.len = bytes.len };
}

static void
check_names(void)
{
	static mbedtls_x509_crt leaf;
	mbedtls_x509_sequence second = name_of(proof_bytes());
	const char *const wanted[] = { "a.b", "c" };
	struct acme_fault fault;

	leaf.subject_alt_names = name_of(proof_bytes());
	leaf.subject_alt_names.next = &second;
	(void)acme_chain_check_names(&leaf, wanted, 2, &fault);
}

static void
find_unread(void)
{
	struct acme_span names = proof_bytes();
	static struct acme_chain_read chain;

	chain.unread_names.data = (char *)names.data;
	chain.unread_names.len = names.len;
	(void)acme_chain_has_unread(&chain, proof_bytes());
}

int
main(void)
{
	check_names();
	find_unread();
	return 0;
}
