/* SPDX-License-Identifier: MIT */
/*
 * A client of a server that speaks in lines.  When it connects again, how often
 * and after how long, is in line_client.flow; what stands here is how.
 */
#include "line_client.flow.h"
#include "poll_host.h"

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	SOCKET,
	INPUT,
	N_WATCHES
};

struct line_client {
	struct line_client_sm flow;
	struct poll_host host;
	struct poll_watch watch[N_WATCHES];
	struct addrinfo *server;
	struct sm_request connecting;
	const char *reason; /* why it could not connect */
	char input[4096];   /* what the server is to get */
	size_t input_len, input_sent;
};

/* What the table calls. */

/* The socket can be written to as soon as the connection is made, or failed. */
void
line_client_connect(struct line_client *self,
		    const struct sm_requester *requester)
{
	struct poll_watch *watch = &self->watch[SOCKET];
	const struct addrinfo *server = self->server;

	sm_request_init(&self->connecting, requester);
	watch->fd = socket(server->ai_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
	watch->events = POLLOUT;
	if (watch->fd >= 0 &&
	    (!connect(watch->fd, server->ai_addr, server->ai_addrlen) ||
	     errno == EINPROGRESS))
		return;
	self->reason = strerror(errno);
	sm_request_failed(&self->connecting, NULL);
}

void
line_client_close(struct line_client *self)
{
	self->watch[SOCKET].events = 0;
	if (self->watch[SOCKET].fd >= 0)
		close(self->watch[SOCKET].fd);
	self->watch[SOCKET].fd = -1;
}

void
line_client_log_failure(struct line_client *self)
{
	fprintf(stderr, "cannot connect: %s\n", self->reason);
}

void
line_client_log_connected(struct line_client *self)
{
	(void)self;
	fprintf(stderr, "connected\n");
}

void
line_client_log_lost(struct line_client *self)
{
	(void)self;
	fprintf(stderr, "the connection is lost\n");
}

void
line_client_note_timeout(struct line_client *self, const char *sentence)
{
	(void)self;
	fprintf(stderr, "cannot connect: %s\n", sentence);
}

/*
 * What another connection did not take as a whole is sent anew, so a server may
 * get it twice.
 */
void
line_client_watch_input(struct line_client *self)
{
	self->input_sent = 0;
	self->watch[SOCKET].events =
		self->input_len ? POLLIN | POLLOUT : POLLIN;
	self->watch[INPUT].events = self->input_len ? 0 : POLLIN;
}

void
line_client_leave_input(struct line_client *self)
{
	self->watch[INPUT].events = 0;
}

void
line_client_end_sending(struct line_client *self)
{
	shutdown(self->watch[SOCKET].fd, SHUT_WR);
}

/* What poll() tells. */

static void
connected(struct line_client *self)
{
	int fault = 0;
	socklen_t size = sizeof(fault);

	getsockopt(self->watch[SOCKET].fd, SOL_SOCKET, SO_ERROR, &fault, &size);
	self->watch[SOCKET].events = 0;
	self->reason = strerror(fault);
	if (fault)
		sm_request_failed(&self->connecting, NULL);
	else
		sm_request_done(&self->connecting, NULL);
}

/* Nothing more is told of a connection that is lost. */
static void
lost(struct line_client *self)
{
	self->watch[SOCKET].events = 0;
	line_client_post_connection_lost(&self->flow);
}

static bool
would_block(ssize_t n)
{
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static void
send_input(struct line_client *self)
{
	ssize_t n = send(self->watch[SOCKET].fd, self->input + self->input_sent,
			 self->input_len - self->input_sent, MSG_NOSIGNAL);

	if (n < 0) {
		if (!would_block(n))
			lost(self);
		return;
	}
	self->input_sent += (size_t)n;
	if (self->input_sent < self->input_len)
		return;
	self->input_len = 0;
	line_client_watch_input(self);
}

static void
receive(struct line_client *self)
{
	char bytes[4096];
	ssize_t n = recv(self->watch[SOCKET].fd, bytes, sizeof(bytes), 0);

	if (n > 0) {
		fwrite(bytes, 1, (size_t)n, stdout);
		fflush(stdout);
	} else if (!would_block(n)) {
		lost(self);
	}
}

static void
on_socket(void *context)
{
	struct line_client *self = context;

	if (sm_request_wanted(&self->connecting)) {
		connected(self);
		return;
	}
	if (self->input_len)
		send_input(self);
	if (self->watch[SOCKET].events)
		receive(self);
}

static void
on_input(void *context)
{
	struct line_client *self = context;
	ssize_t n = read(STDIN_FILENO, self->input, sizeof(self->input));

	if (would_block(n))
		return;
	self->input_len = n > 0 ? (size_t)n : 0;
	self->watch[INPUT].events = 0;
	if (n > 0)
		self->watch[SOCKET].events = POLLIN | POLLOUT;
	else
		line_client_post_input_ended(&self->flow);
}

static int
run(struct line_client *self)
{
	unsigned int exit;

	self->watch[SOCKET] = (struct poll_watch){ on_socket, self, -1, 0 };
	self->watch[INPUT] =
		(struct poll_watch){ on_input, self, STDIN_FILENO, 0 };
	poll_host_init(&self->host, self->watch, N_WATCHES);
	line_client_sm_init(&self->flow, self);
	exit = poll_host_run(&self->host, &self->flow.sm);
	return exit == LINE_CLIENT_EXIT_DONE ? 0 : 1;
}

int
main(int argc, char **argv)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	static struct line_client client;
	int fault, status;

	if (argc != 3) {
		fprintf(stderr, "usage: line_client HOST PORT\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	fault = getaddrinfo(argv[1], argv[2], &hints, &client.server);
	if (fault) {
		fprintf(stderr, "%s: %s\n", argv[1], gai_strerror(fault));
		return 2;
	}
	status = run(&client);
	freeaddrinfo(client.server);
	return status;
}
