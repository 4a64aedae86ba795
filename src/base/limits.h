/* SPDX-License-Identifier: MIT */
/*
 * How long keys and certificates may be, wherever they come from and go to:
 * files, the CA, a peer's handshake.
 */
#ifndef ACME_BASE_LIMITS_H
#define ACME_BASE_LIMITS_H

#define ACME_KEY_TEXT_MAX   16384	       /* bytes of a key's JWK or PEM */
#define ACME_CHAIN_TEXT_MAX (256 * 1024)       /* bytes of a chain's PEM */
#define ACME_PEM_FILE_MAX   (16 * 1024 * 1024) /* bytes, with text around it */
#define ACME_CERT_DER_MAX   65536 /* bytes of one certificate's DER */

/* As texts, each with its NUL. */
#define ACME_SERIAL_HEX_MAX 64	/* RFC 5280: 20 octets */
#define ACME_ISSUER_MAX	    257 /* RFC 5280: 64 characters */

#endif
