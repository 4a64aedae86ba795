/* SPDX-License-Identifier: MIT */
/* Where Location and Link lead: relative, or refused by name. */
#include "failing.h"
#include "sim/ca_v1.h"

SCENARIO(relative_references)
{
	s->ca.relative = true;
	scenario_until_issued(s);
	scenario_run(s, HOUR(2));
	s->world.wall_jump_s = (int64_t)80 * 86400;
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_accounts, 1);
}

SCENARIO(v1_relative_references)
{
	ca_speak_v1(&s->ca);
	s->ca.relative = true;
	s->ca.sign_us = SEC(4);
	scenario_until_issued(s);
	CHECK(ca_count(&s->ca, "cert"));
	CHECK(ca_count(&s->ca, "issuer-cert"));
}

#define LOCATION(url) "Location: " url "\r\n"

static const struct {
	const char *header, *words;
} refused[] = {
	{ LOCATION("http://ca.test/x"),
	  "Location: URL 'http://ca.test/x' is not https" },
	{ LOCATION("ftp://ca.test/x"),
	  "Location: URL 'ftp://ca.test/x': byte 0 is not allowed there" },
	{ LOCATION("//me@ca.test/x"), "Location: URL 'https://me@ca.test/x': "
				      "byte 10 is not allowed there" },
	{ LOCATION("/x#y"), "Location: URL '/x#y' has a fragment" },
	{ LOCATION("/\xe2\x80\xae"), "Location: URL 'https://ca.test/\\u202e': "
				     "byte 16 is not allowed there" },
	{ NULL, "the response has no Location" },
};

/* §7.4: nothing but Location has the order's URL. */
SCENARIO(order_at_no_url)
{
	char sentence[200];
	size_t i;

	(void)s;
	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		snprintf(sentence, sizeof(sentence), CA_URL "newOrder: %s",
			 refused[i].words);
		renewal_fails_by(
			(struct ca_line){ .resource = "newOrder",
					  .status = 201,
					  .headers = refused[i].header,
					  .body = "{\"status\":\"ready\","
						  "\"finalize\":\"" CA_URL
						  "f\"}" },
			sentence);
	}
}

/* The account's URL is its name in all that is signed (§6.2). */
SCENARIO(account_at_no_url)
{
	size_t i;

	(void)s;
	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		static struct scenario one;

		scenario_set_up(&one);
		ca_next(&one.ca, "newAccount", 201, refused[i].header, "{}");
		scenario_until_failed(&one);
		CHECK_SAID(&one, refused[i].words);
		CHECK_SAID(&one, CA_URL "newAccount: ");
		scenario_until_issued(&one);
		scenario_stop(&one);
		scenario_check(&one);
		scenario_tear_down(&one);
	}
}

/* What nobody needs is not looked at. */
SCENARIO(location_that_is_not_needed)
{
	s->ca.relative = true;
	ca_script(&s->ca, (struct ca_line){ .resource = "challenge",
					    .headers = LOCATION("http:///") });
	ca_script(&s->ca, (struct ca_line){ .resource = "finalize",
					    .headers = LOCATION("#") });
	scenario_until_issued(s);
}

SCENARIO(v1_certificate_at_no_url)
{
	ca_speak_v1(&s->ca);
	ca_next(&s->ca, "new-cert", 201, LOCATION("http://ca.test/c"), NULL);
	scenario_until_failed(s);
	CHECK_SAID(s, CA_URL "new-cert: Location: URL 'http://ca.test/c' is "
			     "not https");
	scenario_until_issued(s);
}
