/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a server: whoever has taken it over.  Once root is given up, a
 * thread of it speaks to the privileged process of files on the server's own
 * socket, and with no right but the server's.  It does what it reads from the
 * pipe ${ACME_TAKEN_OVER}, a line each:
 *
 *     KIND RECORD NUMBER TAG TEXT     a request; no tag is "-", and the text
 *                                     "@N" is N letters
 *     KIND RECORD NUMBER TAG <CHAIN <KEY
 *                                     its texts are those of two files
 *     raw N                           so many bytes that are no request
 *
 * and says on stderr what the answer is.  It speaks where the server waits for
 * no answer: two who read from one socket would get each other's.
 */
#define _GNU_SOURCE /* SOCK_SEQPACKET, RTLD_NEXT */
#include "lws/privsep/privileged/privsep_message.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define TEXT_LEN (320 * 1024)
#define LINE_LEN 4096
#define N_FILES	 256

#define FILE_LEN 262144

static char text[TEXT_LEN];
static char chain[FILE_LEN], key[FILE_LEN];

/* How many answers does the server wait for? */
static int n_awaited;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t less_awaited = PTHREAD_COND_INITIALIZER;
static _Thread_local bool is_ours;

static bool
is_its_socket(int fd)
{
	socklen_t len = sizeof(int);
	int type = 0;

	return !getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) &&
	       type == SOCK_SEQPACKET;
}

static int
find_socket(void)
{
	int fd;

	for (fd = 3; fd < N_FILES; fd++)
		if (is_its_socket(fd))
			return fd;
	return -1;
}

static void
count_awaited(int fd, int more)
{
	if (is_ours || !is_its_socket(fd))
		return;
	pthread_mutex_lock(&lock);
	n_awaited += more;
	pthread_cond_signal(&less_awaited);
	pthread_mutex_unlock(&lock);
}

static void
wait_until_none_is_awaited(void)
{
	pthread_mutex_lock(&lock);
	while (n_awaited > 0)
		pthread_cond_wait(&less_awaited, &lock);
	pthread_mutex_unlock(&lock);
}

ssize_t
sendmsg(int fd, const struct msghdr *message, int flags)
{
	ssize_t (*next)(int, const struct msghdr *, int);
	ssize_t n;

	*(void **)&next = dlsym(RTLD_NEXT, "sendmsg");
	count_awaited(fd, 1);
	n = next(fd, message, flags);
	if (n < 0)
		count_awaited(fd, -1);
	return n;
}

ssize_t
recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t (*next)(int, struct msghdr *, int);
	ssize_t n;

	*(void **)&next = dlsym(RTLD_NEXT, "recvmsg");
	n = next(fd, message, flags);
	if (n >= 0)
		count_awaited(fd, -1);
	return n;
}

static void
say(const char *what, long number, struct acme_span why, struct acme_span got)
{
	fprintf(stderr, "taken over: %s: %ld %.*s [%.*s]\n", what, number,
		(int)why.len, why.len ? why.data : "", (int)got.len,
		got.len ? got.data : "");
}

static void
hook_callback(int fd, const char *what)
{
	struct acme_secret buffer = ACME_SECRET_INIT(ACME_PRIVSEP_MESSAGE_MAX);
	struct acme_privsep_message answer;
	struct acme_fault fault;

	if (acme_privsep_message_receive(fd, &buffer, &answer, NULL, &fault))
		say(what, -1, acme_span_str(fault.text), ACME_SPAN(""));
	else
		say(what, answer.number, answer.parts[0], answer.parts[1]);
	acme_secret_clear(&buffer);
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

static struct acme_span
read_file(const char *path, char *buffer)
{
	FILE *in = fopen(path, "r");
	size_t n = in ? fread(buffer, 1, FILE_LEN, in) : 0;

	if (in)
		fclose(in);
	return acme_span(buffer, n);
}

static void
fill(struct acme_privsep_message *asked, const char *words)
{
	char paths[2][LINE_LEN];

	if (sscanf(words, "<%s <%s", paths[0], paths[1]) == 2) {
		asked->parts[0] = read_file(paths[0], chain);
		asked->parts[1] = read_file(paths[1], key);
	} else {
		asked->parts[0] = text_of(words);
	}
}

static void
ask(int fd, char *line)
{
	struct acme_privsep_message asked = { .serial = 0 };
	struct acme_fault fault;
	char tag[ACME_TAG_MAX + 1] = "";
	int at = 0;

	if (sscanf(line, "%u %u %d %64s %n", &asked.what, &asked.record,
		   &asked.number, tag, &at) < 4)
		return;
	if (strcmp(tag, "-") != 0)
		memcpy(asked.tag, tag, sizeof(asked.tag));
	fill(&asked, line + at);
	if (acme_privsep_message_send(fd, &asked, &fault))
		say(tag, -1, acme_span_str(fault.text), ACME_SPAN(""));
	else
		hook_callback(fd, tag);
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
			hook_callback(fd, "raw");
	} else {
		ask(fd, line);
	}
}

static void *
speak(void *path)
{
	static char line[LINE_LEN];
	FILE *in;

	is_ours = true;
	while ((in = fopen(path, "r"))) {
		while (fgets(line, sizeof(line), in)) {
			wait_until_none_is_awaited();
			act(line);
		}
		fclose(in);
	}
	return NULL;
}

static void
take_over(void)
{
	char *path = getenv("ACME_TAKEN_OVER");
	pthread_t thread;

	if (path && !pthread_create(&thread, NULL, speak, path))
		pthread_detach(thread);
}

/* It is the last step of giving up root. */
int
setuid(uid_t uid)
{
	int (*next)(uid_t);
	int failed;

	*(void **)&next = dlsym(RTLD_NEXT, "setuid");
	failed = next(uid);
	if (!failed)
		take_over();
	return failed;
}
