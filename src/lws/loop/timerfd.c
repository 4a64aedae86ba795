/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* timerfd_create() is Linux's */
#include "lws/loop/client_vhost.h"

#ifdef __linux__
#include <errno.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define US_PER_S 1000000

static int
rung(struct acme_door *door, struct lws *wsi)
{
	struct acme_alarm *alarm = (struct acme_alarm *)door;
	uint64_t n_expired;

	/* Set anew meanwhile there is nothing to read, and it rings again. */
	if (read(alarm->fd, &n_expired, sizeof(n_expired)) > 0)
		alarm->ring(lws_vhost_user(lws_get_vhost(wsi)));
	return 0;
}

static void
closed(struct acme_door *door)
{
	struct acme_alarm *alarm = (struct acme_alarm *)door;

	alarm->fd = -1;
}

enum acme_err
acme_alarm_start(struct acme_edge *edge, struct acme_fault *fault)
{
	struct acme_alarm *alarm = &edge->alarm;

	if (alarm->wsi)
		return ACME_OK;
	alarm->door = (struct acme_door){ .knock = rung, .closed = closed };
	alarm->fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (alarm->fd < 0)
		return acme_fault_set(fault, ACME_ERR_SYSTEM, "no timer: %s",
				      strerror(errno));
	alarm->wsi = acme_net_adopt(edge->vhost, LWS_ADOPT_RAW_FILE_DESC,
				    alarm->fd, &alarm->door);
	if (!alarm->wsi)
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "lws does not take a timer");
	return ACME_OK;
}

void
acme_alarm_set(struct acme_alarm *alarm, uint64_t in_us)
{
	const struct itimerspec when = {
		.it_value = { .tv_sec = (time_t)(in_us / US_PER_S),
			      .tv_nsec = (long)(in_us % US_PER_S) * 1000 },
	};

	if (alarm->wsi)
		(void)timerfd_settime(alarm->fd, 0, &when, NULL);
}
#else
enum acme_err
acme_alarm_start(struct acme_edge *edge, struct acme_fault *fault)
{
	(void)edge;
	(void)fault;
	return ACME_OK;
}

void
acme_alarm_set(struct acme_alarm *alarm, uint64_t in_us)
{
	(void)alarm;
	(void)in_us;
}
#endif
