/* SPDX-License-Identifier: MIT */
/*
 * In place of the C library's functions, for a test program that is linked with
 * this, and for a server that it is preloaded into.
 */
#undef _FORTIFY_SOURCE /* it has inline functions in their place */
#define _GNU_SOURCE    /* RTLD_NEXT */
#include "faults.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* The C library's, or a sanitizer's before that. */
static uintptr_t
next_of(const char *name)
{
	return (uintptr_t)dlsym(RTLD_NEXT, name);
}

#define NEXT(name) ((__typeof__(&(name)))next_of(#name))

#define STRIKE(call) faults_strike(CALL_##call, __builtin_return_address(0))

/* NOLINTBEGIN(bugprone-macro-parentheses): arguments brings its own */

/* The function ${name}, which tells a failure by ${failed}. */
#define FAULTY(type, failed, name, parameters, arguments)                   \
	type name parameters                                                \
	{                                                                   \
		return STRIKE(name) == FAULTS_FAILS ? (failed)              \
						    : NEXT(name) arguments; \
	}

/* The same, and it can claim that it did what it did not. */
#define LYING(name, parameters, arguments)               \
	int name parameters                              \
	{                                                \
		enum faults_kind kind = STRIKE(name);    \
                                                         \
		if (kind == FAULTS_LIES)                 \
			return 0;                        \
		return kind ? -1 : NEXT(name) arguments; \
	}

/* NOLINTEND(bugprone-macro-parentheses) */

/* Folders and names. */

LYING(fchmod, (int fd, mode_t mode), (fd, mode))
LYING(fchmodat, (int in, const char *name, mode_t mode, int flags),
      (in, name, mode, flags))
LYING(fchown, (int fd, uid_t owner, gid_t group), (fd, owner, group))
LYING(linkat, (int in, const char *name, int to_in, const char *to, int flags),
      (in, name, to_in, to, flags))
LYING(mkdirat, (int in, const char *name, mode_t mode), (in, name, mode))
LYING(renameat, (int in, const char *name, int to_in, const char *to),
      (in, name, to_in, to))
LYING(symlinkat, (const char *target, int in, const char *name),
      (target, in, name))
LYING(unlinkat, (int in, const char *name, int flags), (in, name, flags))

FAULTY(int, -1, fstat, (int fd, struct stat *st), (fd, st))
FAULTY(int, -1, fstatat, (int in, const char *name, struct stat *st, int flags),
       (in, name, st, flags))
FAULTY(int, -1, lstat, (const char *path, struct stat *st), (path, st))
FAULTY(int, -1, stat, (const char *path, struct stat *st), (path, st))
FAULTY(int, -1, statx,
       (int in, const char *name, int flags, unsigned int mask,
	struct statx *st),
       (in, name, flags, mask, st))
FAULTY(ssize_t, -1, readlink, (const char *path, char *to, size_t size),
       (path, to, size))
FAULTY(ssize_t, -1, readlinkat,
       (int in, const char *name, char *to, size_t size), (in, name, to, size))
FAULTY(char *, NULL, realpath, (const char *path, char *to), (path, to))
FAULTY(char *, NULL, getcwd, (char *to, size_t size), (to, size))
FAULTY(DIR *, NULL, fdopendir, (int fd), (fd))
FAULTY(struct dirent *, NULL, readdir, (DIR * folder), (folder))

/* Files. */

FAULTY(FILE *, NULL, fopen, (const char *path, const char *mode), (path, mode))
FAULTY(int, -1, flock, (int fd, int operation), (fd, operation))

/* It may be there only to fail: it has the mode, which nobody reads then. */
int
open(const char *path, int flags, ...)
{
	va_list more;
	mode_t mode;

	va_start(more, flags);
	mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;
	va_end(more);
	return STRIKE(open) ? -1 : NEXT(open)(path, flags, mode);
}

int
openat(int in, const char *name, int flags, ...)
{
	va_list more;
	mode_t mode;

	va_start(more, flags);
	mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;
	va_end(more);
	return STRIKE(openat) ? -1 : NEXT(openat)(in, name, flags, mode);
}

/* Of an integer or of a pointer: both are a register. */
int
fcntl(int fd, int command, ...)
{
	va_list more;
	void *arg;

	va_start(more, command);
	arg = va_arg(more, void *);
	va_end(more);
	return STRIKE(fcntl) ? -1 : NEXT(fcntl)(fd, command, arg);
}

/* A descriptor is gone in any case: close(2). */
int
close(int fd)
{
	int error, result = NEXT(close)(fd);

	error = errno;
	if (!STRIKE(close)) {
		errno = error;
		return result;
	}
	return -1;
}

int
fsync(int fd)
{
	/* No test of faults cuts the power, and each has thousands of these. */
	(void)fd;
	return STRIKE(fsync) == FAULTS_FAILS ? -1 : 0;
}

static bool
is_file(int fd)
{
	struct stat st;
	int error = errno;
	bool is = !NEXT(fstat)(fd, &st) && S_ISREG(st.st_mode);

	errno = error;
	return is;
}

static enum faults_kind
strike_by_file(int fd, enum faults_call file, enum faults_call other,
	       const void *caller)
{
	return faults_strike(is_file(fd) ? file : other, caller);
}

static size_t
less(enum faults_kind kind, size_t len)
{
	return kind == FAULTS_SHORT && len > 1 ? len / 2 : len;
}

ssize_t
read(int fd, void *to, size_t len)
{
	enum faults_kind kind = strike_by_file(fd, CALL_read, CALL_read_pipe,
					       __builtin_return_address(0));

	return kind == FAULTS_FAILS ? -1 : NEXT(read)(fd, to, less(kind, len));
}

ssize_t
write(int fd, const void *from, size_t len)
{
	enum faults_kind kind = strike_by_file(fd, CALL_write, CALL_write_pipe,
					       __builtin_return_address(0));

	return kind == FAULTS_FAILS ? -1
				    : NEXT(write)(fd, from, less(kind, len));
}

ssize_t
getrandom(void *to, size_t len, unsigned int flags)
{
	enum faults_kind kind = STRIKE(getrandom);

	return kind == FAULTS_FAILS
		       ? -1
		       : NEXT(getrandom)(to, less(kind, len), flags);
}

/* Sockets, pipes and timers. */

FAULTY(int, -1, connect, (int fd, __CONST_SOCKADDR_ARG address, socklen_t len),
       (fd, address, len))
FAULTY(int, -1, getpeername, (int fd, __SOCKADDR_ARG address, socklen_t *len),
       (fd, address, len))
FAULTY(int, -1, getsockopt,
       (int fd, int level, int option, void *value, socklen_t *len),
       (fd, level, option, value, len))
FAULTY(int, -1, setsockopt,
       (int fd, int level, int option, const void *value, socklen_t len),
       (fd, level, option, value, len))
FAULTY(int, -1, shutdown, (int fd, int how), (fd, how))
FAULTY(int, -1, socket, (int domain, int type, int protocol),
       (domain, type, protocol))
FAULTY(int, -1, socketpair, (int domain, int type, int protocol, int ends[2]),
       (domain, type, protocol, ends))
FAULTY(ssize_t, -1, recvmsg, (int fd, struct msghdr *message, int flags),
       (fd, message, flags))
FAULTY(ssize_t, -1, sendmsg, (int fd, const struct msghdr *message, int flags),
       (fd, message, flags))
FAULTY(int, -1, pipe2, (int ends[2], int flags), (ends, flags))
FAULTY(int, -1, poll, (struct pollfd * fds, nfds_t n, int timeout_ms),
       (fds, n, timeout_ms))
FAULTY(int, -1, timerfd_create, (clockid_t clock, int flags), (clock, flags))
FAULTY(int, -1, timerfd_settime,
       (int fd, int flags, const struct itimerspec *when,
	struct itimerspec *before),
       (fd, flags, when, before))
FAULTY(int, errno, getnameinfo,
       (const struct sockaddr *address, socklen_t address_len, char *host,
	socklen_t host_size, char *service, socklen_t service_size, int flags),
       (address, address_len, host, host_size, service, service_size, flags))

/* A test may have a resolver of its own. */
__attribute__((weak))
FAULTY(int, errno, getaddrinfo,
       (const char *host, const char *service, const struct addrinfo *hints,
	struct addrinfo **found),
       (host, service, hints, found))

	/* Processes, threads and memory. */

	FAULTY(int, -1, dup2, (int fd, int to),
	       (fd, to)) FAULTY(pid_t, -1, fork, (void),
				()) FAULTY(pid_t, -1, setsid, (void),
					   ()) FAULTY(int, -1, setgroups,
						      (size_t n,
						       const gid_t *groups),
						      (n, groups))
		FAULTY(int, -1, setrlimit,
		       (__rlimit_resource_t what, const struct rlimit *limits),
		       (what,
			limits)) FAULTY(struct passwd *, NULL, getpwnam,
					(const char *name),
					(name)) FAULTY(pid_t, -1, waitpid,
						       (pid_t pid, int *status,
							int options),
						       (pid, status, options))
			FAULTY(void *, MAP_FAILED, mmap,
			       (void *at, size_t len, int access, int flags,
				int fd, off_t offset),
			       (at, len, access, flags, fd, offset))
				FAULTY(int, errno, pthread_create,
				       (pthread_t * thread,
					const pthread_attr_t *attributes,
					void *(*run)(void *), void *arg),
				       (thread, attributes, run, arg))

					int prctl(int what, ...)
{
	va_list more;
	unsigned long arg[4];
	size_t i;

	va_start(more, what);
	for (i = 0; i < 4; i++)
		arg[i] = va_arg(more, unsigned long);
	va_end(more);
	return STRIKE(prctl)
		       ? -1
		       : NEXT(prctl)(what, arg[0], arg[1], arg[2], arg[3]);
}

long
syscall(long number, ...)
{
	va_list more;
	long arg[6];
	size_t i;

	va_start(more, number);
	for (i = 0; i < 6; i++)
		arg[i] = va_arg(more, long);
	va_end(more);
	return STRIKE(syscall) ? -1
			       : NEXT(syscall)(number, arg[0], arg[1], arg[2],
					       arg[3], arg[4], arg[5]);
}

/* Of programs that are built with _FORTIFY_SOURCE: the checks are not needed
 * here, and these are the same calls. */

ssize_t __read_chk(int fd, void *to, size_t len, size_t size);
ssize_t __readlink_chk(const char *path, char *to, size_t len, size_t size);
ssize_t __readlinkat_chk(int in, const char *name, char *to, size_t len,
			 size_t size);
char *__realpath_chk(const char *path, char *to, size_t size);
char *__getcwd_chk(char *to, size_t len, size_t size);
int __poll_chk(struct pollfd *fds, nfds_t n, int timeout_ms, size_t size);
int __open_2(const char *path, int flags);
int __openat_2(int in, const char *name, int flags);

ssize_t
__read_chk(int fd, void *to, size_t len, size_t size)
{
	enum faults_kind kind = strike_by_file(fd, CALL_read, CALL_read_pipe,
					       __builtin_return_address(0));

	(void)size;
	return kind == FAULTS_FAILS ? -1 : NEXT(read)(fd, to, less(kind, len));
}

ssize_t
__readlink_chk(const char *path, char *to, size_t len, size_t size)
{
	(void)size;
	return STRIKE(readlink) ? -1 : NEXT(readlink)(path, to, len);
}

ssize_t
__readlinkat_chk(int in, const char *name, char *to, size_t len, size_t size)
{
	(void)size;
	return STRIKE(readlinkat) ? -1 : NEXT(readlinkat)(in, name, to, len);
}

char *
__realpath_chk(const char *path, char *to, size_t size)
{
	(void)size;
	return STRIKE(realpath) ? NULL : NEXT(realpath)(path, to);
}

char *
__getcwd_chk(char *to, size_t len, size_t size)
{
	(void)size;
	return STRIKE(getcwd) ? NULL : NEXT(getcwd)(to, len);
}

int
__poll_chk(struct pollfd *fds, nfds_t n, int timeout_ms, size_t size)
{
	(void)size;
	return STRIKE(poll) ? -1 : NEXT(poll)(fds, n, timeout_ms);
}

int
__open_2(const char *path, int flags)
{
	return STRIKE(open) ? -1 : NEXT(open)(path, flags);
}

int
__openat_2(int in, const char *name, int flags)
{
	return STRIKE(openat) ? -1 : NEXT(openat)(in, name, flags);
}
