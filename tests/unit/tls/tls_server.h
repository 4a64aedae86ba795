/* SPDX-License-Identifier: MIT */
/*
 * A TLS server in the test's own process, over memory: what the client under
 * test talks to.  Its failures fail the test, but for those of its handshake.
 */
#ifndef TLS_SERVER_H
#define TLS_SERVER_H

#include "base/buf.h"

#include <mbedtls/ssl.h>
#include <mbedtls/version.h>

struct tls_server;

/* ${chain} is a file of tests/data/tls. */
struct tls_server *tls_server_new(const char *chain);

/* Another connection to the same server, which knows its own tickets. */
void tls_server_accept(struct tls_server *server);

void tls_server_free(struct tls_server *server);

/* For what a test wants to be different, before the handshake. */
mbedtls_ssl_config *tls_server_config(struct tls_server *server);

void tls_server_receive(struct tls_server *server, struct acme_span bytes);
struct acme_buf *tls_server_to_send(struct tls_server *server);

/* mbedTLS's code; 0: complete. */
int tls_server_handshake(struct tls_server *server);
bool tls_server_is_resumed(const struct tls_server *server);
const char *tls_server_alpn(const struct tls_server *server);

/* The host name that the client sent, "" where none. */
const char *tls_server_sni(const struct tls_server *server);

void tls_server_write(struct tls_server *server, struct acme_span plaintext);

/* mbedTLS's code where it ends; ${plaintext} has what came before. */
int tls_server_read(struct tls_server *server, struct acme_buf *plaintext);

#if MBEDTLS_VERSION_NUMBER < 0x03000000
/* HelloRequest, which TLS 1.2 has and nobody needs. */
void tls_server_ask_again(struct tls_server *server);
#endif

void tls_server_goodbye(struct tls_server *server);

#endif
