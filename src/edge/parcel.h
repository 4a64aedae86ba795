/* SPDX-License-Identifier: MIT */
/*
 * What the server and its keeper of files send each other over their
 * socketpair: one message is one parcel.  Both are the same program, so
 * numbers are as this machine has them.
 */
#ifndef ACME_EDGE_PARCEL_H
#define ACME_EDGE_PARCEL_H

#include "edge/access.h"

#include <stdint.h>

#define ACME_PARCEL_PARTS 4

struct acme_parcel {
	uint32_t what, record;
	int32_t number; /* of the places, or an answer's enum acme_err */
	char tag[ACME_TAG_MAX + 1];
	struct acme_span parts[ACME_PARCEL_PARTS];
};

/* ACME_ERR_CLOSED: the other end is gone. */
enum acme_err acme_parcel_send(int fd, const struct acme_parcel *parcel,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Wait for the next; its parts lie in ${room}.  ${from_root} (may be NULL): was
 * the sender root when it sent this?  The kernel tells, where the socket has
 * SO_PASSCRED.
 */
enum acme_err acme_parcel_receive(int fd, struct acme_secret *room,
				  struct acme_parcel *parcel, bool *from_root,
				  struct acme_fault *fault) ACME_MUST_CHECK;

/* The longest parcel. */
#define ACME_PARCEL_MAX (sizeof(struct acme_parcel) + 384 * (size_t)1024)

#endif
