/* SPDX-License-Identifier: MIT */
/*
 * The random generator: no two callers get the same, in threads or after a
 * fork, and nobody gets bytes that the kernel did not give.
 */
#define _DEFAULT_SOURCE /* syscall() */
#include "crypto/random.h"

#include "crypto/key/key.h"
#include "test.h"

#include <errno.h>
#include <mbedtls/entropy.h>
#include <pthread.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONG	  5000 /* more than the kernel gives uninterrupted */
#define N_THREADS 4
#define N_DRAWS	  500
#define DRAW_LEN  16
#define N_ALL	  ((size_t)N_THREADS * N_DRAWS)

/* What the kernel does instead, call by call; 0: as it is. */
static struct {
	int errors[4]; /* errno */
	size_t at_most, n_given;
	unsigned int n_calls;
} kernel;

/* In place of the system's, for this program. */
ssize_t
getrandom(void *out, size_t len, unsigned int flags)
{
	unsigned int call = kernel.n_calls++;

	if (call < 4 && kernel.errors[call]) {
		errno = kernel.errors[call];
		return -1;
	}
	if (kernel.at_most && len > kernel.at_most)
		len = kernel.at_most;
	kernel.n_given += len;
	return syscall(SYS_getrandom, out, len, flags);
}

static void
kernel_gives_all(void)
{
	memset(&kernel, 0, sizeof(kernel));
}

/* Then nobody has a key: bytes that are not drawn would be the same for all. */
static void
kernel_refuses(void)
{
	static const int errors[] = { ENOSYS, EPERM, EAGAIN, EFAULT, EIO };
	unsigned char bytes[32];
	struct acme_key *key = NULL;
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		kernel_gives_all();
		kernel.errors[0] = errors[i];
		CHECK_INT(acme_random(NULL, bytes, sizeof(bytes)),
			  MBEDTLS_ERR_ENTROPY_SOURCE_FAILED);
		/* Half of it is no more than nothing. */
		kernel_gives_all();
		kernel.at_most = 16;
		kernel.errors[1] = errors[i];
		CHECK_INT(acme_random(NULL, bytes, sizeof(bytes)),
			  MBEDTLS_ERR_ENTROPY_SOURCE_FAILED);
		CHECK_INT(kernel.n_calls, 2);
		kernel_gives_all();
		kernel.errors[0] = errors[i];
		CHECK_ERR(acme_key_generate(ACME_KEY_P256, &key, &fault),
			  ACME_ERR_SYSTEM);
		CHECK(fault.text[0] && !key);
	}
	kernel_gives_all();
}

static bool
is_zero(const unsigned char *bytes, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (bytes[i])
			return false;
	return true;
}

/* Eight bytes of zeros would come once in 10^19. */
static void
kernel_gives_pieces(void)
{
	unsigned char bytes[80] = { 0 };
	size_t i;

	kernel_gives_all();
	kernel.at_most = 8;
	kernel.errors[0] = kernel.errors[2] = EINTR;
	CHECK_INT(acme_random(NULL, bytes, 72), 0);
	CHECK_INT(kernel.n_calls, 9 + 2);
	CHECK_INT(kernel.n_given, 72);
	kernel_gives_all();
	for (i = 0; i < 72; i += 8)
		CHECK(!is_zero(bytes + i, 8));
	CHECK(is_zero(bytes + 72, 8));
}

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
	TEST(kernel_refuses), TEST(kernel_gives_pieces), TEST(long_requests),
	TEST(threads),	      TEST(fork_draws_its_own),
};

TEST_MAIN(tests)
