/* SPDX-License-Identifier: MIT */
/*
 * A server of mbedTLS's own, with an RSA key, is given each hello that is said
 * not to lead to static RSA, and asked what it chose.
 */
#include "tls/key_exchange.h"

#include "crypto/data.h"
#include "crypto/random.h"
#include "crypto/x509/parsed_pair.h"
#include "crypto/x509/parsed_pair_private.h"
#include "format/client_hello.h"
#include "format/vector.h"

#include <mbedtls/ssl.h>
#include <mbedtls/ssl_ciphersuites.h>

/* AES-256-GCM, the strongest of its kind, and one that TLS 1.0 has, too. */
#define STATIC_RSA     0x009d
#define OLD_STATIC_RSA 0x002f
#define RECORD	       5
#define HEAD	       4

static struct acme_buf in = ACME_BUF_INIT(4096), out = ACME_BUF_INIT(65536);
static struct acme_parsed_pair *pair;
static mbedtls_ssl_config config;

static int
send_bytes(void *unused, const unsigned char *bytes, size_t len)
{
	(void)unused;
	CHECK_OK(acme_buf_add(&out, acme_span(bytes, len)));
	return (int)len;
}

static int
receive_bytes(void *unused, unsigned char *bytes, size_t len)
{
	(void)unused;
	if (!in.len)
		return MBEDTLS_ERR_SSL_WANT_READ;
	len = len < in.len ? len : in.len;
	memcpy(bytes, in.data, len);
	acme_buf_drop(&in, len);
	return (int)len;
}

static void
set_up(void)
{
	struct acme_buf chain = ACME_BUF_INIT(65536),
			key = ACME_BUF_INIT(65536);

	data_add(&chain, "leaf-rsa.crt");
	data_add(&key, "rsa2048.pem");
	CHECK_OK(acme_parsed_pair_parse(acme_buf_span(&chain),
					acme_buf_span(&key), &pair, NULL));
	acme_buf_clear(&chain);
	acme_buf_clear(&key);
	mbedtls_ssl_config_init(&config);
	CHECK_INT(mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_SERVER,
					      MBEDTLS_SSL_TRANSPORT_STREAM,
					      MBEDTLS_SSL_PRESET_DEFAULT),
		  0);
	mbedtls_ssl_conf_rng(&config, acme_random, NULL);
	CHECK_INT(mbedtls_ssl_conf_own_cert(&config, &pair->chain,
					    acme_key_pk(pair->key)),
		  0);
}

static void
clear(void)
{
	mbedtls_ssl_config_free(&config);
	acme_parsed_pair_unref(pair);
	acme_buf_clear(&in);
	acme_buf_clear(&out);
}

/* Of the ServerHello that went out; 0: there is none. */
static unsigned int
chosen(void)
{
	struct acme_span rest = acme_buf_span(&out), session;

	if (!rest.len || *rest.data != 22 ||
	    !acme_vector_skip(&rest, RECORD + HEAD + 34) ||
	    !acme_vector_take(&rest, 1, &session) || rest.len < 2)
		return 0;
	return (unsigned int)acme_vector_number(acme_span(rest.data, 2));
}

static unsigned int
ask_server(struct acme_span hello)
{
	const char head[] = { 22, 3, 1, (char)(hello.len >> 8),
			      (char)hello.len };
	mbedtls_ssl_context ssl;
	unsigned int suite;

	acme_buf_clear(&in);
	acme_buf_clear(&out);
	CHECK_OK(acme_buf_add(&in, acme_span(head, sizeof(head))));
	CHECK_OK(acme_buf_add(&in, hello));
	mbedtls_ssl_init(&ssl);
	CHECK_INT(mbedtls_ssl_setup(&ssl, &config), 0);
	mbedtls_ssl_set_bio(&ssl, NULL, send_bytes, receive_bytes, NULL);
	(void)!mbedtls_ssl_handshake(&ssl);
	suite = chosen();
	mbedtls_ssl_free(&ssl);
	return suite;
}

static bool
is_static(unsigned int suite)
{
	const mbedtls_ssl_ciphersuite_t *info =
		mbedtls_ssl_ciphersuite_from_id((int)suite);

	return info &&
	       info->MBEDTLS_PRIVATE(key_exchange) == MBEDTLS_KEY_EXCHANGE_RSA;
}

static void
add_number(struct acme_buf *to, size_t number)
{
	const char octets[] = { (char)(number >> 8), (char)number };

	CHECK_OK(acme_buf_add(to, acme_span(octets, sizeof(octets))));
}

/* An extension that is a list of two-octet numbers; none where it is empty. */
static void
add_list(struct acme_buf *to, size_t type, struct acme_span list)
{
	if (!list.len)
		return;
	add_number(to, type);
	add_number(to, list.len + 2);
	add_number(to, list.len);
	CHECK_OK(acme_buf_add(to, list));
}

struct offer {
	size_t version;
	size_t suites[2]; /* 0: no second one */
	struct acme_span groups, signatures;
};

static void
add_extensions(struct acme_buf *to, const struct offer *offer)
{
	struct acme_buf extensions = ACME_BUF_INIT(1024);

	add_list(&extensions, 10, offer->groups);
	add_list(&extensions, 13, offer->signatures);
	add_number(to, extensions.len);
	CHECK_OK(acme_buf_add(to, acme_buf_span(&extensions)));
	acme_buf_clear(&extensions);
}

static void
make(struct acme_buf *hello, const struct offer *offer)
{
	acme_buf_clear(hello);
	CHECK_OK(acme_buf_add(hello, ACME_SPAN("\1\0\0\0")));
	add_number(hello, offer->version);
	CHECK_OK(acme_buf_add(hello, ACME_SPAN("0123456789abcdef"
					       "0123456789abcdef\0")));
	add_number(hello, offer->suites[1] ? 4 : 2);
	add_number(hello, offer->suites[0]);
	if (offer->suites[1])
		add_number(hello, offer->suites[1]);
	CHECK_OK(acme_buf_add(hello, ACME_SPAN("\1\0")));
	add_extensions(hello, offer);
	hello->data[2] = (char)((hello->len - HEAD) >> 8);
	hello->data[3] = (char)(hello->len - HEAD);
}

static bool
may_be_static(const struct offer *offer)
{
	struct acme_buf hello = ACME_BUF_INIT(1024);
	bool may;

	make(&hello, offer);
	may = acme_key_exchange_may_be_static(acme_buf_span(&hello));
	acme_buf_clear(&hello);
	return may;
}

/* What it says of ${offer}, and if that is no, that the server agrees. */
static bool
checked(const struct offer *offer)
{
	struct acme_buf hello = ACME_BUF_INIT(1024);
	bool may = may_be_static(offer);
	char label[64];

	make(&hello, offer);
	snprintf(label, sizeof(label), "version %zx, suites %zx %zx",
		 offer->version, offer->suites[0], offer->suites[1]);
	if (!may)
		CHECK_FOR(label, !is_static(ask_server(acme_buf_span(&hello))));
	acme_buf_clear(&hello);
	return may;
}

/* Good ones and others; the first of each is what clients have. */
#define BYTES(text)                     \
	{                               \
		text, sizeof(text) - 1, \
	}
static const struct acme_span groups[] = {
	BYTES("\0\x1d\0\x17"),
	BYTES(""),
	BYTES("\x7f\x7f"),
}, signatures[] = {
	BYTES("\4\3\4\1"),
	BYTES("\6\1"),
	BYTES(""),
	BYTES("\x8\4\4\3"), /* PSS and ECDSA only */
	BYTES("\1\1"),	    /* MD5 */
};

static unsigned int
check_beside(size_t static_suite, int suite)
{
	struct offer offer = { .suites = { static_suite, (size_t)suite } };
	unsigned int n_sure = 0;
	size_t i, n_signatures = sizeof(signatures) / sizeof(*signatures);

	for (i = 0; i < 3 * n_signatures; i++) {
		offer.groups = groups[i / n_signatures];
		offer.signatures = signatures[i % n_signatures];
		for (offer.version = 0x0301; offer.version <= 0x0303;
		     offer.version++)
			n_sure += !checked(&offer);
	}
	return n_sure;
}

static void
the_server_agrees(void)
{
	const int *suite;
	unsigned int n_sure = 0;

	set_up();
	for (suite = mbedtls_ssl_list_ciphersuites(); *suite; suite++)
		n_sure += check_beside(STATIC_RSA, *suite) +
			  check_beside(OLD_STATIC_RSA, *suite);
	clear();
	CHECK(n_sure > 50);
}

static void
the_server_would_choose_it(void)
{
	struct acme_buf hello = ACME_BUF_INIT(1024);
	struct offer offer = { .version = 0x0303,
			       .suites = { STATIC_RSA, 0xc02f },
			       .signatures = signatures[0] };

	set_up();
	CHECK(may_be_static(&offer)); /* as there is no group */
	make(&hello, &offer);
	CHECK_INT(ask_server(acme_buf_span(&hello)), STATIC_RSA);
	acme_buf_clear(&hello);
	clear();
}

static void
usual_clients(void)
{
	struct offer offer = { .version = 0x0303,
			       .suites = { STATIC_RSA, 0xc02f },
			       .groups = groups[0],
			       .signatures = signatures[0] };

	CHECK(!may_be_static(&offer));
	offer.suites[1] = 0x1301; /* TLS 1.3's alone are not enough */
	CHECK(may_be_static(&offer));
	offer.suites[1] = 0;
	CHECK(may_be_static(&offer));
	offer.suites[0] = 0xc02b; /* ECDHE_ECDSA, and nothing static */
	CHECK(!may_be_static(&offer));
	offer = (struct offer){ .version = 0x0301,
				.suites = { OLD_STATIC_RSA, 0xc013 },
				.groups = groups[0] };
	CHECK(!may_be_static(&offer));
	CHECK(!acme_key_exchange_may_be_static(acme_span(NULL, 0)));
}

static const struct test tests[] = {
	TEST(the_server_agrees),
	TEST(the_server_would_choose_it),
	TEST(usual_clients),
};

TEST_MAIN(tests)
