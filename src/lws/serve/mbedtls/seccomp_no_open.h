/* SPDX-License-Identifier: MIT */
/*
 * lws takes a certificate from memory only where it can't read the vhost's
 * files, and then it takes the whole chain; from files it takes the leaf.
 */
#ifndef ACME_LWS_SERVE_MBEDTLS_SECCOMP_NO_OPEN_H
#define ACME_LWS_SERVE_MBEDTLS_SECCOMP_NO_OPEN_H

#include <stdbool.h>

/*
 * Call ${call} where it can open no file, and wait for its end.  false: the
 * system has no such place, and it was not called.
 */
bool acme_seccomp_no_open(void (*call)(void *arg), void *arg);

#endif
