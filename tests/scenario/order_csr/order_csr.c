/* SPDX-License-Identifier: MIT */
/*
 * order_csr.flow, alone: a key that is stored before the CSR is made of it.
 * The worker is the world's.
 */
#include "client/order/order_csr.h"

#include "alone.h"

#define NOT_READY "the certificate's key and its request were not ready in time"

static struct acme_order_csr order_csr;

static struct alone *
prepare(struct scenario *s)
{
	struct alone *alone = alone_new(s);

	acme_order_csr_clear(&order_csr);
	acme_order_csr_init(&order_csr, &alone->enrollment);
	return alone;
}

static void
begin(struct alone *alone)
{
	alone_start(alone, acme_order_csr_request(&order_csr));
}

/* The worker does ${n_good} jobs, and no more. */
static struct alone *
begin_with(struct scenario *s, unsigned int n_good)
{
	struct alone *alone = prepare(s);

	alone->vhost.plan[WORLD_WORK] =
		(struct world_plan){ .delay_us = AGENDA_NEVER,
				     .first = n_good };
	begin(alone);
	return alone;
}

static struct alone *
to_key(struct scenario *s)
{
	struct alone *alone = begin_with(s, 0);

	CHECK_INT(alone_exit(alone), -1);
	return alone;
}

static struct alone *
to_keep(struct scenario *s)
{
	struct alone *alone = begin_with(s, 1);

	CHECK_STR(alone_take_asked(alone), "store_put(key)");
	CHECK_HAS(acme_buf_str(&alone->key), "-----BEGIN EC PRIVATE KEY-----");
	return alone;
}

static struct alone *
to_request(struct scenario *s)
{
	struct alone *alone = to_keep(s);

	alone_done(alone, NULL);
	CHECK_INT(alone_exit(alone), -1);
	CHECK_STR(acme_buf_str(&alone->vhost.steps), "CREATE_REQ -\n");
	return alone;
}

static void
check_failure(const struct alone *alone, unsigned int exit, const char *text)
{
	const struct acme_failure *told;

	CHECK_INT(alone_exit(alone), exit);
	told = alone_promised(alone);
	CHECK(told);
	CHECK_STR(told->fault.text, text);
}

static void
check_late(struct alone *alone, uint64_t us, const char *text)
{
	CHECK_INT(alone_wait_us(alone), us);
	check_failure(alone, ORDER_CSR_EXIT_LATER, text);
	acme_order_csr_clear(&order_csr);
}

/* And the same key is taken for the next one. */
SCENARIO(csr_is_made)
{
	struct alone *alone = prepare(s);
	const struct acme_key *key;

	begin(alone);
	CHECK_STR(alone_take_asked(alone), "store_put(key)");
	CHECK_INT(order_csr.csr.len, 0);
	alone_done(alone, NULL);
	CHECK_INT(alone_exit(alone), ORDER_CSR_EXIT_OK);
	CHECK(order_csr.csr.len);
	key = order_csr.key;
	acme_buf_clear(&order_csr.csr);
	begin(alone);
	CHECK_INT(alone_exit(alone), ORDER_CSR_EXIT_OK);
	CHECK(order_csr.csr.len && order_csr.key == key);
	acme_order_csr_clear(&order_csr);
}

/* In memory it is, and the order goes on. */
SCENARIO(csr_key_is_not_stored)
{
	struct alone *alone = prepare(s);

	begin(alone);
	CHECK_STR(alone_take_asked(alone), "store_put(key)");
	alone_failed(alone, ACME_ERR_SYSTEM, "the disk is full");
	CHECK_INT(alone_exit(alone), ORDER_CSR_EXIT_OK);
	CHECK(order_csr.key_pem.buf.len && order_csr.csr.len);
	acme_order_csr_clear(&order_csr);
}

SCENARIO(csr_comes_too_late)
{
	check_late(to_key(s), MIN(5), NOT_READY);
	check_late(to_keep(s), MIN(1),
		   "the disk with key-path did not answer in time: the "
		   "certificate's key is not kept");
	check_late(to_request(s), MIN(5), NOT_READY);
}

SCENARIO(csr_key_is_not_made)
{
	struct alone *alone = prepare(s);

	alone->vhost.plan[WORLD_WORK].err = ACME_ERR_CRYPTO;
	begin(alone);
	CHECK_INT(alone_exit(alone), ORDER_CSR_EXIT_LATER);
	CHECK_ERR(
		((const struct acme_failure *)alone_promised(alone))->fault.err,
		ACME_ERR_SYSTEM);
	acme_order_csr_clear(&order_csr);
}

SCENARIO(csr_key_is_not_written_as_text)
{
	struct alone *alone = prepare(s);

	world_memory_is_short(true);
	begin(alone);
	world_memory_is_short(false);
	check_failure(alone, ORDER_CSR_EXIT_LATER, "out of memory");
	acme_order_csr_clear(&order_csr);
}

SCENARIO(csr_is_refused)
{
	struct alone *alone = prepare(s);

	s->config->subject.country = acme_span_dup(ACME_SPAN("Utopia"));
	begin(alone);
	CHECK_STR(alone_take_asked(alone), "store_put(key)");
	alone_done(alone, NULL);
	check_failure(
		alone, ORDER_CSR_EXIT_REFUSED,
		"CSR: \"country\" is \"Utopia\": give the two letters of ISO "
		"3166");
	acme_order_csr_clear(&order_csr);
}

SCENARIO(csr_is_stopped_in_each_state)
{
	alone_stop(to_key(s));
	alone_stop(to_keep(s));
	alone_stop(to_request(s));
	acme_order_csr_clear(&order_csr);
}
