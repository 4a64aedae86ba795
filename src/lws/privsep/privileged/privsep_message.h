/* SPDX-License-Identifier: MIT */
/*
 * What the server and its privileged process send each other over their
 * socketpair: one message is one datagram.  Both are the same program, so
 * numbers are as this machine has them.
 */
#ifndef ACME_LWS_PRIVSEP_PRIVILEGED_PRIVSEP_MESSAGE_H
#define ACME_LWS_PRIVSEP_PRIVILEGED_PRIVSEP_MESSAGE_H

#include "lws/files/store_request.h"

#include <stdint.h>

#define ACME_PRIVSEP_MESSAGE_PARTS 4

struct acme_privsep_message {
	uint32_t what, record;
	uint32_t serial; /* of a request, and of its answer */
	int32_t number;	 /* of the paths, or an answer's enum acme_err */
	char tag[ACME_TAG_MAX + 1];
	struct acme_span parts[ACME_PRIVSEP_MESSAGE_PARTS];
};

/* Who sent a message, when it was sent; -1: the kernel does not tell. */
struct acme_privsep_message_sender {
	int pid;
	int64_t uid;
};

/* ACME_ERR_CLOSED: the other end is gone. */
enum acme_err
acme_privsep_message_send(int fd, const struct acme_privsep_message *msg,
			  struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Wait for the next; its parts lie in ${buffer}.  ${sender} may be NULL; the
 * kernel tells it, where the socket has SO_PASSCRED.  ACME_ERR_SYNTAX: it is no
 * message, and only ${sender} is known.
 */
enum acme_err
acme_privsep_message_receive(int fd, struct acme_secret *buffer,
			     struct acme_privsep_message *msg,
			     struct acme_privsep_message_sender *sender,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* false: ${bytes} are no message.  Else its parts lie in them. */
bool acme_privsep_message_unpack(struct acme_span bytes,
				 struct acme_privsep_message *msg);

/* The longest message. */
#define ACME_PRIVSEP_MESSAGE_MAX \
	(sizeof(struct acme_privsep_message) + 384 * (size_t)1024)

#endif
