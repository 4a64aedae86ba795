/* SPDX-License-Identifier: MIT */
/*
 * How lws 4 with mbedTLS finds the vhost that a ClientHello asks for, bit by
 * bit: it has to be known before lws does it, as it crashes where that vhost
 * has no certificate.  Of those of the port it takes the first whose name fits
 * best.
 */
#ifndef ACME_LWS_SERVE_MBEDTLS_SNI_H
#define ACME_LWS_SERVE_MBEDTLS_SNI_H

#include "base/span.h"

/* The better the larger. */
enum acme_sni_fit {
	ACME_SNI_NOT,	 /* where no other fits better, the port's first one */
	ACME_SNI_PARENT, /* the hello's is NAME behind a label and a dot */
	ACME_SNI_SAME,	 /* or the beginning of NAME */
};

/*
 * The text that lws takes for the name in a whole ${message}: all up to a NUL,
 * wherever that is, and without a port.  It is borrowed.  false: there is none,
 * and lws stays with the vhost that listens.
 */
bool acme_sni_text(struct acme_span message, struct acme_span *text);

enum acme_sni_fit acme_sni_fits(const char *name, struct acme_span text);

#endif
