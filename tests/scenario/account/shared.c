/* SPDX-License-Identifier: MIT */
/*
 * Several certificates in one server: one account, one pool of connections,
 * and none keeps another from being renewed.
 */
#include "scenario.h"

#include "sim/ca_v1.h"

static const char *const names[SCENARIO_OTHERS_MAX] = {
	"m1.example", "m2.example", "m3.example", "m4.example",
	"m5.example", "m6.example", "m7.example", "m8.example",
};

static void
others(struct scenario *s, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		scenario_other(s, names[i]);
}

static unsigned int
n_issued(const struct other *other)
{
	return other_count(other, ACME_PROGRESS_ISSUED);
}

/* When it had its first certificate. */
static uint64_t
issued_us(const struct world_vhost *vhost)
{
	size_t i;

	for (i = 0; i < vhost->n_reports; i++)
		if (vhost->reports[i].progress == ACME_PROGRESS_ISSUED)
			return vhost->reports[i].at_us;
	return AGENDA_NEVER;
}

static const char *
said(const struct other *other)
{
	size_t n = other->vhost.n_reports;

	return n ? other->vhost.reports[n - 1].text : "";
}

/* The CA is asked for it once, whoever needs it. */
SCENARIO(nine_start_at_once)
{
	unsigned int i;

	others(s, 8);
	scenario_run(s, SEC(5));
	CHECK_INT(ca_count(&s->ca, "directory"), 1);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 1);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 9);
	CHECK_INT(s->ca.n_accounts, 1);
	CHECK_INT(s->world.vhost.n_installed, 1);
	for (i = 0; i < 8; i++) {
		CHECK_INT(s->others[i].vhost.n_installed, 1);
		CHECK_HAS(acme_buf_str(&s->others[i].vhost.state),
			  "\"account\":\"https://ca.test/account/1\"");
	}
}

/* The CA, the account and the connection are known already. */
SCENARIO(one_comes_later)
{
	scenario_until_issued(s);
	scenario_forget_requests(s);
	scenario_other(s, "m1.example");
	scenario_run(s, SEC(5));
	CHECK_INT(n_issued(&s->others[0]), 1);
	CHECK_REQUESTS(s, "newOrder authz challenge order finalize "
			  "certificate");
	CHECK_INT(s->world.n_opened, 1);
}

SCENARIO(one_comes_in_the_middle)
{
	scenario_until_asked(s, "challenge", 1);
	scenario_other(s, "m1.example");
	scenario_run(s, SEC(5));
	CHECK_INT(n_issued(&s->others[0]), 1);
	CHECK_INT(ca_count(&s->ca, "directory"), 1);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 1);
}

/* The state of another run has the account's URL, and one is enough. */
SCENARIO(account_is_known_from_one_state)
{
	scenario_until_issued(s);
	scenario_run(s, SEC(1));
	scenario_stop(s);
	acme_buf_clear(&s->world.vhost.pair_chain);
	acme_buf_clear(&s->world.vhost.installed);
	world_delay(&s->world, WORLD_PROBE, SEC(1), 0);
	others(s, 3);
	scenario_run(s, SEC(10));
	CHECK_INT(n_issued(&s->others[2]), 1);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 1);
}

/* All lose it at the same time, and it is made anew once. */
SCENARIO(account_is_lost_for_all)
{
	unsigned int i;

	others(s, 4);
	s->ca.lifetime_s = 86400;
	scenario_run(s, SEC(5));
	ca_forget_account(&s->ca);
	scenario_forget_requests(s);
	scenario_run(s, HOUR(17));
	CHECK_INT(ca_count(&s->ca, "newAccount"), 1);
	CHECK_INT(s->ca.n_accounts, 2);
	for (i = 0; i < 4; i++)
		CHECK_INT(n_issued(&s->others[i]), 2);
}

/* Each tells its own operator, and the CA is asked once. */
SCENARIO(account_is_refused_for_all)
{
	unsigned int i;

	others(s, 4);
	ca_next(&s->ca, "newAccount", 403, NULL,
		CA_PROBLEM("externalAccountRequired", "admin, please"));
	scenario_run(s, HOUR(1));
	CHECK_INT(ca_count(&s->ca, "newAccount"), 1);
	for (i = 0; i < 4; i++)
		CHECK_HAS(said(&s->others[i]), "admin, please");
	scenario_run(s, DAY(1));
	CHECK_INT(ca_count(&s->ca, "newAccount"), 2);
	for (i = 0; i < 4; i++)
		CHECK_INT(n_issued(&s->others[i]), 1);
}

/* It is asked as often as if there were one. */
SCENARIO(ca_is_down_for_all)
{
	unsigned int i;

	others(s, 4);
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "directory", .status = 503 });
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "directory"), 7);
	for (i = 0; i < 4; i++)
		CHECK_HAS(said(&s->others[i]),
			  "the CA responded with HTTP status 503");
}

/* A name whose challenge always fails keeps no other waiting. */
SCENARIO(one_name_is_broken)
{
	unsigned int i;

	others(s, 4);
	s->ca.challenge_error = CA_PROBLEM("dns", "no such name");
	s->ca.failing_name = names[1];
	s->ca.lifetime_s = 86400;
	scenario_run(s, HOUR(17));
	for (i = 0; i < 4; i++)
		CHECK_INT(n_issued(&s->others[i]), i == 1 ? 0 : 2);
	CHECK_INT(s->world.vhost.n_installed, 2);
	CHECK(issued_us(&s->others[3].vhost) < SEC(5));
	CHECK_HAS(said(&s->others[1]), "no such name");
}

/* One whose answers take minutes to be published, as in DNS. */
SCENARIO(one_is_slow)
{
	others(s, 4);
	s->others[1].vhost.plan[WORLD_PUBLISH].delay_us = MIN(9);
	scenario_run(s, MIN(1));
	CHECK_INT(n_issued(&s->others[0]), 1);
	CHECK_INT(n_issued(&s->others[1]), 0);
	CHECK_INT(n_issued(&s->others[3]), 1);
	scenario_run(s, MIN(9));
	CHECK_INT(n_issued(&s->others[1]), 1);
}

/* Who waits for a connection is served in turn. */
SCENARIO(a_hundred_names_and_one)
{
	scenario_names(s, 100);
	s->ca.answer_us = MS(100);
	scenario_until_asked(s, "authz", 1);
	scenario_other(s, "m1.example");
	scenario_until_issued(s);
	CHECK(issued_us(&s->others[0].vhost) <
	      issued_us(&s->world.vhost) - SEC(1));
}

/* Eight of its requests are never answered: they hold all connections for a
 * minute, and then they stand behind the others. */
SCENARIO(a_hundred_names_that_are_not_answered)
{
	scenario_names(s, 100);
	ca_script(&s->ca, (struct ca_line){ .resource = "authz",
					    .number = 1,
					    .how = CA_NO_ANSWER });
	scenario_until_asked(s, "authz", 8);
	scenario_other(s, "m1.example");
	scenario_run(s, MIN(10));
	CHECK_INT(n_issued(&s->others[0]), 1);
	CHECK_INT(s->world.vhost.n_installed, 0);
}

/* Two CAs and one auth-path: who makes the key second finds the first's. */
SCENARIO(two_accounts_make_one_key)
{
	struct other *foreign = scenario_foreign(s, "m1.example");

	scenario_run(s, SEC(10));
	CHECK_INT(n_issued(foreign), 1);
	CHECK_INT(s->world.vhost.n_installed, 1);
	CHECK_INT(s->ca.n_accounts, 1);
	CHECK_INT(ca_count(&s->ca, "directory"), 2);
}

/* It is there, and yet it can't be read again and again. */
SCENARIO(account_key_comes_and_goes)
{
	world_fail(&s->world, WORLD_PUT_ACCOUNT_KEY, ACME_ERR_EXISTS, 2);
	scenario_until_failed(s);
	CHECK_SAID(s, "writing the account key: exists");
	scenario_until_issued(s);
}

/* Who is patient for ten minutes asks again later, and then it is there. */
SCENARIO(account_key_takes_too_long)
{
	world_delay(&s->world, WORLD_GET_ACCOUNT_KEY, SEC(50), 0);
	world_delay(&s->world, WORLD_WORK, SEC(290), 3);
	s->world.vhost.plan[WORLD_PUT_ACCOUNT_KEY] = (struct world_plan){
		.err = ACME_ERR_EXISTS, .delay_us = SEC(50), .times = 1
	};
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(10), MIN(10) + MS(1));
	CHECK_SAID(s, "the machine is too busy");
	scenario_until_issued(s);
}

SCENARIO(account_takes_too_long)
{
	static const char *const slow[] = { "directory", "new-reg", "reg",
					    "reg" };
	unsigned int i;

	ca_speak_v1(&s->ca);
	for (i = 0; i < sizeof(slow) / sizeof(*slow); i++) {
		ca_script(&s->ca, (struct ca_line){ .resource = slow[i],
						    .how = CA_NO_ANSWER,
						    .times = 6 });
		ca_script(&s->ca, (struct ca_line){ .resource = slow[i],
						    .delay_us = SEC(59),
						    .times = 1 });
	}
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(20), MIN(20) + SEC(1));
	CHECK_SAID(s, "the account was not there in time");
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_accounts, 1);
}

/* Its vhost is destroyed while it waits, and nobody else is held up. */
static void
stop_after(unsigned int n_steps)
{
	static struct scenario s;

	scenario_set_up(&s);
	others(&s, 2);
	scenario_run(&s, 0);
	while (n_steps--)
		world_step(&s.world);
	other_stop(&s.others[0]);
	scenario_run(&s, SEC(10));
	CHECK_INT(n_issued(&s.others[1]), 1);
	CHECK_INT(s.world.vhost.n_installed, 1);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

SCENARIO(one_of_three_is_stopped_at_each_event)
{
	unsigned int i;

	(void)s;
	for (i = 0; i < 60; i++)
		stop_after(i);
}
