/* SPDX-License-Identifier: MIT */
/*
 * What both ends of TLS are made of, for the files of src/tls.
 */
#ifndef ACME_TLS_TLS_PRIVATE_H
#define ACME_TLS_TLS_PRIVATE_H

#include "crypto/x509/parsed_pair.h"
#include "tls/trust/trust_private.h"

#include <mbedtls/ssl.h>
#include <mbedtls/version.h>

#if MBEDTLS_VERSION_NUMBER < 0x03000000 && !defined(MBEDTLS_PRIVATE)
#define MBEDTLS_PRIVATE(member) member
#endif

#define ACME_TLS_NAME_MAX  255 /* RFC 1035 §2.3.4 */
#define ACME_TLS_HEAD_LEN  5   /* of a record: type, version, length */
#define ACME_TLS_DEPTH_MAX (MBEDTLS_X509_MAX_INTERMEDIATE_CA + 2)

/* An IP address as a certificate has it (RFC 5280 §4.2.1.6). */
struct acme_tls_address {
	unsigned char bytes[16];
	size_t len; /* 4 or 16; 0: no address */
};

struct acme_tls {
	char name[ACME_TLS_NAME_MAX + 1];
	struct acme_tls_address address; /* of the name, where it is one */
	struct acme_trust *trust;	 /* NULL: the probe, or a server */
	struct acme_parsed_pair *pair;	 /* a server's */
	const char *protocols[2];	 /* of ALPN; a server's */
	mbedtls_ssl_config config;
	mbedtls_ssl_context ssl;
	struct acme_buf in, out; /* ciphertext */
	size_t in_used;		 /* bytes of `in` that mbedTLS has taken */
	bool in_ended;
	bool in_wanted; /* mbedTLS's last call asked for more than there was */
	bool up; /* the handshake is complete, and nothing failed since */
	unsigned char head[ACME_TLS_HEAD_LEN]; /* first bytes of the peer */
	size_t head_len;
	struct acme_buf leaf; /* DER; shown in this handshake */
	const mbedtls_x509_crt *path[ACME_TLS_DEPTH_MAX]; /* the leaf first */
	unsigned int path_len;	   /* 0: none is being verified */
	uint32_t doubts;	   /* on those above the leaf */
	bool sorted;		   /* it was tried in another order */
	struct acme_fault verdict; /* on the certificate; ACME_OK: fine */
};

/* An empty one; NULL: memory. */
struct acme_tls *acme_tls_alloc(void);

/* What both ends have: ${endpoint} is mbedTLS's word.  mbedTLS's code. */
int acme_tls_configure(mbedtls_ssl_config *config, int endpoint);

/* Let mbedTLS send to `out` and receive from `in`. */
void acme_tls_bytes_connect(struct acme_tls *tls);

#endif
