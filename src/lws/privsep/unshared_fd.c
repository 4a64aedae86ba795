/* SPDX-License-Identifier: MIT */
/*
 * This closes a descriptor in a process that is forked from the server later.
 * O_CLOEXEC helps where another program is started; a program that forks and
 * goes on needs a handler.
 */
#define _DEFAULT_SOURCE /* pthread_atfork() */
#include "lws/privsep/unshared_fd.h"

#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

/* The lock is held across a fork, so that the list is whole in both. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct acme_unshared_fd *all;

static void
before(void)
{
	pthread_mutex_lock(&lock);
}

static void
in_parent(void)
{
	pthread_mutex_unlock(&lock);
}

static void
in_child(void)
{
	struct acme_unshared_fd *each;

	for (each = all; each; each = each->next) {
		close(each->fd);
		each->fd = -1;
	}
	all = NULL;
	pthread_mutex_unlock(&lock);
}

static void
watch_forks(void)
{
	/* Without memory the privileged process still takes requests of one
	 * process alone. */
	(void)pthread_atfork(before, in_parent, in_child);
}

void
acme_unshared_fd_keep(struct acme_unshared_fd *unshared, int fd)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, watch_forks);
	pthread_mutex_lock(&lock);
	*unshared = (struct acme_unshared_fd){ .next = all, .fd = fd };
	all = unshared;
	pthread_mutex_unlock(&lock);
}

void
acme_unshared_fd_close(struct acme_unshared_fd *unshared)
{
	struct acme_unshared_fd **link = &all;

	pthread_mutex_lock(&lock);
	while (*link && *link != unshared)
		link = &(*link)->next;
	if (*link)
		*link = unshared->next;
	pthread_mutex_unlock(&lock);
	if (unshared->fd >= 0)
		close(unshared->fd);
	unshared->fd = -1;
}
