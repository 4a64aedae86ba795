/* SPDX-License-Identifier: MIT */
/* The port's store: which request each of its functions is. */
#include "world_private.h"

static const struct {
	enum world_request get, put;
} records[] = {
	[ACME_RECORD_ACCOUNT_KEY] = { WORLD_GET_ACCOUNT_KEY,
				      WORLD_PUT_ACCOUNT_KEY },
	[ACME_RECORD_PAIR] = { WORLD_GET_PAIR, WORLD__MAX },
	[ACME_RECORD_ORDER_KEY] = { WORLD_GET_NEW_KEY, WORLD_PUT_NEW_KEY },
	[ACME_RECORD_STATE] = { WORLD_GET_STATE, WORLD_PUT_STATE },
};

static void
store_get(struct acme_port *port, enum acme_record record, const char *tag,
	  const struct sm_requester *requester)
{
	world_ask(world_vhost_of(port), records[record].get, tag, ACME_SPAN(""),
		  NULL, NULL, requester);
}

static void
store_put(struct acme_port *port, enum acme_record record, const char *tag,
	  struct acme_span text, const struct sm_requester *requester)
{
	world_ask(world_vhost_of(port), records[record].put, tag, text, NULL,
		  NULL, requester);
}

static void
store_try(struct acme_port *port, const struct sm_requester *requester)
{
	world_ask(world_vhost_of(port), WORLD_TRY_PATHS, NULL, ACME_SPAN(""),
		  NULL, NULL, requester);
}

static void
store_commit(struct acme_port *port, struct acme_span chain,
	     const struct acme_secret *key,
	     const struct sm_requester *requester)
{
	world_ask(world_vhost_of(port), WORLD_COMMIT, NULL, chain, key, NULL,
		  requester);
}

void
world_records_init(struct acme_port *port)
{
	port->store_get = store_get;
	port->store_put = store_put;
	port->store_try = store_try;
	port->store_commit = store_commit;
}
