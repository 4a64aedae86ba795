/* SPDX-License-Identifier: MIT */
#include "base/fault.h"

#include "test.h"

static void
says_what_went_wrong(void)
{
	struct acme_fault fault;

	CHECK_ERR(acme_fault_set(&fault, ACME_ERR_SYNTAX, "line %d: %s", 3,
				 "x\ny\x7f\x1b"),
		  ACME_ERR_SYNTAX);
	CHECK_INT(fault.err, ACME_ERR_SYNTAX);
	CHECK_STR(fault.text, "line 3: x\\u000ay\\u007f\\u001b");
	CHECK_ERR(acme_fault_in(&fault, ACME_ERR_INVALID, "order %d", 7),
		  ACME_ERR_INVALID);
	CHECK_STR(fault.text, "order 7: line 3: x\\u000ay\\u007f\\u001b");
	CHECK_INT(fault.err, ACME_ERR_INVALID);
	CHECK_ERR(acme_fault_set(NULL, ACME_ERR_LIMIT, "x"), ACME_ERR_LIMIT);
	CHECK_ERR(acme_fault_in(NULL, ACME_ERR_LIMIT, "x"), ACME_ERR_LIMIT);
}

static void
cuts_what_is_too_long(void)
{
	struct acme_fault fault;
	char text[2 * ACME_FAULT_TEXT_MAX] = "";

	memset(text, 'x', sizeof(text) - 1);
	acme_fault_set(&fault, ACME_ERR_SYSTEM, "%s", text);
	CHECK_INT(strlen(fault.text), ACME_FAULT_TEXT_MAX - 1);
	acme_fault_in(&fault, ACME_ERR_SYSTEM, "%s", text);
	CHECK_INT(strlen(fault.text), ACME_FAULT_TEXT_MAX - 1);
}

static void
every_class_has_a_name(void)
{
	int err;

	for (err = ACME_OK; err < ACME_ERR__MAX; err++) {
		CHECK(acme_err_name((enum acme_err)err) != NULL);
		CHECK(strcmp(acme_err_name((enum acme_err)err), "unknown"));
	}
	CHECK_STR(acme_err_name(ACME_ERR__MAX), "unknown");
}

static const struct test tests[] = {
	TEST(says_what_went_wrong),
	TEST(cuts_what_is_too_long),
	TEST(every_class_has_a_name),
};

TEST_MAIN(tests)
