/* SPDX-License-Identifier: MIT */
/*
 * From a host's name to a TCP connection in lws's hands.  The addresses of
 * both families stand in turn (RFC 8305) and are tried side by side, as fast
 * as connection.flow says; the first that is connected is taken.
 *
 * The sockets are made here and adopted, rather than made by lws's client:
 * that one resolves names in the loop, takes a proxy from the environment,
 * calls back before it returns, and keeps the reason of a failure to itself.
 */
#ifndef ACME_LWS_CONNECT_TCP_CONNECT_H
#define ACME_LWS_CONNECT_TCP_CONNECT_H

#include "base/fault.h"
#include "lws/loop/fd_watch.h"

#include <libwebsockets.h>
#include <netdb.h>
#include <stdbool.h>
#include <sys/socket.h>

#define ACME_TCP_CONNECT_MAX 16 /* addresses of a host; more are not tried */

/* With which the next connection begins. */
struct acme_address {
	struct sockaddr_storage address;
	socklen_t len; /* 0: with the resolver's first */
};

/* One that connects, or did, to one of the host's addresses. */
struct acme_tcp_socket {
	const struct addrinfo *to;
	struct lws *wsi; /* while it is under way */
	int error;	 /* errno, where it failed */
};

struct acme_tcp_connect {
	const char *host; /* borrowed */
	uint16_t port;
	struct addrinfo *all;
	struct acme_tcp_socket sockets[ACME_TCP_CONNECT_MAX]; /* a ring */
	unsigned int n, start, n_begun;
	const struct acme_tcp_socket *taken; /* which is connected */
};

/* Blocks: in the worker only. */
enum acme_err
acme_tcp_connect_resolve(struct acme_tcp_connect *tcp,
			 struct acme_fault *fault) ACME_MUST_CHECK;

/* Put the addresses in their order, once they are known. */
void acme_tcp_connect_sort(struct acme_tcp_connect *tcp,
			   const struct acme_address *first);

/*
 * Begin with one address more, if there is one; ${watch} is told, writeable or
 * closed, how it went.
 */
void acme_tcp_connect_next(struct acme_tcp_connect *tcp,
			   struct lws_vhost *vhost,
			   struct acme_socket_watch *watch);

bool acme_tcp_connect_has_failed(const struct acme_tcp_connect *tcp);

/* What is wrong with each address, of those that do not respond, too. */
void acme_tcp_connect_tell(const struct acme_tcp_connect *tcp,
			   struct acme_fault *fault);

/* When it is writeable: is it connected?  Then it is taken, and the others are
 * given up; if not, it is to be closed. */
bool acme_tcp_connect_connected(struct acme_tcp_connect *tcp, struct lws *wsi);

/* Of one that is closed and was not connected yet: note why.  False: it is none
 * of these, as lws tells also of what it refuses to adopt. */
bool acme_tcp_connect_refused(struct acme_tcp_connect *tcp, struct lws *wsi);

/*
 * Of the one that was taken: has it ${served}?  Then ${first} is its address,
 * or else the next one's, so that the next connection passes one over that is
 * connected to and does nothing.
 */
void acme_tcp_connect_remember(const struct acme_tcp_connect *tcp, bool served,
			       struct acme_address *first);

/* Give up what is under way: its connections tell nobody any more. */
void acme_tcp_connect_stop(struct acme_tcp_connect *tcp);

void acme_tcp_connect_clear(struct acme_tcp_connect *tcp);

#endif
