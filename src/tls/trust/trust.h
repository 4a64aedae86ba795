/* SPDX-License-Identifier: MIT */
/*
 * The roots that a CA's own TLS certificate is verified against: a file that
 * the operator names, or the system's.  Parsing takes milliseconds, and the
 * result hundreds of kilobytes: the worker makes it, and it is let go when no
 * connection uses it.
 */
#ifndef ACME_TLS_TRUST_TRUST_H
#define ACME_TLS_TRUST_TRUST_H

#include "base/fault.h"
#include "base/span.h"

struct acme_trust;

/*
 * ${ca_file} (PEM or DER), or where NULL the first of the system's usual
 * bundles that has a certificate.  A certificate among others that mbedTLS
 * can't parse is left out, and listed.  ACME_ERR_NOT_FOUND: no such file, or no
 * bundle; ACME_ERR_SYSTEM: it can't be read; ACME_ERR_INVALID: it is no file,
 * or nothing in it is a certificate.  In the worker only.
 */
enum acme_err acme_trust_load(const char *ca_file, struct acme_trust **trust,
			      struct acme_fault *fault) ACME_MUST_CHECK;

/* Is there at least one root in ${ca_file} that can be used?  It reads no
 * further, so that it is cheap on any thread; errors as acme_trust_load(). */
enum acme_err acme_trust_check(const char *ca_file,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/* A line for each that was left out, which says where and why: "line 7 (Test
 * Root): ...".  After the first ten, how many more there are. */
struct acme_span acme_trust_left_out(const struct acme_trust *trust);

/* Counted with atomics: taken and let go on either thread. */
struct acme_trust *acme_trust_ref(struct acme_trust *trust);

/* The last one frees it; NULL is allowed. */
void acme_trust_unref(struct acme_trust *trust);

#endif
