/* SPDX-License-Identifier: MIT */
/*
 * This is one end of TLS, from its making to its end: mbedTLS between two
 * buffers.  It must not know where the bytes come from or go to.
 */
#include "tls/tls.h"

#include "base/limits.h"
#include "crypto/random.h"
#include "crypto/x509/parsed_pair.h"
#include "tls/tls_fault.h"
#include "tls/tls_private.h"
#include "tls/trust/trust.h"

#include <assert.h>
#include <stdlib.h>

#if MBEDTLS_VERSION_NUMBER >= 0x03000000 && defined(MBEDTLS_PSA_CRYPTO_C)
#include <psa/crypto.h>
#define START_PSA() psa_crypto_init()
#else
#define START_PSA() 0
#endif

#define READ_STEP 4096

/* A record is never this much longer than its plaintext. */
#define RECORD_EXTRA 256
#define RECORD_MAX   16384

struct acme_tls *
acme_tls_alloc(void)
{
	struct acme_tls *tls = calloc(1, sizeof(*tls));

	if (!tls)
		return NULL;
	tls->in.limit = tls->out.limit = ACME_TLS_WAITING_MAX;
	tls->leaf.limit = ACME_CERT_DER_MAX;
	mbedtls_ssl_init(&tls->ssl);
	mbedtls_ssl_config_init(&tls->config);
	return tls;
}

void
acme_tls_free(struct acme_tls *tls)
{
	if (!tls)
		return;
	mbedtls_ssl_free(&tls->ssl);
	mbedtls_ssl_config_free(&tls->config);
	acme_trust_unref(tls->trust);
	acme_parsed_pair_unref(tls->pair);
	acme_buf_clear(&tls->in);
	acme_buf_clear(&tls->out);
	acme_buf_clear(&tls->leaf);
	free(tls);
}

static void
want_tls_1_2(mbedtls_ssl_config *config)
{
#if MBEDTLS_VERSION_NUMBER < 0x03000000
	mbedtls_ssl_conf_min_version(config, MBEDTLS_SSL_MAJOR_VERSION_3,
				     MBEDTLS_SSL_MINOR_VERSION_3);
#else
	mbedtls_ssl_conf_min_tls_version(config, MBEDTLS_SSL_VERSION_TLS1_2);
#endif
}

int
acme_tls_configure(mbedtls_ssl_config *config, int endpoint)
{
	int rc = START_PSA();

	if (!rc)
		rc = mbedtls_ssl_config_defaults(config, endpoint,
						 MBEDTLS_SSL_TRANSPORT_STREAM,
						 MBEDTLS_SSL_PRESET_DEFAULT);
	if (rc)
		return rc;
	want_tls_1_2(config);
	mbedtls_ssl_conf_rng(config, acme_random, NULL);
	return 0;
}

static int
send_bytes(void *arg, const unsigned char *bytes, size_t len)
{
	struct acme_tls *tls = arg;

	if (acme_buf_add(&tls->out, acme_span(bytes, len)))
		return MBEDTLS_ERR_SSL_ALLOC_FAILED;
	return (int)len;
}

static int
receive_bytes(void *arg, unsigned char *bytes, size_t len)
{
	struct acme_tls *tls = arg;
	size_t waiting = tls->in.len - tls->in_used;

	if (!waiting) {
		tls->in_wanted = true;
		return tls->in_ended ? 0 : MBEDTLS_ERR_SSL_WANT_READ;
	}
	if (len > waiting)
		len = waiting;
	memcpy(bytes, tls->in.data + tls->in_used, len);
	tls->in_used += len;
	return (int)len;
}

void
acme_tls_bytes_connect(struct acme_tls *tls)
{
	mbedtls_ssl_set_bio(&tls->ssl, tls, send_bytes, receive_bytes, NULL);
}

enum acme_err
acme_tls_receive(struct acme_tls *tls, struct acme_span ciphertext)
{
	size_t len = ACME_TLS_HEAD_LEN - tls->head_len;

	if (len > ciphertext.len)
		len = ciphertext.len;
	if (len)
		memcpy(tls->head + tls->head_len, ciphertext.data, len);
	tls->head_len += len;
	acme_buf_drop(&tls->in, tls->in_used);
	tls->in_used = 0;
	return acme_buf_add(&tls->in, ciphertext);
}

void
acme_tls_receive_end(struct acme_tls *tls)
{
	tls->in_ended = true;
}

struct acme_buf *
acme_tls_to_send(struct acme_tls *tls)
{
	return &tls->out;
}

/*
 * Is mbedTLS to be called again?  It stops after a message that is none of
 * the caller's (a ticket of TLS 1.3), and may say so with the code that
 * otherwise means that it lacks bytes.  Left with a ticket, it would not write.
 */
static bool
goes_on(const struct acme_tls *tls, int rc)
{
#ifdef MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET
	if (rc == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET)
		return true;
#endif
	return rc == MBEDTLS_ERR_SSL_WANT_READ && !tls->in_wanted;
}

/* RFC 8446 §6.2: after a fatal error the session is not resumed either. */
static enum acme_err
failed(struct acme_tls *tls, int rc, const char *doing,
       struct acme_fault *fault)
{
	tls->up = false;
	return acme_tls_fault(tls, rc, doing, fault);
}

enum acme_err
acme_tls_handshake(struct acme_tls *tls, bool *done, struct acme_fault *fault)
{
	int rc;

	do {
		tls->in_wanted = false;
		rc = mbedtls_ssl_handshake(&tls->ssl);
	} while (goes_on(tls, rc));
	if (rc && rc != MBEDTLS_ERR_SSL_WANT_READ)
		return failed(tls, rc, "handshake", fault);
	tls->up = !rc;
	*done = !rc;
	return ACME_OK;
}

static bool
has_room(const struct acme_tls *tls, size_t len)
{
	size_t space = tls->out.limit - tls->out.len;

	return len <= space &&
	       (len / RECORD_MAX + 1) * RECORD_EXTRA <= space - len;
}

enum acme_err
acme_tls_write(struct acme_tls *tls, struct acme_span plaintext,
	       struct acme_fault *fault)
{
	size_t written = 0;
	int rc;

	assert(tls->up);
	if (!has_room(tls, plaintext.len))
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "%s: too much waits to be sent",
				      tls->name);
	while (written < plaintext.len) {
		rc = mbedtls_ssl_write(&tls->ssl,
				       acme_span_bytes(plaintext) + written,
				       plaintext.len - written);
		if (rc < 0)
			return failed(tls, rc, "write", fault);
		written += (size_t)rc;
	}
	return ACME_OK;
}

/* One record's plaintext at most; mbedTLS's answer in ${rc}. */
static enum acme_err
read_step(struct acme_tls *tls, struct acme_buf *plaintext, int *rc)
{
	size_t space = plaintext->limit - plaintext->len;
	enum acme_err err;
	char *to;

	if (!space)
		return ACME_ERR_LIMIT;
	if (space > READ_STEP)
		space = READ_STEP;
	err = acme_buf_reserve(plaintext, space, &to);
	if (err)
		return err;
	tls->in_wanted = false;
	*rc = mbedtls_ssl_read(&tls->ssl, (unsigned char *)to, space);
	acme_buf_used(plaintext, *rc > 0 ? (size_t)*rc : 0);
	return ACME_OK;
}

enum acme_err
acme_tls_read(struct acme_tls *tls, struct acme_buf *plaintext,
	      struct acme_fault *fault)
{
	enum acme_err err;
	int rc = 0;

	assert(tls->up);
	do {
		err = read_step(tls, plaintext, &rc);
		if (err)
			return acme_fault_set(
				fault, err,
				"%s: out of memory for the response",
				tls->name);
	} while (rc > 0 || goes_on(tls, rc));
	if (rc == MBEDTLS_ERR_SSL_WANT_READ)
		return ACME_OK;
	if (rc == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY)
		return acme_fault_set(fault, ACME_ERR_CLOSED,
				      "%s: peer closed the connection",
				      tls->name);
	if (!rc || rc == MBEDTLS_ERR_SSL_CONN_EOF)
		return acme_fault_set(fault, ACME_ERR_TLS,
				      "%s: connection was cut", tls->name);
	return failed(tls, rc, "read", fault);
}

void
acme_tls_goodbye(struct acme_tls *tls)
{
	/* Best effort: who is not reached learns it by the socket's end. */
	if (tls->up)
		(void)mbedtls_ssl_close_notify(&tls->ssl);
}

struct acme_span
acme_tls_peer_leaf(const struct acme_tls *tls)
{
	return acme_buf_span(&tls->leaf);
}
