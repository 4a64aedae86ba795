/* SPDX-License-Identifier: MIT */
/* An account that the CA does not let be used any more (RFC 8555 7.3.6). */
#include "scenario.h"

#include "sim/ca_v1.h"

#define DEACTIVATED CA_PROBLEM("unauthorized", "account is deactivated")

static unsigned int
count(const struct acme_buf *log, const char *words)
{
	const char *text = acme_buf_str(log);
	unsigned int n = 0;

	while ((text = strstr(text, words))) {
		text += strlen(words);
		n++;
	}
	return n;
}

/* Three names have it; it was registered, and is deactivated then. */
static void
deactivate(struct scenario *s)
{
	scenario_other(s, "m1.example");
	scenario_other(s, "m2.example");
	scenario_run(s, SEC(5));
	scenario_forget_requests(s);
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .status = 401,
					    .body = DEACTIVATED });
	s->world.wall_jump_s = (int64_t)80 * 86400;
}

/* The advice comes once, each name says why it has nothing, and the CA is left
 * alone for a day. */
static void
is_told_once(struct scenario *s)
{
	const struct acme_buf *log = &s->world.log;

	scenario_run(s, HOUR(12));
	CHECK_INT(count(log, "move the account's key away"), 1);
	CHECK_INT(count(log, "next attempt in 24 h"), 3);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 1);
	CHECK(ca_count(&s->ca, "newOrder") <= 3);
	scenario_other(s, "m3.example"); /* comes later, and is told, too */
	scenario_run(s, MIN(1));
	CHECK_INT(count(log, "next attempt in 24 h"), 4);
	CHECK_INT(count(log, "move the account's key away"), 1);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 1);
	scenario_run(s, DAY(1));
	CHECK_INT(count(log, "move the account's key away"), 2);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 2);
}

SCENARIO(account_is_deactivated)
{
	deactivate(s);
	ca_script(&s->ca, (struct ca_line){ .resource = "newAccount",
					    .status = 403,
					    .body = DEACTIVATED });
	is_told_once(s);
	CHECK_LOG(s, CA_URL "newAccount: unauthorized: account is deactivated");
}

/* Some CAs show it, where it should be refused. */
SCENARIO(deactivated_account_is_shown)
{
	deactivate(s);
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newAccount",
				    .status = 200,
				    .headers =
					    "Location: " CA_URL "account/1\r\n",
				    .body = "{\"status\":\"deactivated\"}" });
	is_told_once(s);
	CHECK_LOG(s, CA_URL "newAccount: the account is deactivated");
}

/* Another key was put there, and the server started again. */
SCENARIO(deactivated_account_is_replaced)
{
	ca_next(&s->ca, "newAccount", 403, NULL, DEACTIVATED);
	scenario_until_failed(s);
	CHECK_SAID(s, "account is deactivated");
	CHECK_LOG(s, "move the account's key away");
	scenario_stop(s);
	acme_buf_clear(&s->world.account_key);
	scenario_until_issued(s);
	CHECK(s->world.agenda.now_us < MIN(1));
}

/* The account is fine, and the order alone is not allowed. */
SCENARIO(order_is_unauthorized)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .status = 403,
					    .body = DEACTIVATED,
					    .times = 2 });
	scenario_until_failed(s);
	CHECK_SAID(s, "newOrder: unauthorized: account is deactivated");
	CHECK(!strstr(acme_buf_str(&s->world.log), "move the account's key"));
	scenario_until_issued(s);
}

SCENARIO(account_of_v1_is_deactivated)
{
	ca_speak_v1(&s->ca);
	ca_next(&s->ca, "new-reg", 403, NULL,
		"{\"type\":\"urn:acme:error:unauthorized\","
		"\"detail\":\"account is deactivated\"}");
	scenario_until_failed(s);
	CHECK_LOG(s, "move the account's key away");
	CHECK_INT(ca_count(&s->ca, "new-reg"), 1);
}
