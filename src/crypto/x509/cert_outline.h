/* SPDX-License-Identifier: MIT */
/*
 * Who a certificate is for, and who issued it (RFC 5280 §4.1), where mbedTLS
 * does not read the rest of it.
 */
#ifndef ACME_CRYPTO_X509_CERT_OUTLINE_H
#define ACME_CRYPTO_X509_CERT_OUTLINE_H

#include "base/span.h"

/* Both names are DER, and borrowed from ${der}.  false: that is none. */
bool acme_cert_outline(struct acme_span der, struct acme_span *issuer,
		       struct acme_span *subject);

/* Of such a name: the last common name, or else organization; or empty. */
struct acme_span acme_cert_outline_word(struct acme_span name);

#endif
