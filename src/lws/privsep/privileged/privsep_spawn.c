/* SPDX-License-Identifier: MIT */
/*
 * The privileged process is no child of the server's that anybody could wait
 * for: it is forked twice, and the program is told nothing of it.
 */
#define _GNU_SOURCE /* SO_PASSCRED */
#include "lws/privsep/privileged/privileged.h"

#include "client/certificate/storage.h"
#include "lws/privsep/privileged/privsep_message.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define US_PER_S 1000000

/* What the two processes have between them: [0] is the server's. */
struct ends {
	int socket[2], notes[2];
};

static enum acme_err
refused(struct acme_fault *fault, const char *what, int error)
{
	return acme_fault_set(
		fault, ACME_ERR_SYSTEM,
		"cannot start the privileged process (lws-acme-priv): %s: %s",
		what, strerror(error));
}

static void
close_both(const int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

/* A chain is one message, so it must fit; more than this is not needed.  Who
 * waits for an answer longer than the tables do waits for nothing. */
static enum acme_err
make_sockets(int ends[2], struct acme_fault *fault)
{
	const int yes = 1, size = (int)ACME_PRIVSEP_MESSAGE_MAX;
	const struct timeval patience = { .tv_sec = STORAGE_T_STORE_US /
						    US_PER_S };
	int i;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return refused(fault, "socketpair", errno);
	for (i = 0; i < 2; i++)
		if (setsockopt(ends[i], SOL_SOCKET, SO_SNDBUFFORCE, &size,
			       sizeof(size)))
			(void)setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &size,
					 sizeof(size));
	if (!setsockopt(ends[1], SOL_SOCKET, SO_PASSCRED, &yes, sizeof(yes)) &&
	    !setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience,
			sizeof(patience)))
		return ACME_OK;
	(void)refused(fault, "its socket", errno);
	close_both(ends);
	return ACME_ERR_SYSTEM;
}

static enum acme_err
make_ends(struct ends *ends, struct acme_fault *fault)
{
	enum acme_err err = make_sockets(ends->socket, fault);

	if (err)
		return err;
	/* The end of a pipe is POLLHUP alone, and lws tells nobody of that. */
	if (!socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0,
			ends->notes))
		return ACME_OK;
	err = refused(fault, "socketpair", errno);
	close_both(ends->socket);
	return err;
}

static void
be_the_child(const struct ends *ends, int server)
{
	close(ends->socket[0]);
	close(ends->notes[0]);
	if (!fork())
		_exit(acme_privileged_serve(ends->socket[1], ends->notes[1],
					    server));
	_exit(0);
}

/* Its parent's end is not the program's business: the signal is taken back. */
static enum acme_err
fork_twice(const struct ends *ends, struct acme_fault *fault)
{
	const struct timespec at_once = { 0, 0 };
	sigset_t child, before, pending;
	int error = 0, server = getpid();
	pid_t pid;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigpending(&pending);
	pthread_sigmask(SIG_BLOCK, &child, &before);
	pid = fork();
	if (!pid)
		be_the_child(ends, server);
	if (pid < 0)
		error = errno;
	/* ECHILD: the program ignores its children. */
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (pid > 0 && !sigismember(&pending, SIGCHLD))
		(void)sigtimedwait(&child, NULL, &at_once);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error ? refused(fault, "fork", error) : ACME_OK;
}

enum acme_err
acme_privsep_spawn(int *socket, int *notes, struct acme_fault *fault)
{
	struct ends ends;
	enum acme_err err = make_ends(&ends, fault);

	if (err)
		return err;
	err = fork_twice(&ends, fault);
	close(ends.socket[1]);
	close(ends.notes[1]);
	if (err) {
		close(ends.socket[0]);
		close(ends.notes[0]);
		return err;
	}
	*socket = ends.socket[0];
	*notes = ends.notes[0];
	return ACME_OK;
}
