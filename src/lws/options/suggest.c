/* SPDX-License-Identifier: MIT */
/*
 * This finds the option that was meant by a name that is none.  The distance
 * is Levenshtein's, one row of its matrix at a time.
 */
#include "lws-acme-client.h"

#include <string.h>

#define WORD_MAX_LEN 32 /* bytes; no option's name is longer */

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

static size_t
distance(const char *a, const char *b)
{
	size_t row[WORD_MAX_LEN + 1], len = strlen(b), diagonal, above, i, j;

	for (j = 0; j <= len; j++)
		row[j] = j;
	for (i = 0; a[i]; i++) {
		diagonal = row[0];
		row[0] = i + 1;
		for (j = 0; j < len; j++) {
			above = row[j + 1];
			row[j + 1] = least(above + 1, row[j] + 1,
					   diagonal + (a[i] != b[j]));
			diagonal = above;
		}
	}
	return row[len];
}

const char *
lws_acme_client_nearest(const char *word, const char *const *words,
			size_t n_words)
{
	const char *nearest = NULL;
	size_t best, d, i;

	if (strlen(word) > WORD_MAX_LEN)
		return NULL;
	best = strlen(word) / 2 + 1;
	for (i = 0; i < n_words; i++) {
		if (strlen(words[i]) > WORD_MAX_LEN)
			continue;
		d = distance(word, words[i]);
		if (d < best) {
			best = d;
			nearest = words[i];
		}
	}
	return nearest;
}
