/* SPDX-License-Identifier: MIT */
/*
 * The worker: real crypto, run when the agenda says so.  A job that is to
 * fail finds a random generator that does: the linker gives the callers of
 * acme_random(), acme_key_thumbprint() and acme_key_to_pem() the functions
 * below.
 */
#include "world_private.h"

#include "crypto/key/key.h"
#include "memory/short_memory.h"

#include <mbedtls/entropy.h>
#include <stdlib.h>

struct task {
	struct acme_job *job;
	bool fails;
};

static bool random_fails, memory_is_short;
static uint32_t repeated; /* the last random number; 0: they are real */

int __real_acme_random(void *unused, unsigned char *out, size_t len);
int __wrap_acme_random(void *unused, unsigned char *out, size_t len);

int
__wrap_acme_random(void *unused, unsigned char *out, size_t len)
{
	if (random_fails)
		return MBEDTLS_ERR_ENTROPY_SOURCE_FAILED;
	if (!repeated)
		return __real_acme_random(unused, out, len);
	while (len--) {
		repeated = repeated * 1664525 + 1013904223;
		*out++ = (unsigned char)(repeated >> 24);
	}
	return 0;
}

void
world_random_repeats(void)
{
	repeated = 1;
}

enum acme_err __real_acme_key_thumbprint(const struct acme_key *key,
					 struct acme_buf *thumbprint);
enum acme_err __wrap_acme_key_thumbprint(const struct acme_key *key,
					 struct acme_buf *thumbprint);

enum acme_err
__wrap_acme_key_thumbprint(const struct acme_key *key,
			   struct acme_buf *thumbprint)
{
	if (memory_is_short)
		return ACME_ERR_MEMORY;
	return __real_acme_key_thumbprint(key, thumbprint);
}

enum acme_err __real_acme_key_to_pem(const struct acme_key *key,
				     struct acme_secret *pem);
enum acme_err __wrap_acme_key_to_pem(const struct acme_key *key,
				     struct acme_secret *pem);

enum acme_err
__wrap_acme_key_to_pem(const struct acme_key *key, struct acme_secret *pem)
{
	if (memory_is_short)
		return ACME_ERR_MEMORY;
	return __real_acme_key_to_pem(key, pem);
}

void
world_memory_is_short(bool is_short)
{
	memory_is_short = is_short;
}

static void
run(void *arg)
{
	struct task *task = arg;

	bool was_tests = memory_is_tests(false);

	random_fails = task->fails;
	task->job->run(task->job);
	random_fails = false;
	task->job->finish(task->job);
	memory_is_tests(was_tests);
	free(task);
}

static void
work(struct acme_port *port, struct acme_job *job)
{
	struct world *world = world_vhost_of(port)->world;
	struct world_plan plan =
		world_planned(world_vhost_of(port), WORLD_WORK);
	bool was_tests = memory_is_tests(true);
	struct task *task = malloc(sizeof(*task));

	memory_is_tests(was_tests);
	if (!task)
		abort();
	*task = (struct task){ .job = job, .fails = plan.err };
	/* One that is dropped ends all the same: nobody listens any more. */
	agenda_add(&world->agenda, plan.delay_us, NULL, run, run, task);
}

void
world_worker_init(struct acme_port *port)
{
	port->work = work;
}
