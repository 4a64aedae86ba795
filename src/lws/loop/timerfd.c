/* SPDX-License-Identifier: MIT */
/* lws polls this timer of the kernel's as a file (timerfd.h says why). */
#define _GNU_SOURCE /* timerfd_create() is Linux's */
#include "lws/loop/timerfd.h"

#include "lws/loop/client_vhost.h"

#ifdef __linux__
#include <errno.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define US_PER_S 1000000

static int
expired(struct acme_fd_watch *fd_watch, struct lws *wsi)
{
	struct acme_timerfd *timerfd = (struct acme_timerfd *)fd_watch;
	uint64_t n_expired;

	(void)wsi;
	/* Set anew meanwhile there is nothing to read, and it expires again. */
	if (read(timerfd->fd, &n_expired, sizeof(n_expired)) > 0)
		timerfd->on_expiry(timerfd);
	return 0;
}

static void
closed(struct acme_fd_watch *fd_watch)
{
	struct acme_timerfd *timerfd = (struct acme_timerfd *)fd_watch;

	timerfd->fd = -1;
}

enum acme_err
acme_timerfd_start(struct acme_timerfd *timerfd, struct lws_vhost *vhost,
		   struct acme_fault *fault)
{
	if (timerfd->wsi)
		return ACME_OK;
	timerfd->fd_watch = (struct acme_fd_watch){ .on_readable = expired,
						    .closed = closed };
	timerfd->fd =
		timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (timerfd->fd < 0)
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "cannot create a timerfd: %s",
				      strerror(errno));
	timerfd->wsi = acme_client_vhost_adopt(vhost, LWS_ADOPT_RAW_FILE_DESC,
					       timerfd->fd, &timerfd->fd_watch);
	if (!timerfd->wsi)
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "cannot register a timerfd with lws");
	return ACME_OK;
}

void
acme_timerfd_set(struct acme_timerfd *timerfd, uint64_t in_us)
{
	const struct itimerspec when = {
		.it_value = { .tv_sec = (time_t)(in_us / US_PER_S),
			      .tv_nsec = (long)(in_us % US_PER_S) * 1000 },
	};

	if (timerfd->wsi)
		(void)timerfd_settime(timerfd->fd, 0, &when, NULL);
}
#else
enum acme_err
acme_timerfd_start(struct acme_timerfd *timerfd, struct lws_vhost *vhost,
		   struct acme_fault *fault)
{
	(void)timerfd;
	(void)vhost;
	(void)fault;
	return ACME_OK;
}

void
acme_timerfd_set(struct acme_timerfd *timerfd, uint64_t in_us)
{
	(void)timerfd;
	(void)in_us;
}
#endif
