/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* pipe, poll */
#include "lws/loop/worker.h"
#include "test.h"

#include <poll.h>
#include <unistd.h>

/* A job that notes in which order, and by which thread, it was run. */
struct noting {
	struct acme_job job;
	pthread_t runner;
	bool ran, finished;
	int *n_finished;
	int place;
	int wait_for; /* reading this ends run(); -1: it ends at once */
};

static void
run(struct acme_job *job)
{
	struct noting *noting = (struct noting *)job;
	char byte;

	noting->runner = pthread_self();
	noting->ran =
		noting->wait_for < 0 || read(noting->wait_for, &byte, 1) == 1;
}

static void
finish(struct acme_job *job)
{
	struct noting *noting = (struct noting *)job;

	noting->finished = true;
	noting->place = (*noting->n_finished)++;
}

static struct noting
noting(int *n_finished)
{
	return (struct noting){ .job = { .run = run, .finish = finish },
				.n_finished = n_finished,
				.wait_for = -1 };
}

static void
runs_in_order_and_rings(void)
{
	struct pollfd wakeup = { .events = POLLIN };
	struct acme_worker worker;
	struct noting jobs[3];
	int n_finished = 0, i;
	char stroke;

	acme_worker_init(&worker);
	for (i = 0; i < 3; i++) {
		jobs[i] = noting(&n_finished);
		acme_worker_add(&worker, &jobs[i].job);
	}
	CHECK_OK(acme_worker_start(&worker, &wakeup.fd, NULL));
	while (n_finished < 3) {
		CHECK(poll(&wakeup, 1, 10000) == 1);
		CHECK(read(wakeup.fd, &stroke, 1) == 1);
		acme_worker_finish(&worker);
	}
	for (i = 0; i < 3; i++) {
		CHECK(jobs[i].ran);
		CHECK(!pthread_equal(jobs[i].runner, pthread_self()));
		CHECK_INT(jobs[i].place, i);
	}
	acme_worker_stop(&worker);
	close(wakeup.fd);
}

static void
stop_awaits_one_and_finishes_all(void)
{
	struct acme_worker worker;
	struct noting jobs[2];
	int n_finished = 0, wakeup, gate[2];

	CHECK(!pipe(gate));
	acme_worker_init(&worker);
	CHECK_OK(acme_worker_start(&worker, &wakeup, NULL));
	jobs[0] = noting(&n_finished);
	jobs[0].wait_for = gate[0];
	jobs[1] = noting(&n_finished);
	acme_worker_add(&worker, &jobs[0].job);
	acme_worker_add(&worker, &jobs[1].job);
	CHECK(write(gate[1], "x", 1) == 1);
	acme_worker_stop(&worker);
	CHECK(jobs[0].finished && jobs[1].finished);
	CHECK_INT(n_finished, 2);
	close(wakeup);
	close(gate[0]);
	close(gate[1]);
}

static void
stop_before_the_start(void)
{
	struct acme_worker worker;
	int n_finished = 0;
	struct noting job = noting(&n_finished);

	acme_worker_init(&worker);
	acme_worker_add(&worker, &job.job);
	acme_worker_stop(&worker);
	CHECK(job.finished && !job.ran);
}

static const struct test tests[] = {
	TEST(runs_in_order_and_rings),
	TEST(stop_awaits_one_and_finishes_all),
	TEST(stop_before_the_start),
};

TEST_MAIN(tests)
