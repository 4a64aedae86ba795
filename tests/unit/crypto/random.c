/* SPDX-License-Identifier: MIT */
/*
 * The random generator: no two callers get the same, in threads or after a
 * fork.
 */
#define _POSIX_C_SOURCE 200809L
#include "crypto/random.h"

#include "test.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONG	  5000 /* more than the kernel gives uninterrupted */
#define N_THREADS 4
#define N_DRAWS	  500
#define DRAW_LEN  16
#define N_ALL	  ((size_t)N_THREADS * N_DRAWS)

static void
long_requests(void)
{
	static unsigned char a[LONG + 1], b[LONG + 1];
	unsigned int seen[256] = { 0 };
	size_t i;

	CHECK_INT(acme_random(NULL, a, LONG), 0);
	CHECK_INT(acme_random(NULL, b, LONG), 0);
	CHECK(memcmp(a, b, LONG) != 0);
	CHECK(memcmp(a, a + LONG / 2, LONG / 2) != 0);
	CHECK_INT(a[LONG], 0);
	for (i = 0; i < LONG; i++)
		seen[a[i]]++;
	/* 19.5 are expected of each; none at all is one in 10^6. */
	for (i = 0; i < 256; i++)
		CHECK(seen[i] > 0 && seen[i] < 80);
	CHECK_INT(acme_random(NULL, a, 0), 0);
}

static unsigned char draws[N_THREADS][N_DRAWS][DRAW_LEN];

static void *
draw(void *arg)
{
	unsigned char(*mine)[DRAW_LEN] = arg;
	size_t i;

	for (i = 0; i < N_DRAWS; i++)
		if (acme_random(NULL, mine[i], DRAW_LEN))
			return NULL;
	return arg;
}

static int
compare(const void *a, const void *b)
{
	return memcmp(a, b, DRAW_LEN);
}

static void
threads(void)
{
	unsigned char(*all)[DRAW_LEN] = draws[0];
	pthread_t thread[N_THREADS];
	void *result;
	size_t i;

	for (i = 0; i < N_THREADS; i++)
		CHECK(!pthread_create(&thread[i], NULL, draw, draws[i]));
	for (i = 0; i < N_THREADS; i++) {
		CHECK(!pthread_join(thread[i], &result));
		CHECK(result);
	}
	qsort(all, N_ALL, DRAW_LEN, compare);
	for (i = 1; i < N_ALL; i++)
		CHECK(memcmp(all[i - 1], all[i], DRAW_LEN) != 0);
}

static void
fork_draws_its_own(void)
{
	unsigned char ours[DRAW_LEN], childs[DRAW_LEN];
	int ends[2], status;
	ssize_t len;
	pid_t child;

	CHECK(!acme_random(NULL, ours, sizeof(ours)));
	CHECK(!pipe(ends));
	child = fork();
	CHECK(child >= 0);
	if (!child) {
		status = acme_random(NULL, childs, sizeof(childs));
		len = write(ends[1], childs, sizeof(childs));
		_exit(status || len != (ssize_t)sizeof(childs));
	}
	CHECK(!acme_random(NULL, ours, sizeof(ours)));
	CHECK_INT(read(ends[0], childs, sizeof(childs)), sizeof(childs));
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFEXITED(status) && !WEXITSTATUS(status));
	CHECK(memcmp(ours, childs, sizeof(ours)) != 0);
	close(ends[0]);
	close(ends[1]);
}

static const struct test tests[] = {
	TEST(long_requests),
	TEST(threads),
	TEST(fork_draws_its_own),
};

TEST_MAIN(tests)
