/* SPDX-License-Identifier: MIT */
/*
 * Vectors of TLS (RFC 8446 §3.4): a length in some octets, then so many bytes.
 */
#ifndef ACME_FORMAT_VECTOR_H
#define ACME_FORMAT_VECTOR_H

#include "base/span.h"

/* The number that ${octets}, at most four, are in network order. */
size_t acme_vector_number(struct acme_span octets);

/*
 * Take a vector, whose length is in ${n_octets} octets, from the front of
 * ${span}.  false: it is not all there, and nothing is taken.
 */
bool acme_vector_take(struct acme_span *span, size_t n_octets,
		      struct acme_span *vector);

/* Take ${len} bytes; false as above. */
bool acme_vector_skip(struct acme_span *span, size_t len);

#endif
