/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* O_PATH and others of fcntl.h, syscall() */
#include "lws/serve/mbedtls/seccomp_no_open.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILE_THERE "/proc/self/status"

struct seen {
	int open, openat, openat2, fopen; /* errno; 0: it was opened */
	int reads;			  /* from a file that was open before */
	bool usr1_waits;
	bool called;
	pthread_t thread;
	int fd;
};

static int
result(long fd)
{
	if (fd < 0)
		return errno;
	close((int)fd);
	return 0;
}

static int
opened_by_stdio(void)
{
	FILE *file = fopen(FILE_THERE, "r");

	if (!file)
		return errno;
	fclose(file);
	return 0;
}

static void
look(void *arg)
{
	static const unsigned long long how[3];
	struct seen *seen = arg;
	sigset_t blocked;
	char byte;

	seen->called = true;
	seen->thread = pthread_self();
	seen->open = result(open(FILE_THERE, O_RDONLY));
	seen->openat = result(openat(AT_FDCWD, FILE_THERE, O_RDONLY));
	seen->openat2 = result(
		syscall(SYS_openat2, AT_FDCWD, FILE_THERE, how, sizeof(how)));
	seen->fopen = opened_by_stdio();
	seen->reads = read(seen->fd, &byte, 1) == 1;
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	seen->usr1_waits = sigismember(&blocked, SIGUSR1) == 1;
}

static void
opens_nothing_there(void)
{
	struct seen seen = { .fd = open(FILE_THERE, O_RDONLY) };

	CHECK(acme_seccomp_no_open(look, &seen));
	CHECK(seen.called);
	CHECK_INT(seen.open, EACCES);
	CHECK_INT(seen.openat, EACCES);
	CHECK_INT(seen.openat2, EACCES);
	CHECK_INT(seen.fopen, EACCES);
	CHECK_INT(seen.reads, 1);
	close(seen.fd);
}

static void *
opened_here(void *arg)
{
	*(int *)arg = result(open(FILE_THERE, O_RDONLY));
	return NULL;
}

/* Neither for this thread, nor for one that it starts later, nor for another
 * call. */
static void
changes_nothing_here(void)
{
	struct seen seen = { .fd = -1 }, again = { .fd = -1 };
	sigset_t blocked;
	pthread_t thread;
	int later = -1;

	CHECK(acme_seccomp_no_open(look, &seen));
	CHECK(!pthread_equal(seen.thread, pthread_self()));
	CHECK(seen.usr1_waits);
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	CHECK_INT(sigismember(&blocked, SIGUSR1), 0);
	CHECK_INT(result(open(FILE_THERE, O_RDONLY)), 0);
	CHECK_INT(pthread_create(&thread, NULL, opened_here, &later), 0);
	CHECK_INT(pthread_join(thread, NULL), 0);
	CHECK_INT(later, 0);
	CHECK(acme_seccomp_no_open(look, &again));
	CHECK_INT(again.open, EACCES);
}

static const struct test tests[] = {
	TEST(opens_nothing_there),
	TEST(changes_nothing_here),
};

TEST_MAIN(tests)
