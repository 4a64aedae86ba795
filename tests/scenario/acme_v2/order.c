/* SPDX-License-Identifier: MIT */
/* What the CA may say on the way to a certificate (RFC 8555 §7). */
#include "failing.h"

#define NO_BODY "{}"

/* The next request for ${resource} tells of an object in this status. */
static void
tell(struct scenario *s, const char *resource, const char *status,
     unsigned int times)
{
	ca_script(&s->ca, (struct ca_line){ .resource = resource,
					    .object = status,
					    .times = times });
}

/* ${resource} is refused for good, and then for a while. */
static void
refuse_and_delay(struct scenario *s, const char *resource)
{
	ca_next(&s->ca, resource, 403, NULL, CA_PROBLEM("tls", "no"));
	scenario_until_failed(s);
	CHECK_SAID(s, "tls: no");
	ca_next(&s->ca, resource, 429, "Retry-After: 3600\r\n",
		CA_PROBLEM("rateLimited", "later"));
	scenario_until_failed(s);
	CHECK_SAID(s, "rateLimited: later");
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, HOUR(1), HOUR(1) + MIN(2));
}

SCENARIO(new_account_is_refused)
{
	refuse_and_delay(s, "newAccount");
}

SCENARIO(new_order_is_refused)
{
	refuse_and_delay(s, "newOrder");
}

SCENARIO(poll_is_refused)
{
	refuse_and_delay(s, "order");
}

SCENARIO(finalize_is_refused)
{
	refuse_and_delay(s, "finalize");
}

SCENARIO(download_is_refused)
{
	refuse_and_delay(s, "certificate");
}

SCENARIO(directory_is_refused)
{
	ca_next(&s->ca, "directory", 404, NULL, NULL);
	scenario_until_failed(s);
	CHECK_SAID(s, "the CA responded with HTTP status 404");
	ca_script(&s->ca, (struct ca_line){ .resource = "directory",
					    .status = 502,
					    .times = 7 });
	scenario_until_failed(s);
	CHECK_SAID(s, "the CA responded with HTTP status 502");
	scenario_until_issued(s);
}

SCENARIO(account_without_a_location)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newAccount",
					    .status = 201,
					    .body = NO_BODY,
					    .times = 1 });
	scenario_until_failed(s);
	CHECK_SAID(s, "has no Location");
}

/* §7.3: it registers again, once, and orders. */
SCENARIO(account_is_forgotten)
{
	scenario_until_issued(s);
	ca_forget_account(&s->ca);
	scenario_forget_requests(s);
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory newNonce newOrder newAccount newOrder "
			  "authz challenge order finalize certificate");
	CHECK_INT(s->ca.n_accounts, 2);
}

SCENARIO(account_is_forgotten_again_and_again)
{
	ca_script(&s->ca,
		  (struct ca_line){
			  .resource = "newOrder",
			  .status = 400,
			  .body = CA_PROBLEM("accountDoesNotExist", "who?") });
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 2);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 2);
	CHECK_SAID(s, "who?");
}

SCENARIO(authorizations_valid_from_before)
{
	s->ca.authzs_valid = true;
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory newNonce newAccount newOrder finalize "
			  "certificate");
}

/* Pending all the same: each is looked at, and none is to be answered. */
SCENARIO(valid_authorizations_of_a_pending_order)
{
	s->ca.authzs_valid = true;
	tell(s, "newOrder", "pending", 1);
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory newNonce newAccount newOrder authz order "
			  "finalize certificate");
}

/* n0.example's, by a type that would not be chosen here. */
#define VALID_BY_TLS_ALPN                                                  \
	"{\"status\":\"valid\",\"identifier\":{\"type\":\"dns\","          \
	"\"value\":\"n0.example\"},\"challenges\":[{\"type\":\"http-01\"," \
	"\"url\":\"https://ca.test/c/1\",\"token\":\"a\",\"status\":"      \
	"\"pending\"},{\"type\":\"tls-alpn-01\",\"url\":"                  \
	"\"https://ca.test/c/2\",\"token\":\"b\",\"status\":\"valid\"}]}"

SCENARIO(valid_from_before_by_another_challenge)
{
	s->ca.authzs_valid = true;
	tell(s, "newOrder", "pending", 1);
	ca_next(&s->ca, "authz", 200, NULL, VALID_BY_TLS_ALPN);
	scenario_until_issued(s);
	CHECK_LOG(s, "; its names were validated by tls-alpn-01\n");
}

SCENARIO(one_valid_from_before_and_one_answered)
{
	scenario_names(s, 2);
	ca_next(&s->ca, "authz", 200, NULL, VALID_BY_TLS_ALPN);
	scenario_until_asked(s, "authz", 1);
	s->ca.orders->authzs[0].status = "valid";
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "challenge"), 1);
	CHECK_LOG(s, "; its names were validated by http-01, tls-alpn-01\n");
}

/* What is known of the certificate before holds. */
SCENARIO(nothing_to_validate_at_the_renewal)
{
	scenario_until_issued(s);
	s->ca.authzs_valid = true;
	acme_buf_clear(&s->world.log);
	scenario_until_issued(s);
	CHECK_LOG(s, "; its names were validated by http-01\n");
}

SCENARIO(nothing_to_validate_at_the_first)
{
	s->ca.authzs_valid = true;
	scenario_until_issued(s);
	CHECK_LOG(s, "; its names will be validated by a challenge that the CA "
		     "offers\n");
}

SCENARIO(new_order_is_invalid)
{
	tell(s, "newOrder", "invalid", 1);
	scenario_until_failed(s);
	CHECK_SAID(s, "made the order invalid");
}

SCENARIO(new_order_is_processing)
{
	tell(s, "newOrder", "processing", 1);
	scenario_until_failed(s);
	CHECK_SAID(s, "the order is processing, and can't be that");
}

SCENARIO(order_is_no_json)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .body = "<html>",
					    .times = 1 });
	scenario_until_failed(s);
	CHECK_SAID(s, CA_URL "newOrder: order: ");
}

SCENARIO(polled_order_is_processing)
{
	tell(s, "order", "processing", 1);
	scenario_until_failed(s);
	CHECK_SAID(s, "the order is processing, and can't be that");
}

SCENARIO(polled_order_is_invalid)
{
	tell(s, "order", "invalid", 1);
	scenario_until_failed(s);
	CHECK_SAID(s, "made the order invalid");
	CHECK_INT(ca_count(&s->ca, "authz"), 2);
}

/* §7.4: an order may be said ready too early. */
SCENARIO(order_was_not_ready)
{
	ca_next(&s->ca, "finalize", 403, NULL,
		CA_PROBLEM("orderNotReady", "not yet"));
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "finalize"), 2);
}

SCENARIO(finalized_order_is_invalid)
{
	tell(s, "finalize", "invalid", 1);
	scenario_until_failed(s);
	CHECK_SAID(s, "made the order invalid");
}

/* Some CAs tell for a while what it was before: it is asked again. */
static void
told_late(const char *status)
{
	static struct scenario s;

	scenario_set_up(&s);
	tell(&s, "finalize", status, 1);
	scenario_until_issued(&s);
	CHECK_INT(ca_count(&s.ca, "finalize"), 1);
	CHECK_INT(ca_count(&s.ca, "order"), 2);
	CHECK_INT(s.ca.n_orders, 1);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

SCENARIO(finalized_order_is_told_late)
{
	(void)s;
	told_late("ready");
	told_late("pending");
	told_late("processing");
}

SCENARIO(finalized_order_stays_ready)
{
	s->ca.sign_us = AGENDA_NEVER;
	tell(s, "finalize", "ready", 0);
	scenario_until_asked(s, "finalize", 1);
	tell(s, "order", "ready", 0);
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(10), MIN(10) + SEC(1));
	CHECK_SAID(s, "the order is ready, and was not completed in time");
}

/* Its URL comes with a later look. */
SCENARIO(valid_order_without_a_certificate)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "finalize",
					    .body = "{\"status\":\"valid\"}",
					    .times = 1 });
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "order"), 2);
}

/* Or it never comes: the order is kept, and looked at by the next attempt. */
SCENARIO(valid_order_whose_certificate_never_comes)
{
	struct ca_line line = {
		.resource = "finalize",
		.body = "{\"status\":\"valid\",\"certificate\":\"\"}"
	};

	ca_script(&s->ca, line);
	scenario_until_asked(s, "finalize", 1);
	line.resource = "order";
	ca_script(&s->ca, line);
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(10), MIN(10) + SEC(1));
	CHECK_SAID(s, CA_URL "order/1: the order is valid, and its member "
			     "'certificate' is missing or empty");
	scenario_until_failed(s);
	CHECK_INT(s->ca.n_orders, 1);
}

SCENARIO(order_of_an_unknown_status)
{
	tell(s, "order", "moonstruck", 1);
	scenario_until_failed(s);
	CHECK_SAID(s, CA_URL "order/1: the order is moonstruck, and can't be "
			     "that at this step");
	scenario_until_issued(s);
}

/* The CA made it, and the answer was lost: the second request is refused. */
static void
finalized_twice(struct scenario *s)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "finalize",
					    .how = CA_HANG_UP_AFTER,
					    .times = 1 });
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "finalize"), 2);
	CHECK_INT(s->ca.n_orders, 1);
	CHECK_INT(s->world.vhost.n_reports, 2); /* started, issued */
}

SCENARIO(response_to_finalize_is_lost)
{
	finalized_twice(s);
}

SCENARIO(response_to_finalize_is_lost_while_the_ca_signs)
{
	s->ca.sign_us = SEC(20);
	finalized_twice(s);
}

/* An order that ended need not list what it was made of. */
SCENARIO(invalid_order_without_authorizations)
{
	ca_next(&s->ca, "order", 200, NULL, "{\"status\":\"invalid\"}");
	scenario_until_failed(s);
	CHECK_SAID(s, "made the order invalid");
	CHECK_INT(ca_count(&s->ca, "authz"), 2);
}

/* The key is on disk before the CA certifies it. */
SCENARIO(order_key_is_saved_first)
{
	struct acme_buf kept = ACME_BUF_INIT(ACME_KEY_TEXT_MAX);
	bool same;

	scenario_until_asked(s, "finalize", 1);
	CHECK(s->world.vhost.new_key.len);
	CHECK_INT(s->world.vhost.pair_key.len, 0);
	CHECK_OK(acme_buf_add(&kept, acme_buf_span(&s->world.vhost.new_key)));
	scenario_until_issued(s);
	same = acme_span_equal(acme_buf_span(&kept),
			       acme_buf_span(&s->world.vhost.pair_key));
	acme_buf_clear(&kept);
	CHECK(same);
}

/* As the chain it goes on in memory. */
SCENARIO(order_key_cannot_be_saved)
{
	world_fail(&s->world, WORLD_PUT_NEW_KEY, ACME_ERR_SYSTEM, 1);
	scenario_until_issued(s);
	CHECK_SPAN(acme_buf_span(&s->world.vhost.pair_key),
		   acme_buf_span(&s->world.vhost.installed_key));
}

SCENARIO(order_key_is_saved_late)
{
	world_delay(&s->world, WORLD_PUT_NEW_KEY, AGENDA_NEVER, 1);
	scenario_until_failed(s);
	CHECK_SAID(s, "the disk with key-path did not answer in time");
	CHECK_INT(ca_count(&s->ca, "finalize"), 0);
}

/* What is served is made of the key's text: without it, none is ordered. */
SCENARIO(memory_short_for_the_text_of_the_new_key)
{
	renewal_falls_due(s);
	world_memory_is_short(true);
	renewal_fails_alone(s, "out of memory");
	CHECK_INT(ca_count(&s->ca, "finalize"), 1); /* the first one's */
	world_memory_is_short(false);
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 2);
}

/* The subject is the operator's; what no CSR can hold is said. */
SCENARIO(csr_cannot_be_made)
{
	s->config->subject.country = acme_span_dup(ACME_SPAN("Utopia"));
	scenario_until_failed(s);
	CHECK_SAID(s, "country");
	CHECK_INT(ca_count(&s->ca, "finalize"), 0);
}
