/* SPDX-License-Identifier: MIT */
/*
 * What will happen at which virtual time.  Nothing here sleeps: the clock
 * jumps to whatever comes next.
 */
#ifndef SIM_AGENDA_H
#define SIM_AGENDA_H

#include <stdbool.h>
#include <stdint.h>

#define AGENDA_NEVER UINT64_MAX

#define MS(n)	((uint64_t)(n)*1000)
#define SEC(n)	((uint64_t)(n)*1000000)
#define MIN(n)	SEC(60 * (uint64_t)(n))
#define HOUR(n) MIN(60 * (uint64_t)(n))
#define DAY(n)	HOUR(24 * (uint64_t)(n))

struct agenda_entry;

struct agenda {
	uint64_t now_us;
	struct agenda_entry *first; /* soonest first */
};

/*
 * Call ${run} with ${arg} after so long; AGENDA_NEVER: not at all.  Where the
 * entry is dropped instead, ${drop} (or NULL) is called.
 */
void agenda_add(struct agenda *agenda, uint64_t after_us, const void *owner,
		void (*run)(void *arg), void (*drop)(void *arg), void *arg);

/* Drop all that is ${owner}'s; NULL: all. */
void agenda_drop(struct agenda *agenda, const void *owner);

/* When the next entry is due; AGENDA_NEVER: there is none. */
uint64_t agenda_next_us(const struct agenda *agenda);

/* Run the first entry if it is due now; false: nothing is. */
bool agenda_run(struct agenda *agenda);

#endif
