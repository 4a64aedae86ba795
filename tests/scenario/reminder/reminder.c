/* SPDX-License-Identifier: MIT */
/*
 * reminder.flow, alone: what is wrong is said at once, and once a day while it
 * lasts, with what clients get meanwhile.
 */
#include "alone.h"

#define LEAF_VALID                                     \
	"; clients get certificate " ALONE_SERIAL ", " \
	"valid until 2100-02-28 23:59:59 UTC\n"

static struct acme_told told;

static struct alone *
begin(struct scenario *s)
{
	told = (struct acme_told){ .reason = 0 };
	return alone_new(s);
}

/* The line that it says of ${what} and ${why}; "": it says nothing. */
static const char *
remind(struct alone *alone, const char *what, const char *why)
{
	const char *line;

	acme_fault_set(&alone->enrollment.failure.fault, ACME_ERR_SYSTEM, "%s",
		       why);
	alone_start(alone, acme_enrollment_remind(&alone->enrollment, &told,
						  ACME_LOG_WARN, "%s", what));
	line = alone_take_log(alone);
	CHECK_INT(alone_exit(alone),
		  *line ? REMINDER_EXIT_TOLD : REMINDER_EXIT_QUIET);
	return line;
}

static void
serve(struct alone *alone, const char *chain)
{
	acme_enrollment_take_pair(&alone->enrollment, alone_stored(chain));
	acme_enrollment_note_served(&alone->enrollment, NULL);
}

SCENARIO(reminder_says_it_at_once_and_each_day)
{
	struct alone *alone = begin(s);
	unsigned int minute, n = 0;

	serve(alone, "leaf.crt");
	CHECK_STR(remind(alone, "no oil", "the can is empty"),
		  "n0.example: no oil: the can is empty" LEAF_VALID);
	for (minute = 1; minute <= 3 * 24 * 60; minute++) {
		world_run(&s->world, MIN(1));
		n += *remind(alone, "no oil", "the can is empty") != '\0';
		CHECK_INT(n, minute / (24 * 60));
	}
}

SCENARIO(reminder_says_another_reason_at_once)
{
	struct alone *alone = begin(s);

	CHECK(*remind(alone, "no oil", "the can is empty"));
	CHECK(!*remind(alone, "no oil", "the can is empty"));
	CHECK_STR(remind(alone, "no oil", "the can leaks"),
		  "n0.example: no oil: the can leaks; it is not known yet what "
		  "clients get\n");
	CHECK(*remind(alone, "no light", "the can leaks"));
	CHECK(!*remind(alone, "no light", "the can leaks"));
	CHECK(*remind(alone, "no ligh", "tthe can leaks"));
}

/* Each attempt has an order, authorizations and tokens of its own. */
SCENARIO(reminder_takes_no_other_order_for_another_reason)
{
	struct alone *alone = begin(s);

	CHECK(*remind(alone, "no oil", "https://ca.test/order/1: no can"));
	CHECK(!*remind(alone, "no oil", "https://ca.test/order/2: no can"));
	CHECK(*remind(alone, "no oil", "https://ca.test/order/2: no cup"));
	CHECK(*remind(alone, "no oil", "https://ca2.test/order/2: no cup"));

	CHECK(*remind(alone, "no oil", "it is 'abcdefghij-0123456789_A.b'"));
	CHECK(!*remind(alone, "no oil", "it is 'zyxwvutsrq-0123456789_B.b'"));
	CHECK(*remind(alone, "no oil", "it is 'abcdefghij-012345678_'"));
	CHECK(*remind(alone, "no oil", "it is 'zyxwvutsrq-012345678_'"));
}

SCENARIO(reminder_says_the_only_name_once)
{
	struct alone *alone = begin(s);

	CHECK_STR(remind(alone, "no oil", "n0.example: the can is empty"),
		  "n0.example: no oil: the can is empty; it is not known yet "
		  "what clients get\n");
	CHECK_HAS(remind(alone, "no oil", "n0.example.test: the can is empty"),
		  "n0.example: no oil: n0.example.test: the can is empty; ");
}

SCENARIO(reminder_says_what_clients_get)
{
	struct alone *alone = begin(s);

	CHECK_HAS(remind(alone, "no oil", "1"),
		  "; it is not known yet what clients get\n");
	acme_enrollment_note_none_served(&alone->enrollment);
	CHECK_HAS(remind(alone, "no oil", "2"),
		  "; clients get no certificate\n");
	serve(alone, "leaf-old.crt");
	CHECK_HAS(remind(alone, "no oil", "3"),
		  "; clients get certificate 10, which expired at "
		  "2000-02-29 12:00:00 UTC\n");
	serve(alone, "leaf.crt");
	CHECK_HAS(remind(alone, "no oil", "4"), LEAF_VALID);
}
