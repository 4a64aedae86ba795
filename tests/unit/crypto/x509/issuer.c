/* SPDX-License-Identifier: MIT */
/* An issuer's common name: of any length, of any bytes, made by OpenSSL, which
 * always has memory: without, it may crash. */
#include "crypto/x509/cert.h"
#include "crypto/x509/leaf.h"
#include "memory/short_memory.h"
#include "test.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#define LEN_MAX 70000

static EVP_PKEY *
load_key(void)
{
	FILE *file = fopen(TEST_DATA "/crypto/p256.pem", "r");
	EVP_PKEY *key;

	CHECK(file);
	key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
	fclose(file);
	CHECK(key);
	return key;
}

/* RFC 5280 has 64 characters at most; who wants more, may write them. */
static void
set_name(X509 *x509, const char *name, size_t len)
{
	X509_NAME *issuer = X509_NAME_new();

	CHECK(X509_NAME_add_entry_by_NID(
		issuer, NID_commonName, V_ASN1_UTF8STRING,
		(const unsigned char *)name, (int)len, -1, 0));
	CHECK(X509_set_issuer_name(x509, issuer));
	X509_NAME_free(issuer);
}

/* Its DER, which OPENSSL_free() frees. */
static struct acme_span
make(const char *name, size_t len)
{
	bool was_tests = memory_is_tests(true);
	EVP_PKEY *key = load_key();
	X509 *x509 = X509_new();
	unsigned char *der = NULL;
	int der_len;

	CHECK(X509_set_version(x509, 2));
	CHECK(ASN1_INTEGER_set(X509_get_serialNumber(x509), 0x1234));
	CHECK(X509_gmtime_adj(X509_getm_notBefore(x509), 0));
	CHECK(X509_gmtime_adj(X509_getm_notAfter(x509), 86400));
	CHECK(X509_set_pubkey(x509, key));
	set_name(x509, name, len);
	CHECK(X509_sign(x509, key, EVP_sha256()));
	der_len = i2d_X509(x509, &der);
	CHECK(der_len > 0);
	X509_free(x509);
	EVP_PKEY_free(key);
	memory_is_tests(was_tests);
	return acme_span(der, (size_t)der_len);
}

typedef enum acme_err reader(struct acme_span pem_or_der,
			     struct acme_cert_info *info,
			     struct acme_fault *fault);

static reader *const readers[] = { acme_cert_info_read, acme_leaf_info };

/* As many bytes of it as there is room for, and no byte behind them. */
static void
check_length(reader *read, size_t len)
{
	static char name[LEN_MAX];
	size_t cut = len < ACME_ISSUER_MAX ? len : ACME_ISSUER_MAX - 1;
	struct acme_cert_info info;
	struct acme_span der;

	memset(name, 'a', sizeof(name));
	der = make(name, len);
	memset(&info, 0x55, sizeof(info));
	CHECK_OK(read(der, &info, NULL));
	CHECK_SPAN(acme_span_str(info.issuer), acme_span(name, cut));
	CHECK_STR(info.serial, "1234");
	CHECK_INT(info.n_names, 0);
	OPENSSL_free((void *)(size_t)der.data);
}

static void
lengths(void)
{
	static const size_t lens[] = { 1, 64, 255, 256, 257, 300, 60000 };
	size_t i, r;

	for (r = 0; r < sizeof(readers) / sizeof(*readers); r++)
		for (i = 0; i < sizeof(lens) / sizeof(*lens); i++)
			check_length(readers[r], lens[i]);
}

/* It comes from the CA, or who says so, and goes to the log. */
static void
bytes_that_are_not_printed(void)
{
	static const char name[] = "a\nb\x1f\0c\x7f\xc3\xa9";
	struct acme_span der = make(name, sizeof(name) - 1);
	struct acme_cert_info info;
	size_t r;

	for (r = 0; r < sizeof(readers) / sizeof(*readers); r++) {
		CHECK_OK(readers[r](der, &info, NULL));
		CHECK_STR(info.issuer, "a?b??c?\xc3\xa9");
	}
	OPENSSL_free((void *)(size_t)der.data);
}

static const struct test tests[] = {
	TEST(lengths),
	TEST(bytes_that_are_not_printed),
};

TEST_MAIN(tests)
