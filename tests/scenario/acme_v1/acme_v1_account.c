/* SPDX-License-Identifier: MIT */
/* Accounts of ACME v1: known ones, lost ones, and the terms they agree to. */
#include "scenario.h"

#include "sim/ca_v1.h"

/* 409: whose key it is stands in Location, the terms in the answer of reg. */
SCENARIO(v1_account_from_before)
{
	ca_speak_v1(&s->ca);
	scenario_until_issued(s);
	scenario_run(s, SEC(1)); /* the state is kept now */
	scenario_stop(s);
	acme_buf_clear(&s->world.vhost.pair_chain);
	acme_buf_clear(&s->world.vhost.state);
	acme_buf_clear(&s->world.vhost.installed);
	scenario_forget_requests(s);
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory new-reg reg reg new-authz challenge "
			  "authz new-cert issuer-cert");
	CHECK_INT(s->ca.n_accounts, 1);
}

SCENARIO(v1_new_terms)
{
	ca_speak_v1(&s->ca);
	scenario_until_issued(s);
	s->ca.terms = "terms/2";
	scenario_forget_requests(s);
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory new-authz new-reg reg reg new-authz "
			  "challenge authz new-cert issuer-cert");
}

SCENARIO(v1_account_is_forgotten)
{
	ca_speak_v1(&s->ca);
	scenario_until_issued(s);
	ca_forget_account(&s->ca);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_accounts, 2);
}

SCENARIO(v1_account_without_a_location)
{
	ca_speak_v1(&s->ca);
	ca_next(&s->ca, "new-reg", 201, NULL, "{}");
	scenario_until_failed(s);
	CHECK_SAID(s, "has no Location");
}
