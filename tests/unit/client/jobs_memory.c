/* SPDX-License-Identifier: MIT */
/*
 * A job for which memory runs out, at each allocation in turn, answers all the
 * same: with a class and a sentence.
 */
#include "client/jobs.h"

#include "memory/short_memory.h"
#include "test.h"
#include "unit_jobs.flow.h"
#include "world.h"

struct jobs {
	struct unit_jobs_sm sm;
	unsigned int n_allocations; /* that the next job may make */
	unsigned int n_reported;
};

static struct jobs jobs;
static struct acme_key *key;
static struct acme_secret jwk = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);

static void
work(struct acme_port *port, struct acme_job *job)
{
	(void)port;
	job->run(job);
	/* The answer's own memory is another matter: it may be NULL. */
	memory_is_enough();
	job->finish(job);
}

static struct acme_port port = { .work = work };

void
jobs_sign(struct jobs *self, const struct sm_requester *requester)
{
	const struct acme_jws_header header = {
		.kid = "https://a.example/1",
		.nonce = "n",
		.url = "https://a.example/2",
	};

	memory_lasts(self->n_allocations++);
	acme_job_sign(&port, key, &header, ACME_SPAN("{}"), requester);
	memory_is_enough();
}

void
jobs_read_key(struct jobs *self, const struct sm_requester *requester)
{
	memory_lasts(self->n_allocations++);
	acme_job_read_key(&port, &jwk, requester);
	memory_is_enough();
}

void
jobs_report(struct jobs *self, const struct acme_fault *fault)
{
	CHECK(self->n_allocations < 100000);
	if (self->n_allocations == 1)
		return; /* without a job there is no sentence */
	CHECK(fault);
	CHECK_ERR(fault->err, ACME_ERR_MEMORY);
	CHECK(fault->text[0]);
	self->n_reported++;
}

static void
start(void)
{
	world_init();
	jobs = (struct jobs){ 0 };
	unit_jobs_sm_init(&jobs.sm, &jobs);
	sm_start(&jobs.sm.sm, &world.loop);
	world_settle();
}

static void
is_done(void)
{
	world_settle();
	CHECK(jobs.sm.sm.over);
	CHECK(jobs.n_reported > 1);
}

static void
memory_runs_out_for_a_signature(void)
{
	start();
	unit_jobs_post_sign(&jobs.sm);
	is_done();
}

static void
memory_runs_out_for_a_key(void)
{
	start();
	unit_jobs_post_read(&jobs.sm);
	is_done();
}

static void
set_up(void)
{
	CHECK_OK(acme_key_generate(ACME_KEY_P256, &key, NULL));
	CHECK_OK(acme_key_to_jwk(key, &jwk));
}

static void
tear_down(void)
{
	acme_key_unref(key);
	acme_secret_clear(&jwk);
}

static const struct test tests[] = {
	TEST(set_up),
	TEST(memory_runs_out_for_a_signature),
	TEST(memory_runs_out_for_a_key),
	TEST(tear_down),
};

TEST_MAIN(tests)
