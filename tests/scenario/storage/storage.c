/* SPDX-License-Identifier: MIT */
/*
 * storage.flow, alone: a pair is stored, or it is said once for each reason why
 * it is not.
 */
#include "client/certificate/storage.h"

#include "alone.h"

#define UNSTORED                                                       \
	"n0.example: cannot save certificate " ALONE_SERIAL ", it is " \
	"in memory alone, trying again: "
#define SERVED	 "; it is not known yet what clients get\n"
#define FULL	 "crt.pem: the disk is full"
#define READONLY "crt.pem: read-only"

static struct acme_storage storage;

static void
store(struct alone *alone)
{
	acme_storage_prepare(&storage, &alone->enrollment);
	alone_start(alone, &storage.sm.sm);
	CHECK_STR(alone_take_asked(alone), "store_commit");
	CHECK(alone_was_given(alone, "leaf.crt"));
}

static struct alone *
to_store(struct scenario *s)
{
	struct alone *alone = alone_new(s);

	acme_enrollment_take_pair(&alone->enrollment, alone_stored("leaf.crt"));
	store(alone);
	return alone;
}

static void
fail(struct alone *alone, const char *why, const char *log)
{
	alone_failed(alone, ACME_ERR_SYSTEM, why);
	CHECK_STR(alone_take_log(alone), log);
	CHECK_INT(alone_exit(alone), STORAGE_EXIT_UNSTORED);
	CHECK_STR(alone->enrollment.pair.unstored.text, why);
}

SCENARIO(storage_stores_the_pair)
{
	struct alone *alone = to_store(s);

	alone_done(alone, NULL);
	CHECK_INT(alone_exit(alone), STORAGE_EXIT_STORED);
	CHECK(!alone_promised(alone));
	CHECK_OK(alone->enrollment.pair.unstored.err);
}

/* And told in the end that it is saved. */
SCENARIO(storage_tells_each_reason_once)
{
	struct alone *alone = to_store(s);

	fail(alone, FULL, UNSTORED FULL SERVED);
	store(alone);
	fail(alone, FULL, "");
	store(alone);
	fail(alone, READONLY, UNSTORED READONLY SERVED);
	store(alone);
	alone_done(alone, NULL);
	CHECK_STR(alone_take_log(alone),
		  "n0.example: certificate " ALONE_SERIAL " is saved now\n");
	CHECK_INT(alone_exit(alone), STORAGE_EXIT_STORED);
	CHECK_OK(alone->enrollment.pair.unstored.err);
	store(alone);
	fail(alone, READONLY, UNSTORED READONLY SERVED);
}

SCENARIO(storage_waits_a_minute_for_the_disk)
{
	struct alone *alone = to_store(s);

	CHECK_INT(alone_wait_us(alone), MIN(1));
	CHECK_STR(alone_take_log(alone),
		  UNSTORED "the disk with cert-path and key-path did not "
			   "answer in time" SERVED);
	CHECK_INT(alone_exit(alone), STORAGE_EXIT_UNSTORED);
	CHECK_ERR(alone->enrollment.pair.unstored.err, ACME_ERR_SYSTEM);
}

SCENARIO(storage_is_stopped)
{
	struct alone *alone = to_store(s);

	alone_stop(alone);
	CHECK_OK(alone->enrollment.pair.unstored.err);
}
