/* SPDX-License-Identifier: MIT */
/*
 * The server under test, and who comes to it: our own client, which speaks
 * http/1.1, and those that speak no TLS.
 */
#include "tls/tls_client.h"
#include "tls/tls_server.h"

#include "crypto/key/key.h"
#include "crypto/x509_write/challenge_cert.h"
#include "test.h"

#define NAME	   "a.example"
#define ROUNDS_MAX 4096

struct both {
	struct acme_parsed_pair *pair;
	struct acme_tls *server, *client;
	enum acme_err server_err, client_err;
	bool server_done, client_done;
	struct acme_fault fault; /* the server's */
};

static struct acme_parsed_pair *
make_pair(void)
{
	struct acme_buf cert = ACME_BUF_INIT(ACME_CHALLENGE_CERT_MAX);
	struct acme_secret key = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_parsed_pair *pair = NULL;

	CHECK_OK(acme_challenge_cert_make(NAME, acme_span(NULL, 0), &cert, &key,
					  NULL));
	CHECK_OK(acme_parsed_pair_parse(acme_buf_span(&cert),
					acme_buf_span(&key.buf), &pair, NULL));
	acme_buf_clear(&cert);
	acme_secret_clear(&key);
	return pair;
}

/* The server is the only one that keeps its pair. */
static void
begin(struct both *both, const char *protocol)
{
	struct acme_parsed_pair *pair = make_pair();

	*both = (struct both){ .server = NULL };
	CHECK_OK(acme_tls_new_server(pair, protocol, &both->server,
				     &both->fault));
	acme_parsed_pair_unref(pair);
	CHECK_OK(acme_tls_new_probe(NAME, &both->client, NULL));
}

static void
end(struct both *both)
{
	acme_tls_free(both->server);
	acme_tls_free(both->client);
}

/* ${step} bytes at most; whether there were any. */
static bool
carry(struct acme_tls *from, struct acme_tls *to, size_t step)
{
	struct acme_buf *out = acme_tls_to_send(from);
	size_t n = out->len < step ? out->len : step;

	if (!n)
		return false;
	CHECK_OK(acme_tls_receive(to, acme_span(out->data, n)));
	acme_buf_drop(out, n);
	return true;
}

static void
go_on(struct both *both)
{
	if (!both->client_err && !both->client_done)
		both->client_err = acme_tls_handshake(both->client,
						      &both->client_done, NULL);
	if (!both->server_err && !both->server_done)
		both->server_err = acme_tls_handshake(
			both->server, &both->server_done, &both->fault);
}

static void
shake(struct both *both, size_t step)
{
	bool moved = true;
	size_t round;

	for (round = 0; moved; round++) {
		CHECK(round < ROUNDS_MAX);
		go_on(both);
		moved = carry(both->client, both->server, step);
		moved |= carry(both->server, both->client, step);
	}
	go_on(both);
}

static void
check_up(const struct both *both)
{
	CHECK_OK(both->server_err);
	CHECK_OK(both->client_err);
	CHECK(both->server_done && both->client_done);
}

static void
whoever_offers_its_protocol(void)
{
	static const struct {
		const char *protocol;
		size_t step;
	} rows[] = { { NULL, 65536 },
		     { "http/1.1", 65536 },
		     { NULL, 1 },
		     { "http/1.1", 7 } };
	struct both both;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		begin(&both, rows[i].protocol);
		shake(&both, rows[i].step);
		check_up(&both);
		CHECK(acme_tls_peer_leaf(both.client).len > 0);
		CHECK_INT(acme_tls_peer_leaf(both.server).len, 0);
		end(&both);
	}
}

static void
no_other_protocol(void)
{
	struct both both;

	begin(&both, "acme-tls/1");
	shake(&both, 65536);
	CHECK_ERR(both.server_err, ACME_ERR_TLS);
	CHECK(!both.server_done && !both.client_done);
	/* It was told so. */
	CHECK_ERR(both.client_err, ACME_ERR_TLS);
	end(&both);
}

static void
read_all(struct acme_tls *tls, const char *want, enum acme_err err)
{
	struct acme_buf text = ACME_BUF_INIT(1024);

	CHECK_ERR(acme_tls_read(tls, &text, NULL), err);
	CHECK_STR(acme_buf_str(&text), want);
	acme_buf_clear(&text);
}

static void
bytes_and_goodbye(void)
{
	struct both both;

	begin(&both, NULL);
	shake(&both, 65536);
	check_up(&both);
	CHECK_OK(acme_tls_write(both.client, ACME_SPAN("hello"), NULL));
	carry(both.client, both.server, 65536);
	read_all(both.server, "hello", ACME_OK);
	CHECK_OK(acme_tls_write(both.server, ACME_SPAN("you too"), NULL));
	acme_tls_goodbye(both.server);
	carry(both.server, both.client, 65536);
	read_all(both.client, "you too", ACME_ERR_CLOSED);
	end(&both);
}

#define BYTES(text)                     \
	{                               \
		text, sizeof(text) - 1, \
	}

static void
who_speaks_no_tls(void)
{
	static const struct acme_span texts[] = {
		BYTES("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
		BYTES("\x16\3\1\0\4\2\0\0\0"),	 /* a ServerHello */
		BYTES("\x16\3\1\xff\xff\1\0\0"), /* a record too long */
		BYTES("\x15\3\1\0\2\2\x28"),	 /* an alert */
		BYTES("\x16\3\1\0\4\1\0\0\0"),	 /* an empty hello */
	};
	struct both both;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		begin(&both, "acme-tls/1");
		CHECK_OK(acme_tls_receive(both.server, texts[i]));
		go_on(&both);
		CHECK_INT(both.server_err != ACME_OK, true);
		CHECK(!both.server_done && both.fault.text[0]);
		end(&both);
	}
}

/* A client who goes amid the handshake. */
static void
who_goes(void)
{
	struct both both;

	begin(&both, NULL);
	go_on(&both);
	carry(both.client, both.server, 60);
	acme_tls_receive_end(both.server);
	go_on(&both);
	CHECK(both.server_err != ACME_OK);
	end(&both);
}

static const struct test tests[] = {
	TEST(whoever_offers_its_protocol),
	TEST(no_other_protocol),
	TEST(bytes_and_goodbye),
	TEST(who_speaks_no_tls),
	TEST(who_goes),
};

TEST_MAIN(tests)
