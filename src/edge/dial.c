/* SPDX-License-Identifier: MIT */
/*
 * Reading is held off until the connection is there: a refused connection
 * then ends in RAW_CLOSE with its errno not yet taken from the socket.
 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "edge/dial.h"
#include "edge/net.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TIMEOUT_S	  5 /* of an address that is not the last */
#define TIMEOUT_OF_LAST_S 20

/* What the resolver knows for certain does not change within minutes. */
static enum acme_err
class_of(int err)
{
	return err == EAI_NONAME ? ACME_ERR_NO_HOST : ACME_ERR_RESOLVE;
}

enum acme_err
acme_dial_resolve(struct acme_dial *dial, struct acme_fault *fault)
{
	const struct addrinfo hints = { .ai_family = AF_UNSPEC,
					.ai_socktype = SOCK_STREAM,
					.ai_flags = AI_NUMERICSERV };
	char port[sizeof("65535")];
	int err;

	snprintf(port, sizeof(port), "%u", dial->port);
	err = getaddrinfo(dial->host, port, &hints, &dial->all);
	if (err)
		return acme_fault_set(fault, class_of(err),
				      "%s has no address: %s", dial->host,
				      gai_strerror(err));
	dial->next = dial->all;
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
	/* Requests are written whole, and each waits for its answer. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (!connect(fd, to->ai_addr, to->ai_addrlen) || errno == EINPROGRESS)
		return fd;
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

static enum acme_err
out_of_addresses(const struct acme_dial *dial, struct acme_fault *fault)
{
	char address[NI_MAXHOST] = "?";

	if (dial->at)
		getnameinfo(dial->at->ai_addr, dial->at->ai_addrlen, address,
			    sizeof(address), NULL, 0, NI_NUMERICHOST);
	return acme_fault_set(
		fault, ACME_ERR_TCP, "can't connect to %s (%s port %u): %s",
		dial->host, address, dial->port, strerror(dial->error));
}

static struct lws *
begin(struct acme_dial *dial, struct lws_vhost *vhost, void *opaque)
{
	int fd = connecting_socket(dial->at);
	struct lws *wsi;

	if (fd < 0) {
		dial->error = errno;
		return NULL;
	}
	wsi = acme_net_adopt(vhost, LWS_ADOPT_SOCKET, fd, opaque);
	if (!wsi) {
		dial->error = ENOMEM;
		return NULL;
	}
	lws_rx_flow_control(wsi, 0);
	lws_set_timeout(wsi, PENDING_TIMEOUT_AWAITING_CONNECT_RESPONSE,
			dial->next ? TIMEOUT_S : TIMEOUT_OF_LAST_S);
	lws_callback_on_writable(wsi);
	return wsi;
}

enum acme_err
acme_dial_next(struct acme_dial *dial, struct lws_vhost *vhost, void *opaque,
	       struct lws **wsi, struct acme_fault *fault)
{
	struct lws *begun = NULL;

	while (!begun) {
		if (!dial->next)
			return out_of_addresses(dial, fault);
		dial->at = dial->next;
		dial->next = dial->at->ai_next;
		dial->error = 0;
		begun = begin(dial, vhost, opaque);
	}
	*wsi = begun;
	return ACME_OK;
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
		return ETIMEDOUT; /* lws gave it up */
	return 0;
}

bool
acme_dial_connected(struct acme_dial *dial, struct lws *wsi)
{
	dial->error = socket_error(wsi);
	if (dial->error)
		return false;
	lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0);
	lws_rx_flow_control(wsi, 1);
	return true;
}

void
acme_dial_refused(struct acme_dial *dial, struct lws *wsi)
{
	if (!dial->error)
		dial->error = socket_error(wsi);
	if (!dial->error)
		dial->error = ECONNRESET; /* accepted, and closed at once */
}

void
acme_dial_clear(struct acme_dial *dial)
{
	if (dial->all)
		freeaddrinfo(dial->all);
	dial->all = dial->at = dial->next = NULL;
}
