/* SPDX-License-Identifier: MIT */
/*
 * The functions by which src/ asks the system for something, and how each may
 * refuse: of the errors that its manual names those that a correct program
 * meets.  ENOENT is none, nor EEXIST of a link, nor ELOOP of an open: they are
 * answers.  What is not here is in tests/faults/complete.py, with the reason.
 */
#ifndef FAULTS_CALLS_H
#define FAULTS_CALLS_H

#include <errno.h>
#include <netdb.h>

/* read() and write() of what is no regular file are two calls more. */
#define FAULTS_CALLS(CALL)                                                     \
	CALL(close, EIO, EINTR, ENOSPC, EDQUOT)                                \
	CALL(connect, EACCES, EADDRNOTAVAIL, EAFNOSUPPORT, EAGAIN,             \
	     ECONNREFUSED, EINTR, EHOSTUNREACH, ENETUNREACH, EPERM, ETIMEDOUT) \
	CALL(dup2, EBUSY, EINTR, EMFILE)                                       \
	CALL(fchmod, EIO, EPERM, EROFS)                                        \
	CALL(fchmodat, EACCES, EIO, ENOMEM, EPERM, EROFS)                      \
	CALL(fchown, EDQUOT, EIO, EPERM, EROFS)                                \
	CALL(fcntl, EACCES, EAGAIN, EINTR, EINVAL, ENOLCK)                     \
	CALL(fdopendir, ENOMEM)                                                \
	CALL(flock, ENOLCK, EINTR, EWOULDBLOCK)                                \
	CALL(fopen, EACCES, EINTR, EMFILE, ENFILE, ENOMEM)                     \
	CALL(fork, EAGAIN, ENOMEM)                                             \
	CALL(fstat, EIO, ENOMEM, EOVERFLOW)                                    \
	CALL(fstatat, EACCES, EIO, ENOMEM, EOVERFLOW)                          \
	CALL(fsync, EDQUOT, EINTR, EIO, ENOSPC, EROFS)                         \
	CALL(getaddrinfo, EAI_AGAIN, EAI_FAIL, EAI_MEMORY, EAI_NONAME,         \
	     EAI_SYSTEM)                                                       \
	CALL(getcwd, EACCES, ENOENT, ENOMEM)                                   \
	CALL(getnameinfo, EAI_AGAIN, EAI_FAIL, EAI_MEMORY)                     \
	CALL(getpeername, ENOBUFS, ENOTCONN)                                   \
	CALL(getpwnam, EIO, EMFILE, ENFILE, ENOMEM)                            \
	CALL(getrandom, EAGAIN, EINTR, ENOSYS)                                 \
	CALL(getsockopt, ENOBUFS)                                              \
	CALL(linkat, EACCES, EDQUOT, EIO, EMLINK, ENOSPC, ENOSYS, EOPNOTSUPP,  \
	     EPERM, EROFS)                                                     \
	CALL(lstat, EACCES, EIO, ENOMEM, EOVERFLOW)                            \
	CALL(mkdirat, EACCES, EDQUOT, EEXIST, EIO, EMLINK, ENOSPC, EROFS)      \
	CALL(mmap, EAGAIN, ENOMEM)                                             \
	CALL(open, EACCES, EINTR, EIO, EMFILE, ENFILE, ENOMEM, EPERM,          \
	     EWOULDBLOCK)                                                      \
	CALL(openat, EACCES, EDQUOT, EINTR, EIO, EMFILE, ENFILE, ENOMEM,       \
	     ENOSPC, EPERM, EROFS, EWOULDBLOCK)                                \
	CALL(pipe2, EMFILE, ENFILE)                                            \
	CALL(poll, ENOMEM, EINTR)                                              \
	CALL(prctl, EACCES, EINVAL, EPERM)                                     \
	CALL(pthread_create, EAGAIN)                                           \
	CALL(read, EIO, EINTR)                                                 \
	CALL(read_pipe, EAGAIN, EINTR)                                         \
	CALL(readdir, EIO)                                                     \
	CALL(readlink, EACCES, EIO, ENOMEM)                                    \
	CALL(readlinkat, EACCES, EIO, ENOMEM)                                  \
	CALL(realpath, EACCES, EIO, ELOOP, ENOMEM)                             \
	CALL(recvmsg, EAGAIN, ECONNRESET, EINTR, ENOMEM)                       \
	CALL(renameat, EACCES, EBUSY, EDQUOT, EIO, EMLINK, ENOMEM, ENOSPC,     \
	     EPERM, EROFS)                                                     \
	CALL(sendmsg, EAGAIN, ECONNRESET, EINTR, EMSGSIZE, ENOBUFS, ENOMEM,    \
	     EPIPE)                                                            \
	CALL(setgroups, ENOMEM, EPERM)                                         \
	CALL(setrlimit, EPERM)                                                 \
	CALL(setsid, EPERM)                                                    \
	CALL(setsockopt, ENOMEM, ENOPROTOOPT)                                  \
	CALL(shutdown, ENOTCONN)                                               \
	CALL(socket, EACCES, EAFNOSUPPORT, EMFILE, ENFILE, ENOBUFS, ENOMEM)    \
	CALL(socketpair, EMFILE, ENFILE, ENOMEM)                               \
	CALL(stat, EACCES, EIO, ELOOP, ENOMEM, EOVERFLOW)                      \
	CALL(statx, EACCES, EIO, ENOMEM, ENOSYS)                               \
	CALL(symlinkat, EACCES, EDQUOT, EEXIST, EIO, ENOSPC, EPERM, EROFS)     \
	CALL(syscall, EACCES, EMFILE, ENOSYS)                                  \
	CALL(timerfd_create, EMFILE, ENFILE, ENODEV, ENOMEM)                   \
	CALL(timerfd_settime, EINVAL)                                          \
	CALL(unlinkat, EACCES, EBUSY, EIO, ENOMEM, EPERM, EROFS)               \
	CALL(waitpid, ECHILD, EINTR)                                           \
	CALL(write, EDQUOT, EFBIG, EINTR, EIO, ENOSPC)                         \
	CALL(write_pipe, EINTR)

#define FAULTS_NUMBER(name, ...) CALL_##name,

enum faults_call {
	FAULTS_CALLS(FAULTS_NUMBER) CALL__MAX
};

#endif
