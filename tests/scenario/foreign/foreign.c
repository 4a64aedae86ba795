/* SPDX-License-Identifier: MIT */
/*
 * foreign.flow, alone: whose the files are is asked until it is known, and
 * another ACME client's pair is served as soon as it is there, and followed.
 * Nothing is ever written.
 */
#include "client/certificate/foreign.h"

#include "alone.h"

#define KEPT                                                           \
	"; certbot keeps its files and renews it, and they are never " \
	"written here\n"
#define ADVICE                                                               \
	"n0.example: to have certificates got here, give cert-path and "     \
	"key-path of your own, such as /etc/acme/crt.pem, and stop certbot " \
	"for these names\n"
#define CERTIFICATE(serial, until)                                          \
	"n0.example: certificate " serial " of Test CA, valid until " until \
	" "                                                                 \
	"UTC, for a.example, B.example, *.c.example: "
#define SERVED                                           \
	CERTIFICATE(ALONE_SERIAL, "2100-02-28 23:59:59") \
	"is served" KEPT ADVICE
#define EXPIRED                                  \
	CERTIFICATE("10", "2000-02-29 12:00:00") \
	"has expired, and is served on" KEPT ADVICE
#define NOT_SERVED                                              \
	"n0.example: cannot serve the certificate of certbot, " \
	"trying again: "

#define OWNER_UNKNOWN                                                    \
	"n0.example: cannot tell whether another ACME client keeps the " \
	"certificate's files, trying again and writing nothing meanwhile: "
#define UNSEEN "; it is not known yet what clients get\n"

static struct acme_foreign foreign;

static struct alone *
to_owner(struct scenario *s)
{
	struct alone *alone = alone_new(s);

	alone_start(alone, acme_foreign_prepare(&foreign, &alone->enrollment));
	CHECK_STR(alone_take_asked(alone), "look_for_owner");
	return alone;
}

static struct alone *
to_wait_owner(struct scenario *s)
{
	struct alone *alone = to_owner(s);

	alone_failed(alone, ACME_ERR_SYSTEM, "no descriptor is left");
	CHECK_STR(alone_take_log(alone),
		  OWNER_UNKNOWN "no descriptor is left" UNSEEN);
	return alone;
}

static struct alone *
to_pair(struct scenario *s)
{
	struct alone *alone = to_owner(s);

	alone->vhost.kept_by = "certbot";
	alone_done(alone, NULL);
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
	return alone;
}

static struct alone *
to_no_certificate(struct scenario *s)
{
	struct alone *alone = to_pair(s);

	alone_failed(alone, ACME_ERR_NOT_FOUND, "crt.pem: not there");
	CHECK_STR(alone_take_log(alone),
		  NOT_SERVED "crt.pem: not there" UNSEEN);
	return alone;
}

static void
offer(struct alone *alone, const char *chain)
{
	alone_give_pair(alone, chain);
	CHECK_STR(alone_take_asked(alone), "install");
	CHECK(alone_was_given(alone, chain));
}

static struct alone *
to_install(struct scenario *s)
{
	struct alone *alone = to_pair(s);

	offer(alone, "leaf.crt");
	return alone;
}

static struct alone *
to_idle(struct scenario *s)
{
	struct alone *alone = to_install(s);

	alone_done(alone, NULL);
	CHECK_STR(alone_take_log(alone), SERVED);
	return alone;
}

static struct alone *
to_reload(struct scenario *s)
{
	struct alone *alone = to_idle(s);

	CHECK_INT(alone_wait_us(alone), SEC(10));
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
	return alone;
}

SCENARIO(files_are_ours)
{
	struct alone *alone = to_owner(s);

	alone_done(alone, NULL);
	CHECK_INT(alone_exit(alone), FOREIGN_EXIT_OURS);
}

/* It can't be told, or is not answered: nothing is read or written, and it is
 * asked again, each time later. */
SCENARIO(owner_is_looked_for_again_and_again)
{
	struct alone *alone = to_wait_owner(s);

	CHECK_INT(alone_wait_us(alone), SEC(10));
	CHECK_STR(alone_take_asked(alone), "look_for_owner");
	CHECK_INT(alone_wait_us(alone), MIN(1));
	CHECK_STR(alone_take_log(alone),
		  OWNER_UNKNOWN "the disk with cert-path and key-path did not "
				"answer in time" UNSEEN);
	CHECK_INT(alone_wait_us(alone), SEC(20));
	CHECK_STR(alone_take_asked(alone), "look_for_owner");
	alone_done(alone, NULL);
	CHECK_INT(alone_exit(alone), FOREIGN_EXIT_OURS);
}

/* What went wrong before the owner was known makes it no slower. */
SCENARIO(foreign_pair_is_read_soon_behind_a_late_owner)
{
	struct alone *alone = to_wait_owner(s);

	CHECK_INT(alone_wait_us(alone), SEC(10));
	alone->vhost.kept_by = "certbot";
	alone_done(alone, NULL);
	CHECK_STR(alone_take_asked(alone), "look_for_owner store_get(pair)");
	alone_failed(alone, ACME_ERR_NOT_FOUND, "crt.pem: not there");
	CHECK_STR(alone_take_log(alone),
		  NOT_SERVED "crt.pem: not there" UNSEEN);
	CHECK_INT(alone_wait_us(alone), SEC(10));
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
}

/* Not read, not answered, refused by the server: each time later. */
SCENARIO(foreign_pair_is_waited_for)
{
	struct alone *alone = to_no_certificate(s);

	CHECK_INT(alone_wait_us(alone), SEC(10));
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
	CHECK_INT(alone_wait_us(alone), MIN(1));
	CHECK_STR(alone_take_log(alone),
		  NOT_SERVED "the disk with cert-path and key-path did not "
			     "answer in time" UNSEEN);
	CHECK_INT(alone_wait_us(alone), SEC(20));
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
	offer(alone, "leaf.crt");
	alone_failed(alone, ACME_ERR_INVALID, "the key is too short");
	CHECK_STR(alone_take_log(alone),
		  NOT_SERVED "the key is too short" UNSEEN);
	CHECK_INT(alone_wait_us(alone), SEC(40));
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
}

/* The same, none, or no answer: what is served is served on. */
SCENARIO(foreign_pair_is_followed)
{
	struct alone *alone = to_reload(s);

	alone_give_pair(alone, "leaf.crt");
	CHECK_INT(alone_wait_us(alone), SEC(10));
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
	alone_failed(alone, ACME_ERR_NOT_FOUND, "crt.pem: not there");
	CHECK_INT(alone_wait_us(alone), SEC(10));
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
	CHECK_INT(alone_wait_us(alone), MIN(1) + SEC(10));
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
	offer(alone, "leaf-old.crt");
	alone_done(alone, NULL);
	CHECK_STR(alone_take_log(alone), EXPIRED);
}

/* The machine slept: its files are looked for, too. */
static void
sleep_a_day(struct alone *alone)
{
	alone->vhost.world->agenda.now_us += DAY(1);
	alone_settle(alone);
	CHECK_STR(alone_take_asked(alone), "store_get(pair)");
}

/* Where it has expired, that is said each day, and nothing where it has not. */
SCENARIO(foreign_pair_expires)
{
	struct alone *alone = to_idle(s);
	unsigned int day;

	sleep_a_day(alone);
	CHECK_STR(alone_take_log(alone), "");
	alone = to_pair(s);
	offer(alone, "leaf-old.crt");
	alone_done(alone, NULL);
	CHECK_STR(alone_take_log(alone), EXPIRED);
	for (day = 0; day < 3; day++) {
		sleep_a_day(alone);
		CHECK_STR(alone_take_log(alone), EXPIRED);
	}
}

SCENARIO(foreign_pair_is_left_in_each_state)
{
	alone_stop(to_owner(s));
	alone_stop(to_wait_owner(s));
	alone_stop(to_pair(s));
	alone_stop(to_no_certificate(s));
	alone_stop(to_install(s));
	alone_stop(to_idle(s));
	alone_stop(to_reload(s));
}
