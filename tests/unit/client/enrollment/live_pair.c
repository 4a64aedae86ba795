/* SPDX-License-Identifier: MIT */
/*
 * Which pair that is found in the files is taken in place of what is served:
 * only one that lasts longer, and is not over already.
 */
#include "client/enrollment/live_pair.h"

#include "crypto/data.h"
#include "crypto/x509/leaf.h"

/* Of leaf.crt: */
#define SERIAL	    "ffee0102030405060708090a0b0c0d0e0f"
#define NOT_AFTER_S 4107542399

static const struct {
	const char *label, *file, *served;
	int64_t served_until_s, now_s;
	bool want;
} cases[] = {
	{ "lasts a second longer", "leaf.crt", "1234", NOT_AFTER_S - 1,
	  1800000000, true },
	{ "lasts as long", "leaf.crt", "1234", NOT_AFTER_S, 1800000000, false },
	{ "is older", "leaf.crt", "1234", NOT_AFTER_S + 1, 1800000000, false },
	{ "is served already", "leaf.crt", SERIAL, NOT_AFTER_S - 1, 1800000000,
	  false },
	{ "nothing is served", "leaf.crt", "", 0, 1800000000, true },
	{ "is over in a second", "leaf.crt", "1234", NOT_AFTER_S - 9,
	  NOT_AFTER_S - 1, true },
	{ "is over now", "leaf.crt", "1234", NOT_AFTER_S - 9, NOT_AFTER_S,
	  false },
	{ "is over for long", "leaf-old.crt", "1234", 951825599, 1800000000,
	  false },
	{ "was good then", "leaf-old.crt", "1234", 951825599, 951825599, true },
	{ "is no certificate", "p256.pem", "1234", 1, 1800000000, false },
};

static void
is_newer(void)
{
	struct acme_cert_info served = { .n_certs = 1 };
	struct acme_stored stored = { .chain = ACME_BUF_INIT(1 << 20) };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		data_add(&stored.chain, cases[i].file);
		served.not_after_s = cases[i].served_until_s;
		snprintf(served.serial, sizeof(served.serial), "%s",
			 cases[i].served);
		CHECK_FOR(cases[i].label,
			  acme_live_pair_is_newer(&stored, &served,
						  cases[i].now_s) ==
				  cases[i].want);
		acme_buf_clear(&stored.chain);
	}
	CHECK(!acme_live_pair_is_newer(NULL, &served, 0));
}

static const struct test tests[] = {
	TEST(is_newer),
};

TEST_MAIN(tests)
