/* SPDX-License-Identifier: MIT */
/*
 * This gives a socket room for what lws sends at once.  Linux counts a
 * socket's room in memory, and not in bytes: to a client who takes 50 bytes at
 * a time, each 50 cost a kilobyte.  Others have room enough, and would lose by
 * a size that is fixed: Linux lets theirs grow.
 */
#include "lws/serve/mbedtls/sndbuf.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

#define SEGMENT_USUAL 536 /* RFC 9293 §3.7.1: of who says nothing */
#define WINDOW_USUAL  16384
#define SNDBUF_SIZE   131072 /* the kernel doubles it */

void
acme_sndbuf_make(int fd)
{
	const int size = SNDBUF_SIZE;
	struct tcp_info info;
	socklen_t len = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) ||
	    len < offsetof(struct tcp_info, tcpi_snd_wnd) +
			    sizeof(info.tcpi_snd_wnd))
		return;
	if (info.tcpi_snd_mss < SEGMENT_USUAL ||
	    info.tcpi_snd_wnd < WINDOW_USUAL)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
}
