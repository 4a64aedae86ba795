/* SPDX-License-Identifier: MIT */
/*
 * Certificate policies (RFC 5280 §4.2.1.4, §4.2.1.11).
 */
#ifndef ACME_TLS_POLICIES_H
#define ACME_TLS_POLICIES_H

#include <mbedtls/x509_crt.h>
#include <stdbool.h>

/*
 * Does the CA ${path}[${ca}] do without a policy, or is there one that all
 * below it have?  ${path} has ${len} certificates, the leaf first, a root last.
 */
bool acme_policies_allow(const mbedtls_x509_crt *const *path, unsigned int len,
			 unsigned int ca);

#endif
