/* SPDX-License-Identifier: MIT */
/*
 * For programs that have no end but SIGTERM's, in a build with
 * AddressSanitizer: what they lost by then is told before they end by it.
 * LeakSanitizer looks by itself only where main() returns.
 */
#define _GNU_SOURCE /* pipe2() */
#include <fcntl.h>
#include <pthread.h>
#include <sanitizer/lsan_interface.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static int told[2]; /* a pipe: what looks for leaks may not run in a handler */
static pid_t owner;

static void
end(void)
{
	signal(SIGTERM, SIG_DFL);
	kill(getpid(), SIGTERM);
}

/* A process that was forked has no thread that would look. */
static void
on_sigterm(int sig)
{
	(void)sig;
	if (getpid() != owner || write(told[1], "", 1) != 1)
		end();
}

static void *
look(void *unused)
{
	char byte;

	(void)unused;
	if (read(told[0], &byte, 1) == 1)
		__lsan_do_recoverable_leak_check();
	end();
	return NULL;
}

__attribute__((constructor)) static void
begin(void)
{
	struct sigaction action = { .sa_handler = on_sigterm };
	pthread_t thread;

	owner = getpid();
	if (pipe2(told, O_CLOEXEC) || sigaction(SIGTERM, &action, NULL) ||
	    pthread_create(&thread, NULL, look, NULL) || pthread_detach(thread))
		abort();
}
