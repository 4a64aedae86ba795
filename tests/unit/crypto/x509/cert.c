/* SPDX-License-Identifier: MIT */
/*
 * What certificates say of themselves.
 */
#include "crypto/x509/cert.h"

#include "crypto/data.h"
#include "format/pem.h"

#define TEXT_MAX (1 << 20)

/* The DER of the first block of a file. */
static void
read_der(const char *file, struct acme_buf *der)
{
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_pem_block block;
	struct acme_pem pem;
	bool found = false;

	data_add(&text, file);
	acme_pem_init(&pem, acme_buf_span(&text));
	CHECK_OK(acme_pem_next(&pem, &block, &found, NULL));
	CHECK(found);
	CHECK_OK(acme_pem_decode(&block, der, NULL));
	acme_buf_clear(&text);
}

static void
infos(void)
{
	static const struct {
		const char *file, *serial, *issuer;
		int64_t not_before_s, not_after_s;
		unsigned int n_names;
	} cases[] = {
		{ "leaf.crt", "ffee0102030405060708090a0b0c0d0e0f", "Test CA",
		  1767225600, 4107542399, 3 },
		{ "leaf-rsa.crt", "1234", "Test RSA CA", 1767225600, 4107542399,
		  3 },
		/* 1969-12-31 23:59:58 to a leap day of a leap century */
		{ "leaf-old.crt", "10", "Test CA", -2, 951825600, 3 },
		{ "leaf-ip.crt", "11", "Test CA", 1767225600, 4107542399, 1 },
		{ "leaf-nosan.crt", "12", "Test CA", 1767225600, 4107542399,
		  0 },
		{ "leaf-nocn.crt", "15", "", 1767225600, 4107542399, 3 },
		{ "root.crt", "01", "Test Root", 1767225600, 4107542399, 0 },
	};
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_cert_info info;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		data_add(&text, cases[i].file);
		CHECK_OK(
			acme_cert_info_read(acme_buf_span(&text), &info, NULL));
		CHECK_STR(info.serial, cases[i].serial);
		CHECK_STR(info.issuer, cases[i].issuer);
		CHECK_INT(info.not_before_s, cases[i].not_before_s);
		CHECK_INT(info.not_after_s, cases[i].not_after_s);
		CHECK_INT(info.n_names, cases[i].n_names);
		CHECK_INT(info.n_certs, 1);
		acme_buf_clear(&text);
	}
}

static void
der_and_many(void)
{
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_buf names = ACME_BUF_INIT(100);
	struct acme_cert_info info;

	read_der("leaf-ip.crt", &text);
	CHECK_OK(acme_cert_info_read(acme_buf_span(&text), &info, NULL));
	CHECK_STR(info.serial, "11");
	CHECK_INT(info.n_certs, 1);
	CHECK_OK(acme_cert_names_read(acme_buf_span(&text), &names, NULL));
	CHECK_STR(acme_buf_str(&names), "a.example");
	acme_buf_clear(&names);
	acme_buf_clear(&text);

	CHECK_OK(acme_buf_add(&text, ACME_SPAN("0 is how this text begins\n")));
	data_add(&text, "p256.pem");
	data_add(&text, "leaf.crt");
	data_add(&text, "inter.crt");
	CHECK_OK(acme_cert_info_read(acme_buf_span(&text), &info, NULL));
	CHECK_INT(info.n_certs, 2);
	CHECK_INT(info.n_names, 3);
	CHECK_OK(acme_cert_names_read(acme_buf_span(&text), &names, NULL));
	CHECK_STR(acme_buf_str(&names), "a.example, B.example, *.c.example");
	acme_buf_clear(&names);
	acme_buf_clear(&text);
}

static void
names_that_do_not_fit(void)
{
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_buf names = ACME_BUF_INIT(20);
	struct acme_fault fault;

	CHECK_OK(acme_buf_add(&names, ACME_SPAN("x")));
	data_add(&text, "leaf.crt");
	CHECK_ERR(acme_cert_names_read(acme_buf_span(&text), &names, &fault),
		  ACME_ERR_LIMIT);
	CHECK(strstr(fault.text, "more than 20 bytes"));
	CHECK_STR(acme_buf_str(&names), "x");
	acme_buf_clear(&names);
	acme_buf_clear(&text);
}

static void
check_bad(struct acme_span text, enum acme_err err, const char *says)
{
	struct acme_cert_info info = data_no_info;
	struct acme_fault fault;

	CHECK_ERR(acme_cert_info_read(text, &info, &fault), err);
	if (!strstr(fault.text, says))
		TEST_FAIL("\"%s\" says not \"%s\"", fault.text, says);
	CHECK(data_is_no_info(&info));
}

static void
bad(void)
{
	static const struct {
		const char *file, *says;
	} cases[] = {
		{ "leaf-critical.crt", "line 1: certificate: X509" },
		{ "leaf-longserial.crt", "serial number is of 34 octets" },
		{ "p256.pem", "no CERTIFICATE" },
	};
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		data_add(&text, cases[i].file);
		check_bad(acme_buf_span(&text), ACME_ERR_INVALID,
			  cases[i].says);
		acme_buf_clear(&text);
	}
	check_bad(ACME_SPAN(""), ACME_ERR_INVALID, "no CERTIFICATE");
	check_bad(ACME_SPAN("-----BEGIN CERTIFICATE-----\nMAA=\n"),
		  ACME_ERR_SYNTAX, "");
	check_bad(ACME_SPAN("-----BEGIN CERTIFICATE-----\nMAA=\n"
			    "-----END CERTIFICATE-----\n"),
		  ACME_ERR_INVALID, "line 1: certificate: ");
}

/* Every prefix, in a copy that ends where it ends: none may be taken. */
static void
der_cut_or_longer(void)
{
	struct acme_buf der = ACME_BUF_INIT(TEXT_MAX);
	struct acme_cert_info info;
	size_t len;
	char *copy;

	read_der("leaf.crt", &der);
	for (len = 0; len < der.len; len++) {
		copy = malloc(len ? len : 1);
		CHECK(copy);
		memcpy(copy, der.data, len);
		CHECK_ERR(
			acme_cert_info_read(acme_span(copy, len), &info, NULL),
			ACME_ERR_INVALID);
		free(copy);
	}
	CHECK_OK(acme_buf_add(&der, ACME_SPAN("x")));
	check_bad(acme_buf_span(&der), ACME_ERR_INVALID, "after its end");
	acme_buf_clear(&der);
}

static const struct test tests[] = {
	TEST(infos), TEST(der_and_many),      TEST(names_that_do_not_fit),
	TEST(bad),   TEST(der_cut_or_longer),
};

TEST_MAIN(tests)
