/* SPDX-License-Identifier: MIT */
/*
 * Streams to a host of several addresses, with real sockets on the loopback:
 * addresses that refuse, that let nobody in, and that are good.
 */
#define _DEFAULT_SOURCE /* usleep() */
#include "edge/edge.h"
#include "edge/net.h"
#include "edge/stream.h"
#include "test.h"
#include "unit_dial.flow.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define TURNS_MAX 5000 /* of a millisecond */
#define MAX	  40

struct caller {
	struct unit_dial_sm sm;
	struct acme_stream *stream;
	struct acme_fault fault; /* that it is down with */
	bool is_down;
};

struct host {
	struct sockaddr_in at;
	int fd;
	int filler; /* of its backlog; or -1 */
};

static struct world {
	struct acme_edge *edge;
	struct host hosts[MAX];
	struct addrinfo answer[MAX];
	unsigned int n;
	int n_fds_before; /* anything */
	int n_fds;	  /* without streams */
	int error;	  /* that the resolver answers with */
} world;

/* The resolver, in place of the C library's. */
int
getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
	    struct addrinfo **result)
{
	(void)name;
	(void)service;
	(void)hints;
	if (!world.error)
		*result = world.answer;
	return world.error;
}

void
freeaddrinfo(struct addrinfo *result)
{
	(void)result;
}

void
caller_next_address(struct caller *self, struct sm_event *event)
{
	(void)event;
	acme_stream_next_address(self->stream);
}

void
caller_note_down(struct caller *self, struct sm_event *event)
{
	acme_fault_copy(&self->fault, unit_dial_down(event));
	self->is_down = true;
}

static int
count_fds(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int n = 0;

	CHECK(folder);
	while (readdir(folder))
		n++;
	closedir(folder);
	return n;
}

/* 127.0.0.2 and so on; the first one chooses the port. */
static struct host *
add(void)
{
	struct host *host = &world.hosts[world.n];
	struct addrinfo *answer = &world.answer[world.n];
	socklen_t len = sizeof(host->at);

	host->at.sin_family = AF_INET;
	host->at.sin_port = world.n ? world.hosts[0].at.sin_port : 0;
	host->at.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + world.n);
	host->filler = -1;
	host->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	CHECK_INT(bind(host->fd, (struct sockaddr *)&host->at, len), 0);
	CHECK_INT(getsockname(host->fd, (struct sockaddr *)&host->at, &len), 0);
	*answer = (struct addrinfo){ .ai_family = AF_INET,
				     .ai_socktype = SOCK_STREAM,
				     .ai_addr = (struct sockaddr *)&host->at,
				     .ai_addrlen = sizeof(host->at) };
	if (world.n)
		answer[-1].ai_next = answer;
	world.n++;
	return host;
}

static void
add_refusing(void)
{
	add(); /* and does not listen */
}

static struct host *
add_good(void)
{
	struct host *host = add();

	CHECK_INT(listen(host->fd, 16), 0);
	return host;
}

/* Who comes after the filler is not answered: the queue is full. */
static void
add_silent(void)
{
	struct host *host = add();

	CHECK_INT(listen(host->fd, 0), 0);
	host->filler = socket(AF_INET, SOCK_STREAM, 0);
	CHECK_INT(connect(host->filler, (struct sockaddr *)&host->at,
			  sizeof(host->at)),
		  0);
}

static void
begin(void)
{
	struct lws_context_creation_info info;
	struct lws_context *context;

	lws_set_log_level(LLL_ERR, NULL);
	memset(&world, 0, sizeof(world));
	world.n_fds_before = count_fds();
	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
	context = lws_create_context(&info);
	CHECK(context);
	world.edge = acme_edge_get(context);
	CHECK_OK(acme_net_start(world.edge, NULL));
}

static void
turn(void)
{
	CHECK(lws_service(world.edge->context, -1) >= 0);
	usleep(1000);
}

static void
end(void)
{
	struct lws_context *context = world.edge->context;
	unsigned int i;

	for (i = 0; count_fds() > world.n_fds; i++) {
		CHECK(i < TURNS_MAX);
		turn();
	}
	acme_edge_put(world.edge);
	lws_context_destroy(context);
	for (i = 0; i < world.n; i++) {
		close(world.hosts[i].fd);
		if (world.hosts[i].filler >= 0)
			close(world.hosts[i].filler);
	}
	CHECK_INT(count_fds(), world.n_fds_before);
}

static void
open_stream(struct caller *caller)
{
	const struct acme_endpoint to = {
		.host = "ca.test",
		.port = ntohs(world.hosts[0].at.sin_port),
		.ca_file = TEST_DATA "/transport/root.pem",
	};
	const struct acme_stream_owner owner = {
		.sm = &caller->sm.sm,
		.resolved = UNIT_DIAL_RESOLVED,
		.refused = UNIT_DIAL_REFUSED,
		.up = UNIT_DIAL_UP,
		.bytes = UNIT_DIAL_BYTES,
		.down = UNIT_DIAL_DOWN,
	};

	world.n_fds = count_fds();
	memset(caller, 0, sizeof(*caller));
	unit_dial_sm_init(&caller->sm, caller);
	sm_start(&caller->sm.sm, &world.edge->loop);
	caller->stream = acme_stream_open(world.edge, &to, &owner);
	CHECK(caller->stream);
}

static void
close_stream(struct caller *caller)
{
	acme_stream_close(caller->stream);
	sm_stop(&caller->sm.sm);
}

static void
until_down(struct caller *caller)
{
	int i;

	for (i = 0; !caller->is_down; i++) {
		CHECK(i < TURNS_MAX);
		turn();
	}
}

/* Whom ${host} lets in; what is silent is passed over, if it is ${silent}. */
static int
until_accepted(struct caller *caller, const struct host *host, bool silent)
{
	int fd, i;

	for (i = 0; (fd = accept(host->fd, NULL, NULL)) < 0; i++) {
		CHECK(!caller->is_down);
		CHECK(i < TURNS_MAX);
		turn();
		if (silent)
			acme_stream_next_address(caller->stream);
	}
	return fd;
}

/* With the connection that is taken the others go. */
static void
dead_ones_before_a_good_one(void)
{
	struct caller caller;
	struct host *good;
	int fd, i;

	begin();
	add_silent();
	add_refusing();
	add_silent();
	add_refusing();
	add_silent();
	good = add_good();
	open_stream(&caller);
	fd = until_accepted(&caller, good, true);
	for (i = 0; count_fds() > world.n_fds + 2; i++) {
		CHECK(i < TURNS_MAX);
		turn();
	}
	CHECK(!caller.is_down);
	close_stream(&caller);
	close(fd);
	end();
}

static void
all_refuse(void)
{
	struct caller caller;
	char want[200];

	begin();
	add_refusing();
	add_refusing();
	add_refusing();
	open_stream(&caller);
	until_down(&caller);
	CHECK_ERR(caller.fault.err, ACME_ERR_TCP);
	snprintf(want, sizeof(want),
		 "can't connect to ca.test port %u: "
		 "127.0.0.2: Connection refused, 127.0.0.3: Connection "
		 "refused, 127.0.0.4: Connection refused",
		 ntohs(world.hosts[0].at.sin_port));
	CHECK_STR(caller.fault.text, want);
	close_stream(&caller);
	end();
}

/* Given up while all are silent, of which no more are tried than may be. */
static void
more_than_are_tried(void)
{
	struct caller caller;
	int i;

	begin();
	while (world.n < MAX)
		add_silent();
	open_stream(&caller);
	for (i = 0; count_fds() < world.n_fds + ACME_DIAL_MAX; i++) {
		CHECK(i < TURNS_MAX);
		turn();
		acme_stream_next_address(caller.stream);
	}
	for (i = 0; i < MAX; i++) {
		acme_stream_next_address(caller.stream);
		turn();
	}
	CHECK_INT(count_fds(), world.n_fds + ACME_DIAL_MAX);
	CHECK(!caller.is_down);
	close_stream(&caller);
	end();
}

/* What is under way goes with lws's context, too. */
static void
context_ends_meanwhile(void)
{
	struct caller caller;
	int i;

	begin();
	add_silent();
	add_silent();
	open_stream(&caller);
	for (i = 0; count_fds() < world.n_fds + 2; i++) {
		CHECK(i < TURNS_MAX);
		turn();
		acme_stream_next_address(caller.stream);
	}
	close_stream(&caller);
	world.n_fds += 2;
	end();
}

/* It lets ${caller} in, and goes before TLS is there. */
static void
close_in_the_handshake(struct caller *caller, const struct host *host)
{
	int fd;

	open_stream(caller);
	fd = until_accepted(caller, host, false);
	shutdown(fd, SHUT_WR);
	until_down(caller);
	CHECK_ERR(caller->fault.err, ACME_ERR_CLOSED);
	close_stream(caller);
	close(fd);
}

/* One that is connected to and no use is passed over by the next, be it the
 * third; and what took its place is not alone when it refuses. */
static void
useless_ones_are_remembered(void)
{
	struct host *hosts[3];
	struct caller caller;
	int i;

	begin();
	for (i = 0; i < 3; i++)
		hosts[i] = add_good();
	for (i = 0; i < 4; i++)
		close_in_the_handshake(&caller, hosts[i % 3]);
	close(hosts[1]->fd);
	hosts[1]->fd = -1;
	close_in_the_handshake(&caller, hosts[2]);
	end();
}

static void
check_resolver(int error, enum acme_err want)
{
	struct caller caller;

	world.error = error;
	open_stream(&caller);
	until_down(&caller);
	CHECK_ERR(caller.fault.err, want);
	CHECK(strstr(caller.fault.text, "ca.test has no address: "));
	close_stream(&caller);
}

/* No such host is for certain, and anything else may pass. */
static void
no_address(void)
{
	begin();
	check_resolver(EAI_NONAME, ACME_ERR_NO_HOST);
	check_resolver(EAI_AGAIN, ACME_ERR_RESOLVE);
	check_resolver(EAI_FAIL, ACME_ERR_RESOLVE);
	end();
}

/* RFC 8305 §4; those of one family keep their order. */
static void
families_in_turn(void)
{
	static const int families[] = { AF_INET6, AF_INET6, AF_INET6, AF_INET,
					AF_INET };
	static const int order[] = { 0, 3, 1, 4, 2 };
	struct acme_address first = { .len = 0 };
	struct addrinfo answer[5];
	struct sockaddr_in6 at[5];
	struct acme_dial dial;
	int i;

	memset(answer, 0, sizeof(answer));
	memset(at, 0, sizeof(at));
	memset(&dial, 0, sizeof(dial));
	for (i = 0; i < 5; i++) {
		at[i].sin6_port = (in_port_t)i;
		answer[i].ai_family = families[i];
		answer[i].ai_addr = (struct sockaddr *)&at[i];
		answer[i].ai_addrlen = sizeof(at[i]);
		answer[i].ai_next = i < 4 ? &answer[i + 1] : NULL;
	}
	dial.all = answer;
	memcpy(&first.address, &at[1], sizeof(at[1]));
	first.len = sizeof(at[1]);
	acme_dial_sort(&dial, &first);
	CHECK_INT(dial.n, 5);
	for (i = 0; i < 5; i++)
		CHECK(dial.attempts[i].to == &answer[order[i]]);
	CHECK_INT(dial.start, 2);
}

static const struct test tests[] = {
	TEST(dead_ones_before_a_good_one),
	TEST(all_refuse),
	TEST(more_than_are_tried),
	TEST(context_ends_meanwhile),
	TEST(useless_ones_are_remembered),
	TEST(no_address),
	TEST(families_in_turn),
};

TEST_MAIN(tests)
