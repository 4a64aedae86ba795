/* SPDX-License-Identifier: MIT */
/* The judge of a peer's certificate, for tls_client.c. */
#ifndef ACME_TLS_TLS_VERIFY_H
#define ACME_TLS_TLS_VERIFY_H

#include "tls/tls_private.h"

/* false: ${name} is no IPv4 or IPv6 literal. */
bool acme_tls_verify_address(const char *name,
			     struct acme_tls_address *address);

/* Called by mbedTLS for each certificate of the chain, the leaf last. */
int acme_tls_verify(void *tls, mbedtls_x509_crt *crt, int depth,
		    uint32_t *flags);

#endif
