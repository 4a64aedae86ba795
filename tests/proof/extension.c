/* SPDX-License-Identifier: MIT */
/* An extension of a certificate that mbedTLS has read. */
#include "crypto/x509/extension.h"
#include "proof.h"

int
main(void)
{
	struct acme_span extensions = proof_bytes(), value;
	mbedtls_x509_crt crt;
	bool critical;

	crt.v3_ext.p = (unsigned char *)extensions.data;
	crt.v3_ext.len = extensions.len;
	value = acme_extension_find(&crt, ACME_OID_POLICIES, &critical);
	PROOF_READABLE(value);
	return 0;
}
