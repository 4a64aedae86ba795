/* SPDX-License-Identifier: MIT */
/* What OpenSSL wrote behind a root, for trust.c. */
#ifndef ACME_TLS_TRUST_TRUST_AUX_H
#define ACME_TLS_TRUST_TRUST_AUX_H

#include "base/span.h"

/* Is a root, behind which OpenSSL wrote ${aux}, one for TLS servers? */
bool acme_trust_aux_allows(struct acme_span aux);

#endif
