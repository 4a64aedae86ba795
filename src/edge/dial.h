/* SPDX-License-Identifier: MIT */
/*
 * From a host's name to a TCP connection in lws's hands: its addresses, tried
 * in their order.
 *
 * The socket is made here and adopted, rather than made by lws's client: that
 * one resolves names in the loop, takes a proxy from the environment, calls
 * back before it returns, and keeps the reason of a failure to itself.
 */
#ifndef ACME_EDGE_DIAL_H
#define ACME_EDGE_DIAL_H

#include "base/fault.h"

#include <libwebsockets.h>
#include <netdb.h>
#include <stdbool.h>

struct acme_dial {
	const char *host; /* borrowed */
	uint16_t port;
	struct addrinfo *all, *at, *next; /* being tried, to be tried */
	int error; /* errno of the address that was tried last */
};

/* Blocks: in the worker only. */
enum acme_err acme_dial_resolve(struct acme_dial *dial,
				struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Begin to connect to the next address; RAW_WRITEABLE or RAW_CLOSE of ${wsi},
 * whose opaque data ${opaque} is, tells how it went.  ACME_ERR_TCP: there is
 * no further one, and ${fault} tells of the last.
 */
enum acme_err acme_dial_next(struct acme_dial *dial, struct lws_vhost *vhost,
			     void *opaque, struct lws **wsi,
			     struct acme_fault *fault) ACME_MUST_CHECK;

/* On RAW_WRITEABLE: is it connected?  If not, it is to be closed. */
bool acme_dial_connected(struct acme_dial *dial, struct lws *wsi);

/* On RAW_CLOSE of one that was not connected yet: note why. */
void acme_dial_refused(struct acme_dial *dial, struct lws *wsi);

void acme_dial_clear(struct acme_dial *dial);

#endif
