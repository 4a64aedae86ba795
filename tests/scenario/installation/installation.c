/* SPDX-License-Identifier: MIT */
/*
 * installation.flow, alone: a pair that the server refuses is refused; a fault
 * of our own machine is waited for.
 */
#include "client/certificate/installation.h"

#include "alone.h"

#define WAITING                                                           \
	"n0.example: cannot install certificate " ALONE_SERIAL " in the " \
	"running server, trying again: "

#define SERVED "; it is not known yet what clients get\n"

static struct acme_installation installation;

static struct alone *
to_install(struct scenario *s)
{
	struct alone *alone = alone_new(s);

	acme_enrollment_take_pair(&alone->enrollment, alone_stored("leaf.crt"));
	alone_start(alone, acme_installation_prepare(&installation,
						     &alone->enrollment));
	CHECK_STR(alone_take_asked(alone), "install");
	CHECK(alone_was_given(alone, "leaf.crt"));
	return alone;
}

static struct alone *
to_wait_retry(struct scenario *s)
{
	struct alone *alone = to_install(s);

	alone_failed(alone, ACME_ERR_MEMORY, "out of memory");
	CHECK_STR(alone_take_log(alone), WAITING "out of memory" SERVED);
	return alone;
}

SCENARIO(installation_is_done)
{
	struct alone *alone = to_install(s);

	alone_done(alone, NULL);
	CHECK_INT(alone_exit(alone), INSTALLATION_EXIT_INSTALLED);
	CHECK(!alone_promised(alone));
}

SCENARIO(installation_is_refused)
{
	struct alone *alone = to_install(s);
	const struct acme_failure *told;

	alone_failed(alone, ACME_ERR_INVALID, "the key is too short");
	CHECK_INT(alone_exit(alone), INSTALLATION_EXIT_REFUSED);
	told = alone_promised(alone);
	CHECK_STR(told->fault.text, "the key is too short");
}

/* Silence of the server is a fault of the machine, too. */
SCENARIO(installation_is_tried_again)
{
	struct alone *alone = to_wait_retry(s);

	CHECK_INT(alone_wait_us(alone), SEC(10));
	CHECK_STR(alone_take_asked(alone), "install");
	CHECK_INT(alone_wait_us(alone), SEC(30));
	CHECK_STR(alone_take_log(alone),
		  WAITING "the running server did not take its certificate in "
			  "time" SERVED);
	CHECK_INT(alone_wait_us(alone), SEC(20));
	CHECK_STR(alone_take_asked(alone), "install");
	alone_done(alone, NULL);
	CHECK_INT(alone_exit(alone), INSTALLATION_EXIT_INSTALLED);
}

SCENARIO(installation_is_stopped_in_each_state)
{
	alone_stop(to_install(s));
	alone_stop(to_wait_retry(s));
}
