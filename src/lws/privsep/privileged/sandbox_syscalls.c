/* SPDX-License-Identifier: MIT */
/*
 * This is the list of the calls of the system that are left to the privileged
 * process when it serves (seccomp): those by which files are kept, a message
 * comes and goes, and memory is had.  No file that it makes can have more than
 * mode 0700, and no memory can be executed.  What is not in the list fails with
 * EPERM, whatever its number means.
 */
#define _GNU_SOURCE
#include "lws/privsep/privileged/sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#if defined(ARCHITECTURE) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define EXECUTABLE   0x4u     /* PROT_EXEC */
#define BEYOND_FILE  (~0600u) /* what a file's mode must not have */
#define BEYOND_OWNER (~0700u)
#define N_OF(array)  (sizeof(array) / sizeof((array)[0]))
#define CALL_MAX     5 /* instructions for one call */

/* Of the argument ${nth} these bits must not be set. */
struct call {
	int number;
	unsigned int nth;
	uint32_t not ;
};

static const struct call calls[] = {
	/* messages */
	{ SYS_recvmsg, 0, 0 },
	{ SYS_sendmsg, 0, 0 },
#ifdef SYS_poll
	{ SYS_poll, 0, 0 },
#endif
	{ SYS_ppoll, 0, 0 },
	/* files */
	{ SYS_openat, 3, BEYOND_FILE },
	{ SYS_read, 0, 0 },
	{ SYS_write, 0, 0 },
	{ SYS_pread64, 0, 0 },
	{ SYS_pwrite64, 0, 0 },
	{ SYS_lseek, 0, 0 },
	{ SYS_close, 0, 0 },
	{ SYS_fcntl, 0, 0 },
	{ SYS_flock, 0, 0 },
	{ SYS_fsync, 0, 0 },
	{ SYS_fdatasync, 0, 0 },
	{ SYS_fchmod, 1, BEYOND_OWNER },
	{ SYS_fchmodat, 2, BEYOND_OWNER },
	{ SYS_mkdirat, 2, BEYOND_OWNER },
	{ SYS_unlinkat, 0, 0 },
	{ SYS_linkat, 0, 0 },
	{ SYS_symlinkat, 0, 0 },
	{ SYS_readlinkat, 0, 0 },
	{ SYS_renameat, 0, 0 },
	{ SYS_renameat2, 0, 0 },
	{ SYS_faccessat, 0, 0 },
	{ SYS_fstat, 0, 0 },
	{ SYS_newfstatat, 0, 0 },
	{ SYS_statx, 0, 0 },
	{ SYS_getdents64, 0, 0 },
	/* memory */
	{ SYS_brk, 0, 0 },
	{ SYS_mmap, 2, EXECUTABLE },
	{ SYS_mprotect, 2, EXECUTABLE },
	{ SYS_munmap, 0, 0 },
	{ SYS_mremap, 0, 0 },
	{ SYS_madvise, 0, 0 },
	/* what libraries ask */
	{ SYS_getrandom, 0, 0 },
	{ SYS_futex, 0, 0 },
	{ SYS_clock_gettime, 0, 0 },
	{ SYS_gettimeofday, 0, 0 },
	{ SYS_nanosleep, 0, 0 },
	{ SYS_clock_nanosleep, 0, 0 },
	{ SYS_sched_yield, 0, 0 },
	{ SYS_restart_syscall, 0, 0 },
	{ SYS_rt_sigprocmask, 0, 0 },
	{ SYS_rt_sigreturn, 0, 0 },
	{ SYS_sigaltstack, 0, 0 }, /* a sanitizer, before it ends */
	{ SYS_getpid, 0, 0 },
	{ SYS_gettid, 0, 0 },
	{ SYS_getuid, 0, 0 },
	{ SYS_geteuid, 0, 0 },
	{ SYS_getgid, 0, 0 },
	{ SYS_getegid, 0, 0 },
	{ SYS_exit, 0, 0 },
	{ SYS_exit_group, 0, 0 },
};

static const struct sock_filter allow =
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
static const struct sock_filter deny =
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);

/* The call's number is loaded, before and, where it is another, after. */
static size_t
add_call(struct sock_filter *to, const struct call *call)
{
	const struct sock_filter is_it =
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call->number, 0,
			 call->not ? CALL_MAX - 1 : 1);
	/* The lower half of 64 bits: modes and protections have no other. */
	const struct sock_filter load =
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 (uint32_t)(offsetof(struct seccomp_data, args) +
				    call->nth * sizeof(uint64_t)));
	const struct sock_filter has_bits =
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, call->not, 1, 0);
	size_t n = 0;

	to[n++] = is_it;
	if (call->not ) {
		to[n++] = load;
		to[n++] = has_bits;
	}
	to[n++] = allow;
	if (call->not )
		to[n++] = deny;
	return n;
}

static size_t
add_architecture(struct sock_filter *to)
{
	const struct sock_filter all[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
	};

	memcpy(to, all, sizeof(all));
	return N_OF(all);
}

bool
acme_sandbox_syscalls(void)
{
	struct sock_filter filter[8 + CALL_MAX * N_OF(calls)];
	size_t n = add_architecture(filter), i;
	struct sock_fprog program = { .filter = filter };

	for (i = 0; i < N_OF(calls); i++)
		n += add_call(&filter[n], &calls[i]);
	filter[n++] = deny;
	program.len = (unsigned short)n;
	if (!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0))
		return true;
	if (errno == EINVAL) /* what a kernel says that has no filters */
		errno = ENOSYS;
	return false;
}
#else
bool
acme_sandbox_syscalls(void)
{
	errno = ENOSYS;
	return false;
}
#endif
