/* SPDX-License-Identifier: MIT */
/*
 * What renewal.c finds wrong with a certificate, for renewal_reason.c, which
 * says it.
 */
#ifndef ACME_CLIENT_CERTIFICATE_RENEWAL_H
#define ACME_CLIENT_CERTIFICATE_RENEWAL_H

#include "base/attributes.h"
#include "base/fault.h"

struct acme_enrollment;

/* Is the stored one what is wanted?  ACME_ERR_INVALID:
 * ${fault} says what not. */
enum acme_err acme_renewal_check_good(const struct acme_enrollment *enrollment,
				      struct acme_fault *fault) ACME_MUST_CHECK;

/* Another one was issued instead of it, and lost before it was there. */
bool acme_renewal_is_superseded(const struct acme_enrollment *enrollment);

#endif
