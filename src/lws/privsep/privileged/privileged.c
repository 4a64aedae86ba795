/* SPDX-License-Identifier: MIT */
/*
 * This is the privileged process: one request comes in, one answer goes out.
 * It takes requests of one process, the one that started it, and ends with
 * that, whoever else may have a copy of the socket by then.
 */
#define _GNU_SOURCE /* syscall() */
#include "lws/privsep/privileged/privileged.h"

#include "base/log.h"
#include "lws/privsep/privileged/privileged_log.h"
#include "lws/privsep/privileged/privileged_request.h"
#include "lws/privsep/privileged/sandbox.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PAUSE_MS 50 /* where the system refuses, for the moment */

struct privsep {
	int server;
	int lifeline; /* readable when ${server} has ended; -1: there is none */
	bool sealed;
	struct acme_privileged_paths paths;
};

/* A process that has ended leaves its number to others. */
static int
lifeline_of(int pid)
{
#ifdef SYS_pidfd_open
	return (int)syscall(SYS_pidfd_open, pid, 0);
#else
	(void)pid;
	return -1;
#endif
}

static void
pause_a_moment(void)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };

	(void)nanosleep(&pause, NULL);
}

/* false: the server is gone. */
static bool
wait_for_request(const struct privsep *privsep)
{
	struct pollfd fds[] = {
		{ .fd = ACME_PRIVSEP_SOCKET, .events = POLLIN },
		{ .fd = privsep->lifeline, .events = POLLIN },
	};

	/* Without memory for it, say: that passes. */
	while (poll(fds, 2, -1) < 0)
		pause_a_moment();
	return !fds[1].revents;
}

/* What is too long for the system at the moment is answered by its reason.
 * false: the server is gone. */
static bool
send_answer(const struct acme_privsep_message *answer)
{
	struct acme_fault fault;
	struct acme_privsep_message why = { .what = answer->what,
					    .serial = answer->serial,
					    .number = ACME_ERR_SYSTEM };
	enum acme_err err =
		acme_privsep_message_send(ACME_PRIVSEP_SOCKET, answer, &fault);

	if (!err || err == ACME_ERR_CLOSED)
		return !err;
	(void)acme_fault_in(&fault, err,
			    "the privileged process (lws-acme-priv) could not "
			    "answer");
	why.parts[0] = acme_span_str(fault.text);
	return acme_privsep_message_send(ACME_PRIVSEP_SOCKET, &why, NULL) !=
	       ACME_ERR_CLOSED;
}

static bool
answer_nonsense(void)
{
	const struct acme_privsep_message answer = {
		.what = ACME_PRIVSEP_MESSAGE_DONE, .number = ACME_ERR_SYNTAX
	};

	acme_privileged_log_refused("it is none of the plugin's");
	return send_answer(&answer);
}

/* An answer would reach the server, which has asked nothing. */
static bool
pass_over(const struct acme_privsep_message_sender *sender)
{
	struct acme_fault why;

	(void)acme_fault_set(&why, ACME_ERR_INVALID,
			     "process %d is not the one that it works for",
			     sender->pid);
	acme_privileged_log_refused(why.text);
	return true;
}

static bool
answer(struct privsep *privsep, const struct acme_privsep_message *asked,
       bool is_root)
{
	struct acme_privileged_reply reply;
	bool goes_on;

	if (!is_root && !privsep->sealed) {
		acme_sandbox_landlock(&privsep->paths);
		privsep->sealed = true;
	}
	acme_privileged_request(&privsep->paths, asked, is_root, &reply);
	goes_on = send_answer(&reply.message);
	acme_privileged_reply_clear(&reply);
	return goes_on;
}

/* false: that was the last. */
static bool
serve(struct privsep *privsep)
{
	struct acme_secret buffer = ACME_SECRET_INIT(ACME_PRIVSEP_MESSAGE_MAX);
	struct acme_privsep_message_sender sender = { .pid = -1, .uid = -1 };
	struct acme_privsep_message asked;
	bool goes_on = false;
	enum acme_err err;

	if (!wait_for_request(privsep))
		return false;
	err = acme_privsep_message_receive(ACME_PRIVSEP_SOCKET, &buffer, &asked,
					   &sender, NULL);
	if ((!err || err == ACME_ERR_SYNTAX) && sender.pid != privsep->server)
		goes_on = pass_over(&sender);
	else if (err == ACME_ERR_SYNTAX)
		goes_on = answer_nonsense();
	else if (!err)
		goes_on = answer(privsep, &asked, !sender.uid);
	else if (err != ACME_ERR_CLOSED) {
		pause_a_moment();
		goes_on = true;
	}
	acme_secret_clear(&buffer);
	return goes_on;
}

static int
refuse_to_start(const struct acme_fault *fault)
{
	const struct acme_privsep_message answer = {
		.what = ACME_PRIVSEP_MESSAGE_READY,
		.parts = { acme_span_str(fault->text) },
	};

	return acme_privsep_message_send(ACME_PRIVSEP_SOCKET, &answer, NULL)
		       ? 2
		       : 1;
}

int
acme_privileged_serve(int socket, int notes, int server)
{
	struct acme_privsep_message ready = {
		.what = ACME_PRIVSEP_MESSAGE_READY
	};
	struct privsep privsep = { .server = server };
	struct acme_fault fault;

	acme_log_to(NULL);
	if (acme_sandbox_enter(socket, notes, &fault))
		return refuse_to_start(&fault);
	acme_privileged_log_to(ACME_PRIVSEP_NOTES);
	privsep.lifeline = lifeline_of(server);
	ready.number = (int32_t)getpid();
	if (acme_privsep_message_send(ACME_PRIVSEP_SOCKET, &ready, NULL))
		return 2;
	while (serve(&privsep))
		;
	free(privsep.paths.at); /* the texts end with the process */
	return 0;
}
