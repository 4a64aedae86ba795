/* SPDX-License-Identifier: MIT */
/*
 * TLS over bytes: ciphertext in, ciphertext out, plaintext in, plaintext out.
 * No socket, no thread: the caller says when.  The handshake costs
 * milliseconds and belongs into the worker; what follows is cheap.  One thread
 * at a time.  TLS 1.2 or later.  tls_client.h and tls_server.h make one.
 */
#ifndef ACME_TLS_TLS_H
#define ACME_TLS_TLS_H

#include "base/buf.h"

#define ACME_TLS_WAITING_MAX 4194304 /* ciphertext bytes, each way */

struct acme_tls;

void acme_tls_free(struct acme_tls *tls);

/* Ciphertext that came from the peer.  ACME_ERR_LIMIT: too much waits. */
enum acme_err acme_tls_receive(struct acme_tls *tls,
			       struct acme_span ciphertext) ACME_MUST_CHECK;

/* The peer sends no more: what is waiting is the last. */
void acme_tls_receive_end(struct acme_tls *tls);

/* To be sent, after a failure too (an alert); the caller drops what it sent. */
struct acme_buf *acme_tls_to_send(struct acme_tls *tls);

/*
 * Go on with the handshake as far as the received bytes allow.  ${done} says
 * whether it is complete.  ACME_ERR_TLS: refused, and ${fault} says why in
 * words ("certificate is not trusted", "certificate is for another name").
 * ACME_ERR_CLOSED: the peer closed.  After an error only to_send, peer_leaf
 * and free are left to call.
 */
enum acme_err acme_tls_handshake(struct acme_tls *tls, bool *done,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Plaintext to the peer, after the handshake; its ciphertext is appended to
 * acme_tls_to_send().  ACME_ERR_LIMIT: too much waits to be sent, nothing of
 * it was taken.
 */
enum acme_err acme_tls_write(struct acme_tls *tls, struct acme_span plaintext,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * What plaintext the received bytes hold, appended to ${plaintext}.  On an
 * error, what came before it was appended.  ACME_ERR_CLOSED: the peer said
 * goodbye; ACME_ERR_TLS: it did something else, or just ended, as a cut
 * connection does (RFC 8446 §6.1); ACME_ERR_LIMIT: ${plaintext} is full, and
 * nothing is lost.
 */
enum acme_err acme_tls_read(struct acme_tls *tls, struct acme_buf *plaintext,
			    struct acme_fault *fault) ACME_MUST_CHECK;

/* close_notify, for acme_tls_to_send().  Before the handshake: nothing. */
void acme_tls_goodbye(struct acme_tls *tls);

/*
 * The peer's leaf as DER, borrowed; empty until the peer has shown it and
 * after a resumption.  It stays where the handshake fails later, as with a
 * server that wants a certificate of its clients.
 */
struct acme_span acme_tls_peer_leaf(const struct acme_tls *tls);

#endif
