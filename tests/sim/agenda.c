/* SPDX-License-Identifier: MIT */
/*
 * A sorted list; entries of the same time keep the order of their coming.
 */
#include "agenda.h"

#include "memory/short_memory.h"

#include <assert.h>
#include <stdlib.h>

struct agenda_entry {
	struct agenda_entry *next;
	uint64_t at_us;
	const void *owner;
	void (*run)(void *arg);
	void (*drop)(void *arg);
	void *arg;
};

void
agenda_add(struct agenda *agenda, uint64_t after_us, const void *owner,
	   void (*run)(void *), void (*drop)(void *), void *arg)
{
	struct agenda_entry **link = &agenda->first;
	bool was_tests = memory_is_tests(true);
	struct agenda_entry *entry = malloc(sizeof(*entry));

	memory_is_tests(was_tests);
	if (!entry)
		abort();
	*entry = (struct agenda_entry){
		.at_us = after_us == AGENDA_NEVER ? AGENDA_NEVER
						  : agenda->now_us + after_us,
		.owner = owner,
		.run = run,
		.drop = drop,
		.arg = arg,
	};
	while (*link && (*link)->at_us <= entry->at_us)
		link = &(*link)->next;
	entry->next = *link;
	*link = entry;
}

/* Dropping one may drop or add others, so each time the list is begun anew. */
void
agenda_drop(struct agenda *agenda, const void *owner)
{
	struct agenda_entry **link = &agenda->first, *entry;

	while ((entry = *link)) {
		if (owner && entry->owner != owner) {
			link = &entry->next;
			continue;
		}
		*link = entry->next;
		if (entry->drop)
			entry->drop(entry->arg);
		free(entry);
		link = &agenda->first;
	}
}

uint64_t
agenda_next_us(const struct agenda *agenda)
{
	return agenda->first ? agenda->first->at_us : AGENDA_NEVER;
}

bool
agenda_run(struct agenda *agenda)
{
	struct agenda_entry *entry = agenda->first;

	if (!entry || entry->at_us > agenda->now_us)
		return false;
	agenda->first = entry->next;
	entry->run(entry->arg);
	free(entry);
	return true;
}
