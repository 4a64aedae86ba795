/* SPDX-License-Identifier: MIT */
/* This writes the extension subjectAltName (RFC 5280 §4.2.1.6). */
#include "crypto/x509_write/san.h"

#include <mbedtls/asn1write.h>
#include <string.h>

#define TLV_HEAD_MAX 5 /* a tag, and a length below 2^24 */

/* [2] IA5String, of GeneralName */
#define TAG_DNS_NAME (MBEDTLS_ASN1_CONTEXT_SPECIFIC | 2)

size_t
acme_san_max(const char *const *names, size_t n_names)
{
	size_t i, max = TLV_HEAD_MAX;

	for (i = 0; i < n_names; i++)
		max += TLV_HEAD_MAX + strlen(names[i]);
	return max;
}

int
acme_san_write(const char *const *names, size_t n_names, unsigned char *buffer,
	       size_t max)
{
	unsigned char *p = buffer + max;
	size_t i;
	int rc = 0;

	for (i = n_names; rc >= 0 && i > 0; i--)
		rc = mbedtls_asn1_write_tagged_string(&p, buffer, TAG_DNS_NAME,
						      names[i - 1],
						      strlen(names[i - 1]));
	if (rc >= 0)
		rc = mbedtls_asn1_write_len(&p, buffer,
					    (size_t)(buffer + max - p));
	if (rc >= 0)
		rc = mbedtls_asn1_write_tag(&p, buffer,
					    MBEDTLS_ASN1_CONSTRUCTED |
						    MBEDTLS_ASN1_SEQUENCE);
	return rc < 0 ? rc : (int)(buffer + max - p);
}
