/* SPDX-License-Identifier: MIT */
/*
 * startup.flow, alone: what earlier runs left is served, and what is not there,
 * or can't be used, holds nothing up.
 */
#include "client/certificate/startup.h"

#include "alone.h"

#define NOT_READ                                                            \
	"n0.example: cannot read the stored certificate, trying again and " \
	"ordering no new one meanwhile: "
#define DISK_IS_SLOW                                           \
	"the disk with cert-path and key-path did not answer " \
	"in time"

#define SERVED "; it is not known yet what clients get\n"

static struct acme_startup startup;

static struct alone *
to_lease(struct scenario *s)
{
	struct alone *alone = alone_new(s);

	alone_start(alone, acme_startup_prepare(&startup, &alone->enrollment));
	CHECK_STR(alone_take_asked(alone), "ask_lease");
	return alone;
}

static struct alone *
to_pair(struct scenario *s)
{
	struct alone *alone = to_lease(s);

	alone_give_lease(alone, true);
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
	return alone;
}

static struct alone *
to_wait_pair(struct scenario *s)
{
	struct alone *alone = to_pair(s);

	alone_failed(alone, ACME_ERR_MEMORY, "out of memory");
	CHECK_STR(alone_take_log(alone), NOT_READ "out of memory" SERVED);
	return alone;
}

static struct alone *
to_restore(struct scenario *s)
{
	struct alone *alone = to_pair(s);

	alone_give_pair(alone, "leaf.crt");
	CHECK_STR(alone_take_asked(alone), "install");
	CHECK(alone_was_given(alone, "leaf.crt"));
	return alone;
}

/* What it asks of the account is no request to the port. */
static void
check_waits_for_key(const struct alone *alone)
{
	CHECK(alone->account.key_queue.first == &alone->enrollment.account_ref);
	CHECK(!alone->enrollment.tags.pair[0]);
	CHECK_INT(alone_exit(alone), -1);
}

static struct alone *
to_account_key(struct scenario *s)
{
	struct alone *alone = to_pair(s);

	alone_failed(alone, ACME_ERR_NOT_FOUND, "crt.pem: not there");
	check_waits_for_key(alone);
	return alone;
}

static void
give_key(struct alone *alone)
{
	acme_wait_queue_tell(&alone->account.key_queue);
	alone_settle(alone);
	CHECK(alone->enrollment.tags.pair[0]);
	CHECK_STR(alone_take_asked(alone), "store_try");
}

static struct alone *
to_storage(struct scenario *s)
{
	struct alone *alone = to_account_key(s);

	give_key(alone);
	return alone;
}

SCENARIO(startup_serves_what_is_there)
{
	struct alone *alone = to_restore(s);

	alone_done(alone, NULL);
	check_waits_for_key(alone);
	give_key(alone);
	CHECK(!alone->enrollment.was_writable);
	alone_done(alone, NULL);
	CHECK_INT(alone_exit(alone), STARTUP_EXIT_READY);
	CHECK(!alone_promised(alone));
	CHECK(alone->enrollment.was_writable && !alone->enrollment.unusable);
	CHECK_STR(alone->enrollment.pair.info.serial, ALONE_SERIAL);
}

/* It is usual at the first start, and nothing is said of it. */
SCENARIO(startup_finds_no_pair)
{
	struct alone *alone = to_account_key(s);

	CHECK(!alone->enrollment.unusable);
	CHECK_STR(alone_take_log(alone), "");
}

/* The pair is served here, too, and the process is ready to be the next. */
SCENARIO(startup_where_another_process_has_the_lease)
{
	struct alone *alone = to_lease(s);

	alone_failed(alone, ACME_ERR_EXISTS, "another process has it");
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
	alone_give_pair(alone, "leaf.crt");
	CHECK_STR(alone_take_asked(alone), "install");
}

SCENARIO(startup_waits_a_minute_for_each_answer_of_the_disk)
{
	struct alone *alone = to_lease(s);

	CHECK_INT(alone_wait_us(alone), MIN(1));
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
	CHECK_INT(alone_wait_us(alone), MIN(1));
	CHECK_STR(alone_take_log(alone), NOT_READ DISK_IS_SLOW SERVED);
	CHECK_INT(alone_wait_us(alone), SEC(10));
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");

	alone = to_storage(s);
	CHECK_INT(alone_wait_us(alone), MIN(1));
	CHECK_INT(alone_exit(alone), STARTUP_EXIT_READY);
	CHECK(!alone->enrollment.was_writable);
}

/* A fault of our own machine is no reason to order: it asks again for good,
 * each time later, until ten minutes. */
SCENARIO(startup_asks_for_the_pair_again_and_again)
{
	struct alone *alone = to_wait_pair(s);
	unsigned int i, after_s = 10;

	for (i = 0; i < 20; i++) {
		CHECK_INT(alone_wait_us(alone), SEC(after_s));
		CHECK_STR(alone_take_asked(alone), "store_get(pair)");
		alone_failed(alone, ACME_ERR_SYSTEM, "crt.pem: no descriptor");
		CHECK_STR(alone_take_log(alone),
			  i ? "" : NOT_READ "crt.pem: no descriptor" SERVED);
		after_s = after_s < 300 ? 2 * after_s : 600;
	}
	CHECK_INT(alone_wait_us(alone), MIN(10));
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
	alone_give_pair(alone, "leaf.crt");
	CHECK_STR(alone_take_asked(alone), "install");
}

SCENARIO(startup_finds_a_pair_that_is_none)
{
	struct alone *alone = to_pair(s);

	alone_failed(alone, ACME_ERR_INVALID, "crt.pem: no PEM");
	CHECK_STR(alone_take_log(alone),
		  "n0.example: the stored certificate and key are unusable; "
		  "requesting new ones, deleting nothing: crt.pem: no PEM\n");
	check_waits_for_key(alone);
	CHECK(alone->enrollment.unusable);
}

/* It is not to be stored again later, as if it were served. */
SCENARIO(startup_has_a_pair_that_the_server_refuses)
{
	struct alone *alone = to_restore(s);

	alone_failed(alone, ACME_ERR_INVALID, "the key is too short");
	CHECK_STR(alone_take_log(alone),
		  "n0.example: cannot serve the stored certificate: the key is "
		  "too short\n");
	check_waits_for_key(alone);
	CHECK(alone->enrollment.unusable);
	CHECK_INT(alone->enrollment.pair.chain.len, 0);
	CHECK_INT(alone->enrollment.pair.key_pem.buf.len, 0);
}

SCENARIO(startup_gets_no_account_key)
{
	struct alone *alone = to_account_key(s);
	struct acme_failure why = { .problem = ACME_PROBLEM_UNAUTHORIZED };
	const struct acme_failure *told;

	acme_fault_set(&why.fault, ACME_ERR_INVALID, "auth.jwk: no JWK");
	acme_wait_queue_fail(&alone->account.key_queue, &why);
	alone_settle(alone);
	CHECK_INT(alone_exit(alone), STARTUP_EXIT_LATER);
	told = alone_promised(alone);
	CHECK_STR(told->fault.text, "auth.jwk: no JWK");
	CHECK_INT(told->problem, ACME_PROBLEM_UNAUTHORIZED);
}

/* It leaves the queue of those who wait for the key. */
SCENARIO(startup_gets_the_account_key_too_late)
{
	struct alone *alone = to_account_key(s);
	const struct acme_failure *told;

	CHECK_INT(alone_wait_us(alone), MIN(10));
	CHECK_INT(alone_exit(alone), STARTUP_EXIT_LATER);
	CHECK(!alone->account.key_queue.first);
	told = alone_promised(alone);
	CHECK_STR(told->fault.text, "the machine is too busy: the account's "
				    "key was not ready in time");
	CHECK_ERR(told->fault.err, ACME_ERR_SYSTEM);
}

SCENARIO(startup_cannot_store)
{
	struct alone *alone = to_storage(s);

	alone_failed(alone, ACME_ERR_SYSTEM, "crt.pem: read-only");
	CHECK_STR(alone_take_log(alone),
		  "n0.example: storage is not writable, a renewed certificate "
		  "would be lost at a restart: crt.pem: read-only\n");
	CHECK_INT(alone_exit(alone), STARTUP_EXIT_READY);
	CHECK(!alone->enrollment.was_writable);
}

SCENARIO(startup_is_stopped_in_each_state)
{
	alone_stop(to_lease(s));
	alone_stop(to_pair(s));
	alone_stop(to_wait_pair(s));
	alone_stop(to_restore(s));
	alone_stop(to_account_key(s));
	alone_stop(to_storage(s));
}
