/* SPDX-License-Identifier: MIT */
/*
 * What the server and its keeper of files send each other over their
 * socketpair: one message is one parcel.  Both are the same program, so
 * numbers are as this machine has them.
 */
#ifndef ACME_LWS_PRIVSEP_MESSAGE_H
#define ACME_LWS_PRIVSEP_MESSAGE_H

#include "lws/files/store_request.h"

#include <stdint.h>

#define ACME_PARCEL_PARTS 4

struct acme_parcel {
	uint32_t what, record;
	uint32_t serial; /* of a question, and of its answer */
	int32_t number;	 /* of the places, or an answer's enum acme_err */
	char tag[ACME_TAG_MAX + 1];
	struct acme_span parts[ACME_PARCEL_PARTS];
};

/* Who sent a parcel, when it was sent; -1: the kernel does not tell. */
struct acme_parcel_sender {
	int pid;
	int64_t uid;
};

/* ACME_ERR_CLOSED: the other end is gone. */
enum acme_err acme_parcel_send(int fd, const struct acme_parcel *parcel,
			       struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Wait for the next; its parts lie in ${room}.  ${sender} may be NULL; the
 * kernel tells it, where the socket has SO_PASSCRED.  ACME_ERR_SYNTAX: it is no
 * parcel, and only ${sender} is known.
 */
enum acme_err acme_parcel_receive(int fd, struct acme_secret *room,
				  struct acme_parcel *parcel,
				  struct acme_parcel_sender *sender,
				  struct acme_fault *fault) ACME_MUST_CHECK;

/* false: ${bytes} are no parcel.  Else its parts lie in them. */
bool acme_parcel_unpack(struct acme_span bytes, struct acme_parcel *parcel);

/* The longest parcel. */
#define ACME_PARCEL_MAX (sizeof(struct acme_parcel) + 384 * (size_t)1024)

#endif
