/* SPDX-License-Identifier: MIT */
/*
 * A pair that is there, and good, is kept whatever else was lost: only what the
 * operator changed, as the state knows, makes it due.
 */
#include "client/enrollment/state_file.h"
#include "scenario.h"

#include <stdlib.h>

#define ADOPTED                                                               \
	"certificate 1001 of Model CA, valid until 2026-04-01 00:00:00 UTC, " \
	"for n0.example: is good, and kept: none is ordered; it is renewed "  \
	"from 2026-03-18 00:00:00 UTC on, 14 days before it expires (14 "     \
	"days, or a third of its life if that is less); its names will be "   \
	"validated by "

/* One more life of it, with what the ones before left. */
static void
restart(struct scenario *s)
{
	scenario_run(s, MIN(1));
	scenario_stop(s);
	scenario_forget_requests(s);
	acme_buf_clear(&s->world.log);
	acme_buf_clear(&s->world.vhost.installed);
}

static void
is_kept(struct scenario *s)
{
	scenario_run(s, HOUR(1));
	CHECK_INT(s->ca.n_requests, 0);
	CHECK_SPAN(acme_buf_span(&s->world.vhost.installed),
		   acme_buf_span(&s->world.vhost.pair_chain));
}

static void
is_ordered(struct scenario *s)
{
	uint64_t from_us = s->world.agenda.now_us;

	scenario_until_issued(s);
	CHECK(s->world.agenda.now_us - from_us < MIN(3));
}

/* And the next life knows it: it is said once. */
static void
is_adopted(struct scenario *s)
{
	is_kept(s);
	CHECK_LOG(s, ADOPTED "a challenge that the CA offers\n");
	restart(s);
	is_kept(s);
	CHECK(!strstr(acme_buf_str(&s->world.log), "none is ordered"));
	CHECK_LOG(s, "validated by a challenge that the CA offers\n");
}

SCENARIO(state_is_lost)
{
	scenario_until_issued(s);
	restart(s);
	acme_buf_clear(&s->world.vhost.state);
	is_adopted(s);
}

SCENARIO(account_key_is_lost)
{
	scenario_until_issued(s);
	restart(s);
	acme_buf_clear(&s->world.account_key);
	is_adopted(s);
}

SCENARIO(account_key_and_state_are_lost)
{
	scenario_until_issued(s);
	restart(s);
	acme_buf_clear(&s->world.vhost.state);
	acme_buf_clear(&s->world.account_key);
	is_adopted(s);
}

SCENARIO(adopted_where_the_state_cannot_be_written)
{
	scenario_until_issued(s);
	restart(s);
	acme_buf_clear(&s->world.vhost.state);
	world_fail(&s->world, WORLD_PUT_STATE, ACME_ERR_SYSTEM, 0);
	is_kept(s);
	CHECK_LOG(s, ADOPTED);
	restart(s);
	world_delay(&s->world, WORLD_PUT_STATE, MIN(2), 0);
	is_kept(s);
	CHECK_LOG(s, ADOPTED);
}

/* How the certificate before it was got is not how this one was got. */
SCENARIO(adopted_and_the_challenge_is_given)
{
	scenario_until_issued(s);
	restart(s);
	s->config->challenge = ACME_CHALLENGE_TLS_ALPN_01;
	*strstr(s->world.vhost.state.data, "1001") = '2';
	is_kept(s);
	CHECK_LOG(s, ADOPTED "tls-alpn-01\n");
}

/* What is adopted is renewed as any other. */
SCENARIO(adopted_and_renewed)
{
	scenario_until_issued(s);
	restart(s);
	acme_buf_clear(&s->world.vhost.state);
	scenario_run(s, DAY(75));
	CHECK_INT(s->ca.n_requests, 0);
	scenario_until_issued(s);
	CHECK(s->world.agenda.now_us < DAY(77));
}

/* A pair that no client takes is no good one, whoever put it there: it is
 * served until there is a new one. */
static void
is_replaced(struct scenario *s, const char *why)
{
	restart(s);
	acme_buf_clear(&s->world.vhost.state);
	s->ca.subject = NULL;
	s->ca.for_clients = false;
	is_ordered(s);
	CHECK_INT(s->ca.n_orders, 2);
	CHECK_LOG(s, why);
	CHECK(!strstr(acme_buf_str(&s->world.log), "none is ordered"));
}

SCENARIO(adopted_is_self_signed)
{
	s->ca.subject = "CN=Model CA";
	scenario_until_issued(s);
	is_replaced(s, "is served until there is a new one: "
		       "it is self-signed, and of no CA");
}

SCENARIO(adopted_is_for_clients)
{
	s->ca.for_clients = true;
	scenario_until_issued(s);
	is_replaced(s, "is served until there is a new one: "
		       "its extended key usage is not for TLS servers");
}

SCENARIO(adopted_is_not_yet_valid)
{
	scenario_until_issued(s);
	s->world.wall_jump_s = -31 * 86400;
	is_replaced(s, "is served until there is a new one: "
		       "it is not valid before 2026-01-01 00:00:00 UTC, and "
		       "the system clock says 2025-12-01 ");
}

/* Clocks differ. */
SCENARIO(adopted_is_valid_within_the_hour)
{
	scenario_until_issued(s);
	restart(s);
	s->world.wall_jump_s = -3600;
	acme_buf_clear(&s->world.vhost.state);
	is_adopted(s);
}

/* What the CA issued to us stays, whatever it is like: the next would be, too;
 * and it was valid when it came, so that the clock is wrong. */
SCENARIO(ours_is_kept_for_clients_and_not_yet_valid)
{
	s->ca.for_clients = true;
	scenario_until_issued(s);
	restart(s);
	s->world.wall_jump_s = -31 * 86400;
	is_kept(s);
}

/* An order that was under way, and a good pair, which somebody put there. */
SCENARIO(adopted_beside_an_order)
{
	struct acme_buf state = ACME_BUF_INIT(64 * 1024);

	scenario_until_asked(s, "challenge", 1);
	CHECK_OK(acme_buf_add(&state, acme_buf_span(&s->world.vhost.state)));
	CHECK_HAS(acme_buf_str(&state), "\"order\"");
	scenario_until_issued(s);
	restart(s);
	acme_buf_clear(&s->world.vhost.state);
	s->world.vhost.state = state;
	is_adopted(s);
	CHECK(!strstr(acme_buf_str(&s->world.vhost.state), "\"order\""));
}

/* A directory's URL, spelt in another way. */
static void
is_spelt(struct scenario *s, const char *url)
{
	free(s->config->directory_url);
	s->config->directory_url = acme_span_dup(acme_span_str(url));
}

SCENARIO(directory_is_spelt_in_another_way)
{
	scenario_until_issued(s);
	restart(s);
	is_spelt(s, "https://CA.test:443/directory");
	is_kept(s);
	scenario_stop(s);
	is_spelt(s, "https://ca.test/directory/2");
	is_ordered(s);
}

/* As earlier versions wrote it. */
SCENARIO(directory_is_spelt_as_it_was)
{
	struct acme_state_tags tags, plain;
	char *at;

	scenario_until_issued(s);
	CHECK_OK(acme_state_tags(s->config,
				 acme_buf_span(&s->account.thumbprint),
				 "crt.pem", &plain));
	CHECK_STR(plain.source, plain.spelt_source);
	CHECK_STR(plain.wanted, plain.spelt_wanted);
	is_spelt(s, "HTTPS://CA.TEST:443/directory");
	CHECK_OK(acme_state_tags(s->config,
				 acme_buf_span(&s->account.thumbprint),
				 "crt.pem", &tags));
	CHECK_STR(tags.source, plain.source);
	CHECK_STR(tags.wanted, plain.wanted);
	CHECK(strcmp(tags.spelt_source, plain.source) != 0);
	restart(s);
	at = strstr(s->world.vhost.state.data, "\"source\"");
	memcpy(at, "\"origin\"", strlen("\"origin\""));
	at = strstr(s->world.vhost.state.data, plain.source);
	memcpy(at, tags.spelt_source, ACME_STATE_TAG_LEN);
	at = strstr(s->world.vhost.state.data, plain.wanted);
	memcpy(at, tags.spelt_wanted, ACME_STATE_TAG_LEN);
	is_kept(s);
	CHECK_HAS(acme_buf_str(&s->world.vhost.state), "account/1");
}

SCENARIO(account_is_another)
{
	static char jwk[4096];
	FILE *file = fopen(TEST_DATA "/crypto/p256.jwk", "r");

	CHECK(file);
	jwk[fread(jwk, 1, sizeof(jwk) - 1, file)] = '\0';
	fclose(file);
	scenario_until_issued(s);
	restart(s);
	acme_buf_clear(&s->world.account_key);
	CHECK_OK(acme_buf_add(&s->world.account_key, acme_span_str(jwk)));
	is_ordered(s);
}

SCENARIO(more_names_than_wanted)
{
	scenario_names(s, 2);
	scenario_until_issued(s);
	restart(s);
	scenario_names(s, 1);
	is_kept(s);
}

/* The default is no wish: only a type that was given makes another one due. */
SCENARIO(key_type_that_nobody_asked_for)
{
	s->config->key_type = ACME_KEY_P384;
	scenario_until_issued(s);
	restart(s);
	s->config->key_type = ACME_KEY_P256;
	is_kept(s);
}

/* A crash after the state says which one it is, and before that is there. */
SCENARIO(directory_is_changed_and_power_fails)
{
	scenario_until_issued(s);
	restart(s);
	free(s->config->directory_url);
	s->config->directory_url =
		acme_span_dup(ACME_SPAN(CA_URL "directory/2"));
	world_delay(&s->world, WORLD_COMMIT, AGENDA_NEVER, 1);
	scenario_until_asked(s, "certificate", 1);
	scenario_run(s, SEC(5));
	CHECK_HAS(acme_buf_str(&s->world.vhost.state), "\"1002\"");
	scenario_stop(s);
	is_ordered(s);
	CHECK_INT(s->ca.n_orders, 2);
	CHECK_LOG(s,
		  "a new certificate is due: certificate 1002 was to replace "
		  "1001, and was lost before it was stored");
}
