/* SPDX-License-Identifier: MIT */
/* Which hello is a challenge's, with challenges that this file has. */
#include "lws/serve/challenge_match.h"

#include "test.h"

#define SNI_NAME                            \
	"0123456789abcdef0123456789abcdef." \
	"fedcba9876543210fedcba9876543210.acme.invalid"
#define OTHER_SNI_NAME                      \
	"0123456789abcdef0123456789abcdee." \
	"fedcba9876543210fedcba9876543210.acme.invalid"

static const struct live {
	enum acme_challenge_type type;
	const char *name;
} live[] = {
	{ ACME_CHALLENGE_TLS_ALPN_01, "alpn.example" },
	{ ACME_CHALLENGE_TLS_SNI_01, SNI_NAME },
};

/* A pair is known by its address only. */
static struct acme_server_tls_pair *
pair_of(const struct live *of)
{
	return (struct acme_server_tls_pair *)(uintptr_t)of;
}

static struct acme_server_tls_pair *
find(struct acme_server_tls_challenges *self, enum acme_challenge_type type,
     struct acme_span name)
{
	size_t i;

	(void)self;
	for (i = 0; i < sizeof(live) / sizeof(*live); i++)
		if (live[i].type == type &&
		    acme_span_equal_nocase(acme_span_str(live[i].name), name))
			return pair_of(&live[i]);
	return NULL;
}

static const struct {
	const char *name;      /* of server_name; NULL: it has none */
	const char *protocols; /* each with its length; NULL: it has none */
	enum acme_hello_is want;
	const struct live *whose;
} rows[] = {
	/* tls-alpn-01 */
	{ "alpn.example",
	  "\x0a"
	  "acme-tls/1",
	  ACME_HELLO_CHALLENGE, &live[0] },
	{ "ALPN.example",
	  "\x0a"
	  "acme-tls/1",
	  ACME_HELLO_CHALLENGE, &live[0] },
	{ "else.example",
	  "\x0a"
	  "acme-tls/1",
	  ACME_HELLO_REFUSED, NULL },
	{ SNI_NAME,
	  "\x0a"
	  "acme-tls/1",
	  ACME_HELLO_REFUSED, NULL },
	{ NULL,
	  "\x0a"
	  "acme-tls/1",
	  ACME_HELLO_REFUSED, NULL },
	{ "alpn.example",
	  "\x0a"
	  "acme-tls/1\2h2",
	  ACME_HELLO_ORDINARY, NULL },
	{ "alpn.example",
	  "\2h2\x0a"
	  "acme-tls/1",
	  ACME_HELLO_ORDINARY, NULL },
	{ "alpn.example", "\2h2", ACME_HELLO_ORDINARY, NULL },
	{ "alpn.example", NULL, ACME_HELLO_ORDINARY, NULL },
	/* tls-sni-01, whatever is offered */
	{ SNI_NAME, NULL, ACME_HELLO_CHALLENGE, &live[1] },
	{ SNI_NAME, "\2h2\x8http/1.1", ACME_HELLO_CHALLENGE, &live[1] },
	{ SNI_NAME,
	  "\2h2\x0a"
	  "acme-tls/1",
	  ACME_HELLO_CHALLENGE, &live[1] },
	{ OTHER_SNI_NAME, NULL, ACME_HELLO_ORDINARY, NULL },
	{ "acme.invalid", NULL, ACME_HELLO_ORDINARY, NULL },
	{ "", NULL, ACME_HELLO_ORDINARY, NULL },
	{ NULL, NULL, ACME_HELLO_ORDINARY, NULL },
};

/* The bodies of the extensions (RFC 6066 §3, RFC 7301 §3.1). */
static struct acme_span
server_name(const char *name, char buffer[256])
{
	size_t len = name ? strlen(name) : 0;

	if (!name)
		return ACME_SPAN("");
	buffer[0] = buffer[2] = buffer[3] = 0;
	buffer[1] = (char)(len + 3);
	buffer[4] = (char)len;
	memcpy(buffer + 5, name, len);
	return acme_span(buffer, len + 5);
}

static struct acme_span
protocols(const char *list, char buffer[256])
{
	size_t len = list ? strlen(list) : 0;

	if (!list)
		return ACME_SPAN("");
	buffer[0] = 0;
	buffer[1] = (char)len;
	memcpy(buffer + 2, list, len);
	return acme_span(buffer, len + 2);
}

static void
verdicts(void)
{
	struct acme_server_tls_challenges challenges = { .find = find };
	char names[256], lists[256], label[16];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct acme_hello hello = {
			.server_name = server_name(rows[i].name, names),
			.protocols = protocols(rows[i].protocols, lists),
		};

		snprintf(label, sizeof(label), "row %zu", i);
		acme_challenge_match(&hello, &challenges);
		CHECK_FOR(label, hello.is == rows[i].want);
		CHECK_FOR(label, hello.pair == pair_of(rows[i].whose));
		if (!rows[i].whose)
			continue;
		CHECK_FOR(label, hello.type == rows[i].whose->type);
		CHECK_FOR(label, acme_span_equal(hello.name,
						 acme_span_str(rows[i].name)));
	}
}

/* What can't be read names nobody. */
static void
broken(void)
{
	struct acme_server_tls_challenges challenges = { .find = find };
	struct acme_hello hello = {
		.server_name = ACME_SPAN("\0\x0f\0\0\x0d"
					 "alpn.example"),
		.protocols = ACME_SPAN("\0\x0b\x0a"
				       "acme-tls/1"),
	};

	acme_challenge_match(&hello, &challenges);
	CHECK_INT(hello.is, ACME_HELLO_REFUSED);
	hello.protocols = ACME_SPAN("\0\x0c\x0a"
				    "acme-tls/1");
	acme_challenge_match(&hello, &challenges);
	CHECK_INT(hello.is, ACME_HELLO_ORDINARY);
	CHECK(!hello.pair);
}

static const struct test tests[] = { TEST(verdicts), TEST(broken) };

TEST_MAIN(tests)
