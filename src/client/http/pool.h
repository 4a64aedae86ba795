/* SPDX-License-Identifier: MIT */
/*
 * The connections to one CA, to whichever of its hosts, and the exchanges that
 * wait for one.  It opens as many as are waited for, up to pool_size of
 * connection.flow; where that is reached, idle ones to other hosts make room.
 * Who comes first is served first.
 */
#ifndef ACME_CLIENT_HTTP_POOL_H
#define ACME_CLIENT_HTTP_POOL_H

#include "base/fault.h"

struct acme_connection;
struct acme_exchange;

struct acme_pool {
	struct acme_connection *closed, *opening, *idle;
	struct acme_connection *leaving; /* makes room; or NULL */
	struct acme_exchange *waiting;	 /* longest first */
};

/* ${to} of the exchange says where to.
 * It gets GRANTED with its connection set, or CONNECT_FAILED. */
void acme_pool_ask(struct acme_pool *pool, struct acme_exchange *exchange);

/* The exchange does not wait any more; allowed where it did not. */
void acme_pool_leave(struct acme_pool *pool, struct acme_exchange *exchange);

/* The connection is there to be opened. */
void acme_pool_offer_closed(struct acme_pool *pool,
			    struct acme_connection *connection);

/* It is open and nobody's. */
void acme_pool_offer_idle(struct acme_pool *pool,
			  struct acme_connection *connection);

/* It is not idle any more; allowed where it was not. */
void acme_pool_forget_idle(struct acme_pool *pool,
			   struct acme_connection *connection);

/* It was asked to open: it has, or for the reason in ${fault} it has not.
 * Then who waits longest for that host is told, and decides about another
 * attempt. */
void acme_pool_opened(struct acme_pool *pool,
		      struct acme_connection *connection);
void acme_pool_not_opened(struct acme_pool *pool,
			  struct acme_connection *connection,
			  const struct acme_fault *fault);

#endif
