/* SPDX-License-Identifier: MIT */
/* Vhosts that do not have the protocol, as they come and go beside one that
 * has it. */
#include "lws/vhosts/unmanaged_vhosts.h"

#include "lws-acme-client.h"
#include "lws/plugin/lifecycle.h"

#include "memory/short_memory.h"
#include "test.h"

#define TURNS 200

static struct lws_context *context;
static struct acme_shared *shared;
static struct lws_vhost *ours;
static int n_ends; /* that the unmanaged vhosts' own protocol was told of */

static int
callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
	 void *in, size_t len)
{
	n_ends += reason == LWS_CALLBACK_PROTOCOL_DESTROY;
	return lws_callback_http_dummy(wsi, reason, user, in, len);
}

static const struct lws_protocols foreign_protocols[] = {
	{ "unmanaged", callback, 0, 0, 0, NULL, 0 },
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

static const struct lws_protocols with_ours[] = {
	{ "http", lws_callback_http_dummy, 0, 0, 0, NULL, 0 },
	LWS_ACME_CLIENT_PROTOCOL,
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

/* Of no options, and tells lws with plugins that the protocol is wanted. */
static const struct lws_protocol_vhost_options
	foreign_too = { NULL, NULL, "unmanaged", "" },
	none = LWS_ACME_CLIENT_NO_OPTIONS;

static struct lws_vhost *
make(const char *name, int port, bool with_tls,
     const struct lws_protocols *protocols)
{
	struct lws_context_creation_info info;
	struct lws_vhost *vhost;

	memset(&info, 0, sizeof(info));
	info.vhost_name = name;
	info.port = port;
	info.iface = "127.0.0.1";
	info.protocols = protocols;
	info.pvo = protocols == foreign_protocols ? &foreign_too : &none;
	info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	if (with_tls) {
		info.options |= LWS_SERVER_OPTION_IGNORE_MISSING_CERT;
		info.ssl_cert_filepath = "/nowhere/cert.pem";
		info.ssl_private_key_filepath = "/nowhere/key.pem";
	}
	vhost = lws_create_vhost(context, &info);
	CHECK(vhost);
	return vhost;
}

static int
port_of_ours(void)
{
	return lws_get_vhost_listen_port(ours);
}

static void
run_loop(void)
{
	CHECK(lws_service(context, -1) >= 0);
}

/* lws copies a vhost's paths to where they belong, be there memory or not: for
 * them there always is. */
static void *
allocate(void *old, size_t size, const char *reason)
{
	if (size)
		return strcmp(reason, "vh paths")
			       ? memory_library_realloc(old, size)
			       : memory_own_realloc(old, size);
	free(old);
	return NULL;
}

static void
begin(void)
{
	struct lws_context_creation_info info;

	lws_set_allocator(allocate);
	lws_set_log_level(LLL_ERR, NULL);
	n_ends = 0;
	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
		       LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	context = lws_create_context(&info);
	CHECK(context);
}

static void
end(void)
{
	acme_lifecycle_put(shared);
	lws_context_destroy(context);
}

/* Which are known, in this order. */
static void
check_known(struct lws_vhost *const *vhosts, size_t n)
{
	const struct acme_listener *listener = shared->listeners.first;
	size_t i;

	for (i = 0; i < n; i++, listener = listener->next) {
		CHECK(listener);
		CHECK(listener->vhost == vhosts[i]);
		CHECK_INT(listener->is_unmanaged, vhosts[i] != ours);
	}
	CHECK(!listener);
}

/* Made before the loop begins, and while it runs. */
static void
come(void)
{
	struct acme_listeners *listeners;
	struct lws_vhost *vhosts[4];

	begin();
	vhosts[0] = make("plain.example", 0, false, foreign_protocols);
	vhosts[1] = ours = make("ours.example", 0, true, with_ours);
	vhosts[2] =
		make("beside.example", port_of_ours(), true, foreign_protocols);
	run_loop();
	shared = acme_lifecycle_get(context);
	run_loop();
	listeners = &shared->listeners;
	CHECK(listeners->knows_unmanaged);
	check_known(vhosts, 3);
	CHECK(!listeners->first->has_tls);
	CHECK(!listeners->first->hello_filter);
	CHECK(listeners->first->next->hello_filter);
	CHECK(listeners->first->next->next->hello_filter);
	vhosts[3] = make("elsewhere.example", 0, true, foreign_protocols);
	check_known(vhosts, 4);
	CHECK(acme_listeners_find(listeners, vhosts[3])->has_tls);
	CHECK(!acme_listeners_find(listeners, vhosts[3])->hello_filter);
	end();
	CHECK_INT(n_ends, 3);
}

/* The others are found where they are, and the program is told, too. */
static void
go(void)
{
	struct lws_vhost *first, *second;
	int i;

	begin();
	first = make("first.example", 0, true, foreign_protocols);
	ours = make("ours.example", lws_get_vhost_listen_port(first), true,
		    with_ours);
	second =
		make("second.example", port_of_ours(), true, foreign_protocols);
	run_loop();
	shared = acme_lifecycle_get(context);
	run_loop();
	check_known((struct lws_vhost *[]){ first, ours, second }, 3);
	lws_vhost_destroy(second);
	for (i = 0; i < TURNS && !n_ends; i++)
		run_loop();
	CHECK_INT(n_ends, 1);
	check_known((struct lws_vhost *[]){ first, ours }, 2);
	second = make("third.example", port_of_ours(), true, foreign_protocols);
	check_known((struct lws_vhost *[]){ first, ours, second }, 3);
	end();
	CHECK_INT(n_ends, 3);
}

static const struct test tests[] = {
	TEST(come),
	TEST(go),
};

TEST_MAIN(tests)
