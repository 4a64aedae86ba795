/* SPDX-License-Identifier: MIT */
/*
 * A way from a server's certificate to a root, whatever order the server sent
 * its chain in (RFC 8446 §4.4.2 lets it).
 */
#ifndef ACME_TLS_TLS_PATH_H
#define ACME_TLS_TLS_PATH_H

#include <mbedtls/x509_crt.h>
#include <stdbool.h>

#define ACME_TLS_PATH_MAX 10 /* certificates that a server sends */

/* Borrowed copies, which are not freed; each points to the next. */
struct acme_tls_path {
	mbedtls_x509_crt crt[ACME_TLS_PATH_MAX];
};

/*
 * Put ${leaf} and what follows it in the list into an order in which each that
 * is kept is signed by one behind it, or by one of ${roots}.  false: there is
 * no such order.
 */
bool acme_tls_path_sort(const mbedtls_x509_crt *leaf, mbedtls_x509_crt *roots,
			struct acme_tls_path *path);

#endif
