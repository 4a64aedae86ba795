/* SPDX-License-Identifier: MIT */
#include "lws/options/dns_names.h"
#include "test.h"

#define LABEL_63 \
	"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123"

/* ${want}: the names, each followed by a space; NULL: refused. */
static const struct {
	const char *name, *list, *want;
} cases[] = {
	{ "one", "a.example", "a.example " },
	{ "upper case and a trailing dot", "A.Example.", "a.example " },
	{ "twice", "a.example,b.example,A.EXAMPLE.", "a.example b.example " },
	{ "spaces", " a.example ,\tb.example ", "a.example b.example " },
	{ "one label", "localhost", "localhost " },
	{ "digits", "1.2.3.4.example", "1.2.3.4.example " },
	{ "punycode", "xn--bcher-kva.example", "xn--bcher-kva.example " },
	{ "nothing", "", NULL },
	{ "blanks", " ", NULL },
	{ "a comma", ",", NULL },
	{ "a comma first", ",a.example", NULL },
	{ "a comma last", "a.example,", NULL },
	{ "two commas", "a.example, ,b.example", NULL },
	{ "a dot", ".", NULL },
	{ "longest label", LABEL_63 ".example", LABEL_63 ".example " },
	{ "label too long", LABEL_63 "4.example", NULL },
	{ "name too long", LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63,
	  NULL },
	{ "wildcard", "*.example", NULL },
	{ "address", "192.0.2.1", NULL },
	{ "address of IPv6", "2001:db8::1", NULL },
	{ "a number last", "a.example.1", NULL },
	{ "a number alone", "1", NULL },
	{ "star alone", "*", NULL },
	{ "star inside", "a.*.example", NULL },
	{ "URL", "https://a.example", NULL },
	{ "empty label", "a..example", NULL },
	{ "leading dot", ".example", NULL },
	{ "hyphen first", "-a.example", NULL },
	{ "hyphen last", "a-.example", NULL },
	{ "underscore", "a_b.example", NULL },
	{ "space inside", "a b.example", NULL },
	{ "not ASCII", "b\xc3\xbc.example", NULL },
	{ "port", "a.example:443", NULL },
	{ "good, then bad", "a.example,b/c", NULL },
};

static void
lists(void)
{
	struct acme_buf got = ACME_BUF_INIT(1024);
	struct acme_config *config;
	struct acme_fault fault;
	enum acme_err err;
	size_t i, j;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		config = acme_config_new();
		CHECK(config);
		err = acme_dns_names_add(config, cases[i].list, &fault);
		CHECK_FOR(cases[i].name,
			  err == (cases[i].want ? ACME_OK : ACME_ERR_INVALID));
		for (j = 0; !err && j < config->n_names; j++)
			CHECK_OK(acme_buf_addf(&got, "%s ", config->names[j]));
		CHECK_FOR(cases[i].name,
			  err || !strcmp(acme_buf_str(&got), cases[i].want));
		acme_buf_clear(&got);
		acme_config_unref(config);
	}
}

static void
names_what_is_wrong(void)
{
	static const struct {
		const char *list, *says;
	} wrong[] = {
		{ "a.example,*.Example", "\"*.example\" is a wildcard, which "
					 "is not supported: give each name" },
		{ "[2001:db8::1]", "\"[2001:db8::1]\" is an address, not a DNS "
				   "name: certificates for addresses are not "
				   "supported" },
		{ "b\xc3\xbc.example", "is to be given in its xn-- form" },
		{ LABEL_63 "4.example", "more than 63 letters without a dot" },
		{ "a.example:443", "letters, digits, '-' and '.' make one" },
		{ "a..example", "there is nothing between two dots" },
		{ "-a.example", "a '-' begins or ends a part of it" },
		{ "a.example,,b.example", "\"\" is empty: a name is missing "
					  "between two commas" },
		{ "a.example.7", "its last part is a number" },
		{ LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63,
		  "\"" LABEL_63 "....\" is longer than 253 characters" },
	};
	struct acme_config *config;
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		config = acme_config_new();
		CHECK(config);
		CHECK_ERR(acme_dns_names_add(config, wrong[i].list, &fault),
			  ACME_ERR_INVALID);
		CHECK_FOR(wrong[i].says, strstr(fault.text, wrong[i].says));
		acme_config_unref(config);
	}
}

static const struct test tests[] = { TEST(lists), TEST(names_what_is_wrong) };

TEST_MAIN(tests)
