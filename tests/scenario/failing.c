/* SPDX-License-Identifier: MIT */
/* See failing.h. */
#include "failing.h"

/* What was there, and must be there after all that fails. */
static struct acme_buf old_chain = ACME_BUF_INIT(1024 * 1024);
static struct acme_buf old_key = ACME_BUF_INIT(1024 * 1024);
static struct acme_buf old_account = ACME_BUF_INIT(1024 * 1024);

static void
keep(struct acme_buf *old, const struct acme_buf *now)
{
	acme_buf_clear(old);
	CHECK_OK(acme_buf_add(old, acme_buf_span(now)));
}

static void
check_old(const struct acme_buf *old, const struct acme_buf *now)
{
	CHECK(old->len);
	CHECK_SPAN(acme_buf_span(old), acme_buf_span(now));
}

void
renewal_falls_due(struct scenario *s)
{
	scenario_until_issued(s);
	scenario_run(s, HOUR(2)); /* the directory is forgotten */
	s->world.wall_jump_s = (int64_t)80 * 86400;
	keep(&old_chain, &s->world.vhost.installed);
	keep(&old_key, &s->world.vhost.pair_key);
	keep(&old_account, &s->world.account_key);
}

/* Served, on disk, and the account's key. */
static void
check_nothing_lost(const struct scenario *s)
{
	CHECK_INT(s->world.vhost.n_installed, 1);
	check_old(&old_chain, &s->world.vhost.installed);
	check_old(&old_chain, &s->world.vhost.pair_chain);
	check_old(&old_key, &s->world.vhost.pair_key);
	check_old(&old_account, &s->world.account_key);
	acme_buf_clear(&old_chain);
	acme_buf_clear(&old_key);
	acme_buf_clear(&old_account);
}

void
renewal_fails_alone(struct scenario *s, const char *sentence)
{
	scenario_until_failed(s);
	CHECK_STR(scenario_said(s), sentence);
	CHECK_LOG(s, "n0.example: no new certificate: ");
	CHECK_LOG(s, sentence);
	check_nothing_lost(s);
}

void
renewal_fails(struct scenario *s, const char *sentence)
{
	renewal_fails_alone(s, sentence);
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 2);
}

void
renewal_fails_by(struct ca_line line, const char *sentence)
{
	static struct scenario s;

	scenario_set_up(&s);
	renewal_falls_due(&s);
	line.times = line.times ? line.times : 1;
	ca_script(&s.ca, line);
	renewal_fails(&s, sentence);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

void
renewal_fails_by_body(const char *resource, const char *body,
		      const char *sentence)
{
	renewal_fails_by((struct ca_line){ .resource = resource, .body = body },
			 sentence);
}
