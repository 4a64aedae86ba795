/* SPDX-License-Identifier: MIT */
/*
 * This takes from the privileged process what it does not need.  What is left
 * is the least that a process of root can be: root's folders are open to their
 * owner, so no capability is needed (capabilities(7)).
 */
#define _GNU_SOURCE /* setresuid(), syscall() */
#include "lws/privsep/privileged/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILE_MAX       (1024 * 1024) /* bytes: a chain is less */
#define DESCRIPTOR_MAX 65536 /* until it is sealed (sandbox_landlock.c) */

static enum acme_err
refused(struct acme_fault *fault, const char *what)
{
	return acme_fault_set(fault, ACME_ERR_SYSTEM, "%s: %s", what,
			      strerror(errno));
}

/* The program's handlers are not for this process, and it ends with the
 * server, not before: what it is about to write is the server's. */
static void
leave_signals(void)
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL,
				      SIGABRT };
	sigset_t all;
	size_t i;
	int n;

	for (n = 1; n < NSIG; n++)
		(void)signal(n, SIG_DFL);
	/* A full quota is an error to tell of. */
	(void)signal(SIGXFSZ, SIG_IGN);
	sigfillset(&all);
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		sigdelset(&all, faults[i]);
	(void)sigprocmask(SIG_SETMASK, &all, NULL);
}

static void
close_from(int first)
{
	struct rlimit limit;
	int fd, end = 65536;

#ifdef SYS_close_range
	if (!syscall(SYS_close_range, first, ~0U, 0))
		return;
#endif
	if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur < 1 << 20)
		end = (int)limit.rlim_cur;
	for (fd = first; fd < end; fd++)
		close(fd);
}

/* ${fd} where it is in nobody's way. */
static int
lifted(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, ACME_PRIVSEP_FIRST_FREE);
}

/* The two become the fourth and the fifth, after three that lead nowhere. */
static enum acme_err
leave_descriptors(int socket, int notes, struct acme_fault *fault)
{
	int nowhere = open("/dev/null", O_RDWR), i;

	socket = lifted(socket);
	notes = lifted(notes);
	if (nowhere < 0)
		return refused(fault, "/dev/null");
	if (socket < 0 || notes < 0)
		return refused(fault, "its descriptors");
	for (i = 0; i < ACME_PRIVSEP_SOCKET; i++)
		if (dup2(nowhere, i) < 0)
			return refused(fault, "standard descriptors");
	if (dup2(socket, ACME_PRIVSEP_SOCKET) < 0 ||
	    dup2(notes, ACME_PRIVSEP_NOTES) < 0)
		return refused(fault, "its descriptors");
	close_from(ACME_PRIVSEP_FIRST_FREE);
	return ACME_OK;
}

/* Of each vhost some folders are open, and of vhosts there may be more than the
 * limit of a program that has none of these has room for. */
static void
raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	if (limit.rlim_max < DESCRIPTOR_MAX) {
		const struct rlimit more = { DESCRIPTOR_MAX, DESCRIPTOR_MAX };

		/* Root of a container may not. */
		if (!setrlimit(RLIMIT_NOFILE, &more))
			return;
	}
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

/* What it writes is small, and it starts nobody; uid 0 may have its own way
 * with some of these, and then there is seccomp. */
static void
leave_limits(void)
{
	const struct rlimit none = { 0, 0 }, file = { FILE_MAX, FILE_MAX };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)setrlimit(RLIMIT_NPROC, &none);
	(void)setrlimit(RLIMIT_FSIZE, &file);
}

/* Where root has not all of its rights, some of this is refused, and what is
 * not there can't be given up: only the result is checked. */
static enum acme_err
leave_capabilities(struct acme_fault *fault)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	const struct __user_cap_data_struct none[2] = { { 0, 0, 0 },
							{ 0, 0, 0 } };
	unsigned long capability;

	(void)setgroups(0, NULL);
	for (capability = 0; capability <= CAP_LAST_CAP; capability++)
		(void)prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
	(void)prctl(PR_SET_SECUREBITS,
		    SECBIT_NOROOT | SECBIT_NOROOT_LOCKED |
			    SECBIT_NO_SETUID_FIXUP |
			    SECBIT_NO_SETUID_FIXUP_LOCKED,
		    0, 0, 0);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return refused(fault, "no_new_privs");
	if (syscall(SYS_capset, &head, none))
		return refused(fault, "capset");
	return ACME_OK;
}

enum acme_err
acme_sandbox_enter(int socket, int notes, struct acme_fault *fault)
{
	enum acme_err err;

	leave_signals();
	leave_limits();
	raise_descriptors();
	(void)setsid();
	(void)prctl(PR_SET_NAME, "lws-acme-priv", 0, 0, 0);
	err = leave_descriptors(socket, notes, fault);
	return err ? err : leave_capabilities(fault);
}
