/* SPDX-License-Identifier: MIT */
/* What a CA may deliver that is no certificate for us, or only an odd one. */
#include "failing.h"

#include <stdlib.h>

typedef void spoiler(struct scenario *s, struct acme_buf *chain);

/* A renewal for which the CA delivers a chain that is made of its own words. */
static void
deliver(struct scenario *s, spoiler *spoil)
{
	static struct acme_buf chain = ACME_BUF_INIT(1024 * 1024);

	acme_buf_clear(&chain);
	renewal_falls_due(s);
	s->ca.sign_us = SEC(1);
	scenario_until_asked(s, "finalize", 2);
	spoil(s, &chain);
	ca_script(&s->ca, (struct ca_line){ .resource = "certificate",
					    .body = acme_buf_str(&chain),
					    .times = 1 });
}

static void
chain_fails(spoiler *spoil, const char *sentence)
{
	static struct scenario s;

	scenario_set_up(&s);
	deliver(&s, spoil);
	renewal_fails(&s, sentence);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

/* It is served and stored as if the CA had delivered the usual. */
static void
chain_is_taken(spoiler *spoil)
{
	static struct acme_buf want = ACME_BUF_INIT(1024 * 1024);
	static struct scenario s;

	scenario_set_up(&s);
	deliver(&s, spoil);
	scenario_until_issued(&s);
	acme_buf_clear(&want);
	CHECK_OK(acme_buf_add(&want, acme_buf_span(&s.ca.orders->chain)));
	CHECK_SPAN(acme_buf_span(&s.world.vhost.installed),
		   acme_buf_span(&want));
	CHECK_SPAN(acme_buf_span(&s.world.vhost.pair_chain),
		   acme_buf_span(&want));
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
	acme_buf_clear(&want);
}

static void
out_of_order(struct scenario *s, struct acme_buf *chain)
{
	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.own)));
	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.orders->chain)));
}

static void
again_and_again(struct scenario *s, struct acme_buf *chain)
{
	unsigned int i;

	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.orders->chain)));
	for (i = 0; i < 12; i++)
		CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.own)));
}

/* That of the first order: its key is another one. */
static void
foreign_behind(struct scenario *s, struct acme_buf *chain)
{
	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.orders->chain)));
	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->world.vhost.installed)));
}

static void
longer_than_is_stored(struct scenario *s, struct acme_buf *chain)
{
	while (chain->len < 2 * ACME_CHAIN_TEXT_MAX)
		CHECK_OK(acme_buf_add(chain, ACME_SPAN("a remark\r\n")));
	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.orders->chain)));
	CHECK_OK(acme_buf_add(chain, ACME_SPAN("and another")));
}

SCENARIO(chains_that_are_put_right)
{
	(void)s;
	chain_is_taken(out_of_order);
	chain_is_taken(again_and_again);
	chain_is_taken(foreign_behind);
	chain_is_taken(longer_than_is_stored);
}

static void
with_a_key(struct scenario *s, struct acme_buf *chain)
{
	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.orders->chain)));
	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->world.vhost.pair_key)));
}

static void
cut(struct scenario *s, struct acme_buf *chain)
{
	struct acme_span all = acme_buf_span(&s->ca.orders->chain);

	CHECK_OK(acme_buf_add(chain, acme_span(all.data, all.len - 40)));
}

#define OF_CHAIN "issued certificate: chain: "

SCENARIO(chains_that_are_wrong)
{
	(void)s;
	chain_fails(with_a_key,
		    OF_CHAIN "line 19: a block that is no CERTIFICATE");
	chain_fails(
		cut,
		"issued certificate: PEM, line 10: a block that has no END");
}

/* The certificate begins so long ago, and lives so long from now on. */
static void
dates_fail(int64_t backdate_s, int64_t lifetime_s, const char *words)
{
	static struct scenario s;
	unsigned int asked;

	scenario_set_up(&s);
	renewal_falls_due(&s);
	s.ca.backdate_s = backdate_s;
	s.ca.lifetime_s = lifetime_s;
	scenario_until_failed(&s);
	CHECK_SAID(&s, words);
	CHECK_SAID(&s, "the system clock says 2");
	/* It is a failure like others: the pause doubles. */
	asked = ca_count(&s.ca, "finalize");
	scenario_run(&s, HOUR(1));
	CHECK(ca_count(&s.ca, "finalize") - asked <= 7);
	CHECK_INT(s.world.vhost.n_installed, 1);
	s.ca.backdate_s = 0;
	s.ca.lifetime_s = (int64_t)90 * 86400;
	scenario_until_issued(&s);
	CHECK_INT(s.world.vhost.n_installed, 2);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

SCENARIO(dates_that_are_wrong)
{
	(void)s;
	dates_fail(90 * 86400, -86400, "issued certificate: it expired at 2");
	dates_fail(90 * 86400, -1, "issued certificate: it expired at 2");
	dates_fail(0, 4,
		   "issued certificate: it is too short-lived to be renewed in "
		   "time: "
		   "it expires at 2");
	dates_fail(-3700, 90 * 86400, "it is not valid before 2");
}

/* A test's CA: two dozen are taken, and no more without a pause. */
SCENARIO(certificates_of_half_a_minute)
{
	unsigned int i;

	s->ca.lifetime_s = 30;
	for (i = 0; i < 24; i++)
		scenario_until_issued(s);
	scenario_until_failed(s);
	CHECK_SAID(s,
		   "issued certificate: it is too short-lived to be renewed in "
		   "time: it expires at 2");
	CHECK_INT(s->world.vhost.n_installed, 25);
	scenario_forget_requests(s);
	scenario_run(s, HOUR(1));
	CHECK_INT(ca_count(&s->ca, "finalize"), 4);
	CHECK_LOG(s, "next attempt in 24 h");
	s->ca.lifetime_s = 61;
	scenario_until_issued(s);
	s->ca.lifetime_s = 30;
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 31);
}

SCENARIO(clock_of_the_ca_is_ahead)
{
	s->ca.backdate_s = -3500;
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 1);
}

/* Served, as there is no better one, and not followed by the next at once. */
static void
due_at_once(struct scenario *s)
{
	scenario_until_issued(s);
	CHECK_LOG(s, "serving certificate 1001 ");
	CHECK_SAID(
		s,
		"it is served, and due for renewal already: it expires at 2");
	CHECK_INT(s->world.vhost.n_installed, 1);
	scenario_run(s, HOUR(1));
	CHECK(ca_count(&s->ca, "finalize") <= 8);
	s->ca.backdate_s = 0;
	s->ca.lifetime_s = (int64_t)90 * 86400;
	scenario_until_issued(s);
	scenario_forget_requests(s);
	scenario_run(s, HOUR(24));
	CHECK_INT(ca_count(&s->ca, "finalize"), 0);
}

SCENARIO(due_as_it_comes)
{
	s->ca.backdate_s = (int64_t)10 * 86400;
	s->ca.lifetime_s = (int64_t)2 * 86400;
	due_at_once(s);
}

SCENARIO(due_as_it_comes_by_renew_days)
{
	s->config->renew_days = 30;
	s->ca.backdate_s = (int64_t)30 * 86400;
	s->ca.lifetime_s = (int64_t)25 * 86400;
	due_at_once(s);
}

SCENARIO(chain_for_another_key)
{
	renewal_falls_due(s);
	s->ca.wrong_chains = 1;
	renewal_fails(
		s, OF_CHAIN
		"the first certificate is not for our key, and no other is");
}

/* It has a limit for those of the same names, often five a week. */
SCENARIO(fifth_in_a_row_for_nothing_is_the_last_for_a_day)
{
	unsigned int i;

	renewal_falls_due(s);
	scenario_forget_requests(s);
	s->ca.wrong_chains = 7;
	for (i = 0; i < 5; i++) {
		CHECK(!strstr(acme_buf_str(&s->world.log), "in 24 h"));
		scenario_until_failed(s);
	}
	CHECK_LOG(s, "the first certificate is not for our key, and no other "
		     "is; next attempt in 24 h");
	scenario_run(s, HOUR(23));
	CHECK_INT(ca_count(&s->ca, "finalize"), 5);
	scenario_run(s, HOUR(26));
	CHECK_INT(ca_count(&s->ca, "finalize"), 7);
	CHECK_INT(s->world.vhost.n_installed, 1);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "finalize"), 8);
}

SCENARIO(one_that_is_of_use_forgets_those_for_nothing)
{
	s->ca.wrong_chains = 4;
	scenario_until_issued(s);
	s->world.wall_jump_s = (int64_t)80 * 86400;
	s->ca.wrong_chains = 4;
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 2);
	CHECK(!strstr(acme_buf_str(&s->world.log), "next attempt in 24 h"));
}

/* The CA sorts names as it likes (RFC 8555 7.4 asks for no order). */
SCENARIO(names_of_the_certificate_in_another_order)
{
	char *first;

	scenario_names(s, 3);
	scenario_until_asked(s, "challenge", 3);
	first = s->ca.orders->authzs[0].name;
	s->ca.orders->authzs[0].name = s->ca.orders->authzs[2].name;
	s->ca.orders->authzs[2].name = first;
	s->ca.orders->authzs[0].status = "valid";
	s->ca.orders->authzs[1].status = "valid";
	s->ca.orders->authzs[2].status = "valid";
	s->ca.orders->status = "ready";
	scenario_until_issued(s);
	CHECK_LOG(s, "3 names");
}
