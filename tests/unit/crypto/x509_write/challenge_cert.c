/* SPDX-License-Identifier: MIT */
/* What a validator looks at (RFC 8737 §3, ACME v1), read by OpenSSL, which has
 * memory from one certificate to the next: without, it may crash. */
#include "crypto/x509_write/challenge_cert.h"

#include "crypto/key/key.h"
#include "memory/short_memory.h"
#include "test.h"

#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>

#define NAME		  "a-name.example.test"
#define KEY_AUTHORIZATION "token.thumbprint"
#define OID		  "1.3.6.1.5.5.7.1.31"

struct made {
	struct acme_buf cert;
	struct acme_secret key;
	X509 *x509;
};

static void
make_with(const char *name, struct acme_span key_authorization,
	  struct made *made)
{
	struct acme_fault fault = { ACME_OK, "" };
	BIO *bio;

	*made = (struct made){
		.cert = ACME_BUF_INIT(ACME_CHALLENGE_CERT_MAX),
		.key = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX),
	};
	memory_is_tests(false);
	if (acme_challenge_cert_make(name, key_authorization, &made->cert,
				     &made->key, &fault))
		TEST_FAIL("%s", fault.text);
	memory_is_tests(true);
	bio = BIO_new_mem_buf(made->cert.data, (int)made->cert.len);
	made->x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	BIO_free(bio);
	CHECK(made->x509);
}

static void
make(const char *name, struct made *made)
{
	make_with(name, ACME_SPAN(KEY_AUTHORIZATION), made);
}

static void
made_clear(struct made *made)
{
	X509_free(made->x509);
	acme_buf_clear(&made->cert);
	acme_secret_clear(&made->key);
	memory_is_tests(false);
}

static X509_EXTENSION *
only_extension(const X509 *x509, const char *oid)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	int at = X509_get_ext_by_OBJ(x509, object, -1);

	CHECK(at >= 0);
	CHECK_INT(X509_get_ext_by_OBJ(x509, object, at), -1);
	ASN1_OBJECT_free(object);
	return X509_get_ext(x509, at);
}

static void
check_one_name(const X509 *x509, const char *want)
{
	GENERAL_NAMES *san;
	const ASN1_IA5STRING *name;
	int type = 0;

	san = X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);
	CHECK_INT(sk_GENERAL_NAME_num(san), 1);
	name = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(san, 0), &type);
	CHECK_INT(type, GEN_DNS);
	CHECK_SPAN(acme_span(ASN1_STRING_get0_data(name),
			     (size_t)ASN1_STRING_length(name)),
		   acme_span_str(want));
	GENERAL_NAMES_free(san);
}

static void
has_one_name(void)
{
	struct made made;

	make(NAME, &made);
	check_one_name(made.x509, NAME);
	made_clear(&made);
}

/* As a CA asked for it, and accepted it (tests/data/acme-v1/021-*). */
static void
of_tls_sni(void)
{
	const struct acme_span key_authorization =
		ACME_SPAN("Y5Hh_pAlxUeEIlxe2RvNTrpsf5AeoDLw_zhLfAvUK9U."
			  "qhw1FL35svS7c9mPyUnGvS3eBGTq3FMMfZRvEg8L7KU");
	char name[ACME_CHALLENGE_SNI_NAME_MAX];
	struct made made;

	CHECK_ERR(acme_challenge_sni_name(key_authorization, name), ACME_OK);
	CHECK_STR(name, "37c8a1b24c3c1dbb04b451342407ee08."
			"3227dfa72bb20df01d221e0586fa526c.acme.invalid");
	make_with(name, ACME_SPAN(""), &made);
	check_one_name(made.x509, name);
	CHECK_INT(X509_get_ext_count(made.x509), 1);
	made_clear(&made);
}

static void
has_the_digest(void)
{
	unsigned char want[34] = { 0x04, 0x20 };
	X509_EXTENSION *extension;
	const ASN1_OCTET_STRING *value;
	struct made made;

	make(NAME, &made);
	SHA256((const unsigned char *)KEY_AUTHORIZATION,
	       sizeof(KEY_AUTHORIZATION) - 1, want + 2);
	extension = only_extension(made.x509, OID);
	CHECK_INT(X509_EXTENSION_get_critical(extension), 1);
	value = X509_EXTENSION_get_data(extension);
	CHECK_SPAN(acme_span(ASN1_STRING_get0_data(value),
			     (size_t)ASN1_STRING_length(value)),
		   acme_span(want, sizeof(want)));
	CHECK_INT(X509_get_ext_count(made.x509), 2);
	made_clear(&made);
}

static void
is_self_signed(void)
{
	EVP_PKEY *key;
	struct made made;
	BIO *bio;

	make(NAME, &made);
	CHECK_INT(X509_verify(made.x509, X509_get0_pubkey(made.x509)), 1);
	CHECK_INT(X509_NAME_cmp(X509_get_subject_name(made.x509),
				X509_get_issuer_name(made.x509)),
		  0);
	CHECK_INT(X509_get_version(made.x509), 2);
	bio = BIO_new_mem_buf(made.key.buf.data, (int)made.key.buf.len);
	key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	CHECK_INT(X509_check_private_key(made.x509, key), 1);
	CHECK_INT(EVP_PKEY_get_bits(key), 256);
	EVP_PKEY_free(key);
	BIO_free(bio);
	made_clear(&made);
}

static void
check_date(const ASN1_TIME *date, const char *want)
{
	ASN1_GENERALIZEDTIME *got = ASN1_TIME_to_generalizedtime(date, NULL);

	CHECK(got);
	CHECK_SPAN(acme_span(ASN1_STRING_get0_data(got),
			     (size_t)ASN1_STRING_length(got)),
		   acme_span_str(want));
	ASN1_GENERALIZEDTIME_free(got);
}

static void
is_valid_for_ever(void)
{
	struct made made;

	make(NAME, &made);
	check_date(X509_get0_notBefore(made.x509), "20000101000000Z");
	/* RFC 5280 §4.1.2.5: there is no good date for its end. */
	check_date(X509_get0_notAfter(made.x509), "99991231235959Z");
	made_clear(&made);
}

static void
is_another_each_time(void)
{
	struct made a, b;

	make(NAME, &a);
	make(NAME, &b);
	CHECK(ASN1_INTEGER_cmp(X509_get0_serialNumber(a.x509),
			       X509_get0_serialNumber(b.x509)));
	CHECK_INT(X509_check_private_key(a.x509, X509_get0_pubkey(b.x509)), 0);
	made_clear(&a);
	made_clear(&b);
}

static void
lengths(void)
{
	char name[255];
	struct acme_buf cert = ACME_BUF_INIT(100);
	struct acme_secret key = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_fault fault;
	struct made made;

	memset(name, 'a', sizeof(name));
	name[253] = '\0';
	make(name, &made);
	made_clear(&made);
	name[253] = 'a';
	name[254] = '\0';
	CHECK_ERR(acme_challenge_cert_make(name, ACME_SPAN("k"), &cert, &key,
					   &fault),
		  ACME_ERR_INVALID);
	CHECK_ERR(acme_challenge_cert_make("", ACME_SPAN("k"), &cert, &key,
					   &fault),
		  ACME_ERR_INVALID);
	CHECK_ERR(acme_challenge_cert_make(NAME, ACME_SPAN("k"), &cert, &key,
					   &fault),
		  ACME_ERR_LIMIT);
	CHECK(!cert.len && !key.buf.len);
	acme_buf_clear(&cert);
	acme_secret_clear(&key);
}

static const struct test tests[] = {
	TEST(has_one_name),	    TEST(has_the_digest),
	TEST(is_self_signed),	    TEST(is_valid_for_ever),
	TEST(is_another_each_time), TEST(lengths),
	TEST(of_tls_sni),
};

TEST_MAIN(tests)
