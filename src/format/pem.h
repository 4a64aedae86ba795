/* SPDX-License-Identifier: MIT */
/*
 * PEM (RFC 7468): the blocks of a text, one after the other.  Text around the
 * blocks is skipped, as are byte order marks; lines end in CRLF or LF.  Within
 * a block only base64 is allowed: no headers (RFC 1421), no blank lines.  A
 * text may be a secret key, so that a fault names lines and labels, and quotes
 * nothing else.
 */
#ifndef ACME_FORMAT_PEM_H
#define ACME_FORMAT_PEM_H

#include "base/buf.h"

#define ACME_PEM_MAX_LABEL_LEN 64

struct acme_pem {
	struct acme_span text; /* borrowed */
	size_t at;	       /* where the next block is looked for */
	unsigned int line;     /* of that place, from 1 */
};

struct acme_pem_block {
	struct acme_span label; /* "CERTIFICATE" */
	struct acme_span body;	/* base64 with its line ends */
	struct acme_span whole; /* BEGIN to END, with the last line's end */
	unsigned int line;	/* of BEGIN */
};

void acme_pem_init(struct acme_pem *pem, struct acme_span text);

/* ${found} is false at the end of the text.  Faults name the line. */
enum acme_err acme_pem_next(struct acme_pem *pem, struct acme_pem_block *block,
			    bool *found,
			    struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Call ${take} for each block of ${text} as far as it returns ACME_OK; its
 * error, or the first of the text.
 */
enum acme_err acme_pem_each(
	struct acme_span text,
	enum acme_err (*take)(void *arg, const struct acme_pem_block *block,
			      struct acme_fault *fault),
	void *arg, struct acme_fault *fault) ACME_MUST_CHECK;

/* Append what the block stands for to ${der};
 * give a secret buffer for a key. */
enum acme_err acme_pem_decode(const struct acme_pem_block *block,
			      struct acme_buf *der,
			      struct acme_fault *fault) ACME_MUST_CHECK;

#endif
