/* SPDX-License-Identifier: MIT */
/*
 * Certificates of which a few bytes are others.
 */
#define _GNU_SOURCE /* memmem() */
#include "crypto/x509/leaf.h"

#include "crypto/data.h"
#include "format/exact.h"
#include "format/pem.h"

#define SPAN(bytes)                      \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}

/* In ${file}'s DER these bytes, which are there once, become ${to}. */
struct damage {
	const char *label, *file;
	struct acme_span from, to;
};

static enum acme_err
take_first(void *arg, const struct acme_pem_block *block,
	   struct acme_fault *fault)
{
	struct acme_buf *der = arg;

	return der->len ? ACME_OK : acme_pem_decode(block, der, fault);
}

static struct acme_span
damaged(const struct damage *damage)
{
	struct acme_buf text = ACME_BUF_INIT(1 << 20), der = text;
	struct acme_span made;
	char *at;

	data_add(&text, damage->file);
	CHECK_OK(acme_pem_each(acme_buf_span(&text), take_first, &der, NULL));
	at = memmem(der.data, der.len, damage->from.data, damage->from.len);
	CHECK_FOR(damage->label, at);
	CHECK_INT(damage->from.len, damage->to.len);
	memcpy(at, damage->to.data, damage->to.len);
	made = exact_copy(acme_buf_span(&der));
	acme_buf_clear(&text);
	acme_buf_clear(&der);
	return made;
}

#define DAMAGE(label, from, to)                         \
	{                                               \
		label, "leaf.crt", SPAN(from), SPAN(to) \
	}

static const struct damage damages[] = {
	DAMAGE("serial number", "\x02\x12\x00\xff", "\x05\x12\x00\xff"),
	DAMAGE("first time",
	       "\x17\x0d"
	       "26",
	       "\x0c\x0d"
	       "26"),
	DAMAGE("digit of the year",
	       "\x17\x0d"
	       "26",
	       "\x17\x0d"
	       "2x"),
	DAMAGE("digit of the century",
	       "\x18\x0f"
	       "21",
	       "\x18\x0f"
	       "2:"),
	DAMAGE("digit of a second", "59Z\x30\x14", "5/Z\x30\x14"),
	DAMAGE("key", "\x03\x42\x00\x04", "\x04\x42\x00\x04"),
	DAMAGE("list of extensions", "\xa3\x7e\x30", "\xa3\x7e\x31"),
	DAMAGE("length of that list", "\xa3\x7e\x30\x7c", "\xa3\x7e\x30\x7d"),
	DAMAGE("extension", "\x30\x2c\x06\x03\x55\x1d\x11",
	       "\x31\x2c\x06\x03\x55\x1d\x11"),
	DAMAGE("its type", "\x06\x03\x55\x1d\x11", "\x05\x03\x55\x1d\x11"),
	DAMAGE("its value", "\x55\x1d\x11\x04", "\x55\x1d\x11\x03"),
	DAMAGE("list of names", "\x30\x23\x82", "\x31\x23\x82"),
};

static void
is_refused(void)
{
	struct acme_cert_info info = data_no_info;
	struct acme_fault fault;
	struct acme_span der;
	size_t i;

	for (i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		der = damaged(&damages[i]);
		CHECK_FOR(damages[i].label,
			  acme_leaf_info(der, &info, &fault) ==
				  ACME_ERR_INVALID);
		CHECK_STR(fault.text,
			  "certificate: it is not as RFC 5280 has it");
		CHECK(data_is_no_info(&info));
		exact_free(der);
	}
}

static void
serial_number_is_too_long(void)
{
	struct acme_buf text = ACME_BUF_INIT(1 << 20);
	struct acme_cert_info info = data_no_info;
	struct acme_fault fault;

	data_add(&text, "leaf-longserial.crt");
	CHECK_ERR(acme_leaf_info(acme_buf_span(&text), &info, &fault),
		  ACME_ERR_INVALID);
	CHECK_STR(fault.text, "certificate: its serial number is of 34 octets");
	CHECK(data_is_no_info(&info));
	acme_buf_clear(&text);
}

/* The curve's name alone says which it is. */
static const struct damage p384 = { "curve", "leaf-p521.crt",
				    SPAN("\x2b\x81\x04\x00\x23"),
				    SPAN("\x2b\x81\x04\x00\x22") };

static const struct damage rsa[] = {
	{ "bits that are not used", "leaf-rsa.crt",
	  SPAN("\x03\x82\x01\x0f\x00\x30"), SPAN("\x03\x82\x01\x0f\x01\x30") },
	{ "RSAPublicKey", "leaf-rsa.crt", SPAN("\x0f\x00\x30\x82\x01\x0a"),
	  SPAN("\x0f\x00\x31\x82\x01\x0a") },
	{ "modulus", "leaf-rsa.crt", SPAN("\x30\x82\x01\x0a\x02\x82"),
	  SPAN("\x30\x82\x01\x0a\x03\x82") },
};

static void
type_of_the_key(void)
{
	static const char *const name = "a.example";
	struct acme_span der = damaged(&p384);
	struct acme_fault fault;
	size_t i;

	CHECK_OK(acme_leaf_fits(der, &name, 1, ACME_KEY_P384, &fault));
	CHECK_ERR(acme_leaf_fits(der, &name, 1, ACME_KEY_P256, &fault),
		  ACME_ERR_INVALID);
	exact_free(der);
	for (i = 0; i < sizeof(rsa) / sizeof(*rsa); i++) {
		der = damaged(&rsa[i]);
		CHECK_FOR(rsa[i].label,
			  acme_leaf_fits(der, &name, 1, ACME_KEY_RSA2048,
					 &fault) == ACME_ERR_INVALID);
		CHECK_STR(fault.text, "its key is not of type rsa2048");
		exact_free(der);
	}
}

static const struct test tests[] = {
	TEST(is_refused),
	TEST(serial_number_is_too_long),
	TEST(type_of_the_key),
};

TEST_MAIN(tests)
