/* SPDX-License-Identifier: MIT */
/*
 * One parcel in, one out.  Paths come from root only: a server that was taken
 * over after it gave up root can have its own pair replaced by another pair
 * that matches, and nothing else.
 */
#include "edge/keeper_process.h"

#include "base/log.h"

#include <stdlib.h>
#include <unistd.h>

#define LINES_MAX 8192 /* of log, in one answer */
#define SOCKET	  3    /* see acme_keeper_confine() */

struct keeper {
	struct acme_places *places;
	int n_places;
};

/* The log is the server's: lines travel with the answer. */
static struct acme_buf lines = ACME_BUF_INIT(LINES_MAX);

static void
keep_line(enum acme_log_level level, const char *line)
{
	/* What is too much is lost. */
	if (acme_buf_addf(&lines, "%d%s\n", (int)level, line))
		return;
}

static const char *
text_of(struct acme_span part)
{
	return part.len && !part.data[part.len - 1] ? part.data : "";
}

static bool
is_asked_for(const struct acme_places *places, const struct acme_parcel *parcel)
{
	const char *cert = text_of(parcel->parts[1]);
	const char *key = text_of(parcel->parts[2]);

	return !strcmp(places->auth, text_of(parcel->parts[0])) &&
	       (!*cert || !strcmp(places->cert, cert)) &&
	       (!*key || !strcmp(places->key, key));
}

/* An account, which has no pair, is any vhost's with the same auth-path. */
static int
find(const struct keeper *keeper, const struct acme_parcel *parcel)
{
	int i = 0;

	while (i < keeper->n_places &&
	       !is_asked_for(&keeper->places[i], parcel))
		i++;
	return i < keeper->n_places ? i : -1;
}

/* They last as long as the process. */
static enum acme_err
add(struct keeper *keeper, const struct acme_parcel *parcel)
{
	char *texts[ACME_PARCEL_PARTS];
	struct acme_places *more;
	size_t i;

	more = realloc(keeper->places,
		       sizeof(*more) * (size_t)(keeper->n_places + 1));
	if (!more)
		return ACME_ERR_MEMORY;
	keeper->places = more;
	for (i = 0; i < ACME_PARCEL_PARTS; i++) {
		texts[i] =
			acme_span_dup(acme_span_str(text_of(parcel->parts[i])));
		if (!texts[i])
			return ACME_ERR_MEMORY;
	}
	keeper->places[keeper->n_places++] = (struct acme_places){
		.auth = texts[0],
		.cert = texts[1],
		.key = texts[2],
		.who = texts[3],
		.pair = ACME_PAIR_NEXT,
	};
	return ACME_OK;
}

static struct acme_parcel
introduce(struct keeper *keeper, const struct acme_parcel *parcel,
	  bool from_root)
{
	struct acme_parcel answer = { .what = ACME_PARCEL_ADD };
	int number = find(keeper, parcel);

	if (number < 0 && from_root && !add(keeper, parcel))
		number = keeper->n_places - 1;
	answer.number = number;
	return answer;
}

static enum acme_err
fill(struct acme_access *access, const struct acme_parcel *parcel)
{
	enum acme_err err;

	if (!acme_access_init(access, (enum acme_access_kind)parcel->what,
			      (enum acme_record)parcel->record, parcel->tag))
		return ACME_ERR_MEMORY;
	err = acme_buf_add(&access->text.buf, parcel->parts[0]);
	return err ? err : acme_buf_add(&access->key.buf, parcel->parts[1]);
}

static struct acme_parcel
do_access(const struct keeper *keeper, struct acme_access *access,
	  const struct acme_parcel *parcel)
{
	struct acme_parcel answer = { .what = ACME_PARCEL_DONE };

	access->err = fill(access, parcel);
	if (access->err)
		(void)acme_fault_set(&access->fault, access->err,
				     "the keeper of the files has no memory");
	else
		acme_access_run(access, &keeper->places[parcel->number]);
	answer.number = (int32_t)access->err;
	if (access->err)
		answer.parts[0] = acme_span_str(access->fault.text);
	if (access->stored) {
		answer.parts[1] = acme_buf_span(&access->stored->key.buf);
		answer.parts[2] = acme_buf_span(&access->stored->chain);
	}
	answer.parts[3] = acme_buf_span(&lines);
	return answer;
}

static bool
makes_sense(const struct keeper *keeper, const struct acme_parcel *parcel)
{
	return parcel->what < ACME_ACCESS__MAX &&
	       parcel->record <= ACME_RECORD_STATE && parcel->number >= 0 &&
	       parcel->number < keeper->n_places;
}

/* false: that was the last. */
static bool
serve(struct keeper *keeper)
{
	struct acme_secret room = ACME_SECRET_INIT(ACME_PARCEL_MAX);
	struct acme_access access = { .stored = NULL };
	struct acme_parcel parcel, answer;
	bool from_root, goes_on = false;

	if (acme_parcel_receive(SOCKET, &room, &parcel, &from_root, NULL))
		goto out;
	if (parcel.what == ACME_PARCEL_ADD)
		answer = introduce(keeper, &parcel, from_root);
	else if (makes_sense(keeper, &parcel))
		answer = do_access(keeper, &access, &parcel);
	else
		goto out;
	goes_on = !acme_parcel_send(SOCKET, &answer, NULL);
out:
	acme_access_clear(&access);
	acme_secret_clear(&room);
	acme_buf_clear(&lines);
	return goes_on;
}

int
acme_keeper_process(int fd)
{
	struct acme_parcel ready = { .what = ACME_PARCEL_READY };
	struct keeper keeper = { .places = NULL };
	struct acme_fault fault;

	acme_log_to(keep_line);
	if (acme_keeper_confine(fd, &fault)) {
		ready.parts[0] = acme_span_str(fault.text);
		return acme_parcel_send(SOCKET, &ready, NULL) ? 2 : 1;
	}
	ready.number = (int32_t)getpid();
	if (acme_parcel_send(SOCKET, &ready, NULL))
		return 2;
	while (serve(&keeper))
		;
	free(keeper.places); /* the texts end with the process */
	return 0;
}
