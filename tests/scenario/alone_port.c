/* SPDX-License-Identifier: MIT */
/*
 * The port of a flow that runs alone writes down what it is asked, and keeps
 * the request open until the scenario answers it.  Clock, log, reports and
 * worker are the world's.
 */
#include "alone.h"
#include "memory/short_memory.h"
#include "sim/world_private.h"

#include <stdlib.h>

static struct alone *
alone_of(struct acme_port *port)
{
	return (struct alone *)port;
}

static void
note(struct alone *alone, const char *function)
{
	bool was_tests = memory_is_tests(true);

	if (acme_buf_addf(&alone->asked, "%s%s", alone->asked.len ? " " : "",
			  function))
		abort();
	memory_is_tests(was_tests);
}

static void
ask(struct acme_port *port, const char *function,
    const struct sm_requester *requester)
{
	struct alone *alone = alone_of(port);

	if (alone->n_requests == ALONE_REQUESTS_MAX)
		abort();
	note(alone, function);
	sm_request_init(&alone->requests[alone->n_requests++], requester);
}

static void
ask_lease(struct acme_port *port, const struct sm_requester *requester)
{
	ask(port, "ask_lease", requester);
}

static void
look_for_owner(struct acme_port *port, const struct sm_requester *requester)
{
	ask(port, "look_for_owner", requester);
}

static void
offer_lease(struct acme_port *port)
{
	note(alone_of(port), "offer_lease");
}

static void
store_get(struct acme_port *port, enum acme_record record, const char *tag,
	  const struct sm_requester *requester)
{
	static const char *const words[] = {
		[ACME_RECORD_ACCOUNT_KEY] = "store_get(account key)",
		[ACME_RECORD_PAIR] = "store_get(pair)",
		[ACME_RECORD_ORDER_KEY] = "store_get(new key)",
		[ACME_RECORD_STATE] = "store_get(state)",
	};

	(void)tag;
	ask(port, words[record], requester);
}

static void
store_put(struct acme_port *port, enum acme_record record, const char *tag,
	  struct acme_span text, const struct sm_requester *requester)
{
	struct alone *alone = alone_of(port);
	bool is_state = record == ACME_RECORD_STATE;

	(void)tag;
	world_copy(is_state ? &alone->state : &alone->key, text);
	ask(port, is_state ? "store_put(state)" : "store_put(key)", requester);
}

static void
store_try(struct acme_port *port, const struct sm_requester *requester)
{
	ask(port, "store_try", requester);
}

static void
take_pair(struct alone *alone, struct acme_span chain,
	  const struct acme_secret *key)
{
	world_copy(&alone->chain, chain);
	world_copy(&alone->key, acme_buf_span(&key->buf));
}

static void
store_commit(struct acme_port *port, struct acme_span chain,
	     const struct acme_secret *key,
	     const struct sm_requester *requester)
{
	take_pair(alone_of(port), chain, key);
	ask(port, "store_commit", requester);
}

static void
install(struct acme_port *port, struct acme_span chain,
	const struct acme_secret *key, const struct sm_requester *requester)
{
	take_pair(alone_of(port), chain, key);
	ask(port, "install", requester);
}

void
alone_port_init(struct acme_port *port)
{
	port->ask_lease = ask_lease;
	port->offer_lease = offer_lease;
	port->look_for_owner = look_for_owner;
	port->store_get = store_get;
	port->store_put = store_put;
	port->store_try = store_try;
	port->store_commit = store_commit;
	port->install = install;
}
