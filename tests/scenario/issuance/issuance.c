/* SPDX-License-Identifier: MIT */
/* Certificates that are got: one name, many names, and in how many requests. */
#include "scenario.h"

SCENARIO(first_issuance)
{
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory newNonce newAccount newOrder authz "
			  "challenge order finalize certificate");
	CHECK(s->ca.n_requests <= 11);
	CHECK_INT(s->world.vhost.n_installed, 1);
	CHECK_SPAN(acme_buf_span(&s->world.vhost.pair_chain),
		   acme_buf_span(&s->world.vhost.installed));
	CHECK_SPAN(acme_buf_span(&s->world.vhost.pair_key),
		   acme_buf_span(&s->world.vhost.installed_key));
	CHECK_LOG(s, "terms of service: https://ca.test/terms");
	CHECK_LOG(s, "serving certificate 1001 of Model CA, 1 name");
	CHECK_INT(s->world.n_opened, 1);
	CHECK_INT(s->world.vhost.reports[0].progress, ACME_PROGRESS_STARTED);
	CHECK_SAID(s, "1001");
}

/* In their order, and without what is the CA's and ours alone. */
SCENARIO(each_step_has_a_line)
{
	static const char *const lines[] = {
		"ACME directory: GET https://ca.test/directory: HTTP status "
		"200, ",
		"ACME newNonce: HEAD https://ca.test/newNonce: HTTP status "
		"200, ",
		"ACME newAccount: POST https://ca.test/newAccount: HTTP status "
		"201, ",
		"ACME newOrder: POST https://ca.test/newOrder: HTTP status 400 "
		"badNonce, after ",
		"ACME newOrder: POST https://ca.test/newOrder: HTTP status "
		"201, ",
		"ACME authorization: POST https://ca.test/authz",
		"ACME challenge: POST https://ca.test/challenge",
		"ACME order: POST https://ca.test/order",
		"ACME finalize: POST https://ca.test/finalize",
		"ACME certificate: POST https://ca.test/certificate",
	};
	const char *at;
	size_t i;

	ca_next(&s->ca, "newOrder", 400, NULL, CA_PROBLEM("badNonce", "old"));
	scenario_until_issued(s);
	at = acme_buf_str(&s->world.log);
	for (i = 0; at && i < sizeof(lines) / sizeof(*lines); i++) {
		at = strstr(at, lines[i]);
		if (!at)
			TEST_FAIL("no '%s' in its place", lines[i]);
	}
	at = acme_buf_str(&s->world.log);
	CHECK(!strstr(at, "eyJ")); /* begins each part of a JWS */
	CHECK(!strstr(at, acme_buf_str(&s->account.thumbprint)));
}

/* What programs are told between the milestones. */
SCENARIO(each_step_is_reported)
{
	struct acme_span steps;

	scenario_until_issued(s);
	scenario_run(s, SEC(1));
	steps = acme_buf_span(&s->world.vhost.steps);
	CHECK_SPAN(steps, ACME_SPAN("CREATE_KEYS https://ca.test/directory\n"
				    "REG https://ca.test/directory\n"
				    "AUTH https://ca.test/order/1\n"
				    "CHALLENGE n0.example\n"
				    "CREATE_REQ https://ca.test/order/1\n"
				    "REQ https://ca.test/order/1\n"
				    "CONFIRM https://ca.test/order/1\n"
				    "ISSUE https://ca.test/order/1\n"
				    "IDLE 1001\n"));
	acme_buf_clear(&s->world.vhost.steps);
	scenario_run(s, SEC(600)); /* it looks each minute, and says nothing */
	CHECK_INT(s->world.vhost.steps.len, 0);
}

SCENARIO(renewal_asks_less)
{
	scenario_until_issued(s);
	scenario_forget_requests(s);
	s->ca.lifetime_s = 86400;
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory newNonce newOrder authz challenge order "
			  "finalize certificate");
	CHECK(s->ca.n_requests <= 9);
	CHECK_SAID(s, "1002");
}

/* A directory is known for an hour, a nonce for five minutes. */
SCENARIO(soon_after_nothing_is_asked_again)
{
	s->ca.lifetime_s = 300;
	scenario_until_issued(s);
	scenario_forget_requests(s);
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "newOrder authz challenge order finalize "
			  "certificate");
}

SCENARIO(a_hundred_names)
{
	scenario_names(s, 100);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "authz"), 100);
	CHECK_INT(ca_count(&s->ca, "challenge"), 100);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
	CHECK(s->ca.n_requests <= 8 + 200 + CONNECTION_POOL_SIZE);
	CHECK_INT(s->world.max_streams, CONNECTION_POOL_SIZE);
	CHECK_LOG(s, "100 names");
}

SCENARIO(answers_in_single_bytes)
{
	s->world.piece_len = 1;
	s->world.byte_delay_us = 10;
	scenario_until_issued(s);
	CHECK_INT(s->world.n_opened, 1);
}

/* The CA closes after each answer; nothing is lost by that. */
SCENARIO(no_reused_connections)
{
	static const char *const all[] = {
		"directory", "newNonce", "newAccount", "newOrder",   "authz",
		"challenge", "order",	 "finalize",   "certificate"
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(*all); i++)
		ca_script(&s->ca, (struct ca_line){ .resource = all[i],
						    .how = CA_LAST });
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_requests, 9);
	CHECK_INT(s->world.n_opened, 9);
}

/* What a CA gives is not served before it was looked at. */
SCENARIO(wrong_certificate_is_refused)
{
	s->ca.wrong_chains = 1;
	scenario_until_failed(s);
	CHECK_SAID(s, "not for our key");
	CHECK_INT(s->world.vhost.n_installed, 0);
	CHECK_INT(s->world.vhost.pair_chain.len, 0);
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 1);
}

SCENARIO(half_a_directory_of_v1)
{
	s->ca.directory = "{\"new-reg\":\"" CA_URL "new-reg\"}";
	scenario_until_failed(s);
	CHECK_SAID(s, "member 'new-authz' is missing");
	CHECK_REQUESTS(s, "directory");
}

SCENARIO(directory_is_no_directory)
{
	s->ca.directory = "{\"newNonce\":\"" CA_URL "newNonce\"}";
	scenario_until_failed(s);
	CHECK_SAID(s, CA_URL "directory: this is no ACME directory");
	CHECK_SAID(s, "is directory-url right?");
	CHECK_SAID(s, "newAccount");
}
