/* SPDX-License-Identifier: MIT */
/*
 * A thread of its own asks the kernel to refuse each open() to it, whoever it
 * is (seccomp(2) needs no privilege with no_new_privs), and ends: so nothing
 * is left to undo, the process's other threads see nothing of it, and no file
 * is touched.  setfsuid() would be enough for root alone, and changing a
 * file's mode would be seen by all.
 */
#define _GNU_SOURCE
#include "lws/serve/mbedtls/seccomp_no_open.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

struct job {
	void (*call)(void *arg);
	void *arg;
	bool done;
};

#define LOAD_NUMBER                        \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
		 (unsigned int)offsetof(struct seccomp_data, nr))
#define REFUSE(number)                                       \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), \
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static bool
refuse_files(void)
{
	struct sock_filter lines[] = {
		LOAD_NUMBER,
#ifdef SYS_open
		REFUSE(SYS_open),
#endif
		REFUSE(SYS_openat),
#ifdef SYS_openat2
		REFUSE(SYS_openat2),
#endif
		ALLOW,
	};
	const struct sock_fprog filter = {
		.len = sizeof(lines) / sizeof(*lines),
		.filter = lines,
	};

	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

static void *
job(void *arg)
{
	struct job *job = arg;

	job->done = refuse_files();
	if (job->done)
		job->call(job->arg);
	return NULL;
}

/* It takes no signals: they are the program's. */
bool
acme_seccomp_no_open(void (*call)(void *arg), void *arg)
{
	struct job one = { .call = call, .arg = arg };
	sigset_t all, before;
	pthread_t thread;
	int err;

	sigfillset(&all);
	err = pthread_sigmask(SIG_SETMASK, &all, &before);
	if (err)
		return false;
	err = pthread_create(&thread, NULL, job, &one);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (err)
		return false;
	pthread_join(thread, NULL);
	return one.done;
}
