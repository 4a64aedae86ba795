/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a server: whoever has taken it over.  A thread of it speaks to
 * the keeper of files on the server's own socket, and with no right but the
 * server's.  It does what it reads from the pipe ${ACME_TAKEN_OVER}, a line each:
 *
 *     KIND RECORD NUMBER TAG TEXT     a request; no tag is "-", and the text
 *                                     "@N" is N letters
 *     raw N                           so many bytes that are no request
 *
 * and says on stderr what the answer is.
 */
#define _GNU_SOURCE /* SOCK_SEQPACKET */
#include "edge/parcel.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define TEXT_LEN (320 * 1024)
#define LINE_LEN 4096
#define N_FILES	 256

static char text[TEXT_LEN];

static int
find_socket(void)
{
	socklen_t len = sizeof(int);
	int fd, type = 0;

	for (fd = 3; fd < N_FILES; fd++)
		if (!getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) &&
		    type == SOCK_SEQPACKET)
			return fd;
	return -1;
}

static void
say(const char *what, long number, struct acme_span why, struct acme_span got)
{
	fprintf(stderr, "taken over: %s: %ld %.*s [%.*s]\n", what, number,
		(int)why.len, why.len ? why.data : "", (int)got.len,
		got.len ? got.data : "");
}

static void
hear(int fd, const char *what)
{
	struct acme_secret room = ACME_SECRET_INIT(ACME_PARCEL_MAX);
	struct acme_parcel answer;
	struct acme_fault fault;

	if (acme_parcel_receive(fd, &room, &answer, NULL, &fault))
		say(what, -1, acme_span_str(fault.text), ACME_SPAN(""));
	else
		say(what, answer.number, answer.parts[0], answer.parts[1]);
	acme_secret_clear(&room);
}

/* The text that ${word} stands for. */
static struct acme_span
text_of(const char *word)
{
	size_t len = *word == '@' ? strtoul(word + 1, NULL, 10) : 0;

	if (*word != '@')
		return acme_span_str(word);
	memset(text, 'x', sizeof(text));
	return acme_span(text, len < sizeof(text) ? len : sizeof(text));
}

static void
ask(int fd, char *line)
{
	struct acme_parcel question = { .serial = 0 };
	struct acme_fault fault;
	char tag[ACME_TAG_MAX + 1] = "";
	int at = 0;

	if (sscanf(line, "%u %u %d %64s %n", &question.what, &question.record,
		   &question.number, tag, &at) < 4)
		return;
	if (strcmp(tag, "-") != 0)
		memcpy(question.tag, tag, sizeof(question.tag));
	question.parts[0] = text_of(line + at);
	if (acme_parcel_send(fd, &question, &fault))
		say(tag, -1, acme_span_str(fault.text), ACME_SPAN(""));
	else
		hear(fd, tag);
}

static void
act(char *line)
{
	int fd = find_socket();
	size_t n;

	line[strcspn(line, "\n")] = '\0';
	if (fd < 0) {
		say("-", -1, ACME_SPAN("there is no socket"), ACME_SPAN(""));
	} else if (!strncmp(line, "raw ", 4)) {
		n = strtoul(line + 4, NULL, 10);
		if (send(fd, text, n, MSG_NOSIGNAL) == (ssize_t)n)
			hear(fd, "raw");
	} else {
		ask(fd, line);
	}
}

static void *
speak(void *path)
{
	static char line[LINE_LEN];
	FILE *in;

	while ((in = fopen(path, "r"))) {
		while (fgets(line, sizeof(line), in))
			act(line);
		fclose(in);
	}
	return NULL;
}

__attribute__((constructor)) static void
take_over(void)
{
	char *path = getenv("ACME_TAKEN_OVER");
	pthread_t thread;

	if (path && !pthread_create(&thread, NULL, speak, path))
		pthread_detach(thread);
}
