/* SPDX-License-Identifier: MIT */
/*
 * Name constraints byte by byte: what they leave, and that those which can't
 * be read leave nothing.
 */
#include "tls/name_constraints.h"

#include "base/buf.h"
#include "test.h"

#define BYTES(text)                    \
	{                              \
		text, sizeof(text) - 1 \
	}
#define NAME(text)                  \
	{                           \
		.name = BYTES(text) \
	}
#define ADDRESS(bytes)                  \
	{                               \
		.address = BYTES(bytes) \
	}

/* A CA that is limited so, and what is under it. */
struct signer {
	struct acme_span value;
	bool critical;
	struct acme_span subject;
	int san; /* tag of a name that the certificate has; 0: none */
};

static bool
allows(const struct signer *signer, const struct acme_constrained_host *host)
{
	static char some[] = "some";
	struct acme_buf list = ACME_BUF_INIT(256);
	size_t len = signer->value.len + 7 + (signer->critical ? 3 : 0);
	mbedtls_x509_crt ca, below;
	bool allows;

	CHECK(len < 120);
	CHECK_OK(acme_buf_addf(
		&list, "\x30%c\x30%c\x06\x03\x55\x1d\x1e%s\x04%c", (int)len + 2,
		(int)len, signer->critical ? "\x01\x01\xff" : "",
		(int)signer->value.len));
	CHECK_OK(acme_buf_add(&list, signer->value));
	mbedtls_x509_crt_init(&ca);
	mbedtls_x509_crt_init(&below);
	ca.v3_ext.p = (unsigned char *)list.data;
	ca.v3_ext.len = list.len;
	below.subject_raw.p = (unsigned char *)signer->subject.data;
	below.subject_raw.len = signer->subject.len;
	if (signer->san)
		below.subject_alt_names.buf =
			(mbedtls_x509_buf){ signer->san, sizeof(some) - 1,
					    (unsigned char *)some };
	allows = acme_name_constraints_allow(&ca, &below, host);
	acme_buf_clear(&list);
	return allows;
}

static const struct {
	const char *label;
	struct acme_span value;
	struct acme_constrained_host host;
	bool allowed;
} names[] = {
	{ "nothing", BYTES("\x30\x00"), NAME("ca.test"), true },
	{ "itself",
	  BYTES("\x30\x0d\xa0\x0b\x30\x09\x82\x07"
		"ca.test"),
	  NAME("ca.test"), true },
	{ "itself, with the root's dot",
	  BYTES("\x30\x0d\xa0\x0b\x30\x09\x82\x07"
		"ca.test"),
	  NAME("ca.test."), true },
	{ "another",
	  BYTES("\x30\x0d\xa0\x0b\x30\x09\x82\x07"
		"cb.test"),
	  NAME("ca.test"), false },
	{ "another of two",
	  BYTES("\x30\x18\xa0\x16\x30\x09\x82\x07"
		"cb.test"
		"\x30\x09\x82\x07"
		"ca.test"),
	  NAME("ca.test"), true },
	{ "every name", BYTES("\x30\x06\xa0\x04\x30\x02\x82\x00"),
	  NAME("ca.test"), true },
	{ "no name at all", BYTES("\x30\x06\xa1\x04\x30\x02\x82\x00"),
	  NAME("ca.test"), false },
	{ "no name, for an address", BYTES("\x30\x06\xa1\x04\x30\x02\x82\x00"),
	  ADDRESS("\x7f\x00\x00\x01"), true },
	{ "permitted and excluded",
	  BYTES("\x30\x13\xa0\x0b\x30\x09\x82\x07"
		"ca.test"
		"\xa1\x04\x30\x02\x82\x00"),
	  NAME("ca.test"), false },
	{ "its network",
	  BYTES("\x30\x0e\xa0\x0c\x30\x0a\x87\x08"
		"\x7f\x00\x00\x00\xff\x00\x00\x00"),
	  ADDRESS("\x7f\x00\x00\x01"), true },
	{ "another network",
	  BYTES("\x30\x0e\xa0\x0c\x30\x0a\x87\x08"
		"\x7e\x00\x00\x00\xff\x00\x00\x00"),
	  ADDRESS("\x7f\x00\x00\x01"), false },
	{ "a network of IPv4",
	  BYTES("\x30\x0e\xa0\x0c\x30\x0a\x87\x08"
		"\x00\x00\x00\x00\x00\x00\x00\x00"),
	  ADDRESS("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01"), false },
	{ "no address of IPv4",
	  BYTES("\x30\x0e\xa1\x0c\x30\x0a\x87\x08"
		"\x00\x00\x00\x00\x00\x00\x00\x00"),
	  ADDRESS("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01"), true },
};

static void
names_and_addresses(void)
{
	struct signer signer = { 0 };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		signer.value = names[i].value;
		CHECK_FOR(names[i].label,
			  allows(&signer, &names[i].host) == names[i].allowed);
	}
}

static const struct {
	const char *label;
	struct acme_span value;
} unreadable[] = {
	{ "no list", BYTES("\x31\x00") },
	{ "more behind it", BYTES("\x30\x00\x00") },
	{ "less than it says", BYTES("\x30\x01") },
	{ "neither of the two lists", BYTES("\x30\x02\x05\x00") },
	{ "a list that is too long", BYTES("\x30\x02\xa0\x01") },
	{ "no subtree", BYTES("\x30\x04\xa0\x02\x05\x00") },
	{ "an empty subtree", BYTES("\x30\x04\xa0\x02\x30\x00") },
	{ "a subtree of no form", BYTES("\x30\x06\xa0\x04\x30\x02\x05\x00") },
	{ "one of an unknown form", BYTES("\x30\x06\xa0\x04\x30\x02\x89\x00") },
	{ "a name that is too long",
	  BYTES("\x30\x06\xa0\x04\x30\x02\x82\x01") },
	{ "a directory name that is none",
	  BYTES("\x30\x08\xa0\x06\x30\x04\xa4\x02\x31\x00") },
	{ "one that is excluded", BYTES("\x30\x02\xa1\x01") },
};

static void
unreadable_leaves_nothing(void)
{
	const struct acme_constrained_host host = NAME("ca.test");
	struct signer signer = { 0 };
	size_t i;

	for (i = 0; i < sizeof(unreadable) / sizeof(*unreadable); i++) {
		signer.value = unreadable[i].value;
		CHECK_FOR(unreadable[i].label, !allows(&signer, &host));
	}
}

#define MAIL 0x81 /* a tag */

/* Of mail addresses nothing is known but whether there are some. */
static void
mail_addresses(void)
{
	static const struct acme_span lists[] = {
		BYTES("\x30\x09\xa0\x07\x30\x05\x81\x03"
		      "a.b"),
		BYTES("\x30\x09\xa1\x07\x30\x05\x81\x03"
		      "a.b"),
	};
	const struct acme_constrained_host host = NAME("ca.test");
	struct signer signer = { 0 };
	size_t i;

	for (i = 0; i < 8; i++) {
		signer.value = lists[i & 1];
		signer.critical = i & 2;
		signer.san = i & 4 ? MAIL : 0;
		CHECK_INT(allows(&signer, &host),
			  !(signer.critical && signer.san));
	}
}

#define CN(letter) "\x31\x0c\x30\x0a\x06\x03\x55\x04\x03\x0c\x03" letter "bc"

static void
directory_names(void)
{
	static const struct {
		const char *label;
		struct acme_span value, subject;
		bool allowed;
	} cases[] = {
		{ "the same",
		  BYTES("\x30\x16\xa0\x14\x30\x12\xa4\x10\x30\x0e" CN("a")),
		  BYTES("\x30\x0e" CN("A")), true },
		{ "another",
		  BYTES("\x30\x16\xa0\x14\x30\x12\xa4\x10\x30\x0e" CN("b")),
		  BYTES("\x30\x0e" CN("a")), false },
		{ "all", BYTES("\x30\x08\xa1\x06\x30\x04\xa4\x02\x30\x00"),
		  BYTES("\x30\x0e" CN("a")), false },
		{ "none has one",
		  BYTES("\x30\x08\xa1\x06\x30\x04\xa4\x02\x30\x00"),
		  BYTES("\x30\x00"), true },
		{ "no subject",
		  BYTES("\x30\x08\xa1\x06\x30\x04\xa4\x02\x30\x00"), BYTES(""),
		  true },
	};
	const struct acme_constrained_host host = NAME("ca.test");
	struct signer signer = { 0 };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		signer.value = cases[i].value;
		signer.subject = cases[i].subject;
		CHECK_FOR(cases[i].label,
			  allows(&signer, &host) == cases[i].allowed);
	}
}

static const struct test tests[] = {
	TEST(names_and_addresses),
	TEST(unreadable_leaves_nothing),
	TEST(mail_addresses),
	TEST(directory_names),
};

TEST_MAIN(tests)
