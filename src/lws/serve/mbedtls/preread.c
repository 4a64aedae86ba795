/* SPDX-License-Identifier: MIT */
/*
 * This holds the clients of a port until their ClientHello is there.  Who says
 * nothing, or not enough, is waited for so long and not longer, and where too
 * many wait the one that came first to the most crowded port has to go.
 */
#define _GNU_SOURCE /* POLLRDHUP */
#include "lws/serve/mbedtls/preread.h"
#include "lws/loop/client_vhost.h"
#include "lws/loop/lws_context.h"
#include "lws/serve/mbedtls/sndbuf.h"
#include "lws/serve/mbedtls/validator.h"
#include "lws/vhosts/vhost_discovery.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLIENTS_MAX 1024 /* or a quarter of the files that may be open */

/* Bytes that are read again with each look: who sends a hello in records of a
 * byte, and waits after each, has done with half a MiB where it is a usual
 * one; more would be a burden for all others. */
#define LOOKED_AT_MAX (1u << 20)

struct acme_preread_peer {
	struct acme_fd_watch fd_watch; /* first */
	struct acme_preread_peer *next, *previous;
	struct acme_preread *of; /* NULL: it is being closed */
	struct lws *wsi;	 /* NULL: not adopted yet */
	int fd;			 /* the wsi's */
	size_t said;		 /* bytes, when it was looked at last */
	size_t looked_at;	 /* bytes, in all those times */
};

static void
unlink_peer(struct acme_preread *of, struct acme_preread_peer *peer)
{
	*(peer->previous ? &peer->previous->next : &of->first) = peer->next;
	*(peer->next ? &peer->next->previous : &of->last) = peer->previous;
	of->n--;
	of->peek.hello_filters->n_preread--;
	peer->of = NULL;
}

static void
link_peer(struct acme_preread *preread, struct acme_preread_peer *peer)
{
	peer->of = preread;
	peer->previous = preread->last;
	*(preread->last ? &preread->last->next : &preread->first) = peer;
	preread->last = peer;
	preread->n++;
	preread->peek.hello_filters->n_preread++;
}

static void
dismiss(struct acme_preread *of, struct acme_preread_peer *peer)
{
	unlink_peer(of, peer);
	lws_set_timeout(peer->wsi, PENDING_TIMEOUT_SSL_ACCEPT,
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
hand_over(struct acme_preread_peer *peer)
{
	struct lws_vhost *vhost = peer->of->peek.vhost;
	int copy = fcntl(peer->fd, F_DUPFD_CLOEXEC, 0);

	if (copy >= 0) {
		wake_at(copy, 1);
		acme_sndbuf_make(copy);
		lws_adopt_socket_vhost(vhost, copy);
	}
	return -1;
}

/* From now on the wsi's watch is another one. */
static int
to_validator(struct acme_preread_peer *peer, const struct acme_hello *hello,
	     size_t len)
{
	struct acme_preread *of = peer->of;

	/* The message is here already. */
	wake_at(peer->fd, 1);
	if (recv(peer->fd, of->peek.bytes, len, MSG_DONTWAIT) != (ssize_t)len)
		return -1;
	if (acme_validator_new(of->peek.hello_filters, peer->wsi, peer->fd,
			       hello, acme_buf_span(&of->peek.message)))
		return -1;
	unlink_peer(of, peer);
	free(peer);
	return 0;
}

static int
on_readable(struct acme_fd_watch *fd_watch, struct lws *wsi)
{
	struct acme_preread_peer *peer = (struct acme_preread_peer *)fd_watch;
	struct acme_hello hello = { .pair = NULL };
	size_t before = peer->said, len = 0;

	(void)wsi;
	if (!peer->of)
		return -1;
	switch (acme_hello_peek_look(&peer->of->peek, peer->fd, &peer->said,
				     &len, &hello)) {
	case ACME_HELLO_PEEKED_ORDINARY:
		return hand_over(peer);
	case ACME_HELLO_PEEKED_CHALLENGE:
		return to_validator(peer, &hello, len);
	case ACME_HELLO_PEEKED_OVER:
		return -1;
	case ACME_HELLO_PEEKED_WAIT:
		break;
	}
	peer->looked_at += peer->said;
	if (peer->looked_at > LOOKED_AT_MAX ||
	    (peer->said == before && has_hung_up(peer->fd)))
		return -1;
	wake_at(peer->fd, len);
	return 0;
}

static void
closed(struct acme_fd_watch *fd_watch)
{
	struct acme_preread_peer *peer = (struct acme_preread_peer *)fd_watch;

	if (!peer->wsi)
		return;
	if (peer->of)
		unlink_peer(peer->of, peer);
	free(peer);
}

static struct acme_preread_peer *
peer_new(struct acme_preread *preread, int fd, size_t said)
{
	struct acme_preread_peer *peer = calloc(1, sizeof(*peer));
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	struct lws *wsi = NULL;

	if (peer && copy >= 0) {
		peer->fd_watch.on_readable = on_readable;
		peer->fd_watch.closed = closed;
		peer->fd = copy;
		peer->said = said;
		wsi = acme_client_vhost_adopt(
			preread->peek.hello_filters->lws->client_vhost.vhost,
			LWS_ADOPT_RAW_FILE_DESC, copy, peer);
	} else if (copy >= 0) {
		close(copy);
	}
	if (!wsi) {
		free(peer);
		return NULL;
	}
	peer->wsi = wsi;
	return peer;
}

/* Where too many wait on all ports together, those of the port that has the
 * most have to go: who floods one does not dismiss another's. */
static struct acme_preread *
most_crowded(const struct acme_hello_filters *filters)
{
	struct acme_preread *most = filters->prereads, *at;

	for (at = most; at; at = at->next)
		if (at->n > most->n)
			most = at;
	return most;
}

static void
wait_for(struct acme_preread *preread, int fd, size_t said, size_t len)
{
	struct acme_preread *crowded;
	struct acme_preread_peer *peer;

	/* Not before the loop's first turn. */
	peer = preread->peek.hello_filters->lws->client_vhost.vhost
		       ? peer_new(preread, fd, said)
		       : NULL;
	if (!peer)
		return;
	link_peer(preread, peer);
	wake_at(peer->fd, len);
	lws_set_timeout(peer->wsi, PENDING_TIMEOUT_SSL_ACCEPT,
			ACME_HELLO_PATIENCE_S);
	if (preread->peek.hello_filters->n_preread > preread->max) {
		crowded = most_crowded(preread->peek.hello_filters);
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
acme_preread_come(struct acme_preread *preread, int fd)
{
	struct acme_hello hello = { .pair = NULL };
	size_t said, len = 0;

	if (!is_from_network(fd))
		return true;
	acme_vhost_discovery_ask(preread->peek.hello_filters->listeners);
	switch (acme_hello_peek_look(&preread->peek, fd, &said, &len, &hello)) {
	case ACME_HELLO_PEEKED_ORDINARY:
		acme_sndbuf_make(fd);
		return true;
	case ACME_HELLO_PEEKED_OVER:
		break;
	case ACME_HELLO_PEEKED_WAIT:
	case ACME_HELLO_PEEKED_CHALLENGE: /* looked at again, which is rare */
		wait_for(preread, fd, said, len);
		break;
	}
	return false;
}

enum acme_err
acme_preread_init(struct acme_preread *preread,
		  struct acme_hello_filters *filters, struct lws_vhost *vhost)
{
	struct rlimit files;

	*preread = (struct acme_preread){ .next = filters->prereads,
					  .max = CLIENTS_MAX };
	filters->prereads = preread;
	if (!getrlimit(RLIMIT_NOFILE, &files) &&
	    files.rlim_cur / 4 < preread->max)
		preread->max = (size_t)files.rlim_cur / 4;
	return acme_hello_peek_init(&preread->peek, filters, vhost);
}

void
acme_preread_clear(struct acme_preread *preread)
{
	struct acme_preread **link = &preread->peek.hello_filters->prereads;

	while (preread->first)
		dismiss(preread, preread->first);
	while (*link != preread)
		link = &(*link)->next;
	*link = preread->next;
	acme_hello_peek_clear(&preread->peek);
}
