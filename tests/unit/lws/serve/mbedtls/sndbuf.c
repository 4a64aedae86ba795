/* SPDX-License-Identifier: MIT */
/* Connections over the loopback, whose clients take what they like. */
#define _DEFAULT_SOURCE /* TCP_MAXSEG */
#include "lws/serve/mbedtls/sndbuf.h"
#include "test.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#define FLIGHT 65536 /* more than any server says before it is answered */

struct both {
	int server, client;
};

static void
set(int fd, int level, int option, int value)
{
	CHECK_INT(setsockopt(fd, level, option, &value, sizeof(value)), 0);
}

/* ${segment} and ${window}: 0 is what is usual. */
static struct both
connected(int segment, int window)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct sockaddr *address = (struct sockaddr *)&at;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	struct both both = { .client = socket(AF_INET, SOCK_STREAM, 0) };
	socklen_t len = sizeof(at);

	CHECK(listener >= 0 && both.client >= 0);
	if (segment)
		set(both.client, IPPROTO_TCP, TCP_MAXSEG, segment);
	if (window)
		set(both.client, SOL_SOCKET, SO_RCVBUF, window);
	CHECK_INT(bind(listener, address, sizeof(at)), 0);
	CHECK_INT(listen(listener, 1), 0);
	CHECK_INT(getsockname(listener, address, &len), 0);
	CHECK_INT(connect(both.client, address, sizeof(at)), 0);
	both.server = accept(listener, NULL, NULL);
	CHECK(both.server >= 0);
	close(listener);
	return both;
}

static void
disconnect(struct both both)
{
	close(both.server);
	close(both.client);
}

/* How much can be said to who reads nothing. */
static size_t
takes(int fd)
{
	static const char some[512];
	size_t n = 0;

	while (n < 4 * FLIGHT && send(fd, some, sizeof(some), MSG_DONTWAIT) > 0)
		n += sizeof(some);
	return n;
}

static void
who_takes_little(void)
{
	struct both both = connected(88, 1);

	CHECK(takes(both.server) < FLIGHT);
	disconnect(both);
	both = connected(88, 1);
	acme_sndbuf_make(both.server);
	CHECK(takes(both.server) >= FLIGHT);
	disconnect(both);
}

static int
send_buffer(int fd)
{
	int value = 0;
	socklen_t len = sizeof(value);

	CHECK_INT(getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &value, &len), 0);
	return value;
}

static void
others_stay_as_they_are(void)
{
	struct both both = connected(0, 0);
	int before = send_buffer(both.server), ends[2];

	acme_sndbuf_make(both.server);
	CHECK_INT(send_buffer(both.server), before);
	disconnect(both);
	CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	before = send_buffer(ends[0]);
	acme_sndbuf_make(ends[0]);
	CHECK_INT(send_buffer(ends[0]), before);
	close(ends[0]);
	close(ends[1]);
}

static const struct test tests[] = {
	TEST(who_takes_little),
	TEST(others_stay_as_they_are),
};

TEST_MAIN(tests)
