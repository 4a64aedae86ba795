/* SPDX-License-Identifier: MIT */
/*
 * Lists of connections and of exchanges that wait.  The pool decides nothing
 * but who is next: time limits and repetitions stand in connection.flow and
 * exchange.flow.
 */
#include "client/pool.h"

#include "client/connection.h"
#include "client/exchange.h"

static struct acme_exchange *
pop_waiting(struct acme_pool *pool)
{
	struct acme_exchange *exchange = pool->waiting_first;

	pool->waiting_first = exchange->next;
	if (!pool->waiting_first)
		pool->waiting_last = NULL;
	pool->n_waiting--;
	return exchange;
}

static struct acme_connection *
pop(struct acme_connection **list)
{
	struct acme_connection *connection = *list;

	*list = connection->next;
	return connection;
}

static void
serve(struct acme_pool *pool)
{
	while (pool->waiting_first && pool->idle)
		acme_connection_grant(pop(&pool->idle), pop_waiting(pool));
	while (pool->closed && pool->n_waiting > pool->n_opening) {
		pool->n_opening++;
		connection_post_open(&pop(&pool->closed)->sm);
	}
}

void
acme_pool_ask(struct acme_pool *pool, struct acme_exchange *exchange)
{
	exchange->next = NULL;
	if (pool->waiting_last)
		pool->waiting_last->next = exchange;
	else
		pool->waiting_first = exchange;
	pool->waiting_last = exchange;
	pool->n_waiting++;
	serve(pool);
}

void
acme_pool_leave(struct acme_pool *pool, struct acme_exchange *exchange)
{
	struct acme_exchange **link = &pool->waiting_first, *last = NULL;

	while (*link && *link != exchange) {
		last = *link;
		link = &last->next;
	}
	if (!*link)
		return;
	*link = exchange->next;
	if (pool->waiting_last == exchange)
		pool->waiting_last = last;
	pool->n_waiting--;
}

void
acme_pool_offer_closed(struct acme_pool *pool,
		       struct acme_connection *connection)
{
	connection->next = pool->closed;
	pool->closed = connection;
	serve(pool);
}

void
acme_pool_offer_idle(struct acme_pool *pool, struct acme_connection *connection)
{
	connection->next = pool->idle;
	pool->idle = connection;
	serve(pool);
}

void
acme_pool_forget_idle(struct acme_pool *pool,
		      struct acme_connection *connection)
{
	struct acme_connection **link;

	for (link = &pool->idle; *link; link = &(*link)->next)
		if (*link == connection) {
			*link = connection->next;
			return;
		}
}

void
acme_pool_opened(struct acme_pool *pool)
{
	pool->n_opening--;
}

void
acme_pool_not_opened(struct acme_pool *pool, const struct acme_fault *fault)
{
	pool->n_opening--;
	if (pool->waiting_first)
		acme_exchange_fail(pop_waiting(pool), fault, false);
}
