/* SPDX-License-Identifier: MIT */
/*
 * Clients over the loopback, with a loop of lws's that turns while the test
 * waits: how many may wait, for how long they are listened to, and that they
 * are gone when they go.
 */
#define _DEFAULT_SOURCE /* usleep() */
#include "lws/serve/mbedtls/preread.h"

#include "lws/plugin/lifecycle.h"
#include "test.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#define TURNS_MAX   5000 /* of a millisecond */
#define WAITING_MAX 4

static struct acme_server_tls_challenges challenges;

static struct world {
	struct acme_shared *shared;
	struct acme_lws_context *lws; /* in it */
	struct acme_hello_filters hello_filters;
	struct lws_vhost *vhost;
	struct acme_preread preread, others; /* of two ports */
	int listener;
	struct sockaddr_in at;
} world;

static struct acme_server_tls_pair *
find(struct acme_server_tls_challenges *self, enum acme_challenge_type type,
     struct acme_span name)
{
	(void)self;
	(void)type;
	(void)name;
	return NULL;
}

static void
listen_on_loopback(void)
{
	struct sockaddr *at = (struct sockaddr *)&world.at;
	socklen_t len = sizeof(world.at);

	world.at =
		(struct sockaddr_in){ .sin_family = AF_INET,
				      .sin_addr = { htonl(INADDR_LOOPBACK) } };
	world.listener = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(world.listener >= 0);
	CHECK_INT(bind(world.listener, at, sizeof(world.at)), 0);
	CHECK_INT(listen(world.listener, 64), 0);
	CHECK_INT(getsockname(world.listener, at, &len), 0);
}

static void
begin(void)
{
	struct lws_context_creation_info info;
	struct lws_context *context;

	lws_set_log_level(LLL_ERR, NULL);
	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
	context = lws_create_context(&info);
	CHECK(context);
	info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
	info.vhost_name = "a.example";
	world.vhost = lws_create_vhost(context, &info);
	CHECK(world.vhost);
	world.shared = acme_lifecycle_get(context);
	CHECK(world.shared);
	world.lws = &world.shared->lws;
	CHECK_OK(acme_lws_context_start(world.lws, NULL));
	challenges.find = find;
	world.hello_filters = (struct acme_hello_filters){
		.lws = world.lws,
		.listeners = &world.shared->listeners,
		.challenges = &challenges,
	};
	CHECK_OK(acme_preread_init(&world.preread, &world.hello_filters,
				   world.vhost));
	CHECK_OK(acme_preread_init(&world.others, &world.hello_filters,
				   world.vhost));
	world.preread.max = world.others.max = WAITING_MAX;
	listen_on_loopback();
}

static void
end(void)
{
	struct lws_context *context = world.lws->context;

	acme_preread_clear(&world.preread);
	acme_preread_clear(&world.others);
	CHECK_INT(world.hello_filters.n_preread, 0);
	acme_lifecycle_put(world.shared);
	lws_context_destroy(context);
	close(world.listener);
}

/* One who has come, as lws tells of him and closes what it has. */
static int
connect_client(struct acme_preread *preread, bool lws_has_it)
{
	int client = socket(AF_INET, SOCK_STREAM, 0), on = 1, accepted;

	CHECK(client >= 0);
	CHECK_INT(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)),
		  0);
	CHECK_INT(
		connect(client, (struct sockaddr *)&world.at, sizeof(world.at)),
		0);
	accepted = accept(world.listener, NULL, NULL);
	CHECK(accepted >= 0);
	CHECK_INT(acme_preread_come(preread, accepted), lws_has_it);
	close(accepted);
	return client;
}

static bool
is_closed(int client)
{
	char byte;

	return !recv(client, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
}

static void
run_loop(void)
{
	CHECK(lws_service(world.lws->context, -1) >= 0);
	usleep(1000);
}

static void
until_closed(int client)
{
	int i;

	for (i = 0; !is_closed(client); i++) {
		CHECK(i < TURNS_MAX);
		run_loop();
	}
}

static void
until_waiting(size_t n)
{
	int i;

	for (i = 0; world.hello_filters.n_preread != n; i++) {
		CHECK(i < TURNS_MAX);
		run_loop();
	}
}

static void
wait_and_go(void)
{
	int mute, slow;

	begin();
	mute = connect_client(&world.preread, false);
	slow = connect_client(&world.preread, false);
	CHECK_INT(send(slow, "\x16\3\1", 3, 0), 3);
	run_loop();
	CHECK_INT(world.hello_filters.n_preread, 2);
	close(mute);
	until_waiting(1);
	close(slow);
	until_waiting(0);
	end();
}

/* What is no TLS is not ours to answer. */
static void
speak_and_are_handed_over(void)
{
	int client;

	begin();
	client = connect_client(&world.preread, false);
	CHECK_INT(send(client, "GET /", 5, 0), 5);
	until_waiting(0);
	close(client);
	end();
}

static void
the_oldest_goes(void)
{
	int clients[WAITING_MAX + 2], i;

	begin();
	for (i = 0; i < WAITING_MAX + 2; i++)
		clients[i] = connect_client(&world.preread, false);
	CHECK_INT(world.hello_filters.n_preread, WAITING_MAX);
	until_closed(clients[0]);
	until_closed(clients[1]);
	for (i = 2; i < WAITING_MAX + 2; i++)
		CHECK(!is_closed(clients[i]));
	for (i = 0; i < WAITING_MAX + 2; i++)
		close(clients[i]);
	until_waiting(0);
	end();
}

/* All ports together: and the port where too many come has to do with less. */
static void
of_the_port_that_is_flooded(void)
{
	int quiet, flood[WAITING_MAX + 1], i;

	begin();
	quiet = connect_client(&world.others, false);
	for (i = 0; i < WAITING_MAX + 1; i++)
		flood[i] = connect_client(&world.preread, false);
	CHECK_INT(world.hello_filters.n_preread, WAITING_MAX);
	until_closed(flood[0]);
	until_closed(flood[1]);
	CHECK(!is_closed(quiet));
	close(quiet);
	for (i = 0; i < WAITING_MAX + 1; i++)
		close(flood[i]);
	until_waiting(0);
	end();
}

/* Who comes to another port while the flood is on has the usual patience. */
static void
of_the_port_that_was_flooded_before(void)
{
	int slow[2], flood[WAITING_MAX], i;

	begin();
	for (i = 0; i < WAITING_MAX; i++)
		flood[i] = connect_client(&world.preread, false);
	for (i = 0; i < 2; i++)
		slow[i] = connect_client(&world.others, false);
	CHECK_INT(world.hello_filters.n_preread, WAITING_MAX);
	until_closed(flood[0]);
	until_closed(flood[1]);
	for (i = 0; i < 2; i++) {
		CHECK(!is_closed(slow[i]));
		close(slow[i]);
	}
	for (i = 0; i < WAITING_MAX; i++)
		close(flood[i]);
	until_waiting(0);
	end();
}

/* A hello in records of a byte, one at a time, that does not end. */
static void
not_listened_to_for_ever(void)
{
	int client, i;

	begin();
	client = connect_client(&world.preread, false);
	CHECK_INT(send(client, "\x16\3\1\0\4\1\0\x3f\xfc", 9, 0), 9);
	for (i = 0; i < TURNS_MAX && world.hello_filters.n_preread; i++) {
		(void)!send(client, "\x16\3\1\0\1\0", 6, MSG_NOSIGNAL);
		run_loop();
	}
	/* A usual one of 517 bytes would be over. */
	CHECK(i > 550 && i < TURNS_MAX);
	close(client);
	end();
}

static const struct test tests[] = {
	TEST(wait_and_go),
	TEST(speak_and_are_handed_over),
	TEST(the_oldest_goes),
	TEST(of_the_port_that_is_flooded),
	TEST(of_the_port_that_was_flooded_before),
	TEST(not_listened_to_for_ever),
};

TEST_MAIN(tests)
