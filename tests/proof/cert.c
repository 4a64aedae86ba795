/* SPDX-License-Identifier: MIT */
/* What is taken from a certificate that mbedTLS has read, or is about to. */
#include "base/limits.h"
#include "crypto/x509/cert_private.h"
#include "proof.h"

/* Proved as "base64". */
enum acme_err
acme_pem_decode(const struct acme_pem_block *block, struct acme_buf *der,
		struct acme_fault *fault)
{
	(void)block;
	(void)fault;
	return acme_buf_add(der, proof_bytes());
}

static void
decode(void)
{
	const struct acme_pem_block block = {
		.label = ACME_SPAN("TRUSTED CERTIFICATE"),
	};
	struct acme_buf der = ACME_BUF_INIT(ACME_CERT_DER_MAX);
	struct acme_fault fault;
	size_t len = 0;

	if (!acme_cert_decode(&block, &der, &len, &fault))
		__CPROVER_assert(len <= der.len, "it lies in its block");
	acme_buf_clear(&der);
}

int
main(void)
{
	char serial[ACME_SERIAL_HEX_MAX], issuer[ACME_ISSUER_MAX];

	decode();
	(void)acme_cert_is_der(proof_bytes());
	(void)acme_cert_serial_hex(proof_bytes(), serial);
	acme_cert_issuer_text(proof_bytes(), issuer);
	return 0;
}
