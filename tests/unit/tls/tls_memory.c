/* SPDX-License-Identifier: MIT */
/*
 * Connections, while each allocation in turn fails, ours and mbedTLS's: what
 * was begun is refused and freed, and the next connection is as good as ever.
 */
#include "memory/short_memory.h"
#include "test.h"
#include "tls/tls_client.h"
#include "tls/tls_server.h"

#define DATA	   TEST_DATA "/tls/"
#define NAME	   "ca.test"
#define ROUNDS_MAX 64
#define TRIES_MAX  100000
#define STEP	   151 /* handshakes have thousands: each nth of them */

static struct acme_trust *trust;
static struct acme_parsed_pair *pair;

struct both {
	struct acme_tls *client, *server;
	struct acme_fault fault;
};

static void
read_file(const char *path, struct acme_buf *text)
{
	FILE *file = fopen(path, "rb");
	char *buffer;

	CHECK(file);
	CHECK_OK(acme_buf_reserve(text, 8192, &buffer));
	acme_buf_used(text, fread(buffer, 1, 8192, file));
	fclose(file);
}

static void
begin(void)
{
	struct acme_buf chain = ACME_BUF_INIT(16384), key = chain;

	read_file(DATA "chain.pem", &chain);
	read_file(DATA "leaf.key", &key);
	CHECK_OK(acme_parsed_pair_parse(acme_buf_span(&chain),
					acme_buf_span(&key), &pair, NULL));
	CHECK_OK(acme_trust_load(DATA "root.pem", &trust, NULL));
	acme_buf_clear(&chain);
	acme_buf_clear(&key);
}

static void
end(void)
{
	acme_parsed_pair_unref(pair);
	acme_trust_unref(trust);
}

static void
free_both(struct both *both)
{
	acme_tls_free(both->client);
	acme_tls_free(both->server);
}

static enum acme_err
set_up(struct both *both)
{
	enum acme_err err;

	*both = (struct both){ .client = NULL };
	err = acme_tls_new(NAME, trust, NULL, &both->client, &both->fault);
	return err ? err
		   : acme_tls_new_server(pair, NULL, &both->server,
					 &both->fault);
}

static enum acme_err
carry(struct acme_tls *from, struct acme_tls *to)
{
	struct acme_buf *bytes = acme_tls_to_send(from);
	enum acme_err err = acme_tls_receive(to, acme_buf_span(bytes));

	acme_buf_drop(bytes, bytes->len);
	return err;
}

static enum acme_err
shake_hands(struct both *both)
{
	bool client_done = false, server_done = false;
	enum acme_err err = ACME_OK;
	unsigned int round;

	for (round = 0; !err && !(client_done && server_done); round++) {
		CHECK(round < ROUNDS_MAX);
		if (!client_done)
			err = acme_tls_handshake(both->client, &client_done,
						 &both->fault);
		if (!err)
			err = carry(both->client, both->server);
		if (!err && !server_done)
			err = acme_tls_handshake(both->server, &server_done,
						 &both->fault);
		if (!err)
			err = carry(both->server, both->client);
	}
	return err;
}

static enum acme_err
send_and_read(struct both *both)
{
	struct acme_buf got = ACME_BUF_INIT(64);
	enum acme_err err;

	err = acme_tls_write(both->client, ACME_SPAN("question"), &both->fault);
	if (!err)
		err = carry(both->client, both->server);
	if (!err)
		err = acme_tls_read(both->server, &got, &both->fault);
	if (!err)
		CHECK_SPAN(acme_buf_span(&got), ACME_SPAN("question"));
	acme_buf_clear(&got);
	return err;
}

static void
check_good_connection(void)
{
	struct both both;

	CHECK_OK(set_up(&both));
	CHECK_OK(shake_hands(&both));
	CHECK_OK(send_and_read(&both));
	free_both(&both);
}

static void
setup(void)
{
	struct both both;
	enum acme_err err;
	size_t nth = 0;

	begin();
	do {
		CHECK(++nth < TRIES_MAX);
		memory_fails_at(nth);
		err = set_up(&both);
		memory_stops_failing();
		CHECK_INT(!err, !memory_has_failed());
		if (err)
			CHECK_FOR(both.fault.text,
				  err == ACME_ERR_MEMORY &&
					  strstr(both.fault.text,
						 "setup: out of memory"));
		free_both(&both);
	} while (err);
	CHECK(nth > 4);
	check_good_connection();
	end();
}

/* mbedTLS has many words for it. */
static void
handshake(void)
{
	struct both both;
	size_t nth = 0;
	enum acme_err err;

	begin();
	do {
		nth += nth < 16 ? 1 : STEP;
		CHECK(nth < TRIES_MAX);
		CHECK_OK(set_up(&both));
		both.fault.text[0] = '\0';
		memory_fails_at(nth);
		err = shake_hands(&both);
		memory_stops_failing();
		if (err)
			CHECK(memory_has_failed() && err != ACME_ERR_CLOSED);
		free_both(&both);
	} while (memory_has_failed());
	CHECK(nth > 100);
	check_good_connection();
	end();
}

static void
bytes(void)
{
	struct both both;
	size_t nth = 0;
	enum acme_err err;

	begin();
	do {
		CHECK(++nth < TRIES_MAX);
		CHECK_OK(set_up(&both));
		CHECK_OK(shake_hands(&both));
		memory_fails_at(nth);
		err = send_and_read(&both);
		memory_stops_failing();
		CHECK_INT(!err, !memory_has_failed());
		free_both(&both);
	} while (err);
	CHECK(nth > 1);
	end();
}

/* Without it, the next connection costs a full handshake, no more. */
static void
session(void)
{
	struct acme_tls_session *session;
	struct both both;
	size_t nth = 0;

	begin();
	CHECK_OK(set_up(&both));
	CHECK_OK(shake_hands(&both));
	do {
		CHECK(++nth < TRIES_MAX);
		memory_fails_at(nth);
		session = acme_tls_session_take(both.client);
		memory_stops_failing();
		CHECK(!session || !memory_has_failed());
		acme_tls_session_free(session);
	} while (memory_has_failed());
	CHECK(nth > 1);
	free_both(&both);
	end();
}

static const struct test tests[] = {
	TEST(setup),
	TEST(handshake),
	TEST(bytes),
	TEST(session),
};

TEST_MAIN(tests)
