/* SPDX-License-Identifier: MIT */
/*
 * Who says nothing, or not enough, is waited for so long and not longer, and
 * where too many wait the one that came first to the most crowded port has to
 * go.
 */
#define _GNU_SOURCE /* POLLRDHUP */
#include "lws/serve/mbedtls/preread.h"
#include "lws/loop/client_vhost.h"
#include "lws/loop/context.h"
#include "lws/serve/mbedtls/sndbuf.h"
#include "lws/serve/mbedtls/validator.h"
#include "lws/vhosts/vhost_discovery.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_S  10	 /* for a whole hello */
#define CALLERS_MAX 1024 /* or a quarter of the files that may be open */

/* Bytes that are read again with each look: who sends a hello in records of a
 * byte, and waits after each, has done with half a MiB where it is a usual
 * one; more would be a burden for all others. */
#define LOOKED_AT_MAX (1u << 20)

struct acme_caller {
	struct acme_door door; /* first */
	struct acme_caller *next, *previous;
	struct acme_callers *of; /* NULL: it is being closed */
	struct lws *wsi;	 /* NULL: not adopted yet */
	int fd;			 /* the wsi's */
	size_t said;		 /* bytes, when it was looked at last */
	size_t looked_at;	 /* bytes, in all those times */
};

static void
unlink_caller(struct acme_callers *of, struct acme_caller *caller)
{
	*(caller->previous ? &caller->previous->next : &of->first) =
		caller->next;
	*(caller->next ? &caller->next->previous : &of->last) =
		caller->previous;
	of->n--;
	of->greeter.edge->n_callers--;
	caller->of = NULL;
}

static void
link_caller(struct acme_callers *callers, struct acme_caller *caller)
{
	caller->of = callers;
	caller->previous = callers->last;
	*(callers->last ? &callers->last->next : &callers->first) = caller;
	callers->last = caller;
	callers->n++;
	callers->greeter.edge->n_callers++;
}

static void
dismiss(struct acme_callers *of, struct acme_caller *caller)
{
	unlink_caller(of, caller);
	lws_set_timeout(caller->wsi, PENDING_TIMEOUT_SSL_ACCEPT,
			LWS_TO_KILL_ASYNC);
}

/* Does it say no more? */
static bool
has_hung_up(int fd)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLRDHUP };

	return poll(&poll_fd, 1, 0) &&
	       poll_fd.revents & (POLLRDHUP | POLLHUP | POLLERR);
}

/* Let it be readable when ${len} bytes are there, or its end. */
static void
wake_at(int fd, size_t len)
{
	int low_water = (int)len;

	setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &low_water, sizeof(low_water));
}

/* lws closes its own copy when this returns. */
static int
hand_over(struct acme_caller *caller)
{
	struct lws_vhost *vhost = caller->of->greeter.vhost;
	int copy = fcntl(caller->fd, F_DUPFD_CLOEXEC, 0);

	if (copy >= 0) {
		wake_at(copy, 1);
		acme_send_room_make(copy);
		lws_adopt_socket_vhost(vhost, copy);
	}
	return -1;
}

/* From now on the wsi's door is another one. */
static int
to_validator(struct acme_caller *caller, const struct acme_hello *hello,
	     size_t len)
{
	struct acme_callers *of = caller->of;

	/* The message is here already. */
	wake_at(caller->fd, 1);
	if (recv(caller->fd, of->greeter.bytes, len, MSG_DONTWAIT) !=
	    (ssize_t)len)
		return -1;
	if (acme_validator_new(of->greeter.edge, caller->wsi, caller->fd, hello,
			       acme_buf_span(&of->greeter.message),
			       of->greeter.challenges))
		return -1;
	unlink_caller(of, caller);
	free(caller);
	return 0;
}

static int
knock(struct acme_door *door, struct lws *wsi)
{
	struct acme_caller *caller = (struct acme_caller *)door;
	struct acme_hello hello = { .pair = NULL };
	size_t before = caller->said, len = 0;

	(void)wsi;
	if (!caller->of)
		return -1;
	switch (acme_greeter_look(&caller->of->greeter, caller->fd,
				  &caller->said, &len, &hello)) {
	case ACME_GREETING_ORDINARY:
		return hand_over(caller);
	case ACME_GREETING_CHALLENGE:
		return to_validator(caller, &hello, len);
	case ACME_GREETING_OVER:
		return -1;
	case ACME_GREETING_WAIT:
		break;
	}
	caller->looked_at += caller->said;
	if (caller->looked_at > LOOKED_AT_MAX ||
	    (caller->said == before && has_hung_up(caller->fd)))
		return -1;
	wake_at(caller->fd, len);
	return 0;
}

static void
closed(struct acme_door *door)
{
	struct acme_caller *caller = (struct acme_caller *)door;

	if (!caller->wsi)
		return;
	if (caller->of)
		unlink_caller(caller->of, caller);
	free(caller);
}

static struct acme_caller *
caller_new(struct acme_callers *callers, int fd, size_t said)
{
	struct acme_caller *caller = calloc(1, sizeof(*caller));
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	struct lws *wsi = NULL;

	if (caller && copy >= 0) {
		caller->door.knock = knock;
		caller->door.closed = closed;
		caller->fd = copy;
		caller->said = said;
		wsi = acme_net_adopt(callers->greeter.edge->vhost,
				     LWS_ADOPT_RAW_FILE_DESC, copy, caller);
	} else if (copy >= 0) {
		close(copy);
	}
	if (!wsi) {
		free(caller);
		return NULL;
	}
	caller->wsi = wsi;
	return caller;
}

/* Where too many wait on all ports together, those of the port that has the
 * most have to go: who floods one does not dismiss another's. */
static struct acme_callers *
most_crowded(const struct acme_edge *edge)
{
	struct acme_callers *most = edge->callers, *at;

	for (at = most; at; at = at->next)
		if (at->n > most->n)
			most = at;
	return most;
}

static void
wait_for(struct acme_callers *callers, int fd, size_t said, size_t len)
{
	struct acme_callers *crowded;
	struct acme_caller *caller;

	/* Not before the loop's first turn. */
	caller = callers->greeter.edge->vhost ? caller_new(callers, fd, said)
					      : NULL;
	if (!caller)
		return;
	link_caller(callers, caller);
	wake_at(caller->fd, len);
	lws_set_timeout(caller->wsi, PENDING_TIMEOUT_SSL_ACCEPT, PATIENCE_S);
	if (callers->greeter.edge->n_callers > callers->max) {
		crowded = most_crowded(callers->greeter.edge);
		dismiss(crowded, crowded->first);
	}
}

/* Of a Unix socket: who uses that does not come from a network. */
static bool
is_from_network(int fd)
{
	int domain = 0;
	socklen_t len = sizeof(domain);

	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len);
	return domain == AF_INET || domain == AF_INET6;
}

bool
acme_callers_come(struct acme_callers *callers, int fd)
{
	struct acme_hello hello = { .pair = NULL };
	size_t said, len = 0;

	if (!is_from_network(fd))
		return true;
	acme_strangers_ask(callers->greeter.edge);
	switch (acme_greeter_look(&callers->greeter, fd, &said, &len, &hello)) {
	case ACME_GREETING_ORDINARY:
		acme_send_room_make(fd);
		return true;
	case ACME_GREETING_OVER:
		break;
	case ACME_GREETING_WAIT:
	case ACME_GREETING_CHALLENGE: /* looked at once more, which is rare */
		wait_for(callers, fd, said, len);
		break;
	}
	return false;
}

enum acme_err
acme_callers_init(struct acme_callers *callers, struct acme_edge *edge,
		  struct lws_vhost *vhost,
		  struct acme_server_tls_challenges *challenges)
{
	struct rlimit files;

	*callers = (struct acme_callers){ .next = edge->callers,
					  .max = CALLERS_MAX };
	edge->callers = callers;
	if (!getrlimit(RLIMIT_NOFILE, &files) &&
	    files.rlim_cur / 4 < callers->max)
		callers->max = (size_t)files.rlim_cur / 4;
	return acme_greeter_init(&callers->greeter, edge, vhost, challenges);
}

void
acme_callers_clear(struct acme_callers *callers)
{
	struct acme_callers **link = &callers->greeter.edge->callers;

	while (callers->first)
		dismiss(callers, callers->first);
	while (*link != callers)
		link = &(*link)->next;
	*link = callers->next;
	acme_greeter_clear(&callers->greeter);
}
