/* SPDX-License-Identifier: MIT */
/* Each option that two vhosts may differ in is the one that is named. */
#include "lws/options/options_compare.h"
#include "lws-acme-client.h"
#include "test.h"

static const char *const values[LWS_ACME_CLIENT_N_OPTIONS][2] = {
	{ "a.jwk", "b.jwk" },
	{ "c.pem", "d.pem" },
	{ "k.pem", "l.pem" },
	{ "https://ca.example/dir", "https://ca.example/dir2" },
	{ "a.example", "b.example" },
	{ "c.example", "d.example" },
	{ "a@a.example", "b@a.example" },
	{ "TW", "DE" },
	{ "Taipei", "Hessen" },
	{ "Xiaobitan", "Mainz" },
	{ "One", "Two" },
	{ TEST_DATA "/tls/renewed.pem", TEST_DATA "/tls/chain.pem" },
	{ "http-01", "tls-alpn-01" },
	{ "p256", "p384" },
	{ "p256", "rsa2048" },
	{ "30", "31" },
	{ "a.trace", "b.trace" },
};

/* All options, the ${other}-th with its second value. */
static void
read_options(size_t other, struct acme_options *options)
{
	struct lws_protocol_vhost_options list[LWS_ACME_CLIENT_N_OPTIONS];
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < LWS_ACME_CLIENT_N_OPTIONS; i++)
		list[i] = (struct lws_protocol_vhost_options){
			.next = i ? &list[i - 1] : NULL,
			.name = lws_acme_client_options[i],
			.value = values[i][i == other],
		};
	CHECK_OK(acme_options_read(&list[LWS_ACME_CLIENT_N_OPTIONS - 1],
				   options, &fault));
}

static void
names_what_differs(void)
{
	struct acme_options one, two;
	size_t i;

	read_options(LWS_ACME_CLIENT_N_OPTIONS, &one);
	for (i = 0; i < LWS_ACME_CLIENT_N_OPTIONS; i++) {
		read_options(i, &two);
		CHECK_STR(acme_options_difference(&one, &two),
			  lws_acme_client_options[i]);
		CHECK(acme_options_same_files(&one, &two));
		acme_options_clear(&two);
	}
	read_options(LWS_ACME_CLIENT_N_OPTIONS, &two);
	CHECK(!acme_options_difference(&one, &two));
	acme_options_clear(&two);
	acme_options_clear(&one);
}

static const struct test tests[] = { TEST(names_what_differs) };

TEST_MAIN(tests)
