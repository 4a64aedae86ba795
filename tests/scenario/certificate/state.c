/* SPDX-License-Identifier: MIT */
/* The state file (docs/state-file.md): what is in it, and what spoils it. */
#include "client/enrollment/state_file.h"
#include "scenario.h"

#include <stdlib.h>

/* The state as it is told in docs/state-file.md. */
SCENARIO(state_is_cleared_when_all_is_done)
{
	/* Static, so that it is no leak where a check ends the scenario. */
	static struct acme_state state;
	const char *text;
	char want[512];

	scenario_until_asked(s, "challenge", 1);
	CHECK_HAS(acme_buf_str(&s->world.vhost.state),
		  "\"account\":\"https://ca.test/account/1\","
		  "\"order\":\"https://ca.test/order/1\"");
	scenario_until_issued(s);
	scenario_run(s, SEC(1));
	text = acme_buf_str(&s->world.vhost.state);
	CHECK_OK(acme_state_read(acme_span_str(text), &state, NULL));
	CHECK_INT(strlen(state.source), 16);
	CHECK_INT(strlen(state.wanted), 16);
	snprintf(want, sizeof(want),
		 "{\"version\":1,\"account\":\"https://ca.test/account/1\","
		 "\"certificate\":\"1001\",\"source\":\"%s\","
		 "\"challenge\":\"http-01\",\"wanted\":\"%s\","
		 "\"failures\":0,\"not-before\":0}",
		 state.source, state.wanted);
	CHECK_STR(text, want);
	acme_state_clear(&state);
	CHECK_INT(strlen(s->world.vhost.state_tag), 16);
}

/* The example of the page, which is set in by four spaces. */
SCENARIO(state_of_the_page)
{
	static char page[16 * 1024], json[1024];
	struct acme_state state = { .account_url = NULL };
	struct acme_fault fault;
	FILE *file = fopen(TEST_DATA "/../../docs/state-file.md", "r");
	const char *at;

	(void)s;
	CHECK(file);
	page[fread(page, 1, sizeof(page) - 1, file)] = '\0';
	fclose(file);
	at = strstr(page, "\n    {");
	CHECK(at);
	CHECK_INT(sscanf(at, " %1000[^}]", json), 1);
	strcat(json, "}");
	if (acme_state_read(acme_span_str(json), &state, &fault))
		TEST_FAIL("%s", fault.text);
	CHECK_STR(state.account_url, "https://ca.example/account/1");
	CHECK_STR(state.order_url, "https://ca.example/order/7");
	CHECK_INT(state.ordered_s, 1767225000);
	CHECK_STR(state.certificate, "0a1b2c");
	CHECK_STR(state.replaced, "091a2b");
	CHECK_STR(state.source, "00112233445566aa");
	CHECK_STR(state.challenge, "http-01");
	CHECK_STR(state.wanted, "bbccddeeff001122");
	CHECK_INT(state.n_failures, 1);
	CHECK_INT(state.attempt_s, 1767225600);
	acme_state_clear(&state);
}

static void
state_is(struct scenario *s, const char *text, const char *said)
{
	scenario_until_issued(s);
	scenario_run(s, SEC(1)); /* it has written its own */
	scenario_stop(s);
	acme_buf_clear(&s->world.vhost.state);
	CHECK_OK(acme_buf_add(&s->world.vhost.state, acme_span_str(text)));
	scenario_run(s, HOUR(1));
	CHECK_INT(s->ca.n_orders, 1);
	CHECK_LOG(s, said);
	CHECK_LOG(s, "cannot read the state file, going on without it");
}

SCENARIO(state_is_garbage)
{
	state_is(s, "\x01\x02{", "state: ");
}

SCENARIO(state_is_of_another_version)
{
	state_is(s, "{\"version\":2,\"failures\":0,\"not-before\":0}",
		 "version 2 is not known");
}

SCENARIO(state_has_no_https_url)
{
	static const char state[] =
		"{\"version\":1,\"account\":\"me\",\"order\":"
		"\"http://ca.test/order/1\",\"certificate\":\"1001\","
		"\"failures\":0,\"not-before\":0}";

	scenario_until_issued(s);
	scenario_run(s, SEC(1));
	scenario_stop(s);
	acme_buf_clear(&s->world.vhost.state);
	CHECK_OK(acme_buf_add(&s->world.vhost.state, acme_span_str(state)));
	scenario_run(s, MIN(5));
	CHECK_LOG(s, "ignoring member 'account' of the state file, which is "
		     "no https URL: ");
	CHECK_LOG(s, "ignoring member 'order' of the state file");
	CHECK(!strstr(acme_buf_str(&s->world.log), "going on without it"));
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
}

SCENARIO(state_has_a_number_that_makes_no_sense)
{
	state_is(s, "{\"version\":1,\"failures\":-1,\"not-before\":0}",
		 "'failures' is out of range");
}

SCENARIO(state_has_a_serial_that_is_too_long)
{
	state_is(s,
		 "{\"version\":1,\"certificate\":\"00000000000000000000000000"
		 "000000000000000000000000000000000000000000\",\"failures\":0,"
		 "\"not-before\":0}",
		 "'certificate' is too long");
}

SCENARIO(state_has_a_challenge_that_is_too_long)
{
	state_is(s,
		 "{\"version\":1,\"certificate\":\"1001\",\"challenge\":\""
		 "http-01, tls-alpn-01, tls-sni-01, and one more then\","
		 "\"failures\":0,\"not-before\":0}",
		 "member 'challenge' is too long");
}

SCENARIO(state_cannot_be_read)
{
	world_fail(&s->world, WORLD_GET_STATE, ACME_ERR_SYSTEM, 1);
	scenario_until_issued(s);
	CHECK_LOG(s, "going on without it: reading the state: system");
}

SCENARIO(state_is_late)
{
	world_delay(&s->world, WORLD_GET_STATE, AGENDA_NEVER, 1);
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(1), MIN(1) + SEC(2));
}

SCENARIO(state_cannot_be_written)
{
	world_fail(&s->world, WORLD_PUT_STATE, ACME_ERR_SYSTEM, 0);
	scenario_until_issued(s);
	CHECK_LOG(
		s,
		"a restart would make a new order: writing the state: system");
	CHECK_LOG(s, "cannot save the state file: writing the state: system");
}

/* Each of the three times in an issuance that it is written. */
SCENARIO(state_is_written_late)
{
	world_delay(&s->world, WORLD_PUT_STATE, MIN(2), 0);
	scenario_until_issued(s);
	scenario_run(s, MIN(5));
	CHECK_TIME(s->world.vhost.reports[1].at_us, MIN(2), MIN(3));
}

/* Another CA, name or key type: the one that is served is not it. */
static void
change(struct scenario *s)
{
	scenario_until_issued(s);
	scenario_stop(s);
	scenario_forget_requests(s);
}

static void
ordered_at_once(struct scenario *s)
{
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
	CHECK(s->world.agenda.now_us < MIN(1));
}

SCENARIO(names_are_changed)
{
	change(s);
	scenario_names(s, 2);
	ordered_at_once(s);
	CHECK_LOG(s, "is served until there is a new one: it is not for "
		     "n1.example");
	CHECK_LOG(s, "2 names");
	CHECK_LOG(s, "n0.example: names changed: + n1.example\n");
}

SCENARIO(name_is_changed)
{
	scenario_names(s, 2);
	change(s);
	s->config->names[1][1] = '2';
	ordered_at_once(s);
	CHECK_LOG(s, "is served until there is a new one: it "
		     "is not for n2.example");
	CHECK_LOG(s, "names changed: + n2.example - n1.example\n");
}

SCENARIO(key_type_is_changed)
{
	change(s);
	s->config->key_type = ACME_KEY_P384;
	s->config->key_type_given = true;
	ordered_at_once(s);
	CHECK_LOG(s, "is served until there is a new one: its "
		     "key is not of type p384");
}

SCENARIO(directory_is_changed)
{
	change(s);
	free(s->config->directory_url);
	s->config->directory_url =
		acme_span_dup(ACME_SPAN(CA_URL "directory/2"));
	ordered_at_once(s);
	CHECK_LOG(s, "certificate 1001 of Model CA, valid until "
		     "2026-04-01 00:00:00 UTC, for n0.example: a new one is "
		     "due: it is of another directory or account");
}

static void
swap_names(struct scenario *s)
{
	char *first = s->config->names[0];

	s->config->names[0] = s->config->names[1];
	s->config->names[1] = first;
}

/* The order of names is the operator's whim. */
SCENARIO(names_in_another_order)
{
	scenario_names(s, 2);
	change(s);
	swap_names(s);
	scenario_run(s, HOUR(1));
	CHECK_INT(s->ca.n_requests, 0);
}

/* What the run before had to wait for, this one waits for, too. */
SCENARIO(restart_waits_as_long)
{
	ca_next(&s->ca, "newOrder", 429, "Retry-After: 7200\r\n",
		CA_PROBLEM("rateLimited", "too many"));
	scenario_until_failed(s);
	scenario_run(s, SEC(1));
	scenario_stop(s);
	scenario_run(s, HOUR(1));
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
	CHECK_LOG(s, "earlier attempts failed (1); next attempt in 120 min");
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, HOUR(2), HOUR(2) + SEC(3));
}

/* What other options failed with says nothing of these: there is no backoff,
 * and the failures are counted anew. */
static void
attempt_at_once(struct scenario *s)
{
	scenario_until_failed(s);
	scenario_run(s, SEC(1));
	CHECK_INT(ca_count(&s->ca, "newOrder"), 2);
	CHECK(s->world.agenda.now_us < MIN(1));
	CHECK_HAS(acme_buf_str(&s->world.vhost.state), "\"failures\":1");
}

static void
fail_for_hours(struct scenario *s)
{
	ca_next(&s->ca, "newOrder", 429, "Retry-After: 7200\r\n",
		CA_PROBLEM("rateLimited", "too many"));
	ca_next(&s->ca, "newOrder", 400, "", CA_PROBLEM("malformed", "no"));
	scenario_until_failed(s);
	scenario_run(s, SEC(1));
	scenario_stop(s);
}

SCENARIO(backoff_of_other_names_is_forgotten)
{
	fail_for_hours(s);
	scenario_names(s, 2);
	attempt_at_once(s);
}

SCENARIO(backoff_of_another_key_type_is_forgotten)
{
	fail_for_hours(s);
	s->config->key_type = ACME_KEY_P384;
	s->config->key_type_given = true;
	attempt_at_once(s);
}

/* The order of names is no other option. */
SCENARIO(backoff_of_names_in_another_order_is_kept)
{
	scenario_names(s, 2);
	fail_for_hours(s);
	swap_names(s);
	scenario_run(s, HOUR(1));
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
}

/* The time of the next attempt has passed, and then the clock is set back
 * before it: what fails now is a failure of its own, which is told and written
 * down. */
SCENARIO(clock_is_set_back_before_an_attempt_that_was_put_off)
{
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder", .status = 403 });
	scenario_until_failed(s);
	scenario_run(s, SEC(1));
	scenario_stop(s);
	s->world.wall_jump_s = 3600;
	acme_buf_clear(&s->world.log);
	scenario_until(s, ACME_PROGRESS_STARTED);
	s->world.wall_jump_s = -3600;
	scenario_run(s, SEC(1));
	CHECK_LOG(s, "n0.example: no new certificate: ");
	CHECK_HAS(acme_buf_str(&s->world.vhost.state), "\"failures\":2");
}

/* Failures are counted over restarts, so the backoff grows. */
SCENARIO(restarts_do_not_shorten_the_backoff)
{
	unsigned int i;

	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder", .status = 403 });
	for (i = 0; i < 5; i++) {
		scenario_until_failed(s);
		scenario_run(s, SEC(1));
		scenario_stop(s);
	}
	CHECK_TIME(s->world.agenda.now_us, SEC(15 * 60 * 79 / 100),
		   SEC(15 * 60 * 121 / 100 + 20));
	CHECK_HAS(acme_buf_str(&s->world.vhost.state), "\"failures\":5");
}

/* How many failures count is the table's to say, whatever the file says. */
SCENARIO(state_says_more_failures_than_are_counted)
{
	static struct acme_state state;
	struct acme_buf *json = &s->world.vhost.state;

	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder", .status = 403 });
	scenario_until_failed(s);
	scenario_run(s, SEC(1));
	scenario_stop(s);
	CHECK_OK(acme_state_read(acme_buf_span(json), &state, NULL));
	state.n_failures = 900;
	state.attempt_s = 0;
	acme_buf_clear(json);
	CHECK_OK(acme_state_write(&state, json));
	acme_state_clear(&state);
	scenario_until_failed(s);
	scenario_run(s, SEC(1));
	CHECK_HAS(acme_buf_str(json), "\"failures\":12,");
}
