/* SPDX-License-Identifier: MIT */
#include "lws/options/options.h"
#include "test.h"

#define EMPTY                                                              \
	"is empty: a name is missing between two commas, or at an end of " \
	"the list"
#define N_MAX 20

struct given {
	const char *name, *value;
};

/* Enough for a certificate. */
static const struct given good[] = {
	{ "auth-path", "a.jwk" },
	{ "cert-path", "c.pem" },
	{ "key-path", "k.pem" },
	{ "directory-url", "https://ca.example/dir" },
	{ "common-name", "A.example" },
	{ NULL, NULL },
};

/*
 * As lws hands options over: ${good}, where ${change} does not name the same
 * one, and ${change}.  A NULL value leaves an option out.
 */
static enum acme_err
read_changed(const struct given *change, struct acme_options *options,
	     struct acme_fault *fault)
{
	struct lws_protocol_vhost_options list[N_MAX], *first = NULL;
	const struct given *g;
	size_t n = 0;

	for (g = good; g->name; g++) {
		if (change && !strcmp(change->name, g->name))
			continue;
		list[n] = (struct lws_protocol_vhost_options){
			.next = first, .name = g->name, .value = g->value
		};
		first = &list[n++];
	}
	if (change && change->value) {
		list[n] = (struct lws_protocol_vhost_options){
			.next = first,
			.name = change->name,
			.value = change->value
		};
		first = &list[n];
	}
	return acme_options_read(first, options, fault);
}

static void
reads_what_is_given(void)
{
	const struct given change = { "subject-alt-name",
				      "b.example., a.example" };
	struct acme_options options;
	struct acme_fault fault;

	CHECK_OK(read_changed(&change, &options, &fault));
	CHECK_STR(options.auth_path, "a.jwk");
	CHECK_STR(options.cert_path, "c.pem");
	CHECK_STR(options.key_path, "k.pem");
	CHECK_STR(options.config->directory_url, "https://ca.example/dir");
	CHECK_INT(options.config->n_names, 2);
	CHECK_STR(options.config->names[0], "a.example");
	CHECK_STR(options.config->names[1], "b.example");
	CHECK_STR(options.config->subject.common_name, "a.example");
	CHECK_INT(options.config->key_type, ACME_KEY_P256);
	CHECK_INT(options.config->account_key_type, ACME_KEY_P256);
	CHECK_INT(options.config->challenge, ACME_CHALLENGE__MAX);
	CHECK_INT(options.config->renew_days, 0);
	CHECK(!options.config->ca_file && !options.config->email);
	acme_options_clear(&options);
}

#define X16		   "xxxxxxxxxxxxxxxx"
#define X64		   X16 X16 X16 X16
#define AN_ADDRESS	   "give an address such as hostmaster@example.org"
#define EMAIL(value, what) "option \"email\" is \"" value "\": " what

static const struct {
	struct given change;
	const char *want; /* what the fault says; NULL: it is good */
} cases[] = {
	{ { "status", "ok" }, NULL },
	{ { "email", "" }, NULL },
	{ { "key-type", "rsa4096" }, NULL },
	{ { "renew-days", "365" }, NULL },
	{ { "country", "DE" }, NULL },
	{ { "challenge", "auto" }, NULL },
	{ { "challenge", "http-01" }, NULL },
	{ { "challenge", "tls-alpn-01" }, NULL },
	{ { "challenge", "tls-sni-01" }, NULL },
	{ { "drectory-url", "x" },
	  "option \"drectory-url\" is unknown: is \"directory-url\" meant?" },
	{ { "zzzzzzzz", "x" }, "option \"zzzzzzzz\" is unknown: take it out" },
	{ { "common-name", NULL },
	  "option \"common-name\" is missing: give the server's DNS name" },
	{ { "common-name", "" },
	  "option \"common-name\" is missing: give the server's DNS name" },
	{ { "common-name", "," }, "option \"common-name\": \"\" " EMPTY },
	{ { "subject-alt-name", "," },
	  "option \"subject-alt-name\": \"\" " EMPTY },
	{ { "subject-alt-name", "b.example,,c.example" },
	  "option \"subject-alt-name\": \"\" " EMPTY },
	{ { "subject-alt-name", "a/b" },
	  "option \"subject-alt-name\": \"a/b\" is no DNS name: letters, "
	  "digits, '-' and '.' make one" },
	{ { "cert-path", "k.pem" },
	  "option \"cert-path\" is \"k.pem\": it needs a file of its own" },
	{ { "auth-path", "k.pem" },
	  "option \"auth-path\" is \"k.pem\": it needs a file of its own" },
	{ { "key-path", "keys/" },
	  "option \"key-path\" is \"keys/\": name a file, not a folder" },
	{ { "email", "mailto:hostmaster@a.example" }, NULL },
	{ { "email", "o'h+acme@a.example" }, NULL },
	{ { "email", "nobody" }, EMAIL("nobody", AN_ADDRESS) },
	{ { "email", "mailto:" }, EMAIL("mailto:", AN_ADDRESS) },
	{ { "email", "@a.example" }, EMAIL("@a.example", AN_ADDRESS) },
	{ { "email", "a@" }, EMAIL("a@", AN_ADDRESS) },
	{ { "email", "a@192.0.2.1" }, EMAIL("a@192.0.2.1", AN_ADDRESS) },
	{ { "email", "a@b_c.example" }, EMAIL("a@b_c.example", AN_ADDRESS) },
	{ { "email", ".a@b.example" }, EMAIL(".a@b.example", AN_ADDRESS) },
	{ { "email", "a..b@b.example" }, EMAIL("a..b@b.example", AN_ADDRESS) },
	{ { "email", "a?cc=b@c.example" },
	  EMAIL("a?cc=b@c.example", AN_ADDRESS) },
	{ { "email", "a@b.example,c@d.example" },
	  EMAIL("a@b.example,c@d.example", "give one address alone") },
	{ { "email", "A <a@b.example>" },
	  EMAIL("A <a@b.example>", "give one address alone") },
	{ { "country", "Germany" },
	  "option \"country\" is \"Germany\": give the two letters of ISO "
	  "3166" },
	{ { "country", "12" },
	  "option \"country\" is \"12\": give the two letters of ISO 3166" },
	{ { "organization", X64 }, NULL },
	{ { "organization", X64 "x" },
	  "option \"organization\" has 65 characters, more than 64" },
	{ { "state", X64 X64 "x" },
	  "option \"state\" has 129 characters, more than 128" },
	{ { "locality", X64 X64 "x" },
	  "option \"locality\" has 129 characters, more than 128" },
	{ { "locality", "a\xff" }, "option \"locality\" is not UTF-8" },
	{ { "trace-path", "k.pem" },
	  "option \"trace-path\" is the same file as option \"key-path\": give "
	  "each a file of its own" },
	{ { "ca-file", "/nowhere/ca.pem" },
	  "option \"ca-file\": roots /nowhere/ca.pem: can't be read: No such "
	  "file or directory" },
	{ { "ca-file", "/dev/null" },
	  "option \"ca-file\": roots /dev/null: is no file" },
	{ { "ca-file", "/etc/passwd" },
	  "option \"ca-file\": roots /etc/passwd: no certificate in it" },
	{ { "directory-url", "https://u:p@ca.example/" },
	  "option \"directory-url\": URL 'https://u:p@ca.example/': byte 10 "
	  "is not allowed there" },
	{ { "challenge", "dns-01" },
	  "option \"challenge\" is \"dns-01\": use auto, http-01, "
	  "tls-alpn-01 or tls-sni-01" },
	{ { "key-type", "rsa1024" },
	  "option \"key-type\" is \"rsa1024\": use p256, p384, rsa2048, "
	  "rsa3072 "
	  "or rsa4096" },
	{ { "key-type", X64 X64 X64 X64 "x" },
	  "option \"key-type\" is \"" X64 X64 X64 X64 "...\": use p256, p384, "
	  "rsa2048, rsa3072 or rsa4096" },
	{ { "renew-days", "0" },
	  "option \"renew-days\" is \"0\": give a number of days from 1 to "
	  "365" },
	{ { "renew-days", "-1" },
	  "option \"renew-days\" is \"-1\": give a number of days from 1 to "
	  "365" },
};

static void
says_what_is_wrong(void)
{
	struct acme_options options;
	struct acme_fault fault;
	enum acme_err err;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		err = read_changed(&cases[i].change, &options, &fault);
		CHECK_FOR(cases[i].change.value, !err == !cases[i].want);
		if (cases[i].want)
			CHECK_STR(fault.text, cases[i].want);
		acme_options_clear(&options);
	}
}

static void
wants_https(void)
{
	const struct given change = { "directory-url", "http://ca.example/" };
	struct acme_options options;
	struct acme_fault fault;

	CHECK_ERR(read_changed(&change, &options, &fault), ACME_ERR_INVALID);
	CHECK(strstr(fault.text, "directory-url"));
	CHECK(strstr(fault.text, "https"));
	acme_options_clear(&options);
}

static void
takes_a_mailto_off(void)
{
	const struct given change = { "email", "MailTo:a@b.example" };
	struct acme_options options;
	struct acme_fault fault;

	CHECK_OK(read_changed(&change, &options, &fault));
	CHECK_STR(options.config->email, "a@b.example");
	acme_options_clear(&options);
}

static void
knows_whether_any_is_given(void)
{
	const struct lws_protocol_vhost_options status = { .name = "status" };
	const struct lws_protocol_vhost_options email = { .next = &status,
							  .name = "email" };

	CHECK(!acme_options_given(NULL));
	CHECK(!acme_options_given(&status));
	CHECK(acme_options_given(&email));
}

#define LABEL "a-name-that-is-as-long-as-the-parts-of-a-name-may-be"
#define LONG  LABEL "." LABEL ".example"

/* The first name that fits into a common name comes first. */
static void
first_name_fits(void)
{
	const struct lws_protocol_vhost_options list[] = {
		{ &list[1], NULL, "auth-path", "a.jwk" },
		{ &list[2], NULL, "cert-path", "c.pem" },
		{ &list[3], NULL, "key-path", "k.pem" },
		{ &list[4], NULL, "directory-url", "https://ca.example/dir" },
		{ &list[5], NULL, "common-name", LONG },
		{ NULL, NULL, "subject-alt-name", "x." LONG ",b.example" },
	};
	const struct given none = { "common-name", LONG };
	struct acme_options options;
	struct acme_fault fault;

	CHECK_OK(acme_options_read(list, &options, &fault));
	CHECK_STR(options.config->names[0], "b.example");
	CHECK_STR(options.config->names[1], LONG);
	CHECK_STR(options.config->names[2], "x." LONG);
	CHECK_STR(options.config->subject.common_name, "b.example");
	acme_options_clear(&options);
	CHECK_OK(read_changed(&none, &options, &fault));
	CHECK_STR(options.config->names[0], LONG);
	acme_options_clear(&options);
}

static const struct test tests[] = {
	TEST(reads_what_is_given), TEST(first_name_fits),
	TEST(says_what_is_wrong),  TEST(wants_https),
	TEST(takes_a_mailto_off),  TEST(knows_whether_any_is_given),
};

TEST_MAIN(tests)
