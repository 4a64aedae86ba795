/* SPDX-License-Identifier: MIT */
/*
 * Runs a command until it succeeds.  How often it is tried, with which pauses,
 * and how a run ends that takes too long, is in job_runner.flow.
 */
#include "job_runner.flow.h"
#include "poll_host.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	PROCESS,
	SIGNALS,
	N_WATCHES
};
enum {
	CANNOT_EXECUTE = 126,
	NOT_FOUND = 127
}; /* the shell's, by POSIX */

struct job {
	struct job_runner_sm flow;
	struct poll_host host;
	struct poll_watch watch[N_WATCHES];
	char **command;
	sigset_t mask; /* the user's, for the command */
	double limit_s;
	pid_t pid;
	int status; /* of waitpid() */
};

/* What the table asks. */

uint64_t
job_limit_us(const struct job *self)
{
	return (uint64_t)(self->limit_s * 1e6);
}

bool
job_succeeded(const struct job *self)
{
	return WIFEXITED(self->status) && !WEXITSTATUS(self->status);
}

bool
job_cannot_run(const struct job *self)
{
	return WIFEXITED(self->status) &&
	       (WEXITSTATUS(self->status) == CANNOT_EXECUTE ||
		WEXITSTATUS(self->status) == NOT_FOUND);
}

/* What the table calls. */

static void
be_command(const struct job *self)
{
	int fault;

	sigprocmask(SIG_SETMASK, &self->mask, NULL);
	execvp(self->command[0], self->command);
	fault = errno;
	perror(self->command[0]);
	_exit(fault == ENOENT ? NOT_FOUND : CANNOT_EXECUTE);
}

/* Where there is no process, that is told as one that failed at once. */
void
job_start_command(struct job *self)
{
	struct poll_watch *watch = &self->watch[PROCESS];

	self->status = W_EXITCODE(1, 0);
	self->pid = fork();
	if (!self->pid)
		be_command(self);
	if (self->pid > 0) {
		watch->fd = pidfd_open(self->pid, 0);
		watch->events = POLLIN;
	}
	if (self->pid > 0 && watch->fd >= 0)
		return;
	perror("cannot start a process");
	if (self->pid > 0)
		kill(self->pid, SIGKILL);
	job_runner_post_exited(&self->flow);
}

void
job_terminate(struct job *self)
{
	kill(self->pid, SIGTERM);
}

void
job_kill(struct job *self)
{
	kill(self->pid, SIGKILL);
}

void
job_log_failure(struct job *self)
{
	if (WIFSIGNALED(self->status))
		fprintf(stderr, "killed by signal %d\n",
			WTERMSIG(self->status));
	else
		fprintf(stderr, "exit status %d\n", WEXITSTATUS(self->status));
}

void
job_log_overdue(struct job *self)
{
	fprintf(stderr, "not ready after %.1f s\n", self->limit_s);
}

void
job_log_wait(struct job *self)
{
	fprintf(stderr, "trying again, for the %u. time\n",
		self->flow.sm.count[JOB_RUNNER_COUNTER_TRIES]);
}

/* What poll() tells. */

static void
on_process(void *context)
{
	struct job *self = context;
	struct poll_watch *watch = &self->watch[PROCESS];

	if (waitpid(self->pid, &self->status, WNOHANG) != self->pid)
		return;
	watch->events = 0;
	close(watch->fd);
	job_runner_post_exited(&self->flow);
}

static void
on_signal(void *context)
{
	struct job *self = context;
	struct signalfd_siginfo info;

	if (read(self->watch[SIGNALS].fd, &info, sizeof(info)) > 0)
		job_runner_post_interrupt(&self->flow);
}

/* SIGINT and SIGTERM become something to read. */
static int
signals(sigset_t *before)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, before);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int
run(struct job *self)
{
	self->watch[PROCESS] = (struct poll_watch){ on_process, self, -1, 0 };
	self->watch[SIGNALS] =
		(struct poll_watch){ on_signal, self, signals(&self->mask),
				     POLLIN };
	poll_host_init(&self->host, self->watch, N_WATCHES);
	job_runner_sm_init(&self->flow, self);
	switch (poll_host_run(&self->host, &self->flow.sm)) {
	case JOB_RUNNER_EXIT_OK:
		return 0;
	case JOB_RUNNER_EXIT_INTERRUPTED:
		return 130; /* as a shell says it */
	default:
		return 1;
	}
}

int
main(int argc, char **argv)
{
	static struct job job;

	if (argc < 3 || (job.limit_s = atof(argv[1])) <= 0) {
		fprintf(stderr, "usage: job_runner SECONDS COMMAND...\n");
		return 2;
	}
	job.command = &argv[2];
	return run(&job);
}
