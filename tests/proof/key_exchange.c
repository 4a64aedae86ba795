/* SPDX-License-Identifier: MIT */
/* Which key exchange a ClientHello leads to, whatever its lists hold. */
#include "tls/key_exchange.h"
#include "format/client_hello.h"
#include "proof.h"

#include <mbedtls/ecp.h>
#include <mbedtls/ssl_ciphersuites.h>

/* What client_hello.c finds, which is proved as "client_hello_fields". */
unsigned int
acme_client_hello_version(struct acme_span message)
{
	(void)message;
	return (unsigned int)nondet_size();
}

struct acme_span
acme_client_hello_suites(struct acme_span message)
{
	(void)message;
	return proof_bytes();
}

struct acme_span
acme_client_hello_extension(struct acme_span message, unsigned int type)
{
	(void)message;
	(void)type;
	return proof_bytes();
}

/* mbedTLS knows a number or not. */
const mbedtls_ecp_curve_info *
mbedtls_ecp_curve_info_from_tls_id(uint16_t tls_id)
{
	static const mbedtls_ecp_curve_info known;

	(void)tls_id;
	return nondet_bool() ? &known : NULL;
}

const mbedtls_ssl_ciphersuite_t *
mbedtls_ssl_ciphersuite_from_id(int id)
{
	static mbedtls_ssl_ciphersuite_t known;

	(void)id;
	return nondet_bool() ? &known : NULL;
}

int
main(void)
{
	(void)acme_key_exchange_may_be_static(acme_span(NULL, 0));
	return 0;
}
