/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a server: at SIGUSR1 it says how many bytes of its heap are in
 * use.  The size of a process tells less: malloc keeps what was given back.
 */
#define _GNU_SOURCE /* pipe2() */
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int asked[2]; /* a pipe: a handler may have come amid malloc() */

static void
on_sigusr1(int sig)
{
	(void)sig;
	if (write(asked[1], "", 1) != 1)
		abort();
}

static void *
answer(void *unused)
{
	struct mallinfo2 info;
	char byte;

	while (read(asked[0], &byte, 1) == 1) {
		info = mallinfo2();
		fprintf(stderr, "heap in use: %zu bytes\n",
			info.uordblks + info.hblkhd);
	}
	return unused;
}

__attribute__((constructor)) static void
begin(void)
{
	struct sigaction action = { .sa_handler = on_sigusr1,
				    .sa_flags = SA_RESTART };
	pthread_t thread;

	if (pipe2(asked, O_CLOEXEC) || sigaction(SIGUSR1, &action, NULL) ||
	    pthread_create(&thread, NULL, answer, NULL) ||
	    pthread_detach(thread))
		abort();
}
