/* SPDX-License-Identifier: MIT */
/*
 * lws takes a certificate from memory only where it can't read the vhost's
 * files, and then it takes the whole chain; from files it takes the leaf.
 */
#ifndef ACME_EDGE_WITHOUT_FILES_H
#define ACME_EDGE_WITHOUT_FILES_H

#include <stdbool.h>

/*
 * Call ${call} where it can open no file, and wait for its end.  false: the
 * system has no such place, and it was not called.
 */
bool acme_without_files(void (*call)(void *arg), void *arg);

#endif
