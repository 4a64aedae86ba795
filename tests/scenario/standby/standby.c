/* SPDX-License-Identifier: MIT */
/*
 * standby.flow, alone: a process that may order goes on, and another one waits
 * until it may, or until there is a newer pair.
 */
#include "client/certificate/standby.h"

#include "alone.h"

#define WAITING "n0.example: waiting for a new certificate: "
#define DENIED	WAITING "another process with the same files may order it"
#define SLOW                                                      \
	WAITING "the disk did not say in time which process may " \
		"order it"
#define UNSEEN "; it is not known yet what clients get\n"

static struct acme_standby standby;

static struct alone *
to_acquire(struct scenario *s)
{
	struct alone *alone = alone_new(s);

	alone_start(alone, acme_standby_prepare(&standby, &alone->enrollment));
	CHECK_STR(alone_take_asked(alone), "ask_lease");
	return alone;
}

static void
deny(struct alone *alone)
{
	alone_failed(alone, ACME_ERR_EXISTS, "another process has it");
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
}

static struct alone *
to_follow(struct scenario *s)
{
	struct alone *alone = to_acquire(s);

	deny(alone);
	return alone;
}

/* Nothing was found: the lease is asked for again, in two seconds. */
static void
check_stands_by(struct alone *alone)
{
	CHECK_INT(alone_exit(alone), -1);
	CHECK_INT(alone_wait_us(alone), SEC(2));
	CHECK_STR(alone_take_asked(alone), "ask_lease");
}

static struct alone *
to_standby(struct scenario *s)
{
	struct alone *alone = to_follow(s);

	alone_failed(alone, ACME_ERR_NOT_FOUND, "crt.pem: not there");
	CHECK_STR(alone_take_log(alone), DENIED UNSEEN);
	CHECK_INT(alone_exit(alone), -1);
	return alone;
}

SCENARIO(standby_has_the_lease_already)
{
	struct alone *alone = to_acquire(s);

	alone_give_lease(alone, false);
	CHECK_INT(alone_exit(alone), STANDBY_EXIT_HAS_LEASE);
	CHECK(!alone_promised(alone));
}

/* What the others did meanwhile is to be looked at. */
SCENARIO(standby_gets_the_lease_now)
{
	struct alone *alone = to_acquire(s);

	alone_give_lease(alone, true);
	CHECK_INT(alone_exit(alone), STANDBY_EXIT_ACQUIRED);
}

SCENARIO(standby_sees_a_newer_pair)
{
	struct alone *alone = to_follow(s);

	alone_give_pair(alone, "leaf.crt");
	CHECK_INT(alone_exit(alone), STANDBY_EXIT_NEWER);
	CHECK_INT(alone->enrollment.pair.chain.len, 0);
}

/* No pair, the one that is served, none that is valid, and then the lease. */
SCENARIO(standby_asks_every_two_seconds)
{
	struct alone *alone = to_standby(s);

	check_stands_by(alone);
	deny(alone);
	acme_enrollment_take_pair(&alone->enrollment, alone_stored("leaf.crt"));
	acme_enrollment_note_served(&alone->enrollment, NULL);
	alone_give_pair(alone, "leaf.crt");
	check_stands_by(alone);
	deny(alone);
	alone_give_pair(alone, "leaf-old.crt");
	check_stands_by(alone);
	alone_give_lease(alone, true);
	CHECK_INT(alone_exit(alone), STANDBY_EXIT_ACQUIRED);
}

SCENARIO(standby_waits_a_minute_for_each_answer)
{
	struct alone *alone = to_acquire(s);

	CHECK_INT(alone_wait_us(alone), MIN(1));
	CHECK_STR(alone_take_log(alone), SLOW UNSEEN);
	CHECK_INT(alone_wait_us(alone), SEC(2));
	CHECK_STR(alone_take_asked(alone), "ask_lease");
	deny(alone);
	CHECK_INT(alone_wait_us(alone), MIN(1));
	CHECK_STR(alone_take_log(alone), DENIED UNSEEN);
	CHECK_INT(alone_wait_us(alone), SEC(2));
	CHECK_STR(alone_take_asked(alone), "ask_lease");
}

SCENARIO(standby_is_stopped_in_each_state)
{
	alone_stop(to_acquire(s));
	alone_stop(to_follow(s));
	alone_stop(to_standby(s));
}
