/* SPDX-License-Identifier: MIT */
/*
 * Name constraints (RFC 5280 §4.2.1.10): for whom a CA may sign.
 */
#ifndef ACME_TLS_NAME_CONSTRAINTS_H
#define ACME_TLS_NAME_CONSTRAINTS_H

#include "base/span.h"

#include <mbedtls/x509_crt.h>

/* Whom a TLS client means: one of the two. */
struct acme_constrained_host {
	struct acme_span name;	  /* DNS */
	struct acme_span address; /* 4 or 16 bytes */
};

/*
 * Do the constraints of ${ca}, if it has any, leave it ${host}, and the subject
 * of ${below}, which is under it?  Constraints that can't be read leave
 * nothing.  Those of a form that is not looked at (mail addresses, URIs) leave
 * nothing either where they are critical and ${below} has a name of that form.
 */
bool acme_name_constraints_allow(const mbedtls_x509_crt *ca,
				 const mbedtls_x509_crt *below,
				 const struct acme_constrained_host *host);

#endif
