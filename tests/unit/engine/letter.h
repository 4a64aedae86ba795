/* SPDX-License-Identifier: MIT */
/* A payload whose releases are counted. */
#ifndef LETTER_H
#define LETTER_H

#include <stdlib.h>

struct letter {
	unsigned int number;
};

extern unsigned int n_letters; /* that exist */

static inline struct letter *
letter_new(unsigned int number)
{
	struct letter *letter = malloc(sizeof(*letter));

	if (!letter)
		abort();
	letter->number = number;
	n_letters++;
	return letter;
}

#endif
