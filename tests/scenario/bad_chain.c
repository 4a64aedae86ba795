/* SPDX-License-Identifier: MIT */
/* What a CA may deliver that is no certificate for us, or only an odd one. */
#include "failing.h"

#include <stdlib.h>

/* The chain that the CA delivers next, made of its own words. */
static void
chain_fails(void (*spoil)(struct scenario *s, struct acme_buf *chain),
	    const char *sentence)
{
	static struct acme_buf chain = ACME_BUF_INIT(1024 * 1024);
	static struct scenario s;

	scenario_set_up(&s);
	renewal_falls_due(&s);
	s.ca.sign_us = SEC(1);
	scenario_until_asked(&s, "finalize", 2);
	spoil(&s, &chain);
	ca_script(&s.ca, (struct ca_line){ .resource = "certificate",
					   .body = acme_buf_str(&chain),
					   .times = 1 });
	renewal_fails(&s, sentence);
	acme_buf_clear(&chain);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

static void
out_of_order(struct scenario *s, struct acme_buf *chain)
{
	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.own)));
	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.orders->chain)));
}

static void
too_long(struct scenario *s, struct acme_buf *chain)
{
	unsigned int i;

	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.orders->chain)));
	for (i = 0; i < 12; i++)
		CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.own)));
}

static void
cut(struct scenario *s, struct acme_buf *chain)
{
	struct acme_span all = acme_buf_span(&s->ca.orders->chain);

	CHECK_OK(acme_buf_add(chain, acme_span(all.data, all.len - 40)));
}

#define OF_CHAIN "what the CA issued: chain: "

SCENARIO(chains_that_are_wrong)
{
	(void)s;
	chain_fails(out_of_order, OF_CHAIN "the first certificate is not for "
					   "our key");
	chain_fails(too_long, OF_CHAIN "more than 10 certificates");
	chain_fails(
		cut,
		"what the CA issued: PEM, line 10: a block that has no END");
}

SCENARIO(chain_for_another_key)
{
	renewal_falls_due(s);
	s->ca.wrong_chains = 1;
	renewal_fails(s, OF_CHAIN "the first certificate is not for our key");
}

/* The CA sorts names as it likes (RFC 8555 7.4 asks for no order). */
SCENARIO(names_of_the_certificate_in_another_order)
{
	char *first;

	scenario_names(s, 3);
	scenario_until_asked(s, "challenge", 3);
	first = s->ca.orders->authzs[0].name;
	s->ca.orders->authzs[0].name = s->ca.orders->authzs[2].name;
	s->ca.orders->authzs[2].name = first;
	s->ca.orders->authzs[0].status = "valid";
	s->ca.orders->authzs[1].status = "valid";
	s->ca.orders->authzs[2].status = "valid";
	s->ca.orders->status = "ready";
	scenario_until_issued(s);
	CHECK_LOG(s, "3 names");
}
