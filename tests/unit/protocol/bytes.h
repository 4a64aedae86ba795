/* SPDX-License-Identifier: MIT */
/*
 * Inputs for readers: copies of exactly their size on the heap, so that an
 * over-read is seen, and variations of a text.
 */
#ifndef TEST_PROTOCOL_BYTES_H
#define TEST_PROTOCOL_BYTES_H

#include "base/buf.h"

#define BYTES_SHUFFLE_MAX 6

/* The caller frees it; never NULL. */
char *bytes_copy(struct acme_span from);

/* A file of tests/data/protocol; the caller frees its data. */
struct acme_span bytes_file(const char *name);

/* Does the sentence of a fault hold ${words}? */
bool bytes_hold(const char *text, const char *words);

/* Call ${check} with an object of ${members} in each order there is. */
void bytes_shuffle(const char *const *members, size_t n_members,
		   void (*check)(struct acme_span json));

/* Call ${check} with each beginning of ${json} that is shorter than it. */
void bytes_cut(const char *json, void (*check)(struct acme_span json));

#endif
