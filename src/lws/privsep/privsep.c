/* SPDX-License-Identifier: MIT */
/* The server's side: one question, and one answer to it. */
#include "lws/privsep/privsep.h"

#include "lws/privsep/child.h"
#include "lws/privsep/unshared_fd.h"

#include <stdlib.h>
#include <unistd.h>

struct acme_keeper {
	struct acme_unshared socket;
	int notes;	 /* its lines; -1: taken */
	int pid;	 /* for people */
	uint32_t serial; /* of the last question */
};

static enum acme_err
meet(struct acme_keeper *keeper, struct acme_fault *fault)
{
	struct acme_secret room = ACME_SECRET_INIT(ACME_PARCEL_MAX);
	struct acme_parcel ready;
	enum acme_err err;

	err = acme_parcel_receive(keeper->socket.fd, &room, &ready, NULL,
				  fault);
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
	enum acme_err err;
	int socket;

	if (!keeper) {
		acme_fault_set(fault, ACME_ERR_MEMORY,
			       "no process to keep files as root: no memory");
		return NULL;
	}
	err = acme_keeper_spawn(&socket, &keeper->notes, fault);
	if (err) {
		free(keeper);
		return NULL;
	}
	acme_unshared_keep(&keeper->socket, socket);
	if (!meet(keeper, fault))
		return keeper;
	acme_keeper_end(keeper);
	return NULL;
}

void
acme_keeper_end(struct acme_keeper *keeper)
{
	if (!keeper)
		return;
	acme_unshared_close(&keeper->socket);
	if (keeper->notes >= 0)
		close(keeper->notes);
	free(keeper);
}

int
acme_keeper_pid(const struct acme_keeper *keeper)
{
	return keeper->pid;
}

int
acme_keeper_take_notes(struct acme_keeper *keeper)
{
	int notes = keeper->notes;

	keeper->notes = -1;
	return notes;
}

/* One that came too late for its question is passed over. */
static enum acme_err
receive_answer(const struct acme_keeper *keeper, struct acme_secret *room,
	       struct acme_parcel *answer, struct acme_fault *fault)
{
	enum acme_err err;

	do {
		acme_secret_clear(room);
		err = acme_parcel_receive(keeper->socket.fd, room, answer, NULL,
					  fault);
	} while (!err && answer->serial != keeper->serial);
	return err;
}

static enum acme_err
ask(struct acme_keeper *keeper, struct acme_parcel *question,
    struct acme_secret *room, struct acme_parcel *answer,
    struct acme_fault *fault)
{
	enum acme_err err;

	if (keeper->socket.fd < 0)
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "the process %d that keeps the files as "
				      "root works for the process that this "
				      "one was forked from",
				      keeper->pid);
	question->serial = ++keeper->serial;
	err = acme_parcel_send(keeper->socket.fd, question, fault);
	if (!err)
		err = receive_answer(keeper, room, answer, fault);
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

/* What it says of a failure. */
static enum acme_err
take_fault(const struct acme_parcel *answer, struct acme_fault *fault)
{
	return acme_fault_set(fault, (enum acme_err)answer->number, "%.*s",
			      (int)answer->parts[0].len, answer->parts[0].data);
}

enum acme_err
acme_keeper_add(struct acme_keeper *keeper, const struct acme_places *places,
		int *number, struct acme_fault *fault)
{
	struct acme_secret room = ACME_SECRET_INIT(ACME_PARCEL_MAX);
	struct acme_parcel question = {
		.what = ACME_PARCEL_ADD,
		.parts = { whole(places->auth), whole(places->cert),
			   whole(places->key), whole(places->who) },
	};
	struct acme_parcel answer = { .number = -1 };
	enum acme_err err;

	err = ask(keeper, &question, &room, &answer, fault);
	if (!err && answer.parts[0].len)
		err = acme_fault_set(fault, ACME_ERR_INVALID, "%s: %.*s",
				     places->key, (int)answer.parts[0].len,
				     answer.parts[0].data);
	if (!err)
		*number = answer.number;
	acme_secret_clear(&room);
	return err;
}

static enum acme_err
take(struct acme_access *access, const struct acme_parcel *answer)
{
	enum acme_err err = (enum acme_err)answer->number;

	if (err)
		return take_fault(answer, &access->fault);
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
