/* SPDX-License-Identifier: MIT */
/*
 * The life of a certificate but for its order: what the store, the server and
 * the worker say, and what becomes of it.
 */
#include "scenario.h"

/* A second life of the same certificate, with what the first left. */
static void
restart(struct scenario *s)
{
	scenario_until_issued(s);
	scenario_stop(s);
	scenario_forget_requests(s);
	acme_buf_clear(&s->world.vhost.installed);
}

/* It is served in the end, and no other was asked for. */
static void
no_order(struct scenario *s, unsigned int n_installed)
{
	scenario_run(s, HOUR(1));
	CHECK_INT(s->ca.n_requests, 0);
	CHECK_INT(s->world.vhost.n_installed, n_installed);
	CHECK_SPAN(acme_buf_span(&s->world.vhost.installed),
		   acme_buf_span(&s->world.vhost.pair_chain));
}

SCENARIO(restart_restores_the_pair)
{
	restart(s);
	no_order(s, 2);
}

/* Who looks into the log sees what is served, at each start and new one. */
SCENARIO(what_is_served_is_logged)
{
	static const char told[] =
		"n0.example: certificate 1001 of Model CA, valid until "
		"2026-04-01 00:00:00 UTC, for n0.example: is served, and not "
		"due";

	scenario_until_issued(s);
	CHECK_LOG(s, "n0.example: a new certificate is due: there is none yet");
	CHECK_LOG(s, told);
	scenario_stop(s);
	acme_buf_clear(&s->world.log);
	scenario_run(s, MIN(1));
	CHECK_LOG(s, told);
	CHECK(!strstr(acme_buf_str(&s->world.log), "is due:"));
}

SCENARIO(pair_is_lost_while_it_is_served)
{
	scenario_until_issued(s);
	scenario_stop(s);
	acme_buf_clear(&s->world.vhost.pair_key);
	scenario_until_issued(s);
	CHECK_LOG(s,
		  "a new certificate is due: certificate 1001 is served, and "
		  "none is stored");
}

SCENARIO(same_account_after_a_restart)
{
	restart(s);
	acme_buf_clear(&s->world.vhost.pair_key);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 0);
	CHECK_INT(s->ca.n_accounts, 1);
}

SCENARIO(pair_that_cannot_be_installed)
{
	restart(s);
	world_fail(&s->world, WORLD_INSTALL, ACME_ERR_INVALID, 1);
	scenario_until_issued(s);
	CHECK_SAID(s, "1002");
	CHECK_LOG(s, "n0.example: cannot serve the stored certificate: "
		     "installing: invalid");
}

SCENARIO(server_slow_to_restore)
{
	restart(s);
	world_delay(&s->world, WORLD_INSTALL, AGENDA_NEVER, 1);
	no_order(s, 2);
	CHECK_LOG(s, "cannot install certificate 1001 in the running server, "
		     "trying again: the running "
		     "server did not take its certificate in time");
}

/* No descriptors, or no memory: of our own, and for a while. */
SCENARIO(no_room_to_restore)
{
	restart(s);
	world_fail(&s->world, WORLD_INSTALL, ACME_ERR_MEMORY, 8);
	no_order(s, 2);
	CHECK_LOG(s, "cannot install certificate 1001 in the running server, "
		     "trying again: installing: "
		     "memory");
}

SCENARIO(store_slow_with_the_pair)
{
	restart(s);
	world_delay(&s->world, WORLD_GET_PAIR, MIN(2), 1);
	no_order(s, 2);
	CHECK_LOG(s, "trying again and ordering no new one meanwhile: the disk "
		     "with cert-path");
}

SCENARIO(pair_cannot_be_read)
{
	restart(s);
	world_fail(&s->world, WORLD_GET_PAIR, ACME_ERR_SYSTEM, 3);
	no_order(s, 2);
	CHECK_LOG(s, "ordering no new one meanwhile: reading the pair: "
		     "system");
}

SCENARIO(pair_is_none)
{
	restart(s);
	world_fail(&s->world, WORLD_GET_PAIR, ACME_ERR_INVALID, 1);
	scenario_until_issued(s);
	CHECK(s->world.agenda.now_us < MIN(1));
	CHECK_LOG(s, "the stored certificate and key are unusable; requesting "
		     "new ones");
	CHECK_LOG(s, "a new certificate is due: the stored one is not usable");
}

/* A key that is there is never replaced by a new one. */
SCENARIO(account_key_cannot_be_loaded)
{
	world_fail(&s->world, WORLD_GET_ACCOUNT_KEY, ACME_ERR_SYSTEM, 2);
	scenario_until_failed(s);
	CHECK_SAID(s, "reading the account key: system");
	CHECK_INT(s->world.account_key.len, 0);
	scenario_until_issued(s);
}

SCENARIO(account_key_is_late)
{
	world_delay(&s->world, WORLD_GET_ACCOUNT_KEY, MIN(2), 1);
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(1), MIN(1) + MS(1));
	CHECK_SAID(s, "the disk with auth-path did not answer in time");
	scenario_until_issued(s);
}

SCENARIO(account_key_is_no_key)
{
	CHECK_OK(acme_buf_add(&s->world.account_key, ACME_SPAN("{}")));
	scenario_until_failed(s);
	CHECK_SAID(s, "account key: ");
	scenario_run(s, HOUR(1));
	CHECK_STR(acme_buf_str(&s->world.account_key), "{}");
	CHECK_INT(s->ca.n_requests, 0);
}

SCENARIO(worker_never_reads_the_account_key)
{
	restart(s);
	world_delay(&s->world, WORLD_WORK, AGENDA_NEVER, 1);
	scenario_until_failed(s);
}

SCENARIO(no_account_key_can_be_made)
{
	world_fail(&s->world, WORLD_WORK, ACME_ERR_CRYPTO, 1);
	scenario_until_failed(s);
	CHECK_SAID(s, "account key: ");
	scenario_until_issued(s);
}

SCENARIO(worker_never_makes_the_account_key)
{
	world_delay(&s->world, WORLD_WORK, AGENDA_NEVER, 1);
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(5), MIN(5) + MS(1));
	scenario_until_issued(s);
}

/* An account whose key is lost is of no use: none is made. */
SCENARIO(account_key_cannot_be_saved)
{
	world_fail(&s->world, WORLD_PUT_ACCOUNT_KEY, ACME_ERR_SYSTEM, 1);
	scenario_until_failed(s);
	CHECK_SAID(s, "writing the account key: system");
	CHECK_INT(s->ca.n_requests, 0);
}

SCENARIO(store_slow_with_the_account_key)
{
	world_delay(&s->world, WORLD_PUT_ACCOUNT_KEY, AGENDA_NEVER, 1);
	scenario_until_failed(s);
	CHECK_INT(s->ca.n_requests, 0);
}

SCENARIO(memory_short_for_the_thumbprint)
{
	world_memory_is_short(true);
	scenario_until_failed(s);
	CHECK_SAID(s, "no account key could be made ready");
	CHECK_INT(s->ca.n_requests, 0);
	world_memory_is_short(false);
	scenario_until_issued(s);
}

SCENARIO(probe_is_late)
{
	world_delay(&s->world, WORLD_PROBE, AGENDA_NEVER, 1);
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, SEC(10), SEC(11));
}

/* What can't be seen is judged by the pair that is there. */
SCENARIO(probe_is_late_after_a_restart)
{
	restart(s);
	world_delay(&s->world, WORLD_PROBE, AGENDA_NEVER, 0);
	no_order(s, 2);
	CHECK_LOG(s, "whether clients get certificate 1001: the running server "
		     "did not show its certificate in time");
}

SCENARIO(probe_fails_after_a_restart)
{
	restart(s);
	world_fail(&s->world, WORLD_PROBE, ACME_ERR_SYSTEM, 0);
	no_order(s, 2);
	CHECK_LOG(s, "whether clients get certificate 1001: probing: system");
}

SCENARIO(nothing_is_seen_and_it_falls_due)
{
	restart(s);
	world_fail(&s->world, WORLD_PROBE, ACME_ERR_SYSTEM, 0);
	scenario_run(s, DAY(75));
	CHECK_INT(s->ca.n_requests, 0);
	scenario_until_issued(s);
	scenario_run(s, DAY(70));
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
}

SCENARIO(nothing_is_served_after_a_restart)
{
	restart(s);
	world_fail(&s->world, WORLD_PROBE, ACME_ERR_TLS, 1);
	scenario_until_issued(s);
	CHECK(s->world.agenda.now_us < MIN(1));
	CHECK_LOG(s,
		  "a new certificate is due: certificate 1001 is stored, and "
		  "clients do not get it");
}

SCENARIO(new_certificate_cannot_be_installed)
{
	world_fail(&s->world, WORLD_INSTALL, ACME_ERR_INVALID, 1);
	scenario_until_failed(s);
	CHECK_SAID(s, "installing: invalid");
}

/* It is there, and paid for: our own fault does not spend another one. */
static void
issued_once(struct scenario *s)
{
	scenario_until_issued(s);
	scenario_run(s, HOUR(3));
	CHECK_INT(s->world.vhost.n_reports, 2);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
}

SCENARIO(no_room_for_the_new_certificate)
{
	const uint64_t all_us =
		SEC(10 + 20 + 40 + 80 + 160 + 320) + 3 * MIN(10);

	world_fail(&s->world, WORLD_INSTALL, ACME_ERR_SYSTEM, 9);
	issued_once(s);
	CHECK_TIME(s->world.vhost.reports[1].at_us -
			   ca_request(&s->ca, "certificate", 0)->at_us,
		   all_us, all_us + SEC(1));
	CHECK_LOG(s, "cannot install certificate 1001 in the "
		     "running server, trying again: "
		     "installing: system");
}

SCENARIO(server_slow_with_the_new_certificate)
{
	world_delay(&s->world, WORLD_INSTALL, AGENDA_NEVER, 2);
	issued_once(s);
	CHECK_LOG(s, "in the running server, trying again: the running "
		     "server did not take its certificate in time");
}

/* The model CA's own certificate stands for what somebody else installed. */
SCENARIO(another_certificate_is_served)
{
	s->world.vhost.other = s->ca.own;
	s->ca.own = (struct acme_buf)ACME_BUF_INIT(1024 * 1024);
	CHECK_OK(
		acme_buf_add(&s->ca.own, acme_buf_span(&s->world.vhost.other)));
	scenario_until_failed(s);
	CHECK_SAID(s, "1001 was installed, but 1000 is served");
	scenario_until(s, ACME_PROGRESS_STARTED);
	CHECK_LOG(s,
		  "a new certificate is due: certificate 1000 is served, and "
		  "1001 is stored");
	acme_buf_clear(&s->world.vhost.other);
}

SCENARIO(nothing_is_served_after_installing)
{
	s->world.vhost.plan[WORLD_PROBE] = (struct world_plan){
		.first = 1, .err = ACME_ERR_TLS, .times = 1
	};
	scenario_until_failed(s);
	CHECK_SAID(s, "probing: tls");
}

SCENARIO(probe_is_late_after_installing)
{
	s->world.vhost.plan[WORLD_PROBE] = (struct world_plan){
		.first = 1, .delay_us = AGENDA_NEVER, .times = 2
	};
	issued_once(s);
	CHECK_LOG(s, "certificate 1001 is installed; cannot check yet whether "
		     "clients get it, checking again");
}

SCENARIO(probe_is_late_for_ever_after_installing)
{
	s->world.vhost.plan[WORLD_PROBE] =
		(struct world_plan){ .first = 1, .delay_us = AGENDA_NEVER };
	issued_once(s);
}

SCENARIO(probe_fails_after_installing)
{
	s->world.vhost.plan[WORLD_PROBE] =
		(struct world_plan){ .first = 1, .err = ACME_ERR_MEMORY };
	issued_once(s);
}

SCENARIO(probe_fails_for_a_while_after_installing)
{
	s->world.vhost.plan[WORLD_PROBE] = (struct world_plan){
		.first = 1, .err = ACME_ERR_MEMORY, .times = 3
	};
	issued_once(s);
}
