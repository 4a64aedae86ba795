/* SPDX-License-Identifier: MIT */
/* A port is bound for a moment, as lws is about to bind it. */
#include "lws-acme-server-ports.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* 0, or the error. */
static int
bind_once(int family, const void *address, socklen_t len)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
	int error = 0;

	if (fd < 0)
		return errno;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    bind(fd, address, len))
		error = errno;
	close(fd);
	return error;
}

/* Without IPv6 lws, too, takes IPv4. */
static int
try_port(int port)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)port) };
#if defined(LWS_WITH_IPV6)
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6,
				    .sin6_port = htons((uint16_t)port) };
	int error = bind_once(AF_INET6, &in6, sizeof(in6));

	if (error != EAFNOSUPPORT && error != EADDRNOTAVAIL)
		return error;
#endif
	return bind_once(AF_INET, &in, sizeof(in));
}

static bool
is_free(int port)
{
	int error = try_port(port);
	const char *advice = "";

	if (!error)
		return true;
	if (error == EADDRINUSE)
		advice = ": another program listens there; end it, or take "
			 "another port";
	else if (error == EACCES || error == EPERM)
		advice = ": start as root (with --user), or give the program "
			 "CAP_NET_BIND_SERVICE";
	fprintf(stderr, "lws-acme-server: port %d %s (%s)%s\n", port,
		error == EADDRINUSE ? "is in use" : "can't be listened on",
		strerror(error), advice);
	return false;
}

bool
server_ports_are_free(const struct server_args *args)
{
	return is_free(args->port) &&
	       (!args->http_port || is_free(args->http_port));
}
