/* SPDX-License-Identifier: MIT */
/*
 * The loop begins, and a stream is connected, on a system that says no: the
 * reason is said, the next try is right, and all is closed at the end.
 */
#include "driver.h"
#include "lws/connect/tcp_connect_rig.h"
#include "lws/plugin/lifecycle.h"

#include <libwebsockets.h>

static bool is_good;

static void
nothing(void)
{
	lws_set_log_level(0, NULL); /* they are many */
}

static struct lws_context *
create_context(void)
{
	struct lws_context_creation_info info;
	struct lws_context *context;

	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
	context = lws_create_context(&info);
	CHECK(context);
	/* As where the plugin runs: lws tells a new vhost's protocols of it. */
	CHECK(!lws_protocol_init(context));
	return context;
}

/* What a context of lws loses without us: 4.3.5 does not close its eventfd. */
static int
lost_by_lws(void)
{
	int before = rig_count_fds();

	lws_context_destroy(create_context());
	return rig_count_fds() - before;
}

/* Where it can't begin it is tried again, with what there is by then. */
static enum acme_err
begin_loop(struct acme_fault *fault)
{
	struct lws_context *context;
	struct acme_shared *shared;
	enum acme_err err;

	faults_look_away(true);
	context = create_context();
	shared = acme_lifecycle_get(context);
	CHECK(shared);
	faults_look_away(false);
	err = acme_lws_context_start(&shared->lws, fault);
	faults_look_away(true);
	is_good = !acme_lws_context_start(&shared->lws, NULL);
	acme_lifecycle_put(shared);
	lws_context_destroy(context);
	faults_look_away(false);
	return err;
}

static bool
is_begun(void)
{
	return is_good;
}

static void
check_begun(void)
{
	CHECK(is_good);
}

static const char *
loop(void)
{
	return "cannot create ";
}

static void
begin_with_host(void)
{
	nothing();
	rig_begin();
	lws_set_log_level(0, NULL);
	rig_add_good();
}

static enum acme_err
connect_stream(struct acme_fault *fault)
{
	struct caller caller;
	enum acme_err err = ACME_OK;
	int i, n_fds;

	faults_look_away(true); /* from the worker, which resolves */
	n_fds = rig_count_fds();
	rig_open_stream(&caller);
	faults_look_away(false);
	for (i = 0; !caller.is_connected && !caller.is_down; i++) {
		CHECK(i < TURNS_MAX);
		rig_turn();
	}
	faults_look_away(true);
	is_good = caller.is_connected;
	if (caller.is_down) {
		acme_fault_copy(fault, &caller.fault);
		err = caller.fault.err;
	}
	rig_close_stream(&caller);
	rig_settle(); /* it may be about to read the roots */
	for (i = 0; rig_count_fds() > n_fds; i++) {
		CHECK(i < TURNS_MAX);
		rig_turn();
	}
	faults_look_away(false);
	return err;
}

static const char *
host(void)
{
	return "can't connect to ca.test port ";
}

static void
each_operation(void)
{
	static const struct faults_operation operations[] = {
		{ "the loop begins", nothing, nothing, begin_loop, is_begun,
		  check_begun, loop, .n_lost = lost_by_lws, .n_least = 7 },
		{ "a stream is connected", begin_with_host, rig_end,
		  connect_stream, is_begun, NULL, host, .has_worker = true,
		  .n_least = 30 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

static const struct test tests[] = {
	TEST(each_operation),
};

TEST_MAIN(tests)
