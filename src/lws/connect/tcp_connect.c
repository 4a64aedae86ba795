/* SPDX-License-Identifier: MIT */
/*
 * This connects to a host's addresses by sockets of its own, which lws then
 * polls.  Reading is held off until the connection is there: a refused
 * connection then ends in RAW_CLOSE with its errno not yet taken from the
 * socket.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "lws/connect/tcp_connect.h"
#include "lws/loop/client_vhost.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What the resolver knows for certain does not change within minutes. */
static enum acme_err
class_of(int err)
{
	return err == EAI_NONAME ? ACME_ERR_NO_HOST : ACME_ERR_RESOLVE;
}

enum acme_err
acme_tcp_connect_resolve(struct acme_tcp_connect *tcp, struct acme_fault *fault)
{
	const struct addrinfo hints = { .ai_family = AF_UNSPEC,
					.ai_socktype = SOCK_STREAM,
					.ai_flags = AI_NUMERICSERV };
	char port[sizeof("65535")];
	int err;

	snprintf(port, sizeof(port), "%u", tcp->port);
	err = getaddrinfo(tcp->host, port, &hints, &tcp->all);
	if (err)
		return acme_fault_set(fault, class_of(err),
				      "%s has no address: %s", tcp->host,
				      gai_strerror(err));
	return ACME_OK;
}

/* -1: not possible, and errno tells why. */
static int
connecting_socket(const struct addrinfo *to)
{
	int fd = socket(to->ai_family,
			to->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
			to->ai_protocol);
	int on = 1, err;

	if (fd < 0)
		return -1;
	/* Requests are written whole, and each waits for its response. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (!connect(fd, to->ai_addr, to->ai_addrlen) || errno == EINPROGRESS)
		return fd;
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

static bool
is_sorted(const struct acme_tcp_connect *tcp, const struct addrinfo *address)
{
	unsigned int i;

	for (i = 0; i < tcp->n; i++)
		if (tcp->sockets[i].to == address)
			return true;
	return false;
}

/* The next in the resolver's order, of the other family if there is one
 * (RFC 8305 §4). */
static const struct addrinfo *
pick(const struct acme_tcp_connect *tcp)
{
	int last = tcp->n ? tcp->sockets[tcp->n - 1].to->ai_family : 0;
	const struct addrinfo *address, *first = NULL;

	for (address = tcp->all; address; address = address->ai_next) {
		if (is_sorted(tcp, address))
			continue;
		if (address->ai_family != last)
			return address;
		if (!first)
			first = address;
	}
	return first;
}

static bool
is(const struct addrinfo *address, const struct acme_address *other)
{
	return address->ai_addrlen == other->len &&
	       !memcmp(address->ai_addr, &other->address, other->len);
}

void
acme_tcp_connect_sort(struct acme_tcp_connect *tcp,
		      const struct acme_address *first)
{
	const struct addrinfo *address = pick(tcp);

	while (address && tcp->n < ACME_TCP_CONNECT_MAX) {
		if (is(address, first))
			tcp->start = tcp->n;
		tcp->sockets[tcp->n++].to = address;
		address = pick(tcp);
	}
}

static bool
begin(struct acme_tcp_socket *sock, struct lws_vhost *vhost,
      struct acme_socket_watch *watch)
{
	int fd = connecting_socket(sock->to);

	if (fd < 0) {
		sock->error = errno;
		return false;
	}
	sock->wsi = acme_client_vhost_adopt(vhost, LWS_ADOPT_SOCKET, fd, watch);
	if (!sock->wsi) {
		sock->error = ENOMEM;
		return false;
	}
	/* connection.flow limits it, and lws does not. */
	lws_set_timeout(sock->wsi, NO_PENDING_TIMEOUT, 0);
	lws_rx_flow_control(sock->wsi, 0);
	lws_callback_on_writable(sock->wsi);
	return true;
}

void
acme_tcp_connect_next(struct acme_tcp_connect *tcp, struct lws_vhost *vhost,
		      struct acme_socket_watch *watch)
{
	bool begun = false;
	unsigned int i;

	while (!begun && tcp->n_begun < tcp->n) {
		i = (tcp->start + tcp->n_begun++) % tcp->n;
		begun = begin(&tcp->sockets[i], vhost, watch);
	}
}

/* "ADDRESS: why", of each. */
static void
reasons(const struct acme_tcp_connect *tcp, char *text, size_t size)
{
	char address[NI_MAXHOST];
	size_t len = 0;
	unsigned int i;

	text[0] = '\0';
	for (i = 0; i < tcp->n && len < size; i++) {
		const struct acme_tcp_socket *sock = &tcp->sockets[i];

		if (getnameinfo(sock->to->ai_addr, sock->to->ai_addrlen,
				address, sizeof(address), NULL, 0,
				NI_NUMERICHOST))
			strcpy(address, "?");
		len += (size_t)snprintf(text + len, size - len, "%s%s: %s",
					i ? ", " : "", address,
					sock->error ? strerror(sock->error)
						    : "it did not respond");
	}
}

void
acme_tcp_connect_tell(const struct acme_tcp_connect *tcp,
		      struct acme_fault *fault)
{
	char text[ACME_FAULT_TEXT_MAX];

	reasons(tcp, text, sizeof(text));
	acme_fault_set(fault, ACME_ERR_TCP, "can't connect to %s port %u: %s",
		       tcp->host, tcp->port, text);
}

bool
acme_tcp_connect_has_failed(const struct acme_tcp_connect *tcp)
{
	unsigned int i;

	for (i = 0; i < tcp->n; i++)
		if (tcp->sockets[i].wsi)
			return false;
	return tcp->n_begun == tcp->n;
}

static struct acme_tcp_socket *
find(struct acme_tcp_connect *tcp, const struct lws *wsi)
{
	unsigned int i;

	for (i = 0; i < tcp->n; i++)
		if (tcp->sockets[i].wsi == wsi)
			return &tcp->sockets[i];
	return NULL;
}

static int
socket_error(struct lws *wsi)
{
	struct sockaddr_storage peer;
	int fd = lws_get_socket_fd(wsi), error = 0;
	socklen_t len = sizeof(error), peer_len = sizeof(peer);

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) || error)
		return error ? error : errno;
	if (getpeername(fd, (struct sockaddr *)&peer, &peer_len))
		return errno == ENOTCONN ? ETIMEDOUT /* lws gave it up */
					 : errno;
	return 0;
}

bool
acme_tcp_connect_connected(struct acme_tcp_connect *tcp, struct lws *wsi)
{
	struct acme_tcp_socket *sock = find(tcp, wsi);

	if (!sock)
		return false;
	sock->error = socket_error(wsi);
	if (sock->error)
		return false;
	sock->wsi = NULL;
	acme_tcp_connect_stop(tcp);
	tcp->taken = sock;
	lws_rx_flow_control(wsi, 1);
	return true;
}

bool
acme_tcp_connect_refused(struct acme_tcp_connect *tcp, struct lws *wsi)
{
	struct acme_tcp_socket *sock = find(tcp, wsi);

	if (!sock)
		return false;
	sock->wsi = NULL;
	if (!sock->error) /* not yet taken from the socket */
		sock->error = socket_error(wsi);
	if (!sock->error)
		sock->error = ECONNRESET; /* accepted, and closed at once */
	return true;
}

void
acme_tcp_connect_remember(const struct acme_tcp_connect *tcp, bool served,
			  struct acme_address *first)
{
	const struct addrinfo *address;
	size_t i = (size_t)(tcp->taken - tcp->sockets);

	if (!served)
		i = (i + 1) % tcp->n;
	address = tcp->sockets[i].to;
	memcpy(&first->address, address->ai_addr, address->ai_addrlen);
	first->len = address->ai_addrlen;
}

void
acme_tcp_connect_stop(struct acme_tcp_connect *tcp)
{
	unsigned int i;

	for (i = 0; i < tcp->n; i++) {
		struct lws *wsi = tcp->sockets[i].wsi;

		if (!wsi)
			continue;
		tcp->sockets[i].wsi = NULL;
		lws_set_opaque_user_data(wsi, NULL);
		lws_set_timeout(wsi, PENDING_TIMEOUT_CLOSE_SEND,
				LWS_TO_KILL_ASYNC);
	}
	tcp->n_begun = tcp->n;
}

void
acme_tcp_connect_clear(struct acme_tcp_connect *tcp)
{
	if (tcp->all)
		freeaddrinfo(tcp->all);
	tcp->all = NULL;
	tcp->n = 0;
	tcp->n_begun = 0;
}
