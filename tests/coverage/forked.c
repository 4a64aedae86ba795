/* SPDX-License-Identifier: MIT */
/*
 * Linked into what the preset coverage builds.  A process writes its counts at
 * exit(); a forked one ends by _exit(), and by then may be confined: it could
 * open no file.  Landlock and seccomp confine threads, so one that is started
 * with the process, before it is confined, writes for it.
 */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

void __gcov_dump(void); /* of gcc's libgcov, which has no header */

static sem_t asked, written;
static pid_t writer_of; /* a clone() of this process has none */

static void *
write_when_asked(void *unused)
{
	while (sem_wait(&asked))
		continue;
	__gcov_dump();
	sem_post(&written);
	return unused;
}

static void
start_writer(void)
{
	pthread_t writer;
	sigset_t all, before;

	sem_init(&asked, 0, 0);
	sem_init(&written, 0, 0);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (!pthread_create(&writer, NULL, write_when_asked, NULL))
		writer_of = getpid();
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

__attribute__((constructor)) static void
start_writers(void)
{
	pthread_atfork(NULL, NULL, start_writer);
}

/* In place of the C library's. */
void
_exit(int status)
{
	if (writer_of == getpid()) {
		sem_post(&asked);
		while (sem_wait(&written) && errno == EINTR)
			continue;
	} else {
		__gcov_dump();
	}
	_Exit(status);
}
