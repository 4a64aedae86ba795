/* SPDX-License-Identifier: MIT */
#include "tls_pair.h"

#include "format/exact.h"
#include "test.h"

#define ROUNDS_MAX 64

static struct acme_trust *
load_root(const char *root)
{
	struct acme_trust *trust = NULL;
	char path[512];

	snprintf(path, sizeof(path), TEST_DATA "/tls/%s", root);
	CHECK_OK(acme_trust_load(path, &trust, NULL));
	return trust;
}

void
tls_pair_init(struct tls_pair *pair, const char *chain, const char *root,
	      const char *name)
{
	memset(pair, 0, sizeof(*pair));
	pair->server = tls_server_new(chain);
	if (root)
		pair->trust = load_root(root);
	if (root)
		CHECK_OK(acme_tls_new(name, pair->trust, NULL, &pair->tls,
				      &pair->fault));
	else
		CHECK_OK(acme_tls_new_probe(name, &pair->tls, &pair->fault));
}

void
tls_pair_again(struct tls_pair *pair, const char *name,
	       const struct acme_tls_session *session)
{
	tls_server_accept(pair->server);
	acme_tls_free(pair->tls);
	pair->tls = NULL;
	pair->server_ended = false;
	CHECK_OK(acme_tls_new(name, pair->trust, session, &pair->tls,
			      &pair->fault));
}

void
tls_pair_clear(struct tls_pair *pair)
{
	acme_tls_free(pair->tls);
	acme_trust_unref(pair->trust);
	tls_server_free(pair->server);
}

static size_t
step_of(const struct tls_pair *pair, size_t waiting)
{
	return pair->step && pair->step < waiting ? pair->step : waiting;
}

void
tls_pair_give(struct tls_pair *pair, struct acme_span bytes)
{
	struct acme_span piece = exact_copy(bytes);
	enum acme_err err = acme_tls_receive(pair->tls, piece);

	exact_free(piece);
	CHECK_OK(err);
}

/* Some bytes to the client, or the end: of a line that is cut, of a server
 * that failed. */
static void
deliver(struct tls_pair *pair)
{
	struct acme_buf *out = tls_server_to_send(pair->server);
	size_t n = step_of(pair, out->len);

	if (pair->cut_after && n > pair->cut_after - pair->n_to_client)
		n = pair->cut_after - pair->n_to_client;
	tls_pair_give(pair, acme_span(out->data, n));
	acme_buf_drop(out, n);
	pair->n_to_client += n;
	if (pair->cut_after && pair->n_to_client == pair->cut_after)
		acme_buf_clear(out);
	else if (out->len || !pair->server_ended)
		return;
	acme_tls_receive_end(pair->tls);
}

void
tls_pair_to_client(struct tls_pair *pair)
{
	while (tls_server_to_send(pair->server)->len)
		deliver(pair);
}

void
tls_pair_to_server(struct tls_pair *pair)
{
	struct acme_buf *out = acme_tls_to_send(pair->tls);

	tls_server_receive(pair->server, acme_buf_span(out));
	acme_buf_drop(out, out->len);
}

static void
serve(struct tls_pair *pair)
{
	tls_pair_to_server(pair);
	/* A server that failed, or is done, must not be asked again. */
	if (pair->server_rc == MBEDTLS_ERR_SSL_WANT_READ)
		pair->server_rc = tls_server_handshake(pair->server);
	if (pair->server_rc && pair->server_rc != MBEDTLS_ERR_SSL_WANT_READ)
		pair->server_ended = true;
}

enum acme_err
tls_pair_handshake(struct tls_pair *pair)
{
	enum acme_err err;
	bool done = false;
	unsigned int round;

	pair->server_rc = MBEDTLS_ERR_SSL_WANT_READ;
	err = acme_tls_handshake(pair->tls, &done, &pair->fault);
	for (round = 0; !err && !done; round++) {
		CHECK(round < ROUNDS_MAX);
		serve(pair);
		do {
			deliver(pair);
			err = acme_tls_handshake(pair->tls, &done,
						 &pair->fault);
		} while (!err && !done &&
			 tls_server_to_send(pair->server)->len);
	}
	serve(pair);
	return err;
}
