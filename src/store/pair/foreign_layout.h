/* SPDX-License-Identifier: MIT */
/*
 * How other ACME clients lay out their files.  A path is judged as it is
 * spelled: links are followed by foreign.c, a step at a time.
 */
#ifndef ACME_STORE_PAIR_FOREIGN_LAYOUT_H
#define ACME_STORE_PAIR_FOREIGN_LAYOUT_H

#include "store/pair/foreign_look.h"

/*
 * Whose layout is it that the file ${path}, absolute and without "//" and
 * "/./", lies in?  NULL: nobody's, as far as ${look} tells of nothing that
 * hindered it.
 */
const char *acme_foreign_layout(const char *path,
				struct acme_foreign_look *look);

/*
 * Whose link is it that has the name ${link} and leads to a file ${target}?
 * One that leads to its own name with a number in it leads to the newest of
 * somebody's files.  NULL: nobody's.
 */
const char *acme_foreign_link(struct acme_span link, struct acme_span target);

#endif
