/* SPDX-License-Identifier: MIT */
/*
 * Critical extensions that mbedTLS does not know, and refuses, though who
 * verifies here looks at them, or need not.
 */
#ifndef ACME_CRYPTO_X509_EXTENSION_H
#define ACME_CRYPTO_X509_EXTENSION_H

#include "base/span.h"

#include <mbedtls/x509_crt.h>

/*
 * For mbedtls_x509_crt_parse_der_with_ext_cb(), with NULL: those by which a CA
 * is limited (RFC 5280 §4.2.1.10 to §4.2.1.14), which has to mark them as
 * critical.  A root or an intermediate is not unreadable for them.
 */
int acme_extension_accept(void *unused, const mbedtls_x509_crt *crt,
			  const mbedtls_x509_buf *oid, int critical,
			  const unsigned char *p, const unsigned char *end);

/*
 * The value of the extension ${oid} of ${crt} (its bytes, no tag); a NULL
 * span: it has none.  ${critical} (may be NULL): is it marked so?
 */
struct acme_span acme_extension_find(const mbedtls_x509_crt *crt,
				     struct acme_span oid, bool *critical);

/* 2.5.29.30 and so on, as in mbedtls/oid.h, where that has them. */
#define ACME_OID_NAME_CONSTRAINTS   ACME_SPAN("\x55\x1d\x1e")
#define ACME_OID_POLICIES	    ACME_SPAN("\x55\x1d\x20")
#define ACME_OID_POLICY_MAPPINGS    ACME_SPAN("\x55\x1d\x21")
#define ACME_OID_POLICY_CONSTRAINTS ACME_SPAN("\x55\x1d\x24")
#define ACME_OID_INHIBIT_ANY_POLICY ACME_SPAN("\x55\x1d\x36")

#endif
