/* SPDX-License-Identifier: MIT */
/*
 * How other ACME clients lay out their files.  A path is judged as it is
 * spelled: links are followed by foreign.c, a step at a time.
 */
#ifndef ACME_STORE_PAIR_FOREIGN_LAYOUT_H
#define ACME_STORE_PAIR_FOREIGN_LAYOUT_H

#include "base/buf.h"

/*
 * Whose layout is it that the file ${path}, absolute and without "//" and
 * "/./", lies in?  NULL: nobody's.  What tells it is another file, and one that
 * can't be looked at from a folder that can counts as it.
 */
const char *acme_foreign_layout(const char *path);

/*
 * Whose link is it that has the name ${link} and leads to a file ${target}?
 * One that leads to its own name with a number in it leads to the newest of
 * somebody's files.  NULL: nobody's.
 */
const char *acme_foreign_link(struct acme_span link, struct acme_span target);

#endif
