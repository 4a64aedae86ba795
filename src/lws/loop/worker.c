/* SPDX-License-Identifier: MIT */
/*
 * This is the one thread for slow work: two queues, and the thread between
 * them.  The thread takes no signals: they are the program's.
 */
#define _GNU_SOURCE /* pipe2, pthread_setname_np */
#include "lws/loop/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static void
push(struct acme_job_queue *queue, struct acme_job *job)
{
	job->next = NULL;
	if (queue->last)
		queue->last->next = job;
	else
		queue->first = job;
	queue->last = job;
}

static struct acme_job *
pop(struct acme_job_queue *queue)
{
	struct acme_job *job = queue->first;

	if (!job)
		return NULL;
	queue->first = job->next;
	if (!queue->first)
		queue->last = NULL;
	return job;
}

/* A pipe that is full, or that nobody reads any more,
 * need not be written to. */
static void
on_expiry(int wakeup)
{
	const char stroke = 1;

	while (write(wakeup, &stroke, 1) < 0 && errno == EINTR)
		;
}

static struct acme_job *
wait_for_job(struct acme_worker *worker)
{
	while (!worker->stopping && !worker->todo.first)
		pthread_cond_wait(&worker->wanted, &worker->lock);
	return worker->stopping ? NULL : pop(&worker->todo);
}

static void *
work(void *arg)
{
	struct acme_worker *worker = arg;
	struct acme_job *job;

	pthread_mutex_lock(&worker->lock);
	while ((job = wait_for_job(worker))) {
		pthread_mutex_unlock(&worker->lock);
		job->run(job);
		pthread_mutex_lock(&worker->lock);
		if (!worker->done.first)
			on_expiry(worker->wakeup);
		push(&worker->done, job);
	}
	pthread_mutex_unlock(&worker->lock);
	return NULL;
}

void
acme_worker_init(struct acme_worker *worker)
{
	*worker = (struct acme_worker){ .wakeup = -1 };
	pthread_mutex_init(&worker->lock, NULL);
	pthread_cond_init(&worker->wanted, NULL);
}

/* The thread inherits the mask, so it is set around its creation. */
static int
create_thread(struct acme_worker *worker)
{
	sigset_t all, before;
	int err;

	sigfillset(&all);
	err = pthread_sigmask(SIG_SETMASK, &all, &before);
	if (err)
		return err;
	err = pthread_create(&worker->thread, NULL, work, worker);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!err)
		pthread_setname_np(worker->thread, "lws-acme");
	return err;
}

enum acme_err
acme_worker_start(struct acme_worker *worker, int *wakeup,
		  struct acme_fault *fault)
{
	int ends[2], err;

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK))
		return acme_fault_set(
			fault, ACME_ERR_SYSTEM,
			"cannot create the worker's wakeup pipe: %s",
			strerror(errno));
	worker->wakeup = ends[1];
	err = create_thread(worker);
	if (err) {
		close(ends[0]);
		close(ends[1]);
		worker->wakeup = -1;
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "cannot create the worker's thread: %s",
				      strerror(err));
	}
	worker->started = true;
	*wakeup = ends[0];
	return ACME_OK;
}

void
acme_worker_add(struct acme_worker *worker, struct acme_job *job)
{
	pthread_mutex_lock(&worker->lock);
	push(&worker->todo, job);
	pthread_cond_signal(&worker->wanted);
	pthread_mutex_unlock(&worker->lock);
}

/* A job's finish() may add jobs, so the queue is not held meanwhile. */
void
acme_worker_finish(struct acme_worker *worker)
{
	struct acme_job *job;

	do {
		pthread_mutex_lock(&worker->lock);
		job = pop(&worker->done);
		pthread_mutex_unlock(&worker->lock);
		if (job)
			job->finish(job);
	} while (job);
}

void
acme_worker_stop(struct acme_worker *worker)
{
	struct acme_job *job;

	pthread_mutex_lock(&worker->lock);
	worker->stopping = true;
	pthread_cond_signal(&worker->wanted);
	pthread_mutex_unlock(&worker->lock);
	if (worker->started)
		pthread_join(worker->thread, NULL);
	acme_worker_finish(worker);
	while ((job = pop(&worker->todo)))
		job->finish(job);
	if (worker->wakeup >= 0)
		close(worker->wakeup);
	pthread_cond_destroy(&worker->wanted);
	pthread_mutex_destroy(&worker->lock);
}
