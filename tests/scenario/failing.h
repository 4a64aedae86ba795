/* SPDX-License-Identifier: MIT */
/*
 * A renewal that fails: what is said of it, to the letter, and that nothing
 * good is lost by it.
 */
#ifndef FAILING_H
#define FAILING_H

#include "scenario.h"

/* A certificate is served, and falls due. */
void renewal_falls_due(struct scenario *s);

/*
 * The renewal fails with this sentence, in the log too.  The old chain is
 * served then, the old pair and the account's key are on disk.
 */
void renewal_fails_alone(struct scenario *s, const char *sentence);

/* And the next attempt gets a new one. */
void renewal_fails(struct scenario *s, const char *sentence);

/* A scenario of its own: the next answer, or as many as ${line} says, are
 * wrong. */
void renewal_fails_by(struct ca_line line, const char *sentence);

/* The same by another body in the next answer about ${resource}. */
void renewal_fails_by_body(const char *resource, const char *body,
			   const char *sentence);

#endif
