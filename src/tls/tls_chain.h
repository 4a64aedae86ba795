/* SPDX-License-Identifier: MIT */
/*
 * A chain from a server's certificate to a root, whatever order the server sent
 * its chain in (RFC 8446 §4.4.2 lets it).
 */
#ifndef ACME_TLS_TLS_CHAIN_H
#define ACME_TLS_TLS_CHAIN_H

#include <mbedtls/x509_crt.h>
#include <stdbool.h>

#define ACME_TLS_CHAIN_MAX 10 /* certificates that a server sends */

/* Borrowed copies, which are not freed; each points to the next. */
struct acme_tls_chain {
	mbedtls_x509_crt crt[ACME_TLS_CHAIN_MAX];
};

/*
 * Put ${leaf} and what follows it in the list into an order in which each that
 * is kept is signed by one behind it, or by one of ${roots}.  false: there is
 * no such order.
 */
bool acme_tls_chain_sort(const mbedtls_x509_crt *leaf, mbedtls_x509_crt *roots,
			 struct acme_tls_chain *chain);

#endif
