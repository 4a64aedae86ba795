/* SPDX-License-Identifier: MIT */
/*
 * The one filter between text from outside (a CA, a name server, a file, a
 * client) and whoever reads the log.  What could end a line, drive a terminal,
 * turn the order of letters round or not be seen is written out: \u202e, and
 * \xff for a byte that is no UTF-8.  All else stays as it is.
 */
#ifndef ACME_BASE_PRINTABLE_H
#define ACME_BASE_PRINTABLE_H

#include "base/attributes.h"
#include "base/span.h"

#include <stdarg.h>

#define ACME_PRINTABLE_MAX 1000 /* bytes of one formatted text */

/*
 * Write ${text} to ${to}, which has ${size} bytes, NUL included.  What does
 * not fit is cut between two characters, and "..." says so: false.  To filter
 * twice changes nothing.
 */
bool acme_printable(struct acme_span text, char *to, size_t size);

/* The same of a formatted text; ${size} is at most ACME_PRINTABLE_MAX + 1. */
void acme_printable_format(char *to, size_t size, const char *fmt, ...)
	ACME_PRINTF(3, 4);

void acme_printable_vformat(char *to, size_t size, const char *fmt,
			    va_list args) ACME_PRINTF(3, 0);

#endif
