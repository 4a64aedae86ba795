/* SPDX-License-Identifier: MIT */
/*
 * What stands in a proof for mbedTLS's reader of DER (mbedtls/asn1.h), of any
 * version: it finds any length that lies in what it was given, or refuses; and
 * what it was given can be read.
 */
#include "proof.h"

#include <mbedtls/asn1.h>

int nondet_int(void);

int
mbedtls_asn1_get_tag(unsigned char **p, const unsigned char *end, size_t *len,
		     int tag)
{
	size_t head = nondet_size(), content = nondet_size(), space;

	__CPROVER_assert(*p <= end, "DER ends behind its beginning");
	space = (size_t)(end - *p);
	__CPROVER_assert(!space || __CPROVER_r_ok(*p, space),
			 "DER can be read");
	if (space < 2 || **p != tag || nondet_bool())
		return MBEDTLS_ERR_ASN1_OUT_OF_DATA;
	__CPROVER_assume(head >= 2 && head <= space && content <= space - head);
	*p += head;
	*len = content;
	return 0;
}

int
mbedtls_asn1_get_bool(unsigned char **p, const unsigned char *end, int *val)
{
	size_t len;
	int refused = mbedtls_asn1_get_tag(p, end, &len, MBEDTLS_ASN1_BOOLEAN);

	if (refused)
		return refused;
	if (len != 1)
		return MBEDTLS_ERR_ASN1_INVALID_LENGTH;
	*val = **p != 0;
	*p += 1;
	return 0;
}
