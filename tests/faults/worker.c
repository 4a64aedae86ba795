/* SPDX-License-Identifier: MIT */
/*
 * The worker is started and works, and a key is drawn, on a system that says
 * no: each job is done, and no byte is one that the kernel did not give.
 */
#include "lws/loop/worker.h"
#include "crypto/key/key.h"
#include "driver.h"
#include "test.h"

#include <poll.h>
#include <unistd.h>

#define PATIENCE_MS 10000
#define N_JOBS	    3

static unsigned int n_run, n_finished;

static void
run(struct acme_job *job)
{
	(void)job;
	n_run++;
}

static void
finish(struct acme_job *job)
{
	(void)job;
	n_finished++;
}

static void
nothing(void)
{
}

/* Each tells that it is done. */
static void
wait_for_jobs(struct acme_worker *worker, int wakeup)
{
	struct pollfd wait = { .fd = wakeup, .events = POLLIN };
	char strokes[8];

	while (n_finished < N_JOBS) {
		CHECK(poll(&wait, 1, PATIENCE_MS) == 1);
		CHECK(read(wakeup, strokes, sizeof(strokes)) > 0);
		acme_worker_finish(worker);
	}
}

/* What was not waited for is finished when it stops. */
static enum acme_err
work(struct acme_fault *fault)
{
	struct acme_job jobs[N_JOBS];
	struct acme_worker worker;
	enum acme_err err;
	int i, wakeup = -1;

	n_run = n_finished = 0;
	acme_worker_init(&worker);
	for (i = 0; i < N_JOBS; i++) {
		jobs[i] = (struct acme_job){ .run = run, .finish = finish };
		acme_worker_add(&worker, &jobs[i]);
	}
	err = acme_worker_start(&worker, &wakeup, fault);
	faults_look_away(true);
	if (!err)
		wait_for_jobs(&worker, wakeup);
	if (wakeup >= 0)
		close(wakeup);
	faults_look_away(false);
	acme_worker_stop(&worker);
	return err;
}

static bool
is_all_finished(void)
{
	return n_finished == N_JOBS && (faults_n_struck() || n_run == N_JOBS);
}

static void
check_finished(void)
{
	CHECK_INT(n_finished, N_JOBS);
}

static const char *
worker(void)
{
	return "cannot create the worker's ";
}

static enum acme_err
make_key(struct acme_fault *fault)
{
	struct acme_key *key = NULL;
	enum acme_err err = acme_key_generate(ACME_KEY_P256, &key, fault);

	acme_key_unref(key);
	return err;
}

static bool
is_true(void)
{
	return true;
}

static const char *
entropy(void)
{
	return "entropy";
}

static void
each_operation(void)
{
	static const struct faults_operation operations[] = {
		{ "the worker works", nothing, nothing, work, is_all_finished,
		  check_finished, worker, .has_worker = true, .n_least = 8 },
		{ "a key is made", nothing, nothing, make_key, is_true, NULL,
		  entropy, .or_words = "entropy", .n_least = 10 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

static const struct test tests[] = {
	TEST(each_operation),
};

TEST_MAIN(tests)
