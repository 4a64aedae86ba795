/* SPDX-License-Identifier: MIT */
/*
 * The parts of a certificate, for leaf.c, which walks over its DER, and
 * leaf_fits.c, which judges them.
 */
#ifndef ACME_CRYPTO_X509_LEAF_PRIVATE_H
#define ACME_CRYPTO_X509_LEAF_PRIVATE_H

#include "crypto/x509/cert_private.h"

#include <mbedtls/asn1.h>
#include <mbedtls/oid.h>

#define ACME_LEAF_SEQUENCE (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE)

/* Spans of ${der}; NULL: it has no such extension. */
struct acme_leaf {
	struct acme_buf der;
	unsigned int n_certs; /* in the text */
	struct acme_span serial, issuer, subject, key_kind, key_curve, key;
	struct acme_span names;	   /* GeneralNames */
	struct acme_span usage;	   /* KeyUsage, a BIT STRING */
	struct acme_span purposes; /* ExtKeyUsage */
	int64_t not_before_s, not_after_s;
};

/* Clear leaf->der in any case. */
enum acme_err acme_leaf_read(struct acme_span pem_or_der,
			     struct acme_leaf *leaf,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* The next value of ${from}, which is stepped over; false: not of this tag. */
bool acme_leaf_next(struct acme_span *from, int tag, struct acme_span *value);

/* The next DNS name of leaf->names; false at the end. */
bool acme_leaf_next_name(struct acme_span *names, struct acme_span *name);

#endif
