/* SPDX-License-Identifier: MIT */
/*
 * The requests of the port that have one answer: store, publishing,
 * installing, probing.  Each waits on the agenda; what never is answered is
 * freed with the world, as a job that outlives who asked would be.
 */
#include "world_private.h"

#include "crypto/x509/leaf.h"
#include "memory/short_memory.h"

#include <stdlib.h>

struct port_request {
	struct sm_request ask;
	struct world_vhost *vhost;
	enum world_request what;
	enum acme_err err;
	struct acme_buf text;	/* to be stored or installed */
	char tag[32];		/* of the state */
	struct acme_secret key; /* to be installed */
};

static const char *const words[WORLD__MAX] = {
	[WORLD_RESOLVE] = "resolve",
	[WORLD_CONNECT] = "connect",
	[WORLD_SECURE] = "TLS",
	[WORLD_WORK] = "work",
	[WORLD_GET_ACCOUNT_KEY] = "reading the account key",
	[WORLD_GET_PAIR] = "reading the pair",
	[WORLD_PUT_ACCOUNT_KEY] = "writing the account key",
	[WORLD_PUT_NEW_KEY] = "writing the new key",
	[WORLD_GET_NEW_KEY] = "reading the new key",
	[WORLD_PUT_STATE] = "writing the state",
	[WORLD_GET_STATE] = "reading the state",
	[WORLD_TRY_PATHS] = "trying the paths",
	[WORLD_COMMIT] = "writing the pair",
	[WORLD_PUBLISH] = "publishing",
	[WORLD_INSTALL] = "installing",
	[WORLD_PROBE] = "probing",
	[WORLD_LEASE] = "asking for the lease",
	[WORLD_OWNER] = "looking for the owner",
};

static void
request_free(void *arg)
{
	struct port_request *q = arg;

	sm_request_drop(&q->ask);
	acme_buf_clear(&q->text);
	acme_secret_clear(&q->key);
	free(q);
}

static void
answer_no(struct port_request *q, enum acme_err err)
{
	struct acme_fault *fault = acme_fault_new(err, "%s: %s", words[q->what],
						  acme_err_name(err));

	if (q->what == WORLD_PROBE && err == ACME_ERR_TLS)
		sm_request_other(&q->ask, fault);
	else
		sm_request_failed(&q->ask, fault);
}

static void
give(struct port_request *q, const struct acme_buf *key,
     const struct acme_buf *chain)
{
	struct acme_stored *stored;

	if (!key->len) {
		answer_no(q, ACME_ERR_NOT_FOUND);
		return;
	}
	stored = acme_stored_new();
	if (stored && !acme_buf_add(&stored->key.buf, acme_buf_span(key)) &&
	    !acme_buf_add(&stored->chain, acme_buf_span(chain))) {
		sm_request_done(&q->ask, stored);
		return;
	}
	acme_stored_free(stored);
	answer_no(q, ACME_ERR_MEMORY);
}

static void
commit(struct port_request *q)
{
	struct world_vhost *vhost = q->vhost->files;

	world_copy(&vhost->pair_key, acme_buf_span(&q->key.buf));
	world_copy(&vhost->pair_chain, acme_buf_span(&q->text));
	acme_buf_clear(&vhost->new_key);
	sm_request_done(&q->ask, NULL);
}

static void
install(struct port_request *q)
{
	struct world_vhost *vhost = q->vhost;

	world_copy(&vhost->installed, acme_buf_span(&q->text));
	world_copy(&vhost->installed_key, acme_buf_span(&q->key.buf));
	vhost->n_installed++;
	sm_request_done(&q->ask, NULL);
}

static void
probe(struct port_request *q)
{
	const struct world_vhost *vhost = q->vhost;
	const struct acme_buf *served =
		vhost->other.len ? &vhost->other : &vhost->installed;
	struct acme_cert_info *info = calloc(1, sizeof(*info));
	struct acme_fault fault;

	if (!info) {
		answer_no(q, ACME_ERR_MEMORY);
		return;
	}
	if (!acme_leaf_info(acme_buf_span(served), info, &fault)) {
		sm_request_done(&q->ask, info);
		return;
	}
	free(info);
	answer_no(q, ACME_ERR_TLS);
}

static void
put(struct port_request *q, struct acme_buf *record)
{
	world_copy(record, acme_buf_span(&q->text));
	sm_request_done(&q->ask, NULL);
}

static void
put_state(struct port_request *q)
{
	memcpy(q->vhost->files->state_tag, q->tag, sizeof(q->tag));
	put(q, &q->vhost->files->state);
}

static void
give_state(struct port_request *q)
{
	static const struct acme_buf none = ACME_BUF_INIT(0);
	struct world_vhost *vhost = q->vhost->files;

	give(q, strcmp(q->tag, vhost->state_tag) ? &none : &vhost->state,
	     &none);
}

static void
give_key(struct port_request *q, const struct acme_buf *key)
{
	static const struct acme_buf none = ACME_BUF_INIT(0);

	give(q, key, &none);
}

static void
give_account_key(struct port_request *q)
{
	give_key(q, &q->vhost->world->account_key);
}

static void
give_pair(struct port_request *q)
{
	give(q, &q->vhost->files->pair_key, &q->vhost->files->pair_chain);
}

static void
give_new_key(struct port_request *q)
{
	give_key(q, &q->vhost->files->new_key);
}

static void
put_account_key(struct port_request *q)
{
	struct acme_buf *record = &q->vhost->world->account_key;

	if (record->len)
		answer_no(q, ACME_ERR_EXISTS);
	else
		put(q, record);
}

static void
put_new_key(struct port_request *q)
{
	put(q, &q->vhost->files->new_key);
}

static void
say_yes(struct port_request *q)
{
	sm_request_done(&q->ask, NULL);
}

static void
give_lease(struct port_request *q)
{
	struct acme_lease_acquired *acquired = calloc(1, sizeof(*acquired));

	if (acquired && world_lease_take(q->vhost, &acquired->newly)) {
		sm_request_done(&q->ask, acquired);
		return;
	}
	free(acquired);
	sm_request_failed(&q->ask, NULL);
}

static void
answer_yes(struct port_request *q)
{
	static void (*const responses[WORLD__MAX])(struct port_request *) = {
		[WORLD_GET_ACCOUNT_KEY] = give_account_key,
		[WORLD_GET_PAIR] = give_pair,
		[WORLD_GET_NEW_KEY] = give_new_key,
		[WORLD_GET_STATE] = give_state,
		[WORLD_PUT_ACCOUNT_KEY] = put_account_key,
		[WORLD_PUT_NEW_KEY] = put_new_key,
		[WORLD_PUT_STATE] = put_state,
		[WORLD_TRY_PATHS] = say_yes,
		[WORLD_COMMIT] = commit,
		[WORLD_PUBLISH] = say_yes,
		[WORLD_INSTALL] = install,
		[WORLD_PROBE] = probe,
		[WORLD_LEASE] = give_lease,
		[WORLD_OWNER] = say_yes,
	};

	responses[q->what](q);
}

/* What the real port allocates for an answer may fail, too. */
static void
answer(void *arg)
{
	struct port_request *q = arg;
	bool was_tests = memory_is_tests(false);

	if (q->err)
		answer_no(q, q->err);
	else
		answer_yes(q);
	request_free(q);
	memory_is_tests(was_tests);
}

void
world_ask(struct world_vhost *vhost, enum world_request what, const char *tag,
	  struct acme_span text, const struct acme_secret *key,
	  const void *owner, const struct sm_requester *requester)
{
	struct world_plan plan = world_planned(vhost, what);
	bool was_tests = memory_is_tests(true);
	struct port_request *q = calloc(1, sizeof(*q));

	if (!q)
		abort();
	sm_request_init(&q->ask, requester);
	q->vhost = vhost;
	q->what = what;
	q->err = plan.err;
	if (tag)
		strncpy(q->tag, tag, sizeof(q->tag) - 1);
	q->text.limit = text.len;
	world_copy(&q->text, text);
	q->key = (struct acme_secret)ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	if (key)
		world_copy(&q->key.buf, acme_buf_span(&key->buf));
	agenda_add(&vhost->world->agenda, plan.delay_us, owner, answer,
		   request_free, q);
	memory_is_tests(was_tests);
}

/* The functions of the port */

static void
start_install(struct acme_port *port, struct acme_span chain,
	      const struct acme_secret *key,
	      const struct sm_requester *requester)
{
	world_ask(world_vhost_of(port), WORLD_INSTALL, NULL, chain, key, NULL,
		  requester);
}

static void
start_probe(struct acme_port *port, const struct sm_requester *requester)
{
	world_ask(world_vhost_of(port), WORLD_PROBE, NULL, ACME_SPAN(""), NULL,
		  NULL, requester);
}

static void
look_for_owner(struct acme_port *port, const struct sm_requester *requester)
{
	world_ask(world_vhost_of(port), WORLD_OWNER, NULL, ACME_SPAN(""), NULL,
		  NULL, requester);
}

static const char *
kept_by(struct acme_port *port)
{
	return world_vhost_of(port)->kept_by;
}

void
world_requests_init(struct acme_port *port)
{
	world_worker_init(port);
	world_records_init(port);
	world_publish_init(port);
	world_lease_init(port);
	port->install = start_install;
	port->probe = start_probe;
	port->look_for_owner = look_for_owner;
	port->kept_by = kept_by;
}
