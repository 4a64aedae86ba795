/* SPDX-License-Identifier: MIT */
/* What only the operator can mend: it is said in words that say what to do. */
#include "client/certificate/certificate_private.h"
#include "scenario.h"

#define WHO "admin, please"

/* Refused for the reason ${problem}: told once, tried again after a day. */
static void
refused(struct scenario *s, const char *resource, const char *problem,
	const char *advice)
{
	uint64_t failed_us;

	scenario_until_issued(s);
	s->world.wall_jump_s = (int64_t)80 * 86400;
	ca_next(&s->ca, resource, 403, NULL, problem);
	scenario_until_failed(s);
	failed_us = s->world.agenda.now_us;
	CHECK_SAID(s, WHO);
	CHECK_LOG(s, advice);
	CHECK_LOG(s, "next attempt in 24 h");
	CHECK_INT(s->world.vhost.n_installed, 1); /* served on */
	scenario_until(s, ACME_PROGRESS_STARTED);
	CHECK_TIME(s->world.agenda.now_us - failed_us, DAY(1), DAY(1) + SEC(1));
	scenario_until_issued(s);
}

static unsigned int
count(const char *text, const char *words)
{
	unsigned int n = 0;

	while ((text = strstr(text, words))) {
		text += strlen(words);
		n++;
	}
	return n;
}

/* A line for each attempt, an attempt for each day; why there is an attempt is
 * said to all once. */
SCENARIO(operator_is_told_once_a_day)
{
	unsigned int day, n_notices = 0;

	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .status = 403,
					    .body = CA_PROBLEM("caa", WHO) });
	for (day = 1; day <= 4; day++) {
		scenario_until_failed(s);
		CHECK_INT(ca_count(&s->ca, "newOrder"), day);
		CHECK_INT(count(acme_buf_str(&s->world.log), WHO), day);
		CHECK_INT(count(acme_buf_str(&s->world.log), "a CAA record"),
			  day);
		CHECK_INT(count(acme_buf_str(&s->world.log),
				"is due: there is none yet"),
			  day);
		if (day == 1)
			n_notices = s->world.n_lines[ACME_LOG_NOTICE];
		CHECK_INT(s->world.n_lines[ACME_LOG_NOTICE], n_notices);
		CHECK_TIME(s->world.agenda.now_us, DAY(day - 1),
			   DAY(day - 1) + MIN(1));
	}
}

/* A table may send any failure to the operator, also one without an advice. */
SCENARIO(operator_without_advice)
{
	struct acme_backoff backoff;

	scenario_until_issued(s);
	acme_backoff_prepare(&backoff, &s->certificate->enrollment,
			     &s->certificate->sm.sm);
	acme_backoff_no_certificate(&backoff);
	acme_backoff_log_failed(&backoff);
	CHECK_LOG(s, "no new certificate: ; next attempt in");
}

SCENARIO(caa_forbids_it)
{
	refused(s, "newOrder", CA_PROBLEM("caa", WHO), "a CAA record");
}

SCENARIO(identifier_is_rejected)
{
	refused(s, "newOrder", CA_PROBLEM("rejectedIdentifier", WHO),
		"change common-name or subject-alt-name");
}

SCENARIO(identifier_is_unsupported)
{
	refused(s, "newOrder", CA_PROBLEM("unsupportedIdentifier", WHO),
		"does not know this kind of name");
}

SCENARIO(csr_is_bad)
{
	refused(s, "finalize", CA_PROBLEM("badCSR", WHO), "look at key-type");
}

SCENARIO(user_action_is_required)
{
	refused(s, "newOrder", CA_PROBLEM("userActionRequired", WHO),
		"done by hand");
}

SCENARIO(external_account_is_required)
{
	ca_next(&s->ca, "newAccount", 403, NULL,
		CA_PROBLEM("externalAccountRequired", WHO));
	scenario_until_failed(s);
	CHECK_SAID(s, WHO);
	CHECK_LOG(s, "choose another directory-url");
	scenario_until(s, ACME_PROGRESS_STARTED);
	CHECK_TIME(s->world.agenda.now_us, DAY(1), DAY(1) + SEC(1));
}

/* The challenge's error says it, and the order turns invalid. */
SCENARIO(caa_forbids_it_at_a_challenge)
{
	s->ca.challenge_error = CA_PROBLEM("caa", WHO);
	scenario_until_failed(s);
	CHECK_SAID(s, WHO);
	CHECK_LOG(s, "a CAA record");
}

/* No order is spent on what could not be kept. */
SCENARIO(paths_cannot_be_written)
{
	world_fail(&s->world, WORLD_TRY_PATHS, ACME_ERR_SYSTEM, 2);
	scenario_until_failed(s);
	CHECK_SAID(s, "trying the paths: system");
	CHECK_INT(s->ca.n_requests, 0);
	scenario_until_issued(s);
}

SCENARIO(paths_are_slow)
{
	world_delay(&s->world, WORLD_TRY_PATHS, AGENDA_NEVER, 2);
	scenario_until_failed(s);
	CHECK_SAID(s, "the disk with cert-path, key-path and auth-path");
	CHECK_INT(s->ca.n_requests, 0);
}

/* Said at the start, weeks before it matters. */
SCENARIO(paths_cannot_be_written_any_more)
{
	scenario_until_issued(s);
	scenario_stop(s);
	world_fail(&s->world, WORLD_TRY_PATHS, ACME_ERR_SYSTEM, 1);
	scenario_run(s, HOUR(1));
	CHECK_LOG(s, "storage is not writable, a renewed certificate would be "
		     "lost at a restart: trying the paths: system");
}

/* Its key is never replaced, and what was there is served. */
SCENARIO(account_key_is_spoilt_later)
{
	scenario_until_issued(s);
	scenario_stop(s);
	acme_buf_clear(&s->world.account_key);
	CHECK_OK(acme_buf_add(&s->world.account_key, ACME_SPAN("spoilt")));
	acme_buf_clear(&s->world.vhost.installed);
	scenario_until_failed(s);
	CHECK_SAID(s, "account key: ");
	CHECK_SPAN(acme_buf_span(&s->world.vhost.installed),
		   acme_buf_span(&s->world.vhost.pair_chain));
	CHECK_STR(acme_buf_str(&s->world.account_key), "spoilt");
}
