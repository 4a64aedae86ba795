/* SPDX-License-Identifier: MIT */
/*
 * Each allocation of the client fails once, in each scenario.  What the
 * scenario expects can't be so then, and is not asked.  What must be so: no
 * crash, nothing lost or half, nothing left behind, and once the world is well
 * again the next attempts get a certificate.
 */
#include "memory.h"

#include "alone.h"
#include "crypto/x509/parsed_pair.h"
#include "memory/short_memory.h"

#define RENEWAL_S ((int64_t)80 * 86400)

/* A chain has its key; a restart in a scenario leaves a key alone. */
static void
check_pair(const struct acme_buf *chain, const struct acme_buf *key)
{
	struct acme_parsed_pair *pair = NULL;
	struct acme_fault fault;

	if (!chain->len)
		return;
	CHECK(key->len);
	if (acme_parsed_pair_parse(acme_buf_span(chain), acme_buf_span(key),
				   &pair, &fault))
		TEST_FAIL("no pair: %s", fault.text);
	acme_parsed_pair_unref(pair);
}

static void
check_pairs(const struct world_vhost *vhost)
{
	check_pair(&vhost->installed, &vhost->installed_key);
	check_pair(&vhost->pair_chain, &vhost->pair_key);
}

/* What the operator, another ACME client or the CA would have to put right:
 * there the world can be well, and no certificate comes. */
static const char *const helpless[] = {
	"csr_cannot_be_made", /* options */
	"csr_is_refused",
	"v1_csr_cannot_be_made",
	"v1_tls_sni_that_is_named",
	"operator_wants_tls_alpn",
	"adopted_and_the_challenge_is_given",
	"directory_is_not_https",
	"account_key_is_no_key", /* files */
	"account_key_is_spoilt_later",
	"never_started",		/* no client */
	"directory_is_spelt_as_it_was", /* the model CA does not like it */
	"new_nonce_brings_none",
	"new_nonce_is_refused",
	"owner_cannot_be_told_at_first", /* another ACME client's files */
	"owner_is_told_late",
};

static bool
can_be_helped(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(helpless) / sizeof(*helpless); i++)
		if (!strcmp(name, helpless[i]))
			return false;
	return strncmp(name, "theirs_", 7); /* another ACME client's files */
}

/* The world and the CA are well again, and a renewal is due. */
static void
go_on(struct scenario *s)
{
	const struct world_vhost *vhost = &s->world.vhost;

	check_pairs(vhost);
	scenario_others_stop(s);
	alone_free(s->alone);
	s->alone = NULL;
	world_mend(&s->world);
	ca_mend(&s->ca);
	s->world.wall_jump_s += RENEWAL_S;
	scenario_until_issued(s);
	scenario_run(s, MIN(10));
	check_pairs(vhost);
	CHECK(vhost->installed.len);
	CHECK_SPAN(acme_buf_span(&vhost->installed),
		   acme_buf_span(&vhost->pair_chain));
}

int
scenario_run_short(const char *name, void (*run)(struct scenario *s))
{
	static struct scenario outermost;
	struct scenario *s;

	memory_is_tests(true);
	world_random_repeats();
	scenario_set_up(&outermost);
	if (!setjmp(test_failed))
		run(&outermost);
	memory_stops_failing();
	while ((s = scenario_innermost())) {
		if (setjmp(test_failed)) {
			scenario_explain(s);
			return EXIT_FAILURE;
		}
		if (can_be_helped(name))
			go_on(s);
		scenario_stop(s);
		if (can_be_helped(name))
			scenario_check(s);
		scenario_tear_down(s);
	}
	return EXIT_SUCCESS;
}
