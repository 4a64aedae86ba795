/* SPDX-License-Identifier: MIT */
/* Answers to challenges, and how long they are served. */
#include "scenario.h"

/* Until all is final, and 60 s more: a CA may look late, and again. */
SCENARIO(response_is_served_for_a_while)
{
	scenario_until_issued(s);
	CHECK(s->world.responses);
	scenario_run(s, SEC(59));
	CHECK(world_fetch(&s->world, "http-01", "n0.example", "token-1-0"));
	scenario_run(s, SEC(2));
	CHECK(!s->world.responses);
}

SCENARIO(response_of_a_failure_is_served_for_a_while)
{
	s->ca.challenge_error = CA_PROBLEM("dns", "no such name");
	scenario_until_failed(s);
	scenario_run(s, SEC(30));
	CHECK(s->world.responses);
	CHECK_STR(s->world.responses->token, "token-1-0");
}

/* Five of the first name are not one of each. */
SCENARIO(five_visits_count_once)
{
	s->ca.n_validations = 5;
	scenario_names(s, 9);
	ca_script(&s->ca, (struct ca_line){ .resource = "challenge",
					    .delay_us = SEC(1) });
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "order", 0)->at_us -
			   ca_request(&s->ca, "challenge", 8)->at_us,
		   SEC(1) + MS(10), SEC(1) + MS(11));
}

/* As with DNS: it may be seen before the answer is surely everywhere. */
SCENARIO(fetched_while_it_is_published)
{
	world_delay(&s->world, WORLD_PUBLISH, MIN(2), 1);
	scenario_until_asked(s, "authz", 1);
	scenario_run(s, SEC(1));
	CHECK(world_fetch(&s->world, "http-01", "n0.example", "token-1-0"));
	scenario_until_issued(s);
	CHECK_TIME(ca_request(&s->ca, "challenge", 0)->at_us, MIN(2),
		   MIN(2) + SEC(1));
}

SCENARIO(publishing_takes_for_ever)
{
	world_delay(&s->world, WORLD_PUBLISH, AGENDA_NEVER, 1);
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(10), MIN(10) + SEC(1));
	CHECK_SAID(s, "n0.example: the response to its challenge could "
		      "not be published in time");
	scenario_run(s, SEC(1));
	CHECK(!s->world.responses);
}

/* The order ends because of another name; nobody wants it any more. */
SCENARIO(withdrawn_while_it_is_published)
{
	scenario_names(s, 2);
	world_delay(&s->world, WORLD_PUBLISH, MIN(2), 1);
	s->ca.answer_us = MS(10);
	ca_script(&s->ca, (struct ca_line){ .resource = "authz", .times = 1 });
	ca_next(&s->ca, "authz", 429, "Retry-After: 3600\r\n", NULL);
	scenario_until_failed(s);
	CHECK(s->world.responses);
	scenario_run(s, SEC(61));
	CHECK(!s->world.responses ||
	      strcmp(s->world.responses->token, "token-1-0"));
}
