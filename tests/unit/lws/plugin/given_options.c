/* SPDX-License-Identifier: MIT */
#include "lws/plugin/given_options.h"
#include "test.h"

/* Each text that lws's callback may bring, and the option that it stands
 * for. */
static const struct {
	unsigned int element;
	const char *option;
} pairs[] = {
	{ LWS_TLS_REQ_ELEMENT_COUNTRY, "country" },
	{ LWS_TLS_REQ_ELEMENT_STATE, "state" },
	{ LWS_TLS_REQ_ELEMENT_LOCALITY, "locality" },
	{ LWS_TLS_REQ_ELEMENT_ORGANIZATION, "organization" },
	{ LWS_TLS_REQ_ELEMENT_COMMON_NAME, "common-name" },
	{ LWS_TLS_REQ_ELEMENT_SUBJECT_ALT_NAME, "subject-alt-name" },
	{ LWS_TLS_REQ_ELEMENT_EMAIL, "email" },
	{ LWS_TLS_SET_DIR_URL, "directory-url" },
	{ LWS_TLS_SET_AUTH_PATH, "auth-path" },
	{ LWS_TLS_SET_CERT_PATH, "cert-path" },
	{ LWS_TLS_SET_KEY_PATH, "key-path" },
};

static const char *
value_of(struct acme_given_options *given, const char *option)
{
	const struct lws_protocol_vhost_options *each =
		acme_given_options_list(given);

	while (each && strcmp(each->name, option) != 0)
		each = each->next;
	return each ? each->value : NULL;
}

static size_t
n_listed(struct acme_given_options *given)
{
	const struct lws_protocol_vhost_options *each;
	size_t n = 0;

	for (each = acme_given_options_list(given); each; each = each->next)
		n++;
	return n;
}

static bool
bring(struct acme_given_options *given, unsigned int element, const char *text)
{
	struct lws_acme_cert_aging_args args = { .vh = NULL };

	args.element_overrides[element] = text;
	return acme_given_options_override(given, &args);
}

static void
each_text_has_its_option(void)
{
	struct acme_given_options given;
	size_t i;

	CHECK_INT(LWS_ARRAY_SIZE(pairs), LWS_TLS_TOTAL_COUNT);
	for (i = 0; i < LWS_ARRAY_SIZE(pairs); i++) {
		CHECK(acme_given_options_init(&given, NULL));
		CHECK_FOR(pairs[i].option,
			  bring(&given, pairs[i].element, "new"));
		CHECK_FOR(pairs[i].option, n_listed(&given) == 1);
		CHECK_STR(value_of(&given, pairs[i].option), "new");
		acme_given_options_clear(&given);
	}
}

static void
others_stay_as_they_were(void)
{
	const struct lws_protocol_vhost_options name = { NULL, NULL,
							 "common-name",
							 "a.example" },
						email = { &name, NULL, "email",
							  "root@a.example" };
	struct acme_given_options given;

	CHECK(acme_given_options_init(&given, &email));
	CHECK(bring(&given, LWS_TLS_REQ_ELEMENT_COMMON_NAME, "b.example"));
	CHECK_STR(value_of(&given, "common-name"), "b.example");
	CHECK_STR(value_of(&given, "email"), "root@a.example");
	CHECK_INT(n_listed(&given), 2);
	acme_given_options_clear(&given);
}

/* Nothing begins anew for them. */
static void
same_texts_change_nothing(void)
{
	const struct lws_protocol_vhost_options name = { NULL, NULL,
							 "common-name",
							 "a.example" };
	struct acme_given_options given;

	CHECK(acme_given_options_init(&given, &name));
	CHECK(!bring(&given, LWS_TLS_REQ_ELEMENT_COMMON_NAME, "a.example"));
	CHECK(!bring(&given, LWS_TLS_REQ_ELEMENT_EMAIL, NULL));
	CHECK_INT(n_listed(&given), 1);
	acme_given_options_clear(&given);
}

static const struct test tests[] = {
	TEST(each_text_has_its_option),
	TEST(others_stay_as_they_were),
	TEST(same_texts_change_nothing),
};

TEST_MAIN(tests)
