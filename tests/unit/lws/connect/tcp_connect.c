/* SPDX-License-Identifier: MIT */
/*
 * Streams to a host of several addresses, with real sockets on the loopback:
 * addresses that refuse, that let nobody in, and that are good.
 */
#include "tcp_connect_rig.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

/* With the connection that is taken the others go. */
static void
dead_ones_before_a_good_one(void)
{
	struct caller caller;
	struct host *good;
	int fd, i;

	rig_begin();
	rig_add_silent();
	rig_add_refusing();
	rig_add_silent();
	rig_add_refusing();
	rig_add_silent();
	good = rig_add_good();
	rig_open_stream(&caller);
	fd = rig_until_accepted(&caller, good, true);
	for (i = 0; rig_count_fds() > rig.n_fds + 2; i++) {
		CHECK(i < TURNS_MAX);
		rig_turn();
	}
	CHECK(!caller.is_down);
	rig_close_stream(&caller);
	close(fd);
	rig_end();
}

static void
until_answered(struct caller *caller, const char *want)
{
	struct acme_fault fault;
	int i;

	for (i = 0;; i++) {
		acme_stream_addresses(caller->stream, &fault);
		CHECK_ERR(fault.err, ACME_ERR_TCP);
		if (!strcmp(fault.text, want))
			return;
		CHECK(i < TURNS_MAX);
		rig_turn();
	}
}

/* Where their time is over, what is told is how far each has come. */
static void
late(void)
{
	struct caller caller;
	char want[200];

	rig_begin();
	rig_add_silent();
	rig_add_refusing();
	rig_open_stream(&caller);
	snprintf(want, sizeof(want),
		 "can't connect to ca.test port %u: 127.0.0.2: it did not "
		 "respond, "
		 "127.0.0.3: it did not respond",
		 ntohs(rig.hosts[0].at.sin_port));
	until_answered(&caller, want);
	acme_stream_next_address(caller.stream);
	strcpy(strrchr(want, ':'), ": Connection refused");
	until_answered(&caller, want);
	CHECK(!caller.is_connected);
	rig_close_stream(&caller);
	rig_end();
}

/* It is told apart from TLS, which does not come. */
static void
connected(void)
{
	struct caller caller;
	struct host *good;
	int fd, i;

	rig_begin();
	good = rig_add_good();
	rig_open_stream(&caller);
	fd = rig_until_accepted(&caller, good, false);
	for (i = 0; !caller.is_connected; i++) {
		CHECK(i < TURNS_MAX);
		rig_turn();
	}
	CHECK(!caller.is_down);
	rig_close_stream(&caller);
	close(fd);
	rig_end();
}

static void
all_refuse(void)
{
	struct caller caller;
	char want[200];

	rig_begin();
	rig_add_refusing();
	rig_add_refusing();
	rig_add_refusing();
	rig_open_stream(&caller);
	rig_until_down(&caller);
	CHECK_ERR(caller.fault.err, ACME_ERR_TCP);
	snprintf(want, sizeof(want),
		 "can't connect to ca.test port %u: "
		 "127.0.0.2: Connection refused, 127.0.0.3: Connection "
		 "refused, 127.0.0.4: Connection refused",
		 ntohs(rig.hosts[0].at.sin_port));
	CHECK_STR(caller.fault.text, want);
	rig_close_stream(&caller);
	rig_end();
}

/* Given up while all are silent, of which no more are tried than may be. */
static void
more_than_are_tried(void)
{
	struct caller caller;
	int i;

	rig_begin();
	while (rig.n < TARGETS_MAX)
		rig_add_silent();
	rig_open_stream(&caller);
	for (i = 0; rig_count_fds() < rig.n_fds + ACME_TCP_CONNECT_MAX; i++) {
		CHECK(i < TURNS_MAX);
		rig_turn();
		acme_stream_next_address(caller.stream);
	}
	for (i = 0; i < TARGETS_MAX; i++) {
		acme_stream_next_address(caller.stream);
		rig_turn();
	}
	CHECK_INT(rig_count_fds(), rig.n_fds + ACME_TCP_CONNECT_MAX);
	CHECK(!caller.is_down);
	rig_close_stream(&caller);
	rig_end();
}

/* What is under way goes with lws's context, too. */
static void
context_ends_meanwhile(void)
{
	struct caller caller;
	int i;

	rig_begin();
	rig_add_silent();
	rig_add_silent();
	rig_open_stream(&caller);
	for (i = 0; rig_count_fds() < rig.n_fds + 2; i++) {
		CHECK(i < TURNS_MAX);
		rig_turn();
		acme_stream_next_address(caller.stream);
	}
	rig_close_stream(&caller);
	rig.n_fds += 2;
	rig_end();
}

/* It lets ${caller} in, and goes before TLS is there. */
static void
close_in_the_handshake(struct caller *caller, const struct host *host)
{
	int fd;

	rig_open_stream(caller);
	fd = rig_until_accepted(caller, host, false);
	shutdown(fd, SHUT_WR);
	rig_until_down(caller);
	CHECK_ERR(caller->fault.err, ACME_ERR_CLOSED);
	rig_close_stream(caller);
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

	rig_begin();
	for (i = 0; i < 3; i++)
		hosts[i] = rig_add_good();
	for (i = 0; i < 4; i++)
		close_in_the_handshake(&caller, hosts[i % 3]);
	close(hosts[1]->fd);
	hosts[1]->fd = -1;
	close_in_the_handshake(&caller, hosts[2]);
	rig_end();
}

static void
check_resolver(int error, enum acme_err want)
{
	struct caller caller;

	rig.error = error;
	rig_open_stream(&caller);
	rig_until_down(&caller);
	CHECK_ERR(caller.fault.err, want);
	CHECK(strstr(caller.fault.text, "ca.test has no address: "));
	rig_close_stream(&caller);
}

/* No such host is for certain, and anything else may pass. */
static void
no_address(void)
{
	rig_begin();
	check_resolver(EAI_NONAME, ACME_ERR_NO_HOST);
	check_resolver(EAI_AGAIN, ACME_ERR_RESOLVE);
	check_resolver(EAI_FAIL, ACME_ERR_RESOLVE);
	rig_end();
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
	struct acme_tcp_connect tcp;
	int i;

	memset(answer, 0, sizeof(answer));
	memset(at, 0, sizeof(at));
	memset(&tcp, 0, sizeof(tcp));
	for (i = 0; i < 5; i++) {
		at[i].sin6_port = (in_port_t)i;
		answer[i].ai_family = families[i];
		answer[i].ai_addr = (struct sockaddr *)&at[i];
		answer[i].ai_addrlen = sizeof(at[i]);
		answer[i].ai_next = i < 4 ? &answer[i + 1] : NULL;
	}
	tcp.all = answer;
	memcpy(&first.address, &at[1], sizeof(at[1]));
	first.len = sizeof(at[1]);
	acme_tcp_connect_sort(&tcp, &first);
	CHECK_INT(tcp.n, 5);
	for (i = 0; i < 5; i++)
		CHECK(tcp.sockets[i].to == &answer[order[i]]);
	CHECK_INT(tcp.start, 2);
}

static const struct test tests[] = {
	TEST(dead_ones_before_a_good_one),
	TEST(late),
	TEST(connected),
	TEST(all_refuse),
	TEST(more_than_are_tried),
	TEST(context_ends_meanwhile),
	TEST(useless_ones_are_remembered),
	TEST(no_address),
	TEST(families_in_turn),
};

TEST_MAIN(tests)
