/* SPDX-License-Identifier: MIT */
/*
 * CSRs, read and verified by OpenSSL, which always has memory: without, it may
 * crash.
 */
#include "crypto/x509_write/csr.h"

#include "crypto/data.h"
#include "memory/short_memory.h"

#include <mbedtls/version.h>
#include <mbedtls/x509_csr.h>
#include <openssl/x509v3.h>

#define CSR_MAX (1 << 20)

static const char *const one_name[] = { "a.example" };
static const struct acme_csr_subject no_subject;

/* To the last byte, and signed by its key. */
static X509_REQ *
read_whole(struct acme_span der)
{
	const unsigned char *at = acme_span_bytes(der);
	bool was_tests = memory_is_tests(true);
	X509_REQ *csr = d2i_X509_REQ(NULL, &at, (long)der.len);

	CHECK(csr);
	CHECK(at == acme_span_bytes(der) + der.len);
	CHECK_INT(X509_REQ_verify(csr, X509_REQ_get0_pubkey(csr)), 1);
	memory_is_tests(was_tests);
	return csr;
}

static X509_REQ *
make(const char *key_file, const struct acme_csr_subject *subject,
     const char *const *names, size_t n_names)
{
	struct acme_key *key = data_key(key_file);
	struct acme_buf der = ACME_BUF_INIT(CSR_MAX);
	struct acme_fault fault = { ACME_OK, "" };
	X509_REQ *csr;

	if (acme_csr_make(key, subject, names, n_names, &der, &fault))
		TEST_FAIL("%s", fault.text);
	csr = read_whole(acme_buf_span(&der));
	acme_buf_clear(&der);
	acme_key_unref(key);
	return csr;
}

/* Just these names, in this order, and all of them DNS names. */
static void
check_names(X509_REQ *csr, const char *const *names, size_t n_names)
{
	bool was_tests = memory_is_tests(true);
	STACK_OF(X509_EXTENSION) *extensions = X509_REQ_get_extensions(csr);
	GENERAL_NAMES *san =
		X509V3_get_d2i(extensions, NID_subject_alt_name, NULL, NULL);
	const ASN1_IA5STRING *name;
	GENERAL_NAME *general;
	size_t i;
	int type;

	CHECK_INT(sk_X509_EXTENSION_num(extensions), 1);
	CHECK_INT(sk_GENERAL_NAME_num(san), n_names);
	for (i = 0; i < n_names; i++) {
		general = sk_GENERAL_NAME_value(san, (int)i);
		name = GENERAL_NAME_get0_value(general, &type);
		CHECK_INT(type, GEN_DNS);
		CHECK_SPAN(acme_span(ASN1_STRING_get0_data(name),
				     (size_t)ASN1_STRING_length(name)),
			   acme_span_str(names[i]));
	}
	GENERAL_NAMES_free(san);
	sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
	memory_is_tests(was_tests);
}

static void
check_entry(X509_REQ *csr, int nid, int type, const char *want)
{
	X509_NAME *subject = X509_REQ_get_subject_name(csr);
	int at = X509_NAME_get_index_by_NID(subject, nid, -1);
	const ASN1_STRING *value;

	CHECK_INT(at >= 0, want != NULL);
	if (!want)
		return;
	value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
	CHECK_INT(ASN1_STRING_type(value), type);
	CHECK_SPAN(acme_span(ASN1_STRING_get0_data(value),
			     (size_t)ASN1_STRING_length(value)),
		   acme_span_str(want));
}

static void
check_sha256(const X509_REQ *csr)
{
	bool was_tests = memory_is_tests(true);
	int hash = 0;

	CHECK(OBJ_find_sigid_algs(X509_REQ_get_signature_nid(csr), &hash,
				  NULL));
	CHECK_INT(hash, NID_sha256);
	memory_is_tests(was_tests);
}

static void
each_key_type(void)
{
	static const char *const files[] = { "p256.pem", "p384.pem",
					     "rsa2048.pem", "rsa3072.pem",
					     "rsa4096.pem" };
	X509_REQ *csr;
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		csr = make(files[i], &no_subject, one_name, 1);
		check_names(csr, one_name, 1);
		CHECK_INT(X509_NAME_entry_count(X509_REQ_get_subject_name(csr)),
			  0);
		check_sha256(csr);
		X509_REQ_free(csr);
	}
}

static void
many_names(void)
{
	enum {
		N = 300,
		LONG = 253
	};
	static char text[N][LONG + 1];
	const char *names[N];
	X509_REQ *csr;
	size_t i;

	for (i = 0; i < N; i++) {
		memset(text[i], 'x', LONG);
		snprintf(text[i], 16, "*.n%zu", i);
		text[i][strlen(text[i])] = '.';
		names[i] = text[i];
	}
	csr = make("rsa4096.pem", &no_subject, names, N);
	check_names(csr, names, N);
	X509_REQ_free(csr);
}

static void
subjects(void)
{
	static const struct acme_csr_subject cases[] = {
		{ .common_name = "A.example" },
		{ "DE", "Baden-W\xc3\xbcrttemberg", "K\xc3\xb6ln",
		  "A, B + C = \"D\" \\ <E>;#", "a.example" },
		{ .country = "", .organization = " O=x,CN=evil.example " },
	};
	const struct acme_csr_subject *c;
	X509_REQ *csr;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		c = &cases[i];
		csr = make("p256.pem", c, one_name, 1);
		check_entry(csr, NID_countryName, V_ASN1_PRINTABLESTRING,
			    c->country && *c->country ? c->country : NULL);
		check_entry(csr, NID_stateOrProvinceName, V_ASN1_UTF8STRING,
			    c->state);
		check_entry(csr, NID_localityName, V_ASN1_UTF8STRING,
			    c->locality);
		check_entry(csr, NID_organizationName, V_ASN1_UTF8STRING,
			    c->organization);
		check_entry(csr, NID_commonName, V_ASN1_UTF8STRING,
			    c->common_name);
		X509_REQ_free(csr);
	}
}

#define X16 "xxxxxxxxxxxxxxxx"
#define X64 X16 X16 X16 X16
#define U16                                                                \
	"\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc" \
	"\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc"
#define U64 U16 U16 U16 U16

static void
lengths(void)
{
	static const char *const fits[] = { X64 };
	static const char *const too_long[] = { X64 "x" };
	struct acme_csr_subject subject = { .state = U64 U64,
					    .locality = X64 X64,
					    .organization = U64,
					    .common_name = X64 };
	X509_REQ *csr;

	csr = make("p256.pem", &subject, fits, 1);
	check_entry(csr, NID_stateOrProvinceName, V_ASN1_UTF8STRING, U64 U64);
	check_entry(csr, NID_organizationName, V_ASN1_UTF8STRING, U64);
	check_entry(csr, NID_commonName, V_ASN1_UTF8STRING, X64);
	X509_REQ_free(csr);
	subject.common_name = *too_long;
	csr = make("p256.pem", &subject, too_long, 1);
	check_entry(csr, NID_commonName, 0, NULL);
	check_names(csr, too_long, 1);
	X509_REQ_free(csr);
}

static void
bad_subjects(void)
{
	static const struct {
		struct acme_csr_subject subject;
		const char *says;
	} cases[] = {
		{ { .country = "DEU" }, "CSR: \"country\" is \"DEU\"" },
		{ { .country = "D" }, "\"country\" is \"D\"" },
		{ { .country = "D1" }, "\"country\" is \"D1\"" },
		{ { .state = X64 X64 "x" }, "\"state\" has 129 characters" },
		{ { .locality = U64 X64 "x" },
		  "\"locality\" has 129 characters" },
		{ { .organization = X64 "x" }, "\"organization\" has 65" },
		{ { .organization = "a\xff" },
		  "\"organization\" is not UTF-8" },
		{ { .locality = "a\nb" },
		  "\"locality\" has a control character" },
		{ { .state = "a\x7f" }, "\"state\" has a control character" },
		{ { .common_name = "b.example" }, "not one of the names" },
	};
	struct acme_key *key = data_key("p256.pem");
	struct acme_buf der = ACME_BUF_INIT(CSR_MAX);
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		CHECK_ERR(acme_csr_make(key, &cases[i].subject, one_name, 1,
					&der, &fault),
			  ACME_ERR_INVALID);
		if (!strstr(fault.text, cases[i].says))
			TEST_FAIL("%s: \"%s\"", cases[i].says, fault.text);
		CHECK_FOR(cases[i].says, !der.len);
	}
	acme_key_unref(key);
}

static void
bad_names(void)
{
	static const char *const cases[] = {
		"",
		"a b.example",
		"a,b.example",
		"a/b",
		"a\n",
		"b\xc3\xbc"
		"cher.example",
		"[::1]",
		"a:1",
		X64 X64 X64 X16 X16 X16 "xxxxxxxxxxxxxx",
	};
	struct acme_key *key = data_key("p256.pem");
	struct acme_buf der = ACME_BUF_INIT(100);
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		CHECK_ERR(acme_csr_make(key, &no_subject, &cases[i], 1, &der,
					&fault),
			  ACME_ERR_INVALID);
	CHECK_ERR(acme_csr_make(key, &no_subject, NULL, 0, &der, &fault),
		  ACME_ERR_INVALID);
	CHECK(strstr(fault.text, "there is no name"));
	CHECK_ERR(acme_csr_make(key, &no_subject, one_name, 1, &der, &fault),
		  ACME_ERR_LIMIT);
	CHECK(strstr(fault.text, "100 bytes"));
	CHECK_INT(der.len, 0);
	acme_buf_clear(&der);
	acme_key_unref(key);
}

/* ld's --wrap: mbedTLS has no memory for the extension. */
#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define PARAMETERS                                                   \
	mbedtls_x509write_csr *csr, const char *oid, size_t oid_len, \
		const unsigned char *value, size_t len
#define ARGUMENTS csr, oid, oid_len, value, len
#else
#define PARAMETERS                                                   \
	mbedtls_x509write_csr *csr, const char *oid, size_t oid_len, \
		int critical, const unsigned char *value, size_t len
#define ARGUMENTS csr, oid, oid_len, critical, value, len
#endif

static bool no_extension;

int __real_mbedtls_x509write_csr_set_extension(PARAMETERS);
int __wrap_mbedtls_x509write_csr_set_extension(PARAMETERS);

int
__wrap_mbedtls_x509write_csr_set_extension(PARAMETERS)
{
	return no_extension
		       ? MBEDTLS_ERR_X509_ALLOC_FAILED
		       : __real_mbedtls_x509write_csr_set_extension(ARGUMENTS);
}

static void
no_memory_for_the_names(void)
{
	struct acme_key *key = data_key("p256.pem");
	struct acme_buf der = ACME_BUF_INIT(CSR_MAX);
	struct acme_fault fault = { ACME_OK, "" };

	no_extension = true;
	CHECK_ERR(acme_csr_make(key, &no_subject, one_name, 1, &der, &fault),
		  ACME_ERR_MEMORY);
	no_extension = false;
	CHECK(strstr(fault.text, "CSR: making it: out of memory"));
	CHECK_INT(der.len, 0);
	acme_key_unref(key);
}

static const struct test tests[] = {
	TEST(each_key_type),
	TEST(many_names),
	TEST(subjects),
	TEST(lengths),
	TEST(bad_subjects),
	TEST(bad_names),
	TEST(no_memory_for_the_names),
};

TEST_MAIN(tests)
