/* SPDX-License-Identifier: MIT */
/*
 * A key signs by its own algorithm.  mbedTLS gives an EC signature as DER; JOSE
 * wants its two numbers side by side.
 */
#include "crypto/key/signature.h"

#include "crypto/key/key.h"

#include <mbedtls/asn1.h>
#include <mbedtls/md.h>

/* RFC 7518 §3.1 */
static const struct {
	const char *name;
	mbedtls_md_type_t md;
} algs[ACME_KEY__MAX] = {
	[ACME_KEY_P256] = { "ES256", MBEDTLS_MD_SHA256 },
	[ACME_KEY_P384] = { "ES384", MBEDTLS_MD_SHA384 },
	[ACME_KEY_RSA2048] = { "RS256", MBEDTLS_MD_SHA256 },
	[ACME_KEY_RSA3072] = { "RS256", MBEDTLS_MD_SHA256 },
	[ACME_KEY_RSA4096] = { "RS256", MBEDTLS_MD_SHA256 },
};

const char *
acme_signature_alg(const struct acme_key *key)
{
	return algs[acme_key_type(key)].name;
}

/* SEQUENCE { r INTEGER, s INTEGER } becomes r || s of ${len} bytes each. */
static int
unwrap_signature(unsigned char *signature, size_t der_len, size_t len)
{
	unsigned char *p = signature, *end = signature + der_len;
	mbedtls_mpi r, s;
	size_t content_len;
	int rc;

	mbedtls_mpi_init(&r);
	mbedtls_mpi_init(&s);
	rc = mbedtls_asn1_get_tag(&p, end, &content_len,
				  MBEDTLS_ASN1_CONSTRUCTED |
					  MBEDTLS_ASN1_SEQUENCE);
	if (!rc)
		rc = mbedtls_asn1_get_mpi(&p, end, &r);
	if (!rc)
		rc = mbedtls_asn1_get_mpi(&p, end, &s);
	if (!rc)
		rc = mbedtls_mpi_write_binary(&r, signature, len);
	if (!rc)
		rc = mbedtls_mpi_write_binary(&s, signature + len, len);
	mbedtls_mpi_free(&r);
	mbedtls_mpi_free(&s);
	return rc;
}

int
acme_signature_make(const struct acme_key *key, struct acme_span input,
		    unsigned char *signature, size_t *len)
{
	mbedtls_md_type_t md = algs[acme_key_type(key)].md;
	const mbedtls_md_info_t *info = mbedtls_md_info_from_type(md);
	unsigned char hash[MBEDTLS_MD_MAX_SIZE];
	size_t number_len = acme_key_coordinate_len(key);
	int rc;

	rc = mbedtls_md(info, acme_span_bytes(input), input.len, hash);
	if (!rc)
		rc = acme_compat_sign(acme_key_pk(key), md, hash,
				      mbedtls_md_get_size(info), signature,
				      len);
	if (rc || mbedtls_pk_get_type(&key->pk) == MBEDTLS_PK_RSA)
		return rc;
	rc = unwrap_signature(signature, *len, number_len);
	*len = 2 * number_len;
	return rc;
}
