/* SPDX-License-Identifier: MIT */
/*
 * The body of an error, whatever it is: its text is printable, and bounded.
 */
#include "base/printable.h"
#include "fuzz.h"
#include "protocol/problem.h"
#include "protocol/reason.h"

static void
check(struct acme_span body, bool called_problem)
{
	struct acme_problem problem = { .type = ACME_PROBLEM_NONE };
	char shown[ACME_PROBLEM_TEXT_MAX + 1];

	acme_problem_read(body, called_problem, &problem);
	FUZZ_ASSERT(problem.type < ACME_PROBLEM__MAX);
	FUZZ_ASSERT(problem.text.len <= ACME_PROBLEM_TEXT_MAX);
	FUZZ_ASSERT(problem.type != ACME_PROBLEM_NONE ||
		    problem.text.len <= ACME_REASON_MAX);
	FUZZ_ASSERT(acme_printable(acme_buf_span(&problem.text), shown,
				   sizeof(shown)));
	FUZZ_ASSERT(acme_span_equal(acme_buf_span(&problem.text),
				    acme_span_str(shown)));
	acme_problem_clear(&problem);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	check(acme_span(data, len), false);
	check(acme_span(data, len), true);
	return 0;
}
