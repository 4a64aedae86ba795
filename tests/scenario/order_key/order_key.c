/* SPDX-License-Identifier: MIT */
/*
 * order_key.flow, alone: a key that an earlier run left is read, and one that
 * is not there or can't be read is no key.  The worker is the world's.
 */
#include "client/order/order_csr.h"

#include "alone.h"

static struct acme_order_csr order_csr;

static struct alone *
to_load(struct scenario *s)
{
	struct alone *alone = alone_new(s);

	acme_order_csr_clear(&order_csr);
	acme_order_csr_init(&order_csr, &alone->enrollment);
	alone_start(alone, acme_order_csr_recall(&order_csr));
	CHECK_STR(alone_take_asked(alone), "store_get(new key)");
	return alone;
}

static struct alone *
to_read(struct scenario *s)
{
	struct alone *alone = to_load(s);

	alone->vhost.plan[WORLD_WORK].delay_us = AGENDA_NEVER;
	alone_give_pair(alone, "leaf.crt");
	CHECK_INT(alone_exit(alone), -1);
	return alone;
}

static void
check_late(struct alone *alone, uint64_t us, const char *text)
{
	const struct acme_failure *told;

	CHECK_INT(alone_wait_us(alone), us);
	CHECK_INT(alone_exit(alone), ORDER_KEY_EXIT_LATER);
	told = alone_promised(alone);
	CHECK(told);
	CHECK_STR(told->fault.text, text);
	acme_order_csr_clear(&order_csr);
}

SCENARIO(order_key_is_read)
{
	struct alone *alone = to_load(s);

	alone_give_pair(alone, "leaf.crt");
	CHECK_INT(alone_exit(alone), ORDER_KEY_EXIT_OK);
	CHECK(order_csr.key);
	CHECK_HAS(acme_buf_str(&order_csr.key_pem.buf), "-----BEGIN ");
	acme_order_csr_clear(&order_csr);
}

SCENARIO(order_key_is_not_there)
{
	struct alone *alone = to_load(s);

	alone_failed(alone, ACME_ERR_NOT_FOUND, "key.pem.new: not there");
	CHECK_INT(alone_exit(alone), ORDER_KEY_EXIT_NONE);
	CHECK(!order_csr.key);
}

SCENARIO(order_key_is_no_key)
{
	struct alone *alone = to_load(s);
	struct acme_stored *stored = alone_stored("leaf.crt");

	acme_buf_clear(&stored->key.buf);
	CHECK_OK(acme_buf_add(&stored->key.buf, ACME_SPAN("no PEM")));
	alone_done(alone, stored);
	CHECK_INT(alone_exit(alone), ORDER_KEY_EXIT_NONE);
	CHECK(!order_csr.key);
	acme_order_csr_clear(&order_csr);
}

SCENARIO(order_key_comes_too_late)
{
	check_late(to_load(s), MIN(1),
		   "the disk with key-path did not answer in time: the "
		   "certificate's key is not read");
	check_late(to_read(s), MIN(5),
		   "the certificate's key was not read in time, as the machine "
		   "is too busy");
}

SCENARIO(order_key_is_stopped_in_each_state)
{
	alone_stop(to_load(s));
	alone_stop(to_read(s));
	acme_order_csr_clear(&order_csr);
}
