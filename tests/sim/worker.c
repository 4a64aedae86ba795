/* SPDX-License-Identifier: MIT */
/*
 * The worker: real crypto, run when the agenda says so.  A job that is to
 * fail finds a random generator that does: the linker gives the callers of
 * acme_random() and acme_key_thumbprint() the functions below.
 */
#include "world_private.h"

#include "crypto/key/key.h"

#include <mbedtls/entropy.h>
#include <stdlib.h>

struct task {
	struct acme_job *job;
	bool fails;
};

static bool random_fails, thumbprint_fails;

int __real_acme_random(void *unused, unsigned char *out, size_t len);
int __wrap_acme_random(void *unused, unsigned char *out, size_t len);

int
__wrap_acme_random(void *unused, unsigned char *out, size_t len)
{
	if (random_fails)
		return MBEDTLS_ERR_ENTROPY_SOURCE_FAILED;
	return __real_acme_random(unused, out, len);
}

enum acme_err __real_acme_key_thumbprint(const struct acme_key *key,
					 struct acme_buf *thumbprint);
enum acme_err __wrap_acme_key_thumbprint(const struct acme_key *key,
					 struct acme_buf *thumbprint);

enum acme_err
__wrap_acme_key_thumbprint(const struct acme_key *key,
			   struct acme_buf *thumbprint)
{
	if (thumbprint_fails)
		return ACME_ERR_MEMORY;
	return __real_acme_key_thumbprint(key, thumbprint);
}

void
world_thumbprints_fail(bool fail)
{
	thumbprint_fails = fail;
}

static void
run(void *arg)
{
	struct task *task = arg;

	random_fails = task->fails;
	task->job->run(task->job);
	random_fails = false;
	task->job->finish(task->job);
	free(task);
}

static void
work(struct acme_port *port, struct acme_job *job)
{
	struct world *world = world_vhost_of(port)->world;
	struct world_plan plan =
		world_planned(world_vhost_of(port), WORLD_WORK);
	struct task *task = malloc(sizeof(*task));

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
