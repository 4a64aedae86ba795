/* SPDX-License-Identifier: MIT */
/* The file that roots are in, for trust.c. */
#ifndef ACME_TLS_TRUST_TRUST_FILE_H
#define ACME_TLS_TRUST_TRUST_FILE_H

#include "base/buf.h"

/* Room for ${size} bytes, and no more: it never moves. */
enum acme_err acme_trust_room(struct acme_buf *buf,
			      size_t size) ACME_MUST_CHECK;

void acme_trust_room_free(struct acme_buf *buf);

/* The file, in such memory; empty on failure.  Errors as acme_trust_load(). */
enum acme_err acme_trust_read(const char *path, struct acme_buf *text,
			      struct acme_fault *fault) ACME_MUST_CHECK;

#endif
