/* SPDX-License-Identifier: MIT */
/*
 * Every answer that a real CA of ACME v1 gave, as the next one that an
 * exchange gets: where does exchange.flow lead it?
 */
#include "scenario.h"

#include "client/account/account.h"
#include "sim/ca_v1.h"
#include "v1_recorded.h"

#define NOT_ENDED ~0U

static unsigned int ended_with;

static void
ended(void *context, unsigned int exit)
{
	(void)context;
	ended_with = exit;
}

/* GET and POST: the answer to that; HEAD: to the asking for a nonce. */
static void
script(struct ca *ca, char **row, struct acme_span bytes)
{
	bool head = !strcmp(row[V1_METHOD], "HEAD");

	ca->gives_no_nonces = head;
	ca_script(ca, (struct ca_line){
			      .resource = head ? "directory" : "replay",
			      .status = (unsigned int)atoi(row[V1_STATUS]),
			      .raw = bytes,
			      .times = 1 });
	ca_script(ca, (struct ca_line){ .resource = "replay",
					.status = 200,
					.body = "{}" });
}

/* One exchange, to its end. */
static void
run(struct scenario *s, const char *method)
{
	static struct acme_exchange x;
	struct acme_fault fault;

	CHECK_OK(acme_account_init(&s->account, s->config, &s->world.vhost.port,
				   &s->world.loop));
	CHECK_OK(acme_key_generate(ACME_KEY_P256, &s->account.ca.key, &fault));
	if (!strcmp(method, "GET")) {
		acme_exchange_prepare_get(&x, &s->account.ca, CA_URL "replay");
	} else {
		acme_exchange_prepare_post(&x, &s->account.ca, NULL,
					   CA_URL "replay");
		acme_exchange_say(&x, ACME_SPAN("{\"resource\":\"replay\"}"));
	}
	ended_with = NOT_ENDED;
	x.sm.sm.ended = ended;
	sm_start(&x.sm.sm, &s->world.loop);
	while (ended_with == NOT_ENDED && world_step(&s->world))
		;
	acme_exchange_clear(&x);
	acme_account_clear(&s->account);
}

/* From the answer to what the exchange asked for next, or 0. */
static uint64_t
until_next_us(const struct ca *ca, const struct ca_request *answered)
{
	const struct ca_request *next = answered + 1;

	if (next == ca->requests + ca->n_requests)
		return 0;
	return next->at_us - answered->at_us;
}

/* The words of answers.tsv. */
static const char *
outcome(const struct ca *ca, bool head)
{
	const struct ca_request *answered =
		ca_request(ca, head ? "directory" : "replay", 0);
	uint64_t next_us = until_next_us(ca, answered);

	if (head) /* the nonce is used at once, or another is asked for later */
		return next_us < MS(500) ? "ok" : "problem";
	if (ended_with == EXCHANGE_EXIT_LATER)
		return "limited";
	if (next_us)
		return next_us < MS(500) ? "badNonce" : "busy";
	return ended_with == EXCHANGE_EXIT_OK ? "ok" : "problem";
}

static void
replay(char **row)
{
	static struct scenario s;
	struct acme_buf bytes = ACME_BUF_INIT(V1_FILE_MAX);
	const char *came;

	scenario_set_up(&s);
	ca_speak_v1(&s.ca);
	v1_answer(row[V1_NAME], &bytes);
	script(&s.ca, row, acme_buf_span(&bytes));
	run(&s, row[V1_METHOD]);
	came = outcome(&s.ca, !strcmp(row[V1_METHOD], "HEAD"));
	if (strcmp(came, row[V1_OUTCOME]) != 0)
		TEST_FAIL("%s: %s, not %s", row[V1_NAME], came,
			  row[V1_OUTCOME]);
	scenario_tear_down(&s);
	acme_buf_clear(&bytes);
}

SCENARIO(v1_replays_every_recorded_answer)
{
	(void)s;
	CHECK_INT(v1_each_row(replay), 128);
}
