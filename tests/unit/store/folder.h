/* SPDX-License-Identifier: MIT */
/*
 * A folder of a test's own, and what a test wants to know of its files.
 */
#ifndef FOLDER_H
#define FOLDER_H

#include "base/buf.h"

#include <sys/types.h>

/* Made anew; what an earlier test left is removed. */
void folder_make(void);
void folder_remove(void);

/* The path of ${name} in it, until it is called 8 times more. */
const char *folder_path(const char *name);

/* How many names it holds. */
unsigned int folder_count(void);

/* Without any of the store's own functions. */
void folder_put(const char *name, struct acme_span content, mode_t mode);
bool folder_has(const char *name, struct acme_span content);
mode_t folder_mode(const char *name);
bool folder_holds(const char *name);

#endif
