/* SPDX-License-Identifier: MIT */
/*
 * Keys as JWKs: those of other tools and of the RFCs, and bad ones.
 */
#include "crypto/data.h"
#include "crypto/key/key.h"
#include "format/json/json.h"

static void
thumbprints_of_rfcs(void)
{
	static const struct {
		const char *file, *thumbprint;
	} cases[] = {
		/* RFC 7638 §3.1, whose key is that of RFC 7517 A.2 */
		{ "rfc7517-a2-rsa.jwk",
		  "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs" },
		/* by another implementation */
		{ "rfc7517-a2-ec.jwk",
		  "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s" },
	};
	struct acme_buf text = ACME_BUF_INIT(64);
	struct acme_key *key;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		key = data_key(cases[i].file);
		CHECK_OK(acme_key_thumbprint(key, &text));
		CHECK_STR(acme_buf_str(&text), cases[i].thumbprint);
		acme_key_unref(key);
		acme_buf_clear(&text);
	}
}

/* ${member} of two JWKs is the same, and is there. */
static void
check_member(const char *file, const struct acme_json *got,
	     const struct acme_json *want, const char *member)
{
	struct acme_span a, b;

	CHECK_OK(acme_json_string(acme_json_root(got), member, &a, NULL));
	CHECK_OK(acme_json_string(acme_json_root(want), member, &b, NULL));
	CHECK_FOR(file, a.len > 0);
	CHECK_SPAN(a, b);
}

/* Read it, write it: each member is what the other tool wrote. */
static void
check_round_trip(const char *file, const char *const *members)
{
	struct acme_buf text = ACME_BUF_INIT(1 << 20);
	struct acme_secret jwk = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_json *got = NULL, *want = NULL;
	struct acme_key *key = data_key(file), *again = NULL;

	data_add(&text, file);
	CHECK_OK(acme_key_to_jwk(key, &jwk));
	CHECK_OK(acme_json_parse(acme_buf_span(&text), &want, NULL));
	CHECK_OK(acme_json_parse(acme_buf_span(&jwk.buf), &got, NULL));
	for (; *members; members++)
		check_member(file, got, want, *members);
	CHECK_OK(acme_key_from_jwk(acme_buf_span(&jwk.buf), &again, NULL));
	CHECK_FOR(file, data_same_key(key, again));
	acme_key_unref(key);
	acme_key_unref(again);
	acme_json_free(got);
	acme_json_free(want);
	acme_secret_clear(&jwk);
	acme_buf_clear(&text);
}

static void
round_trips(void)
{
	static const char *const ec[] = { "kty", "crv", "x", "y", "d", NULL };
	static const char *const rsa[] = { "kty", "n",	"e",  "d",  "p",
					   "q",	  "dp", "dq", "qi", NULL };
	static const char *const ec_files[] = {
		"p256.jwk",	    "p384.jwk",		"p256-short-x.jwk",
		"p256-short-y.jwk", "p256-short-d.jwk", "rfc7517-a2-ec.jwk",
	};
	static const char *const rsa_files[] = {
		"rsa2048.jwk",	      "rsa3072.jwk",	"rsa4096.jwk",
		"rfc7517-a2-rsa.jwk", "rfc7515-a2.jwk",
	};
	size_t i;

	for (i = 0; i < sizeof(ec_files) / sizeof(*ec_files); i++)
		check_round_trip(ec_files[i], ec);
	for (i = 0; i < sizeof(rsa_files) / sizeof(*rsa_files); i++)
		check_round_trip(rsa_files[i], rsa);
}

/* A file that a Windows editor has saved (RFC 8259 8.1). */
static void
jwk_with_a_mark(void)
{
	struct acme_buf text = ACME_BUF_INIT(1 << 20);
	struct acme_key *key = data_key("p256.jwk"), *marked = NULL;

	CHECK_OK(acme_buf_add(&text, ACME_SPAN("\xef\xbb\xbf")));
	data_add(&text, "p256.jwk");
	CHECK_OK(acme_key_from_jwk(acme_buf_span(&text), &marked, NULL));
	CHECK(data_same_key(key, marked));
	acme_key_unref(marked);
	acme_key_unref(key);
	acme_buf_clear(&text);
}

static void
public_jwk_is_padded(void)
{
	struct acme_buf jwk = ACME_BUF_INIT(1024);
	struct acme_key *key = data_key("p256-short-x.pem");
	struct acme_key *rsa = data_key("rfc7517-a2-rsa.jwk");

	CHECK_OK(acme_key_public_jwk(key, &jwk));
	CHECK_INT(jwk.len, strlen("{\"crv\":\"P-256\",\"kty\":\"EC\","
				  "\"x\":\"\",\"y\":\"\"}") +
				   43 + 43);
	CHECK(strstr(acme_buf_str(&jwk), "{\"crv\":\"P-256\",\"kty\":\"EC\","
					 "\"x\":\"A"));
	acme_buf_clear(&jwk);
	CHECK_OK(acme_key_public_jwk(rsa, &jwk));
	CHECK(strstr(acme_buf_str(&jwk),
		     "{\"e\":\"AQAB\",\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQ") ==
	      acme_buf_str(&jwk));
	CHECK(!strstr(acme_buf_str(&jwk), "\"d\""));
	acme_buf_clear(&jwk);
	acme_key_unref(key);
	acme_key_unref(rsa);
}

/* Some tools leave p and q out, and leading zero bytes of coordinates. */
static void
liberal(void)
{
	struct acme_key *whole = data_key("rsa2048.jwk"), *key;

	key = data_key("rsa2048-ned.jwk");
	CHECK(data_same_key(whole, key));
	acme_key_unref(whole);
	acme_key_unref(key);
	/* d = 1, so that the public point is the curve's generator. */
	key = NULL;
	CHECK_OK(acme_key_from_jwk(
		ACME_SPAN("{\"d\":\"AQ\",\"kty\":\"EC\",\"crv\":\"P-256\","
			  "\"y\":\"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_"
			  "UfU\",\"x\":\"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE"
			  "5RdiYwpY\",\"crv\":\"nonsense\",\"use\":7}"),
		&key, NULL));
	CHECK_INT(acme_key_type(key), ACME_KEY_P256);
	acme_key_unref(key);
}

#define EC_X "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"
#define EC_Y "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
#define EC_D "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"
#define EC   "{\"kty\":\"EC\",\"crv\":\"P-256\","

static const struct {
	const char *jwk;
	enum acme_err err;
	const char *says;
} bad_jwks[] = {
	{ "", ACME_ERR_SYNTAX, "JWK" },
	{ "{", ACME_ERR_SYNTAX, "JWK" },
	{ "[]", ACME_ERR_INVALID, "kty" },
	{ "{}", ACME_ERR_INVALID, "kty" },
	{ "{\"kty\":1}", ACME_ERR_INVALID, "kty" },
	{ "{\"kty\":\"oct\",\"k\":\"AA\"}", ACME_ERR_INVALID,
	  "kty \"oct\" is not supported" },
	{ "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}", ACME_ERR_INVALID,
	  "kty \"OKP\" is not supported" },
	{ "{\"kty\":\"EC\"}", ACME_ERR_INVALID, "crv" },
	{ "{\"kty\":\"EC\",\"crv\":\"secp256k1\"}", ACME_ERR_INVALID,
	  "crv \"secp256k1\" is not supported" },
	{ EC "\"x\":\"" EC_X "\",\"y\":\"" EC_Y "\"}", ACME_ERR_INVALID,
	  "member d" },
	{ EC "\"x\":\"" EC_X "\",\"d\":\"" EC_D "\"}", ACME_ERR_INVALID,
	  "member y" },
	{ EC "\"x\":\"" EC_X "=\",\"y\":\"" EC_Y "\",\"d\":\"" EC_D "\"}",
	  ACME_ERR_SYNTAX, "member x" },
	{ EC "\"x\":\"" EC_X "\",\"y\":\"" EC_X "\",\"d\":\"" EC_D "\"}",
	  ACME_ERR_INVALID, "do not belong together" },
	{ EC "\"x\":\"" EC_X "\",\"y\":\"" EC_Y "\",\"d\":\"AQ\"}",
	  ACME_ERR_INVALID, "do not belong together" },
	{ EC "\"x\":\"" EC_X "\",\"y\":\"" EC_Y "\",\"d\":\"\"}",
	  ACME_ERR_INVALID, "reading the EC key" },
	{ EC "\"x\":\"" EC_X "AAAA\",\"y\":\"" EC_Y "\",\"d\":\"" EC_D "\"}",
	  ACME_ERR_INVALID, "more than 32" },
	{ "{\"kty\":\"RSA\",\"n\":\"AQ\"}", ACME_ERR_INVALID, "member e" },
	{ "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"AQ\",\"d\":\"AQ\"}",
	  ACME_ERR_INVALID, "do not belong together" },
	{ "{\"kty\":\"RSA\",\"oth\":[]}", ACME_ERR_INVALID, "two primes" },
};

static void
bad_keys(void)
{
	struct acme_fault fault;
	struct acme_key *key = NULL;
	size_t i;

	for (i = 0; i < sizeof(bad_jwks) / sizeof(*bad_jwks); i++) {
		CHECK_ERR(acme_key_from_jwk(acme_span_str(bad_jwks[i].jwk),
					    &key, &fault),
			  bad_jwks[i].err);
		if (!strstr(fault.text, bad_jwks[i].says))
			TEST_FAIL("%s: \"%s\"", bad_jwks[i].jwk, fault.text);
		CHECK_FOR(bad_jwks[i].jwk, !key);
		CHECK_FOR(bad_jwks[i].jwk, !strstr(fault.text, EC_D));
	}
	CHECK_ERR(data_read_key("p521.jwk", &key, &fault), ACME_ERR_INVALID);
	CHECK(strstr(fault.text, "crv \"P-521\" is not supported"));
}

/* A good RSA key with one member renamed, or one letter of it changed. */
static void
bad_rsa_parts(void)
{
#define W "rsa2048.jwk"
	static const struct {
		const char *file, *find;
		size_t at; /* from there */
		const char *put, *says;
	} cases[] = {
		{ W, "\"q\"", 1, "z", "of p and q it has only one" },
		{ W, "\"p\"", 1, "z", "of p and q it has only one" },
		{ W, "\"dp\": \"", 10, "A", "dp does not belong" },
		{ W, "\"dq\": \"", 10, "A", "dq does not belong" },
		{ W, "\"qi\": \"", 10, "A", "qi does not belong" },
		{ W, "\"d\": \"", 10, "A", "dp does not belong" },
		{ "rsa2048-ned.jwk", "\"d\": \"", 10, "_",
		  "do not belong together" },
		{ W, "\"n\": \"", 10, "_", "do not belong together" },
		{ W, "\"q\": \"", 10, "A", "dq does not belong" },
		{ W, "\"n\"", 1, "m", "member n" },
	};
	struct acme_buf text = ACME_BUF_INIT(1 << 20);
	struct acme_fault fault;
	struct acme_key *key = NULL;
	char *member;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		data_add(&text, cases[i].file);
		member = strstr(text.data, cases[i].find);
		CHECK_FOR(cases[i].find, member);
		CHECK_FOR(cases[i].find, member[cases[i].at] != *cases[i].put);
		member[cases[i].at] = *cases[i].put;
		CHECK_ERR(acme_key_from_jwk(acme_buf_span(&text), &key, &fault),
			  ACME_ERR_INVALID);
		if (!strstr(fault.text, cases[i].says))
			TEST_FAIL("%s: \"%s\"", cases[i].find, fault.text);
		CHECK_FOR(cases[i].find, !key);
		acme_buf_clear(&text);
	}
}

static void
too_long(void)
{
	struct acme_buf text = ACME_BUF_INIT(1 << 20);
	struct acme_key *key = NULL;

	while (text.len <= ACME_KEY_TEXT_MAX)
		CHECK_OK(acme_buf_add(&text, ACME_SPAN("          ")));
	data_add(&text, "p256.jwk");
	CHECK_ERR(acme_key_from_jwk(acme_buf_span(&text), &key, NULL),
		  ACME_ERR_LIMIT);
	CHECK(!key);
	acme_buf_clear(&text);
}

static const struct test tests[] = {
	TEST(thumbprints_of_rfcs),  TEST(round_trips), TEST(jwk_with_a_mark),
	TEST(public_jwk_is_padded), TEST(liberal),     TEST(bad_keys),
	TEST(bad_rsa_parts),	    TEST(too_long),
};

TEST_MAIN(tests)
