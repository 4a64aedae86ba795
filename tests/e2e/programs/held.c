/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a server: while the pipe ${ACME_HELD_AT} is there it is held
 * where it looks what clients get, until somebody has opened the pipe for
 * writing, and closed it.  With ACME_HELD=loop that is its loop, before it
 * opens a pair of sockets; else its worker, before it says a word on them.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <fcntl.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool
holds_loop(void)
{
	const char *who = getenv("ACME_HELD");

	return who && !strcmp(who, "loop");
}

static bool
is_worker(void)
{
	char name[16] = "";

	return !pthread_getname_np(pthread_self(), name, sizeof(name)) &&
	       !strcmp(name, "lws-acme");
}

static void
be_held(void)
{
	const char *path = getenv("ACME_HELD_AT");
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	char byte;

	if (fd < 0)
		return;
	while (read(fd, &byte, 1) > 0)
		;
	close(fd);
}

int
socketpair(int domain, int type, int protocol, int ends[2])
{
	int (*next)(int, int, int, int *);

	*(void **)&next = dlsym(RTLD_NEXT, "socketpair");
	if (holds_loop())
		be_held();
	return next(domain, type, protocol, ends);
}

SSL_CTX *
SSL_CTX_new(const SSL_METHOD *method)
{
	SSL_CTX *(*next)(const SSL_METHOD *);

	*(void **)&next = dlsym(RTLD_NEXT, "SSL_CTX_new");
	if (!holds_loop() && is_worker())
		be_held();
	return next(method);
}
