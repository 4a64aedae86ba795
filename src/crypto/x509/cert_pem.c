/* SPDX-License-Identifier: MIT */
/* This makes PEM of DER (RFC 7468 §5), which an ACME v1 CA sends. */
#include "crypto/x509/cert.h"

#include "crypto/compat.h"

#include <mbedtls/pem.h>

enum acme_err
acme_cert_to_pem(struct acme_span der, struct acme_buf *pem)
{
	/* base64, a line end for each 64, BEGIN and END */
	size_t base64_len = (der.len + 2) / 3 * 4;
	size_t len = base64_len + base64_len / 64 + 64;
	char *buffer = NULL;
	enum acme_err err = acme_buf_reserve(pem, len, &buffer);

	if (err)
		return err;
	if (mbedtls_pem_write_buffer("-----BEGIN CERTIFICATE-----\n",
				     "-----END CERTIFICATE-----\n",
				     acme_span_bytes(der), der.len,
				     (unsigned char *)buffer, len, &len))
		return ACME_ERR_CRYPTO;
	acme_buf_used(pem, len - 1); /* it counts the NUL */
	return ACME_OK;
}
