/* SPDX-License-Identifier: MIT */
/* The calendar: any date of as many digits as the grammar reads, in any year
 * that one of two digits may become. */
#include "inside/http_date.c"
#include "proof.h"

static int
any(int first, int last)
{
	int64_t number = nondet_number();

	__CPROVER_assume(number >= first && number <= last);
	return (int)number;
}

int
main(void)
{
	struct date date = {
		.month = any(1, 12),
		.day = any(0, 99),
		.hour = any(0, 99),
		.minute = any(0, 99),
		.second = any(0, 99),
		.year = any(-100, 10199),
	};

	(void)to_unix(&date);
	(void)is_in_calendar(&date);
	return 0;
}
