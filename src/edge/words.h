/* SPDX-License-Identifier: MIT */
/* Words that a person typed, and the ones that were perhaps meant. */
#ifndef ACME_EDGE_WORDS_H
#define ACME_EDGE_WORDS_H

#include <stddef.h>

/*
 * The one of ${words} that needs the fewest letters changed to be ${word};
 * NULL where more than half of it would change.
 */
const char *acme_words_nearest(const char *word, const char *const *words,
			       size_t n_words);

#endif
