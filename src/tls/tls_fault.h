/* SPDX-License-Identifier: MIT */
/* Words for what went wrong, for the files of src/tls. */
#ifndef ACME_TLS_TLS_FAULT_H
#define ACME_TLS_TLS_FAULT_H

#include "base/fault.h"

struct acme_tls;

/* The words for mbedTLS's ${rc}; ${doing} is "handshake", "read", ... */
enum acme_err acme_tls_fault(const struct acme_tls *tls, int rc,
			     const char *doing, struct acme_fault *fault);

#endif
