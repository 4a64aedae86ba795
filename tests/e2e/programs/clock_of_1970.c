/* SPDX-License-Identifier: MIT */
/* Preloaded: a machine without a battery for its clock, twelve seconds old. */
#include <time.h>

time_t
time(time_t *now)
{
	if (now)
		*now = 12;
	return 12;
}
