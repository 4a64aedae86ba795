/* SPDX-License-Identifier: MIT */
#include "tls/trust/trust.h"
#include "base/buf.h"
#include "test.h"
#include "tls/trust/trust_aux.h"
#include "tls/trust/trust_private.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DATA TEST_DATA "/tls/"
#define UNKNOWN_KEY                                                       \
	"certificate: X509 - Signature algorithm (oid) is unsupported : " \
	"OID - OID is not found\n"
#define UNKNOWN_EXTENSION                                                      \
	"certificate: X509 - Unavailable feature, e.g. RSA hashing/encryption" \
	" combination\n"

static void
loads_files(void)
{
	static const struct {
		const char *path;
		enum acme_err want;
		const char *words;
	} cases[] = {
		{ DATA "root.pem", ACME_OK, "" },
		{ DATA "bundle.pem", ACME_OK, "" },
		{ DATA "nowhere.pem", ACME_ERR_NOT_FOUND,
		  "roots " DATA "nowhere.pem: can't be read: No such file or "
		  "directory" },
		{ DATA "root.pem/x", ACME_ERR_SYSTEM,
		  "roots " DATA "root.pem/x: can't be read: Not a directory" },
		{ DATA "leaf.key", ACME_ERR_INVALID,
		  "roots " DATA "leaf.key: no certificate in it" },
		{ DATA "make.sh", ACME_ERR_INVALID,
		  "roots " DATA "make.sh: no certificate in it" },
		{ "/dev/null", ACME_ERR_INVALID,
		  "roots /dev/null: is no file" },
		{ TEST_DATA, ACME_ERR_INVALID,
		  "roots " TEST_DATA ": is no file" },
	};
	struct acme_trust *trust;
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		trust = NULL;
		memset(&fault, 0, sizeof(fault));
		CHECK_ERR(acme_trust_load(cases[i].path, &trust, &fault),
			  cases[i].want);
		CHECK_STR(fault.text, cases[i].words);
		CHECK_FOR(cases[i].path, !trust == !!cases[i].want);
		acme_trust_unref(trust);
	}
}

#define OID_SERVERS "\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01"
#define OID_MAIL    "\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x04"

/* OpenSSL's words of trust, byte by byte. */
static void
heeds_words_of_trust(void)
{
	CHECK(acme_trust_aux_allows(ACME_SPAN("")));
	CHECK(acme_trust_aux_allows(ACME_SPAN("\x30\x00")));
	CHECK(acme_trust_aux_allows(ACME_SPAN("\x30\x0c\x30\x0a" OID_SERVERS)));
	CHECK(!acme_trust_aux_allows(ACME_SPAN("\x30\x0c\x30\x0a" OID_MAIL)));
	CHECK(!acme_trust_aux_allows(
		ACME_SPAN("\x30\x0c\xa0\x0a" OID_SERVERS)));
	CHECK(acme_trust_aux_allows(ACME_SPAN("\x30\x0c\xa0\x0a" OID_MAIL)));
	/* What can't be read. */
	CHECK(!acme_trust_aux_allows(ACME_SPAN("\x31\x00")));
	CHECK(!acme_trust_aux_allows(ACME_SPAN("\x30\x01")));
}

/* The file, and what is wrong with the first in it. */
static void
says_why_none_is_of_use(void)
{
	static const struct {
		const char *file, *name, *why;
	} cases[] = {
		{ "none.crt", "",
		  "X509 - The CRT/CRL/CSR format is invalid, e.g. different "
		  "type expected" },
		{ "rejected.crt", " (Root root)",
		  "it is not trusted for TLS servers" },
		{ "for-mail.crt", " (Root root)",
		  "it is not trusted for TLS servers" },
	};
	struct acme_trust *trust = NULL;
	struct acme_fault fault;
	char path[512], words[768];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(path, sizeof(path), DATA "limits/%s", cases[i].file);
		snprintf(words, sizeof(words),
			 "roots %s: no certificate in it that can be used: "
			 "line 1%s: certificate: %s",
			 path, cases[i].name, cases[i].why);
		CHECK_ERR(acme_trust_load(path, &trust, &fault),
			  ACME_ERR_INVALID);
		CHECK_STR(fault.text, words);
	}
}

static void
leaves_out_what_does_not_parse(void)
{
	static const struct {
		const char *path;
		bool same;
	} cases[] = {
		{ DATA "bundle.pem", true },
		{ DATA "ragged.pem", true },
		{ DATA "root.der", true },
		{ DATA "other-root.pem", false },
	};
	struct acme_trust *root = NULL, *other;
	size_t i;

	CHECK_OK(acme_trust_load(DATA "root.pem", &root, NULL));
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		other = NULL;
		CHECK_OK(acme_trust_load(cases[i].path, &other, NULL));
		CHECK_FOR(cases[i].path,
			  !memcmp(root->digest, other->digest,
				  sizeof(root->digest)) == cases[i].same);
		acme_trust_unref(other);
	}
	acme_trust_unref(root);
}

/* A bundle of roots of tests/data/crypto, and what is said of it. */
static void
left_out(const char *const files[], size_t n_files, const char *want)
{
	char path[] = "/tmp/lws-acme-trust-XXXXXX", text[4096];
	struct acme_trust *trust = NULL;
	int fd = mkstemp(path);
	size_t i, len;
	FILE *file;

	CHECK(fd >= 0);
	for (i = 0; i < n_files; i++) {
		snprintf(text, sizeof(text), TEST_DATA "/crypto/%s", files[i]);
		file = fopen(text, "r");
		CHECK(file);
		len = fread(text, 1, sizeof(text), file);
		fclose(file);
		CHECK(write(fd, text, len) == (ssize_t)len);
	}
	close(fd);
	CHECK_OK(acme_trust_check(path, NULL));
	CHECK_OK(acme_trust_load(path, &trust, NULL));
	unlink(path);
	CHECK_SPAN(acme_trust_left_out(trust), acme_span_str(want));
	acme_trust_unref(trust);
}

/* An extension or a key that mbedTLS does not know is not the end of all. */
static void
names_what_it_leaves_out(void)
{
	static const char *const one[] = { "root-critical.crt", "root2.crt" };
	static const char *const many[] = {
		"foreign-ed448.crt", "root2.crt",	  "foreign-ed448.crt",
		"foreign-ed448.crt", "foreign-ed448.crt", "foreign-ed448.crt",
		"foreign-ed448.crt", "foreign-ed448.crt", "foreign-ed448.crt",
		"foreign-ed448.crt", "foreign-ed448.crt", "foreign-ed448.crt",
		"foreign-ed448.crt",
	};
	struct acme_buf want = ACME_BUF_INIT(4096);
	unsigned int line;

	left_out(one + 1, 1, "");
	left_out(one, 2, "line 1 (Test Root): " UNKNOWN_EXTENSION);
	for (line = 1; line < 111; line += line == 1 ? 21 : 11)
		CHECK_OK(acme_buf_addf(&want, "line %u (Foreign): " UNKNOWN_KEY,
				       line));
	CHECK_OK(acme_buf_addf(&want, "and 2 more\n"));
	left_out(many, sizeof(many) / sizeof(*many), acme_buf_str(&want));
	acme_buf_clear(&want);
}

/* The places that systems have their bundle at. */
static bool
has_bundle(void)
{
	static const char *const places[] = {
		"/etc/ssl/certs/ca-certificates.crt",
		"/etc/pki/tls/certs/ca-bundle.crt",
		"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
		"/etc/ssl/ca-bundle.pem",
		"/etc/ssl/cert.pem",
		"/usr/local/share/certs/ca-root-nss.crt",
	};
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (!access(places[i], R_OK))
			return true;
	return false;
}

static size_t
n_roots(const struct acme_trust *trust)
{
	const mbedtls_x509_crt *crt;
	size_t n = 0;

	for (crt = &trust->roots; crt; crt = crt->next)
		n++;
	return n;
}

/* A machine without any bundle says so; others have many roots. */
static void
loads_the_systems_roots(void)
{
	struct acme_trust *trust = NULL;
	struct acme_fault fault;
	bool there = has_bundle();

	CHECK_ERR(acme_trust_load(NULL, &trust, &fault),
		  there ? ACME_OK : ACME_ERR_NOT_FOUND);
	CHECK(there || strstr(fault.text, "ca-file may name one"));
	CHECK(there ? n_roots(trust) > 1 : !trust);
	printf("this system has %s\n", there ? "roots" : "no roots");
	acme_trust_unref(trust);
}

static void
counts_references(void)
{
	struct acme_trust *trust = NULL;

	CHECK_OK(acme_trust_load(DATA "root.pem", &trust, NULL));
	CHECK(acme_trust_ref(trust) == trust);
	acme_trust_unref(trust);
	CHECK(trust->roots.version > 0);
	acme_trust_unref(trust);
	acme_trust_unref(NULL);
}

static void
refuses_what_is_no_bundle(void)
{
	char path[] = "/tmp/lws-acme-trust-XXXXXX";
	struct acme_trust *trust = NULL;
	int fd = mkstemp(path);

	CHECK(fd >= 0);
	CHECK_ERR(acme_trust_load(path, &trust, NULL), ACME_ERR_INVALID);
	CHECK(!ftruncate(fd, 16777217));
	CHECK_ERR(acme_trust_load(path, &trust, NULL), ACME_ERR_LIMIT);
	close(fd);
	unlink(path);
	/* Nobody writes to it, and nobody waits for that. */
	CHECK(!mkfifo(path, 0600));
	CHECK_ERR(acme_trust_load(path, &trust, NULL), ACME_ERR_INVALID);
	unlink(path);
	CHECK(!trust);
}

static const struct test tests[] = {
	TEST(loads_files),
	TEST(says_why_none_is_of_use),
	TEST(leaves_out_what_does_not_parse),
	TEST(names_what_it_leaves_out),
	TEST(loads_the_systems_roots),
	TEST(counts_references),
	TEST(heeds_words_of_trust),
	TEST(refuses_what_is_no_bundle),
};

TEST_MAIN(tests)
