/* SPDX-License-Identifier: MIT */
/*
 * What becomes of a client, by the first bytes of tests/data/fuzz/client_hello
 * and by the certificates that an lws with mbedTLS has for its vhosts.
 */
#define _POSIX_C_SOURCE 200809L
#include "lws/serve/mbedtls/hello_peek.h"

#include "crypto/data.h"
#include "lws/loop/lws_context.h"
#include "lws/vhosts/listener_list.h"

#include <sys/socket.h>
#include <unistd.h>

#define CERT  "/nowhere/cert.pem"
#define KEY   "/nowhere/key.pem"
#define NAME  "a.example" /* of the hellos */
#define ALERT 7		  /* bytes */

static struct acme_lws_context lws;
static struct acme_listeners known;
static struct acme_server_tls_challenges challenges;
static struct acme_hello_peek peek;
static struct acme_hello hello;
static bool live; /* a challenge for NAME */
static size_t said, len;
static struct acme_listener listeners[3]; /* all vhosts of the port */
static size_t n_listeners;

static struct acme_server_tls_pair *
find(struct acme_server_tls_challenges *self, enum acme_challenge_type type,
     struct acme_span name)
{
	bool found = live && type == ACME_CHALLENGE_TLS_ALPN_01 &&
		     acme_span_equal(name, ACME_SPAN(NAME));

	return found ? (struct acme_server_tls_pair *)(void *)self : NULL;
}

static struct lws_vhost *
make_vhost(const char *name, const char *cert, const char *key)
{
	struct lws_context_creation_info info;
	struct lws_vhost *vhost;

	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX |
		       LWS_SERVER_OPTION_IGNORE_MISSING_CERT |
		       LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
	info.vhost_name = name;
	info.ssl_cert_filepath = cert;
	info.ssl_private_key_filepath = key;
	vhost = lws_create_vhost(lws.context, &info);
	CHECK(vhost);
	acme_listeners_add(&known, &listeners[n_listeners], vhost);
	listeners[n_listeners++].has_tls = true;
	return vhost;
}

static struct acme_served_vhost
begin(void)
{
	struct lws_context_creation_info info;
	struct lws_vhost *vhost;

	lws_set_log_level(LLL_ERR, NULL);
	acme_listeners_init(&known, &lws, &challenges);
	n_listeners = 0;
	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
		       LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	lws.context = lws_create_context(&info);
	CHECK(lws.context);
	vhost = make_vhost("first.example", CERT, KEY);
	challenges.find = find;
	live = false;
	CHECK_OK(acme_hello_peek_init(&peek, &known.hello_filters, vhost));
	return (struct acme_served_vhost){ lws.context, vhost, CERT, KEY };
}

static void
end(void)
{
	acme_hello_peek_clear(&peek);
	lws_context_destroy(lws.context);
}

static void
serve(const struct acme_served_vhost *served)
{
	struct acme_buf cert = ACME_BUF_INIT(1 << 20);
	struct acme_buf key = ACME_BUF_INIT(1 << 20);
	struct acme_server_tls_pair *pair = NULL;

	data_add(&cert, "leaf.crt");
	data_add(&key, "p256.pem");
	CHECK_OK(acme_server_tls_prepare(served, NULL));
	CHECK_OK(acme_server_tls_parse(acme_buf_span(&cert),
				       acme_buf_span(&key), &pair, NULL));
	CHECK_OK(acme_server_tls_serve_take(served, pair, NULL));
	acme_buf_clear(&cert);
	acme_buf_clear(&key);
}

static struct acme_span
read_file(const char *name)
{
	static char bytes[4096];
	char path[512];
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), TEST_DATA "/fuzz/client_hello/%s", name);
	file = fopen(path, "rb");
	CHECK(file);
	n = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	return acme_span(bytes, n);
}

/* What is peeked of ${bytes}, and the alert that came back (0: none). */
static enum acme_hello_peeked
look_at(struct acme_span bytes, int *alert)
{
	enum acme_hello_peeked peeked;
	char back[ALERT + 1];
	int ends[2];

	CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	CHECK_INT(send(ends[1], bytes.data, bytes.len, 0), bytes.len);
	peeked = acme_hello_peek_look(&peek, ends[0], &said, &len, &hello);
	CHECK_INT(said, bytes.len);
	*alert = recv(ends[1], back, sizeof(back), MSG_DONTWAIT) == ALERT
			 ? back[ALERT - 1]
			 : 0;
	/* What goes on is as the client sent it. */
	if (peeked != ACME_HELLO_PEEKED_OVER && bytes.len)
		CHECK_INT(recv(ends[0], back, 1, MSG_DONTWAIT), 1);
	close(ends[0]);
	close(ends[1]);
	return peeked;
}

static void
check_file(const char *name, enum acme_hello_peeked want, int want_alert)
{
	int alert;

	CHECK_FOR(name, look_at(read_file(name), &alert) == want);
	CHECK_INT(alert, want_alert);
}

static void
with_a_certificate(void)
{
	struct acme_served_vhost served = begin();

	serve(&served);
	check_file("tls13", ACME_HELLO_PEEKED_ORDINARY, 0);
	check_file("http", ACME_HELLO_PEEKED_ORDINARY, 0);
	check_file("static-rsa", ACME_HELLO_PEEKED_OVER, 40);
	check_file("records", ACME_HELLO_PEEKED_OVER, 40); /* the same, cut */
	check_file("tls12", ACME_HELLO_PEEKED_OVER, 112);  /* acme-tls/1 */
	live = true;
	check_file("tls12", ACME_HELLO_PEEKED_CHALLENGE, 0);
	CHECK_SPAN(hello.name, ACME_SPAN(NAME));
	CHECK(hello.pair);
	check_file("tls13", ACME_HELLO_PEEKED_ORDINARY, 0);
	end();
}

/* Nor with what holds its place. */
static void
without_one(void)
{
	struct acme_served_vhost served = begin();

	check_file("tls13", ACME_HELLO_PEEKED_OVER, 40);
	CHECK_OK(acme_server_tls_prepare(&served, NULL));
	check_file("tls13", ACME_HELLO_PEEKED_OVER, 40);
	live = true;
	check_file("tls12", ACME_HELLO_PEEKED_CHALLENGE, 0);
	end();
}

/* The vhost that lws chooses for the hello's name has none. */
static void
without_one_for_the_name(void)
{
	static const char *const names[] = { NAME, "example",
					     NAME ".example.test" };
	struct acme_served_vhost served;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		served = begin();
		serve(&served);
		make_vhost("other.example", "/nowhere/1.pem", "/nowhere/1.key");
		check_file("tls13", ACME_HELLO_PEEKED_ORDINARY, 0);
		make_vhost(names[i], "/nowhere/2.pem", "/nowhere/2.key");
		check_file("tls13", ACME_HELLO_PEEKED_OVER, 40);
		end();
	}
}

/* And the first one's does not matter, nor what is on another port. */
static void
with_one_for_the_name(void)
{
	struct acme_served_vhost served = begin();

	served.cert_path = "/nowhere/1.pem";
	served.key_path = "/nowhere/1.key";
	served.vhost = make_vhost(NAME, served.cert_path, served.key_path);
	serve(&served);
	check_file("tls13", ACME_HELLO_PEEKED_ORDINARY, 0);
	make_vhost(NAME, "/nowhere/2.pem", "/nowhere/2.key");
	check_file("tls13", ACME_HELLO_PEEKED_ORDINARY, 0);
	listeners[1].has_tls = false;
	check_file("tls13", ACME_HELLO_PEEKED_OVER, 40);
	end();
}

static void
in_parts(void)
{
	struct acme_served_vhost served = begin();
	struct acme_span all = read_file("tls13");
	int alert;
	size_t n;

	serve(&served);
	for (n = 0; n < all.len; n++) {
		CHECK_INT(look_at(acme_span(all.data, n), &alert),
			  ACME_HELLO_PEEKED_WAIT);
		CHECK_INT(alert, 0);
		CHECK(len > n && len <= all.len);
	}
	end();
}

static void
no_hello(void)
{
	int alert, ends[2];

	(void)begin();
	CHECK_INT(look_at(ACME_SPAN("\x16\3\1\0\4\2\0\0\0"), &alert),
		  ACME_HELLO_PEEKED_OVER);
	CHECK_INT(alert, 50);
	CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	close(ends[1]);
	CHECK_INT(acme_hello_peek_look(&peek, ends[0], &said, &len, &hello),
		  ACME_HELLO_PEEKED_OVER);
	CHECK_INT(said, 0);
	close(ends[0]);
	end();
}

static const struct test tests[] = {
	TEST(with_a_certificate),
	TEST(without_one),
	TEST(without_one_for_the_name),
	TEST(with_one_for_the_name),
	TEST(in_parts),
	TEST(no_hello),
};

TEST_MAIN(tests)
