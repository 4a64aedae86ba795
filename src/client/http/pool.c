/* SPDX-License-Identifier: MIT */
/*
 * The pool decides which exchange is next, when one more connection is opened
 * for those that wait, and which idle one makes room.  Time limits and
 * repetitions stand in connection.flow and exchange.flow.
 */
#include "client/http/pool.h"

#include "client/http/connection.h"
#include "client/http/exchange.h"

static bool
leads_to(const struct acme_connection *connection,
	 const struct acme_exchange *exchange)
{
	return acme_origin_equal(acme_connection_origin(connection),
				 exchange->to);
}

/* Out of the list; allowed where it is not in it. */
static void
unlink_connection(struct acme_connection **list,
		  const struct acme_connection *connection)
{
	while (*list && *list != connection)
		list = &(*list)->next;
	if (*list)
		*list = connection->next;
}

/* It is in one list at a time, whatever its table does. */
static void
unlink_everywhere(struct acme_pool *pool,
		  const struct acme_connection *connection)
{
	unlink_connection(&pool->idle, connection);
	unlink_connection(&pool->closed, connection);
	unlink_connection(&pool->opening, connection);
}

static struct acme_connection *
pop(struct acme_connection **list)
{
	struct acme_connection *connection = *list;

	if (connection)
		*list = connection->next;
	return connection;
}

static struct acme_connection *
take_idle(struct acme_pool *pool, const struct acme_exchange *exchange)
{
	struct acme_connection *connection = pool->idle;

	while (connection && !leads_to(connection, exchange))
		connection = connection->next;
	if (connection)
		unlink_connection(&pool->idle, connection);
	return connection;
}

/* Are as many opened to its host as there wait for that, up to it? */
static bool
is_provided(const struct acme_pool *pool, const struct acme_exchange *exchange)
{
	const struct acme_exchange *other = pool->waiting;
	const struct acme_connection *connection;
	unsigned int n_waiting = 1, n_opening = 0;

	for (; other != exchange; other = other->next)
		n_waiting += acme_origin_equal(other->to, exchange->to);
	for (connection = pool->opening; connection;
	     connection = connection->next)
		n_opening += leads_to(connection, exchange);
	return n_opening >= n_waiting;
}

static void
open_for(struct acme_pool *pool, const struct acme_exchange *exchange)
{
	struct acme_connection *connection = pop(&pool->closed);

	connection->next = pool->opening;
	pool->opening = connection;
	acme_connection_open(connection, exchange->to);
}

/* One at a time: the next is looked for when it has closed. */
static void
close_an_idle(struct acme_pool *pool)
{
	if (pool->leaving)
		return;
	pool->leaving = pop(&pool->idle);
	if (pool->leaving)
		acme_connection_discard(pool->leaving);
}

/* Grant it one; false: it waits on, for one that is being opened, or for one
 * that will be. */
static bool
grant_one(struct acme_pool *pool, struct acme_exchange **link)
{
	struct acme_exchange *exchange = *link;
	struct acme_connection *connection = take_idle(pool, exchange);

	if (connection) {
		*link = exchange->next;
		acme_connection_grant(connection, exchange);
	} else if (is_provided(pool, exchange)) {
		return false;
	} else if (pool->closed) {
		open_for(pool, exchange);
	} else {
		close_an_idle(pool);
	}
	return connection;
}

static void
grant_waiting(struct acme_pool *pool)
{
	struct acme_exchange **link = &pool->waiting;

	while (*link && (pool->idle || pool->closed))
		if (!grant_one(pool, link))
			link = &(*link)->next;
}

void
acme_pool_ask(struct acme_pool *pool, struct acme_exchange *exchange)
{
	struct acme_exchange **link = &pool->waiting;

	acme_pool_leave(pool, exchange);
	while (*link)
		link = &(*link)->next;
	exchange->next = NULL;
	*link = exchange;
	grant_waiting(pool);
}

void
acme_pool_leave(struct acme_pool *pool, struct acme_exchange *exchange)
{
	struct acme_exchange **link = &pool->waiting;

	while (*link && *link != exchange)
		link = &(*link)->next;
	if (*link)
		*link = exchange->next;
}

void
acme_pool_offer_closed(struct acme_pool *pool,
		       struct acme_connection *connection)
{
	if (pool->leaving == connection)
		pool->leaving = NULL;
	unlink_everywhere(pool, connection);
	connection->next = pool->closed;
	pool->closed = connection;
	grant_waiting(pool);
}

void
acme_pool_offer_idle(struct acme_pool *pool, struct acme_connection *connection)
{
	unlink_everywhere(pool, connection);
	connection->next = pool->idle;
	pool->idle = connection;
	grant_waiting(pool);
}

void
acme_pool_forget_idle(struct acme_pool *pool,
		      struct acme_connection *connection)
{
	unlink_connection(&pool->idle, connection);
}

void
acme_pool_opened(struct acme_pool *pool, struct acme_connection *connection)
{
	unlink_connection(&pool->opening, connection);
}

void
acme_pool_not_opened(struct acme_pool *pool, struct acme_connection *connection,
		     const struct acme_fault *fault)
{
	struct acme_exchange **link = &pool->waiting, *exchange;

	unlink_connection(&pool->opening, connection);
	while (*link && !leads_to(connection, *link))
		link = &(*link)->next;
	exchange = *link;
	if (!exchange)
		return;
	*link = exchange->next;
	acme_exchange_connect_failed(exchange, fault);
}
