/* SPDX-License-Identifier: MIT */
/* A CA that speaks ACME v1: new-reg, new-authz, challenge, poll, new-cert. */
#include "failing.h"
#include "sim/ca_v1.h"

/* ${resource} is refused for good, and then for a while. */
static void
refuse_and_delay(struct scenario *s, const char *resource)
{
	ca_speak_v1(&s->ca);
	ca_next(&s->ca, resource, 403, NULL, V1_PROBLEM("malformed", "no"));
	scenario_until_failed(s);
	CHECK_SAID(s, "malformed: no");
	ca_next(&s->ca, resource, 429, "Retry-After: 3600\r\n",
		V1_PROBLEM("rateLimited", "later"));
	scenario_until_failed(s);
	CHECK_SAID(s, "rateLimited: later");
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, HOUR(1), HOUR(1) + MIN(2));
}

/* Each answer brings a nonce, so that none is asked for. */
SCENARIO(v1_issues)
{
	ca_speak_v1(&s->ca);
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory new-reg reg new-authz challenge authz "
			  "new-cert issuer-cert");
	CHECK_LOG(s, "terms of service: " CA_URL "terms/1");
	CHECK_HAS(acme_buf_str(&s->world.vhost.installed),
		  acme_buf_str(&s->ca.own));
}

SCENARIO(v1_renews_with_the_account)
{
	ca_speak_v1(&s->ca);
	scenario_until_issued(s);
	scenario_forget_requests(s);
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory new-authz challenge authz new-cert "
			  "issuer-cert");
	CHECK_INT(s->ca.n_accounts, 1);
}

/* A nonce is taken from the directory where no answer brings one. */
SCENARIO(v1_nonces_by_head)
{
	ca_speak_v1(&s->ca);
	s->ca.gives_no_nonces = true;
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory directory new-reg directory reg "
			  "directory new-authz directory challenge authz "
			  "directory new-cert issuer-cert");
}

SCENARIO(v1_ten_names_side_by_side)
{
	ca_speak_v1(&s->ca);
	scenario_names(s, 10);
	s->ca.answer_us = MS(100);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "challenge"), 10);
	CHECK_TIME(s->world.agenda.now_us, SEC(1), SEC(3));
}

SCENARIO(v1_new_reg_is_refused)
{
	refuse_and_delay(s, "new-reg");
}

SCENARIO(v1_new_authz_is_refused)
{
	refuse_and_delay(s, "new-authz");
}

SCENARIO(v1_challenge_is_refused)
{
	refuse_and_delay(s, "challenge");
}

SCENARIO(v1_new_cert_is_refused)
{
	refuse_and_delay(s, "new-cert");
}

SCENARIO(v1_issuer_is_refused)
{
	refuse_and_delay(s, "issuer-cert");
}

SCENARIO(v1_never_agreed)
{
	ca_speak_v1(&s->ca);
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "new-authz",
				    .status = 403,
				    .body = V1_PROBLEM("unauthorized", "no") });
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: " CA_URL "new-authz: unauthorized: no");
	CHECK_INT(ca_count(&s->ca, "new-authz"), 2);
}

SCENARIO(v1_challenge_is_gone)
{
	ca_speak_v1(&s->ca);
	ca_next(&s->ca, "challenge", 404, NULL, V1_PROBLEM("malformed", "?"));
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: " CA_URL "challenge/1/0/0: malformed: ?");
	scenario_until_issued(s);
}

/* Handed back as it is, with 201. */
SCENARIO(v1_authorizations_valid_from_before)
{
	ca_speak_v1(&s->ca);
	s->ca.authzs_valid = true;
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory new-reg reg new-authz new-cert "
			  "issuer-cert");
}

SCENARIO(v1_authorization_is_no_json)
{
	ca_speak_v1(&s->ca);
	ca_next(&s->ca, "new-authz", 201, NULL, "[]");
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: authorization: ");
}

/* Those that are valid are not asked for again. */
SCENARIO(v1_polls_the_pending)
{
	ca_speak_v1(&s->ca);
	scenario_names(s, 2);
	s->ca.validate_us = SEC(8);
	scenario_until_issued(s);
	CHECK(ca_count(&s->ca, "authz") > 6);
	CHECK_TIME(s->world.agenda.now_us, SEC(8), SEC(14));
}

SCENARIO(v1_never_fetched)
{
	ca_speak_v1(&s->ca);
	s->ca.fetch_us = SEC(3);
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "authz", 0)->at_us -
			   ca_request(&s->ca, "challenge", 0)->at_us,
		   MS(250), MS(270));
}

SCENARIO(v1_polls_as_the_ca_wants)
{
	ca_speak_v1(&s->ca);
	s->ca.validate_us = SEC(8);
	ca_script(&s->ca, (struct ca_line){ .resource = "authz",
					    .headers = "Retry-After: 3\r\n" });
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "authz", 2)->at_us -
			   ca_request(&s->ca, "authz", 1)->at_us,
		   SEC(3) + MS(10), SEC(3) + MS(11));
}

SCENARIO(v1_challenge_fails)
{
	ca_speak_v1(&s->ca);
	s->ca.challenge_error = V1_PROBLEM("connection", "timed out");
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: http-01: connection: timed out");
}

SCENARIO(v1_pending_for_ever)
{
	ca_speak_v1(&s->ca);
	s->ca.never_decides = true;
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(30), MIN(30) + SEC(1));
	CHECK_SAID(s, "not there in time");
}

/* 202 without a body, until it is signed. */
SCENARIO(v1_certificate_later)
{
	ca_speak_v1(&s->ca);
	s->ca.sign_us = SEC(4);
	ca_script(&s->ca, (struct ca_line){ .resource = "cert",
					    .headers = "Retry-After: 2\r\n" });
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "cert", 1)->at_us -
			   ca_request(&s->ca, "cert", 0)->at_us,
		   SEC(2) + MS(10), SEC(2) + MS(11));
}

SCENARIO(v1_certificate_nowhere)
{
	ca_speak_v1(&s->ca);
	ca_next(&s->ca, "new-cert", 201, NULL, NULL);
	scenario_until_failed(s);
	CHECK_SAID(s, "new-cert: the response has no Location");
	scenario_until_issued(s);
}

SCENARIO(v1_certificate_for_another_key)
{
	ca_speak_v1(&s->ca);
	s->ca.wrong_chains = 1;
	scenario_until_failed(s);
	CHECK_SAID(s, "not for our key");
	CHECK_INT(s->world.vhost.n_installed, 0);
	scenario_until_issued(s);
}

/* The answer's body is to be its DER; the old one is served meanwhile. */
static void
certificate_is_none(const char *body)
{
	static struct scenario s;

	scenario_set_up(&s);
	ca_speak_v1(&s.ca);
	renewal_falls_due(&s);
	ca_next(&s.ca, "new-cert", 201, NULL, body);
	renewal_fails(&s, "issued certificate: line 1: certificate: X509 - The "
			  "CRT/CRL/CSR format is invalid, e.g. different type "
			  "expected");
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

SCENARIO(v1_certificate_is_none)
{
	(void)s;
	certificate_is_none("what?");
	certificate_is_none("\x30\x82\x02\x01\x30\x82"); /* cut */
	certificate_is_none("-----BEGIN CERTIFICATE-----\nMAA=\n"
			    "-----END CERTIFICATE-----\n");
}

SCENARIO(v1_order_key_cannot_be_saved)
{
	ca_speak_v1(&s->ca);
	world_fail(&s->world, WORLD_PUT_NEW_KEY, ACME_ERR_SYSTEM, 1);
	scenario_until_issued(s);
}

SCENARIO(v1_order_key_is_saved_late)
{
	ca_speak_v1(&s->ca);
	world_delay(&s->world, WORLD_PUT_NEW_KEY, AGENDA_NEVER, 1);
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "new-cert"), 0);
	scenario_until_issued(s);
}

SCENARIO(v1_csr_cannot_be_made)
{
	ca_speak_v1(&s->ca);
	s->config->subject.country = acme_span_dup(ACME_SPAN("Utopia"));
	scenario_until_failed(s);
	CHECK_SAID(s, "country");
	CHECK_INT(ca_count(&s->ca, "new-cert"), 0);
}

SCENARIO(v1_stopped_while_it_polls)
{
	ca_speak_v1(&s->ca);
	s->ca.never_decides = true;
	scenario_until_asked(s, "authz", 2);
	scenario_stop(s);
}

/* The names are authorized again, by the same account. */
SCENARIO(v1_restart_while_it_polls)
{
	ca_speak_v1(&s->ca);
	s->ca.never_decides = true;
	scenario_until_asked(s, "authz", 2);
	scenario_stop(s);
	s->ca.never_decides = false;
	scenario_forget_requests(s);
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory new-reg reg reg new-authz challenge "
			  "authz new-cert issuer-cert");
	CHECK_INT(s->ca.n_accounts, 1);
}
