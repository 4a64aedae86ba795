/* SPDX-License-Identifier: MIT */
/*
 * This is the server's side of the privileged process.  It sends one request,
 * and waits for the one answer to it.
 */
#include "lws/privsep/privsep.h"

#include "lws/privsep/privileged/privileged.h"
#include "lws/privsep/privileged/privileged_request.h"
#include "lws/privsep/unshared_fd.h"

#include <stdlib.h>
#include <unistd.h>

struct acme_privsep {
	struct acme_unshared_fd socket;
	int notes;	 /* its lines; -1: taken */
	int pid;	 /* for people */
	uint32_t serial; /* of the last request */
};

static enum acme_err
meet(struct acme_privsep *privsep, struct acme_fault *fault)
{
	struct acme_secret buffer = ACME_SECRET_INIT(ACME_PRIVSEP_MESSAGE_MAX);
	struct acme_privsep_message ready;
	enum acme_err err;

	err = acme_privsep_message_receive(privsep->socket.fd, &buffer, &ready,
					   NULL, fault);
	if (err)
		err = acme_fault_in(
			fault, err,
			"cannot start the privileged process (lws-acme-priv)");
	else if (ready.number > 0)
		privsep->pid = ready.number;
	else
		err = acme_fault_set(fault, ACME_ERR_SYSTEM,
				     "cannot start the privileged process "
				     "(lws-acme-priv): %.*s",
				     (int)ready.parts[0].len,
				     ready.parts[0].data);
	acme_secret_clear(&buffer);
	return err;
}

struct acme_privsep *
acme_privsep_start(struct acme_fault *fault)
{
	struct acme_privsep *privsep = calloc(1, sizeof(*privsep));
	enum acme_err err;
	int socket;

	if (!privsep) {
		acme_fault_set(fault, ACME_ERR_MEMORY,
			       "cannot start the privileged process "
			       "(lws-acme-priv): out of memory");
		return NULL;
	}
	err = acme_privsep_spawn(&socket, &privsep->notes, fault);
	if (err) {
		free(privsep);
		return NULL;
	}
	acme_unshared_fd_keep(&privsep->socket, socket);
	if (!meet(privsep, fault))
		return privsep;
	acme_privsep_end(privsep);
	return NULL;
}

void
acme_privsep_end(struct acme_privsep *privsep)
{
	if (!privsep)
		return;
	acme_unshared_fd_close(&privsep->socket);
	if (privsep->notes >= 0)
		close(privsep->notes);
	free(privsep);
}

int
acme_privsep_pid(const struct acme_privsep *privsep)
{
	return privsep->pid;
}

int
acme_privsep_take_log(struct acme_privsep *privsep)
{
	int notes = privsep->notes;

	privsep->notes = -1;
	return notes;
}

/* One that came too late for its request is passed over. */
static enum acme_err
receive_answer(const struct acme_privsep *privsep, struct acme_secret *buffer,
	       struct acme_privsep_message *answer, struct acme_fault *fault)
{
	enum acme_err err;

	do {
		acme_secret_clear(buffer);
		err = acme_privsep_message_receive(privsep->socket.fd, buffer,
						   answer, NULL, fault);
	} while (!err && answer->serial != privsep->serial);
	return err;
}

static enum acme_err
ask_privileged(struct acme_privsep *privsep, struct acme_privsep_message *asked,
	       struct acme_secret *buffer, struct acme_privsep_message *answer,
	       struct acme_fault *fault)
{
	enum acme_err err;

	if (privsep->socket.fd < 0)
		return acme_fault_set(
			fault, ACME_ERR_SYSTEM,
			"the privileged process %d (lws-acme-priv) works for "
			"the process that this "
			"one was forked from",
			privsep->pid);
	asked->serial = ++privsep->serial;
	err = acme_privsep_message_send(privsep->socket.fd, asked, fault);
	if (!err)
		err = receive_answer(privsep, buffer, answer, fault);
	return err ? acme_fault_in(fault, ACME_ERR_SYSTEM,
				   "the privileged process %d (lws-acme-priv) "
				   "(start the server again)",
				   privsep->pid)
		   : ACME_OK;
}

/* With its NUL. */
static struct acme_span
whole(const char *text)
{
	return acme_span(text, strlen(text) + 1);
}

/* What it says of a failure. */
static enum acme_err
take_fault(const struct acme_privsep_message *answer, struct acme_fault *fault)
{
	return acme_fault_set(fault, (enum acme_err)answer->number, "%.*s",
			      (int)answer->parts[0].len, answer->parts[0].data);
}

enum acme_err
acme_privsep_add(struct acme_privsep *privsep,
		 const struct acme_store_paths *paths, int *number,
		 struct acme_fault *fault)
{
	struct acme_secret buffer = ACME_SECRET_INIT(ACME_PRIVSEP_MESSAGE_MAX);
	struct acme_privsep_message asked = {
		.what = ACME_PRIVSEP_MESSAGE_ADD,
		.parts = { whole(paths->auth), whole(paths->cert),
			   whole(paths->key), whole(paths->who) },
	};
	struct acme_privsep_message answer = { .number = -1 };
	enum acme_err err;

	err = ask_privileged(privsep, &asked, &buffer, &answer, fault);
	if (!err && answer.parts[0].len)
		err = acme_fault_set(fault, ACME_ERR_INVALID, "%s: %.*s",
				     paths->key, (int)answer.parts[0].len,
				     answer.parts[0].data);
	if (!err)
		*number = answer.number;
	acme_secret_clear(&buffer);
	return err;
}

static enum acme_err
take(struct acme_store_request *request,
     const struct acme_privsep_message *answer)
{
	enum acme_err err = (enum acme_err)answer->number;

	if (err)
		return take_fault(answer, &request->fault);
	if (!request->stored)
		return ACME_OK;
	err = acme_buf_add(&request->stored->key.buf, answer->parts[1]);
	if (!err)
		err = acme_buf_add(&request->stored->chain, answer->parts[2]);
	return err ? acme_fault_set(&request->fault, err, "out of memory")
		   : ACME_OK;
}

void
acme_privsep_run(struct acme_privsep *privsep, int number,
		 struct acme_store_request *request)
{
	struct acme_secret buffer = ACME_SECRET_INIT(ACME_PRIVSEP_MESSAGE_MAX);
	struct acme_privsep_message answer = { .number = ACME_ERR_SYSTEM };
	struct acme_privsep_message asked = {
		.what = request->kind,
		.record = request->record,
		.number = number,
		.parts = { acme_buf_span(&request->text.buf),
			   acme_buf_span(&request->key.buf) },
	};

	memcpy(asked.tag, request->tag, sizeof(asked.tag));
	request->err = ask_privileged(privsep, &asked, &buffer, &answer,
				      &request->fault);
	if (!request->err)
		request->err = take(request, &answer);
	acme_secret_clear(&buffer);
}
