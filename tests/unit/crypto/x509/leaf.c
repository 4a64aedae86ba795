/* SPDX-License-Identifier: MIT */
/*
 * What the first certificate of a text says, whatever its key is.
 */
#include "crypto/x509/leaf.h"

#include "crypto/data.h"
#include "crypto/x509/cert.h"
#include "format/pem.h"

#define TEXT_MAX (1 << 20)

static void
read_file(const char *file, struct acme_buf *text)
{
	*text = (struct acme_buf)ACME_BUF_INIT(TEXT_MAX);
	data_add(text, file);
}

/* What mbedTLS reads, too, is read alike. */
static void
as_mbedtls_reads_it(void)
{
	static const char *const files[] = {
		"leaf.crt",	  "leaf-rsa.crt",  "leaf-old.crt",
		"leaf-ip.crt",	  "leaf-nocn.crt", "leaf-sha1.crt",
		"inter.crt",	  "root.crt",	   "leaf-p521.crt",
		"leaf-nosan.crt",
	};
	struct acme_cert_info want, info;
	struct acme_buf text;
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		read_file(files[i], &text);
		CHECK_OK(
			acme_cert_info_read(acme_buf_span(&text), &want, NULL));
		CHECK_OK(acme_leaf_info(acme_buf_span(&text), &info, NULL));
		CHECK_STR(info.serial, want.serial);
		CHECK_STR(info.issuer, want.issuer);
		CHECK(info.not_before_s == want.not_before_s);
		CHECK(info.not_after_s == want.not_after_s);
		CHECK_INT(info.n_names, want.n_names);
		CHECK_INT(info.n_certs, want.n_certs);
		acme_buf_clear(&text);
	}
}

static void
keys_that_mbedtls_does_not_know(void)
{
	struct acme_buf text, names = ACME_BUF_INIT(TEXT_MAX);
	struct acme_cert_info info;

	read_file("leaf-ed25519.crt", &text);
	CHECK_OK(acme_leaf_info(acme_buf_span(&text), &info, NULL));
	CHECK_STR(info.serial, "18");
	CHECK_STR(info.issuer, "Test CA");
	CHECK_INT(info.n_names, 3);
	CHECK(info.not_after_s == 4107542399);
	CHECK_OK(acme_leaf_names(acme_buf_span(&text), &names, NULL));
	CHECK(strstr(acme_buf_str(&names), "a.example, "));
	acme_buf_clear(&text);
	acme_buf_clear(&names);
}

/* Of a text with a key in front, and more certificates behind. */
static void
first_of_many(void)
{
	struct acme_cert_info info;
	struct acme_buf text;

	read_file("p256.pem", &text);
	data_add(&text, "leaf.crt");
	data_add(&text, "inter.crt");
	CHECK_OK(acme_leaf_info(acme_buf_span(&text), &info, NULL));
	CHECK_INT(info.n_certs, 2);
	CHECK_INT(info.n_names, 3);
	acme_buf_clear(&text);
}

static const struct {
	const char *file, *name;
	enum acme_key_type type;
	const char *lacks; /* NULL: nothing */
} cases[] = {
	{ "leaf.crt", "a.example", ACME_KEY__MAX, NULL },
	{ "leaf.crt", "A.EXAMPLE", ACME_KEY_P256, NULL },
	{ "leaf.crt", "x.c.example", ACME_KEY__MAX, NULL },
	{ "leaf.crt", "x.y.c.example", ACME_KEY__MAX,
	  "it is not for x.y.c.example" },
	{ "leaf.crt", "z.example", ACME_KEY_P256, "it is not for z.example" },
	{ "leaf.crt", "a.example", ACME_KEY_P384,
	  "its key is not of type p384" },
	{ "leaf.crt", "a.example", ACME_KEY_RSA2048,
	  "its key is not of type rsa2048" },
	{ "leaf-rsa.crt", "a.example", ACME_KEY_RSA2048, NULL },
	{ "leaf-rsa.crt", "a.example", ACME_KEY_RSA4096,
	  "its key is not of type rsa4096" },
	{ "leaf-ed25519.crt", "a.example", ACME_KEY__MAX, NULL },
	{ "leaf-ed25519.crt", "a.example", ACME_KEY_P256,
	  "its key is not of type p256" },
	{ "leaf-p521.crt", "a.example", ACME_KEY_P384,
	  "its key is not of type p384" },
	{ "leaf-nosan.crt", "a.example", ACME_KEY__MAX,
	  "it is not for a.example" },
};

static void
fits(void)
{
	struct acme_fault fault;
	struct acme_buf text;
	enum acme_err err;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		fault.text[0] = '\0';
		read_file(cases[i].file, &text);
		err = acme_leaf_fits(acme_buf_span(&text), &cases[i].name, 1,
				     cases[i].type, &fault);
		CHECK_INT(err, cases[i].lacks ? ACME_ERR_INVALID : ACME_OK);
		CHECK_STR(fault.text, cases[i].lacks ? cases[i].lacks : "");
		acme_buf_clear(&text);
	}
}

static const struct {
	const char *wanted[3];
	size_t n_wanted;
	const char *changes;
} changed[] = {
	{ { "b.example", "x.c.example", "A.example" }, 3, "" },
	{ { "a.example" }, 1, "" }, /* all that is wanted is there */
	{ { "a.example", "z.example" },
	  2,
	  " + z.example - B.example - *.c.example" },
	{ { "y.example", "x.c.example", "z.example" },
	  3,
	  " + y.example + z.example - a.example - B.example" },
};

static void
changes(void)
{
	struct acme_buf text, said = ACME_BUF_INIT(TEXT_MAX);
	size_t i;

	read_file("leaf.crt", &text);
	for (i = 0; i < sizeof(changed) / sizeof(*changed); i++) {
		acme_buf_clear(&said);
		CHECK_OK(acme_leaf_changes(acme_buf_span(&text),
					   changed[i].wanted,
					   changed[i].n_wanted, &said, NULL));
		CHECK_STR(acme_buf_str(&said), changed[i].changes);
	}
	acme_buf_clear(&said);
	CHECK_ERR(acme_leaf_changes(ACME_SPAN("nothing"), NULL, 0, &said, NULL),
		  ACME_ERR_INVALID);
	CHECK_INT(said.len, 0);
	acme_buf_clear(&text);
}

static const struct {
	const char *file, *lacks;
} serving[] = {
	{ "leaf.crt", NULL },
	{ "leaf-rsa.crt", NULL },
	{ "leaf-ed25519.crt", NULL },
	{ "leaf-servers.crt", NULL },
	{ "leaf-anything.crt", NULL },
	{ "leaf-clients.crt", "its extended key usage is not for TLS servers" },
	{ "leaf-signer.crt", "its key usage is not for TLS handshakes" },
	{ "leaf-nocn.crt", "it is self-signed, and of no CA" },
	{ "root.crt", "it is self-signed, and of no CA" },
};

static void
serves(void)
{
	struct acme_fault fault;
	struct acme_buf text;
	enum acme_err err;
	size_t i;

	for (i = 0; i < sizeof(serving) / sizeof(*serving); i++) {
		fault.text[0] = '\0';
		read_file(serving[i].file, &text);
		err = acme_leaf_serves(acme_buf_span(&text), &fault);
		CHECK_INT(err, serving[i].lacks ? ACME_ERR_INVALID : ACME_OK);
		CHECK_STR(fault.text, serving[i].lacks ? serving[i].lacks : "");
		acme_buf_clear(&text);
	}
	CHECK_ERR(acme_leaf_serves(ACME_SPAN("nothing"), NULL),
		  ACME_ERR_INVALID);
}

static void
bad(void)
{
	struct acme_cert_info info = { .serial = "untouched" };
	struct acme_buf text;
	size_t len;

	CHECK_ERR(acme_leaf_info(ACME_SPAN("nothing at all"), &info, NULL),
		  ACME_ERR_INVALID);
	CHECK_ERR(acme_leaf_info(ACME_SPAN("0\x82\x01\x00\x30\x82\xff\xff"),
				 &info, NULL),
		  ACME_ERR_INVALID);
	read_file("leaf.crt", &text);
	for (len = 0; len < text.len; len += 7)
		CHECK(acme_leaf_info(acme_span(text.data, len), &info, NULL));
	CHECK_STR(info.serial, "untouched");
	acme_buf_clear(&text);
}

/* What is no digit, just below and above those that are, in each place of both
 * times of the validity. */
static void
bad_times(void)
{
	struct acme_cert_info info = { .serial = "untouched" };
	struct acme_buf text, der = ACME_BUF_INIT(TEXT_MAX);
	struct acme_pem_block block;
	struct acme_pem pem;
	bool found = false;
	size_t at = 0, n_digits = 0;
	char was;

	read_file("leaf.crt", &text);
	acme_pem_init(&pem, acme_buf_span(&text));
	CHECK_OK(acme_pem_next(&pem, &block, &found, NULL));
	CHECK_OK(acme_pem_decode(&block, &der, NULL));
	while (memcmp(der.data + at, "260101000000Z", 13))
		CHECK(++at + 13 < der.len);
	for (; n_digits < 12 + 14; at++) { /* UTCTime, GeneralizedTime */
		was = der.data[at];
		if (was < '0' || was > '9') /* the Z, and the other's head */
			continue;
		n_digits++;
		der.data[at] = '0' - 1;
		CHECK_ERR(acme_leaf_info(acme_buf_span(&der), &info, NULL),
			  ACME_ERR_INVALID);
		der.data[at] = '9' + 1;
		CHECK_ERR(acme_leaf_info(acme_buf_span(&der), &info, NULL),
			  ACME_ERR_INVALID);
		der.data[at] = was;
	}
	CHECK_STR(info.serial, "untouched");
	acme_buf_clear(&der);
	acme_buf_clear(&text);
}

static const struct test tests[] = {
	TEST(as_mbedtls_reads_it),
	TEST(keys_that_mbedtls_does_not_know),
	TEST(first_of_many),
	TEST(fits),
	TEST(changes),
	TEST(serves),
	TEST(bad),
	TEST(bad_times),
};

TEST_MAIN(tests)
