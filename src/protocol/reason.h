/* SPDX-License-Identifier: MIT */
/*
 * Words of a CA, or of whatever stands in front of it, as one line of text
 * for an operator: printable, and cut where they are too long.  Where memory
 * is short the line is shorter.
 */
#ifndef ACME_PROTOCOL_REASON_H
#define ACME_PROTOCOL_REASON_H

#include "base/buf.h"

#define ACME_REASON_MAX 240 /* bytes, of what is no problem document */

/* Append ${words} as they are, up to the limit of ${text}. */
void acme_reason_add(struct acme_buf *text, struct acme_span words);

/* The same, each run of white space as one space, and none at the ends. */
void acme_reason_add_line(struct acme_buf *text, struct acme_span words);

/*
 * Append the start of a ${body} that is no problem document: of HTML its
 * title, or what stands outside its tags.
 */
void acme_reason_add_body(struct acme_buf *text, struct acme_span body);

#endif
