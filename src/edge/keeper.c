/* SPDX-License-Identifier: MIT */
/*
 * The server's side.  The keeper is no child of the server's that anybody could
 * wait for: it is forked twice, and the program hears nothing of it.
 */
#define _GNU_SOURCE /* SO_PASSCRED */
#include "edge/keeper.h"

#include "base/log.h"
#include "edge/keeper_process.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct acme_keeper {
	int fd;
	int pid; /* for people */
};

static enum acme_err
refused(struct acme_fault *fault, const char *what, int error)
{
	return acme_fault_set(fault, ACME_ERR_SYSTEM,
			      "no process to keep files as root: %s: %s", what,
			      strerror(error));
}

/* A chain is one message, so it must fit; more than this is not needed. */
static enum acme_err
make_sockets(int ends[2], struct acme_fault *fault)
{
	const int yes = 1, room = (int)ACME_PARCEL_MAX;
	int i;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return refused(fault, "socketpair", errno);
	for (i = 0; i < 2; i++)
		if (setsockopt(ends[i], SOL_SOCKET, SO_SNDBUFFORCE, &room,
			       sizeof(room)))
			(void)setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &room,
					 sizeof(room));
	if (!setsockopt(ends[1], SOL_SOCKET, SO_PASSCRED, &yes, sizeof(yes)))
		return ACME_OK;
	(void)refused(fault, "SO_PASSCRED", errno);
	close(ends[0]);
	close(ends[1]);
	return ACME_ERR_SYSTEM;
}

static void
be_the_keeper(const int ends[2])
{
	close(ends[0]);
	if (!fork())
		_exit(acme_keeper_process(ends[1]));
	_exit(0);
}

/* Its parent's end is not the program's business: the signal is taken back. */
static enum acme_err
fork_twice(const int ends[2], struct acme_fault *fault)
{
	const struct timespec at_once = { 0, 0 };
	sigset_t child, before, pending;
	int error = 0;
	pid_t pid;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigpending(&pending);
	pthread_sigmask(SIG_BLOCK, &child, &before);
	pid = fork();
	if (!pid)
		be_the_keeper(ends);
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

static enum acme_err
meet(struct acme_keeper *keeper, struct acme_fault *fault)
{
	struct acme_secret room = ACME_SECRET_INIT(ACME_PARCEL_MAX);
	struct acme_parcel ready;
	enum acme_err err;

	err = acme_parcel_receive(keeper->fd, &room, &ready, NULL, fault);
	if (err)
		err = acme_fault_in(fault, err,
				    "no process to keep files as root");
	else if (ready.number > 0)
		keeper->pid = ready.number;
	else
		err = acme_fault_set(fault, ACME_ERR_SYSTEM,
				     "no process to keep files as root: %.*s",
				     (int)ready.parts[0].len,
				     ready.parts[0].data);
	acme_secret_clear(&room);
	return err;
}

struct acme_keeper *
acme_keeper_start(struct acme_fault *fault)
{
	struct acme_keeper *keeper = calloc(1, sizeof(*keeper));
	int ends[2];
	enum acme_err err;

	if (!keeper) {
		(void)refused(fault, "memory", ENOMEM);
		return NULL;
	}
	err = make_sockets(ends, fault);
	if (err) {
		free(keeper);
		return NULL;
	}
	err = fork_twice(ends, fault);
	close(ends[1]);
	keeper->fd = ends[0];
	if (!err)
		err = meet(keeper, fault);
	if (!err)
		return keeper;
	acme_keeper_end(keeper);
	return NULL;
}

void
acme_keeper_end(struct acme_keeper *keeper)
{
	if (!keeper)
		return;
	close(keeper->fd);
	free(keeper);
}

static enum acme_err
ask(struct acme_keeper *keeper, const struct acme_parcel *question,
    struct acme_secret *room, struct acme_parcel *answer,
    struct acme_fault *fault)
{
	enum acme_err err = acme_parcel_send(keeper->fd, question, fault);

	if (!err)
		err = acme_parcel_receive(keeper->fd, room, answer, NULL,
					  fault);
	return err ? acme_fault_in(fault, ACME_ERR_SYSTEM,
				   "the process %d that keeps the files as "
				   "root (start the server again)",
				   keeper->pid)
		   : ACME_OK;
}

/* With its NUL. */
static struct acme_span
whole(const char *text)
{
	return acme_span(text, strlen(text) + 1);
}

enum acme_err
acme_keeper_add(struct acme_keeper *keeper, const struct acme_places *places,
		int *number, struct acme_fault *fault)
{
	struct acme_secret room = ACME_SECRET_INIT(ACME_PARCEL_MAX);
	const struct acme_parcel question = {
		.what = ACME_PARCEL_ADD,
		.parts = { whole(places->auth), whole(places->cert),
			   whole(places->key), whole(places->who) },
	};
	struct acme_parcel answer = { .number = -1 };
	enum acme_err err;

	err = ask(keeper, &question, &room, &answer, fault);
	if (!err && answer.number < 0)
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "%s: root was given up before this vhost "
				     "was made (see lws_acme_prepare)",
				     places->key);
	if (!err)
		*number = answer.number;
	acme_secret_clear(&room);
	return err;
}

/* Each begins with its level, and ends with a newline. */
static void
log_lines(struct acme_span text)
{
	const char *end;

	while (text.len && (end = memchr(text.data, '\n', text.len))) {
		acme_log((enum acme_log_level)(text.data[0] - '0'), "%.*s",
			 (int)(end - text.data) - 1, text.data + 1);
		text = acme_span(end + 1,
				 text.len - (size_t)(end + 1 - text.data));
	}
}

static enum acme_err
take(struct acme_access *access, const struct acme_parcel *answer)
{
	enum acme_err err = (enum acme_err)answer->number;

	log_lines(answer->parts[3]);
	if (err)
		return acme_fault_set(&access->fault, err, "%.*s",
				      (int)answer->parts[0].len,
				      answer->parts[0].data);
	if (!access->stored)
		return ACME_OK;
	err = acme_buf_add(&access->stored->key.buf, answer->parts[1]);
	if (!err)
		err = acme_buf_add(&access->stored->chain, answer->parts[2]);
	return err ? acme_fault_set(&access->fault, err, "out of memory")
		   : ACME_OK;
}

void
acme_keeper_run(struct acme_keeper *keeper, int number,
		struct acme_access *access)
{
	struct acme_secret room = ACME_SECRET_INIT(ACME_PARCEL_MAX);
	struct acme_parcel answer = { .number = ACME_ERR_SYSTEM };
	struct acme_parcel question = {
		.what = access->kind,
		.record = access->record,
		.number = number,
		.parts = { acme_buf_span(&access->text.buf),
			   acme_buf_span(&access->key.buf) },
	};

	memcpy(question.tag, access->tag, sizeof(question.tag));
	access->err = ask(keeper, &question, &room, &answer, &access->fault);
	if (!access->err)
		access->err = take(access, &answer);
	acme_secret_clear(&room);
}
