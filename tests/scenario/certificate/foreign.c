/* SPDX-License-Identifier: MIT */
/* Files that another ACME client keeps are served, and never written. */
#include "scenario.h"

static struct acme_buf chain = ACME_BUF_INIT(1024 * 1024);

/* A pair is there, and from the next life on it is certbot's. */
static void
becomes_theirs(struct scenario *s)
{
	scenario_until_issued(s);
	scenario_run(s, MIN(1));
	scenario_stop(s);
	scenario_forget_requests(s);
	acme_buf_clear(&s->world.log);
	acme_buf_clear(&s->world.vhost.installed);
	s->world.vhost.kept_by = "certbot";
	s->world.vhost.n_installed = 0;
	acme_buf_clear(&chain);
	CHECK_OK(acme_buf_add(&chain,
			      acme_buf_span(&s->world.vhost.pair_chain)));
	/* Whatever would be written. */
	acme_buf_clear(&s->world.account_key);
	acme_buf_clear(&s->world.vhost.state);
}

static void
check_untouched(struct scenario *s)
{
	CHECK_INT(s->ca.n_requests, 0);
	CHECK_INT(s->world.account_key.len, 0);
	CHECK_INT(s->world.vhost.state.len, 0);
	CHECK_INT(s->world.vhost.new_key.len, 0);
	CHECK_SPAN(acme_buf_span(&s->world.vhost.pair_chain),
		   acme_buf_span(&chain));
	CHECK_SPAN(acme_buf_span(&s->world.vhost.installed),
		   acme_buf_span(&chain));
}

static unsigned int
count(const struct scenario *s, const char *words)
{
	const char *at = acme_buf_str(&s->world.log);
	unsigned int n;

	for (n = 0; (at = strstr(at, words)); n++)
		at++;
	return n;
}

SCENARIO(theirs_is_served_and_never_ordered)
{
	becomes_theirs(s);
	scenario_run(s, DAY(85));
	check_untouched(s);
	CHECK_INT(s->world.vhost.n_installed, 1);
	CHECK_INT(count(s, "certificate 1001 of Model CA, valid until "
			   "2026-04-01 00:00:00 UTC, for n0.example: is "
			   "served; certbot keeps its files and renews it, and "
			   "they are never written here"),
		  1);
	CHECK_INT(count(s, "n0.example: to have certificates got here, give "
			   "cert-path and key-path of your own, such as "
			   "/etc/acme/crt.pem, and stop certbot for these "
			   "names"),
		  1);
	scenario_run(s, DAY(15));
	check_untouched(s);
	CHECK_INT(count(s, "has expired, and is served on; certbot keeps"), 11);
}

SCENARIO(theirs_has_expired_before)
{
	becomes_theirs(s);
	s->world.wall_jump_s = (int64_t)91 * 86400;
	scenario_run(s, HOUR(1));
	check_untouched(s);
	CHECK_INT(count(s, "has expired, and is served on; certbot keeps"), 1);
}

/* The order of the model CA stands for what the other ACME client did. */
SCENARIO(theirs_is_renewed_by_the_other)
{
	becomes_theirs(s);
	s->world.vhost.kept_by = NULL;
	scenario_run(s, DAY(77));
	scenario_stop(s);
	scenario_forget_requests(s);
	acme_buf_clear(&s->world.account_key);
	acme_buf_clear(&s->world.vhost.state);
	s->world.vhost.kept_by = "Caddy";
	scenario_run(s, MIN(1));
	CHECK_LOG(s, "certificate 1002 of Model CA");
	acme_buf_clear(&s->world.vhost.pair_chain);
	CHECK_OK(acme_buf_add(&s->world.vhost.pair_chain,
			      acme_buf_span(&chain)));
	scenario_run(s, SEC(11));
	check_untouched(s);
	CHECK_LOG(s, "certificate 1001 of Model CA");
	CHECK_LOG(s, "Caddy keeps its files");
}

SCENARIO(theirs_is_not_there_yet)
{
	s->world.vhost.kept_by = "acme.sh";
	scenario_run(s, HOUR(3));
	CHECK_INT(s->ca.n_requests, 0);
	CHECK_INT(s->world.account_key.len, 0);
	CHECK_LOG(s, "cannot serve the certificate of acme.sh, trying again: "
		     "reading the pair: not found");
	scenario_stop(s);
	s->world.vhost.kept_by = NULL;
	becomes_theirs(s);
	scenario_run(s, MIN(11));
	check_untouched(s);
}

/* Whoever it is, nothing is written before that is known. */
SCENARIO(owner_cannot_be_told_at_first)
{
	becomes_theirs(s);
	world_fail(&s->world, WORLD_OWNER, ACME_ERR_SYSTEM, 4);
	scenario_run(s, SEC(10 + 20 + 40));
	CHECK_INT(s->world.vhost.n_installed, 0);
	CHECK_INT(s->world.vhost.state.len, 0);
	CHECK_INT(s->world.account_key.len, 0);
	CHECK_INT(count(s, "n0.example: cannot tell whether another ACME "
			   "client keeps the certificate's files, trying again "
			   "and writing nothing meanwhile: looking for the "
			   "owner: system"),
		  1);
	scenario_run(s, SEC(80 + 10));
	check_untouched(s);
	CHECK_INT(s->world.vhost.n_installed, 1);
}

SCENARIO(owner_is_told_late)
{
	becomes_theirs(s);
	world_delay(&s->world, WORLD_OWNER, AGENDA_NEVER, 1);
	scenario_run(s, SEC(60 + 9));
	CHECK_INT(s->world.vhost.n_installed, 0);
	CHECK_LOG(s, "writing nothing meanwhile: the disk with cert-path and "
		     "key-path did not answer in time");
	scenario_run(s, SEC(10));
	check_untouched(s);
	CHECK_INT(s->world.vhost.n_installed, 1);
}

SCENARIO(owner_of_none_is_told_at_the_second_look)
{
	world_fail(&s->world, WORLD_OWNER, ACME_ERR_SYSTEM, 1);
	scenario_run(s, SEC(9));
	CHECK_INT(s->ca.n_requests, 0);
	scenario_until_issued(s);
}

SCENARIO(theirs_is_read_late)
{
	becomes_theirs(s);
	world_delay(&s->world, WORLD_GET_PAIR, AGENDA_NEVER, 1);
	scenario_run(s, MIN(2));
	check_untouched(s);
	CHECK_LOG(s, "trying again: the disk with cert-path");
}

SCENARIO(theirs_is_read_again_late)
{
	becomes_theirs(s);
	s->world.vhost.plan[WORLD_GET_PAIR] = (struct world_plan){
		.first = 1, .delay_us = AGENDA_NEVER, .times = 1
	};
	scenario_run(s, MIN(3));
	check_untouched(s);
	CHECK_INT(s->world.vhost.n_installed, 1);
}

/* Amid the other's renewal the two do not match. */
SCENARIO(theirs_is_no_pair_for_a_moment)
{
	becomes_theirs(s);
	s->world.vhost.plan[WORLD_GET_PAIR] = (struct world_plan){
		.first = 1, .err = ACME_ERR_INVALID, .times = 2
	};
	scenario_run(s, MIN(3));
	check_untouched(s);
	CHECK_INT(s->world.vhost.n_installed, 1);
}

SCENARIO(theirs_cannot_be_installed_at_first)
{
	becomes_theirs(s);
	world_fail(&s->world, WORLD_INSTALL, ACME_ERR_INVALID, 3);
	scenario_run(s, MIN(3));
	check_untouched(s);
	CHECK_LOG(s, "trying again: installing: invalid");
}

SCENARIO(theirs_is_installed_late)
{
	becomes_theirs(s);
	world_delay(&s->world, WORLD_INSTALL, AGENDA_NEVER, 1);
	scenario_run(s, MIN(3));
	check_untouched(s);
	CHECK_LOG(s, "trying again: the running server did not take");
}
