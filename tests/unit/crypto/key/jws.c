/* SPDX-License-Identifier: MIT */
/*
 * JWS and the signatures in them.  What is RSA is compared with OpenSSL's and
 * the RFC's bytes; what is EC is verified.
 */
#include "crypto/key/jws.h"

#include "crypto/data.h"
#include "crypto/key/signature.h"
#include "format/base64url.h"
#include "format/json/json.h"

#include <mbedtls/ecdsa.h>
#include <mbedtls/md.h>

#define JWS_MAX 65536

static const struct acme_jws_header header = {
	.kid = "https://ca.example/acct/1",
	.nonce = "bm9uY2U",
	.url = "https://ca.example/order",
};

/* RFC 7515 A.2.1 and A.3.1: header "." payload. */
static const char rfc_input[] =
	".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
	"cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

static bool
verifies(const struct acme_key *key, mbedtls_md_type_t md,
	 struct acme_span input, const unsigned char *signature, size_t len)
{
	const mbedtls_md_info_t *info = mbedtls_md_info_from_type(md);
	mbedtls_ecp_keypair *ec = mbedtls_pk_ec(key->pk);
	unsigned char hash[MBEDTLS_MD_MAX_SIZE];
	mbedtls_mpi r, s;
	int rc;

	mbedtls_mpi_init(&r);
	mbedtls_mpi_init(&s);
	CHECK(!mbedtls_mpi_read_binary(&r, signature, len / 2));
	CHECK(!mbedtls_mpi_read_binary(&s, signature + len / 2, len / 2));
	CHECK(!mbedtls_md(info, acme_span_bytes(input), input.len, hash));
	rc = mbedtls_ecdsa_verify(&ec->MBEDTLS_PRIVATE(grp), hash,
				  mbedtls_md_get_size(info),
				  &ec->MBEDTLS_PRIVATE(Q), &r, &s);
	mbedtls_mpi_free(&r);
	mbedtls_mpi_free(&s);
	return !rc;
}

static void
rfc7515_a2(void)
{
	static const char want[] =
		"cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZm"
		"h7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKB"
		"YNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L"
		"07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6Bf"
		"I7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWk"
		"WywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
	unsigned char signature[ACME_SIGNATURE_MAX];
	struct acme_key *key = data_key("rfc7515-a2.jwk");
	struct acme_buf text = ACME_BUF_INIT(1024);
	char input[256];
	size_t len;

	snprintf(input, sizeof(input), "eyJhbGciOiJSUzI1NiJ9%s", rfc_input);
	CHECK_INT(
		acme_signature_make(key, acme_span_str(input), signature, &len),
		0);
	CHECK_OK(acme_base64url_encode(acme_span(signature, len), &text));
	CHECK_STR(acme_buf_str(&text), want);
	CHECK_STR(acme_signature_alg(key), "RS256");
	acme_buf_clear(&text);
	acme_key_unref(key);
}

static void
rfc7515_a3(void)
{
	unsigned char signature[ACME_SIGNATURE_MAX];
	struct acme_key *key = data_key("rfc7515-a3.jwk");
	struct acme_buf rfcs = ACME_BUF_INIT(64);
	char input[256];
	size_t len;

	snprintf(input, sizeof(input), "eyJhbGciOiJFUzI1NiJ9%s", rfc_input);
	CHECK_OK(acme_base64url_decode(
		ACME_SPAN("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw"
			  "5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"),
		&rfcs, NULL));
	CHECK_INT(rfcs.len, 64);
	CHECK(verifies(key, MBEDTLS_MD_SHA256, acme_span_str(input),
		       acme_span_bytes(acme_buf_span(&rfcs)), 64));
	CHECK_INT(
		acme_signature_make(key, acme_span_str(input), signature, &len),
		0);
	CHECK_INT(len, 64);
	CHECK(verifies(key, MBEDTLS_MD_SHA256, acme_span_str(input), signature,
		       len));
	signature[40] ^= 1;
	CHECK(!verifies(key, MBEDTLS_MD_SHA256, acme_span_str(input), signature,
			len));
	CHECK_STR(acme_signature_alg(key), "ES256");
	acme_buf_clear(&rfcs);
	acme_key_unref(key);
}

/*
 * Sign until both an r and an s have come that begin with a zero byte: one in
 * 256 does.
 */
static void
short_numbers(const char *file, mbedtls_md_type_t md, size_t number_len)
{
	unsigned char signature[ACME_SIGNATURE_MAX];
	struct acme_key *key = data_key(file);
	bool short_r = false, short_s = false;
	char input[16];
	size_t i, len;

	for (i = 0; i < 20000 && !(short_r && short_s); i++) {
		snprintf(input, sizeof(input), "%zu", i);
		CHECK_INT(acme_signature_make(key, acme_span_str(input),
					      signature, &len),
			  0);
		CHECK_INT(len, 2 * number_len);
		if (signature[0] && signature[number_len])
			continue;
		CHECK_FOR(input, verifies(key, md, acme_span_str(input),
					  signature, len));
		short_r = short_r || !signature[0];
		short_s = short_s || !signature[number_len];
	}
	CHECK(short_r && short_s);
	acme_key_unref(key);
}

static void
short_numbers_es256(void)
{
	short_numbers("p256.pem", MBEDTLS_MD_SHA256, 32);
}

static void
short_numbers_es384(void)
{
	short_numbers("p384.pem", MBEDTLS_MD_SHA384, 48);
}

static void
whole_text_as_openssl_signs_it(void)
{
	struct acme_key *key = data_key("rsa2048.pem");
	struct acme_buf jws = ACME_BUF_INIT(JWS_MAX);
	struct acme_buf want = ACME_BUF_INIT(1 << 20);

	data_add(&want, "rsa2048.jws");
	want.len--; /* its newline */
	CHECK_OK(acme_jws_sign(key, &header,
			       ACME_SPAN("{\"status\":\"deactivated\"}"), &jws,
			       NULL));
	CHECK_SPAN(acme_buf_span(&jws), acme_buf_span(&want));
	acme_buf_clear(&jws);
	acme_buf_clear(&want);
	acme_key_unref(key);
}

/* ${name} of the JWS, decoded and appended to ${bytes}. */
static void
decode(const struct acme_json *jws, const char *name, struct acme_buf *bytes)
{
	struct acme_span text;

	CHECK_OK(acme_json_string(acme_json_root(jws), name, &text, NULL));
	CHECK_OK(acme_base64url_decode(text, bytes, NULL));
}

/* Sign, and check header, payload and signature by taking them apart. */
static void
check_jws(const struct acme_key *key, const struct acme_jws_header *with,
	  struct acme_span payload, const char *want_header)
{
	struct acme_buf jws = ACME_BUF_INIT(JWS_MAX);
	struct acme_buf input = ACME_BUF_INIT(JWS_MAX);
	struct acme_buf bytes = ACME_BUF_INIT(JWS_MAX);
	struct acme_json *json = NULL;
	struct acme_span text;

	CHECK_OK(acme_jws_sign(key, with, payload, &jws, NULL));
	CHECK_OK(acme_json_parse(acme_buf_span(&jws), &json, NULL));
	CHECK_INT(acme_json_n_items(acme_json_root(json)), 3);
	decode(json, "protected", &bytes);
	CHECK_STR(acme_buf_str(&bytes), want_header);
	acme_buf_clear(&bytes);
	decode(json, "payload", &bytes);
	CHECK_SPAN(acme_buf_span(&bytes), payload);
	acme_buf_clear(&bytes);
	decode(json, "signature", &bytes);
	CHECK_OK(acme_json_string(acme_json_root(json), "protected", &text,
				  NULL));
	CHECK_OK(acme_buf_add(&input, text));
	CHECK_OK(acme_buf_add(&input, ACME_SPAN(".")));
	CHECK_OK(
		acme_json_string(acme_json_root(json), "payload", &text, NULL));
	CHECK_OK(acme_buf_add(&input, text));
	CHECK(verifies(key,
		       bytes.len == 64 ? MBEDTLS_MD_SHA256 : MBEDTLS_MD_SHA384,
		       acme_buf_span(&input),
		       acme_span_bytes(acme_buf_span(&bytes)), bytes.len));
	acme_json_free(json);
	acme_buf_clear(&jws);
	acme_buf_clear(&input);
	acme_buf_clear(&bytes);
}

static void
headers(void)
{
	static const struct acme_jws_header no_kid = {
		.nonce = "n", .url = "https://ca.example/\"\\"
	};
	static const struct acme_jws_header v1 = { .nonce = "n" };
	struct acme_key *p256 = data_key("rfc7517-a2-ec.jwk");
	struct acme_key *p384 = data_key("p384.pem");

#define JWK                                                     \
	"{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"MKBCTNIcKUS" \
	"Dii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\"y\":\"4Etl6SRW2"  \
	"YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}"
	check_jws(
		p256, &header, ACME_SPAN(""),
		"{\"alg\":\"ES256\",\"kid\":\"https://ca.example/acct/1\","
		"\"nonce\":\"bm9uY2U\",\"url\":\"https://ca.example/order\"}");
	check_jws(p256, &no_kid, ACME_SPAN("{}"),
		  "{\"alg\":\"ES256\",\"jwk\":" JWK ",\"nonce\":\"n\","
		  "\"url\":\"https://ca.example/\\\"\\\\\"}");
	check_jws(p256, &v1, ACME_SPAN("{\"resource\":\"new-reg\"}"),
		  "{\"alg\":\"ES256\",\"jwk\":" JWK ",\"nonce\":\"n\"}");
	check_jws(
		p384, &header, ACME_SPAN(""),
		"{\"alg\":\"ES384\",\"kid\":\"https://ca.example/acct/1\","
		"\"nonce\":\"bm9uY2U\",\"url\":\"https://ca.example/order\"}");
	acme_key_unref(p256);
	acme_key_unref(p384);
}

static void
post_as_get(void)
{
	struct acme_key *key = data_key("p256.pem");
	struct acme_buf jws = ACME_BUF_INIT(JWS_MAX);

	CHECK_OK(acme_jws_sign(key, &header, ACME_SPAN(""), &jws, NULL));
	CHECK(strstr(acme_buf_str(&jws), "\",\"payload\":\"\",\"signature\""));
	acme_buf_clear(&jws);
	acme_key_unref(key);
}

static void
too_long(void)
{
	static const struct acme_jws_header not_utf8 = { .kid = "\xff" };
	struct acme_key *key = data_key("p256.pem");
	struct acme_buf jws = ACME_BUF_INIT(200);
	struct acme_fault fault;
	char long_payload[300];

	memset(long_payload, 'a', sizeof(long_payload));
	CHECK_OK(acme_buf_add(&jws, ACME_SPAN("before")));
	CHECK_ERR(acme_jws_sign(key, &header, ACME_SPAN("abc"), &jws, &fault),
		  ACME_ERR_LIMIT);
	CHECK(strstr(fault.text, "at most 200 bytes"));
	CHECK_ERR(acme_jws_sign(key, &header,
				acme_span(long_payload, sizeof(long_payload)),
				&jws, &fault),
		  ACME_ERR_LIMIT);
	CHECK_ERR(acme_jws_sign(key, &not_utf8, ACME_SPAN(""), &jws, &fault),
		  ACME_ERR_SYNTAX);
	CHECK_STR(acme_buf_str(&jws), "before");
	acme_buf_clear(&jws);
	acme_key_unref(key);
}

static const struct test tests[] = {
	TEST(rfc7515_a2),
	TEST(rfc7515_a3),
	TEST(short_numbers_es256),
	TEST(short_numbers_es384),
	TEST(headers),
	TEST(whole_text_as_openssl_signs_it),
	TEST(post_as_get),
	TEST(too_long),
};

TEST_MAIN(tests)
