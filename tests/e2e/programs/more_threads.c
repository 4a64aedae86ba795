/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a server: its context asks for four service threads.  An lws
 * that was built for one (LWS_MAX_SMP, as Debian's is) gives it one; with
 * ACME_SMP set lws says that there are four, as one built for them does.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <libwebsockets.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define N_THREADS 4

struct lws_context *
lws_create_context(const struct lws_context_creation_info *info)
{
	struct lws_context_creation_info more = *info;
	struct lws_context *(*next)(const struct lws_context_creation_info *);

	*(void **)&next = dlsym(RTLD_NEXT, "lws_create_context");
	more.count_threads = N_THREADS;
	return next(&more);
}

/* lws asks itself too, and it has one. */
static bool
is_lws(const void *caller)
{
	Dl_info in;

	return dladdr(caller, &in) && strstr(in.dli_fname, "libwebsockets");
}

int
lws_get_count_threads(struct lws_context *context)
{
	int (*next)(struct lws_context *);

	*(void **)&next = dlsym(RTLD_NEXT, "lws_get_count_threads");
	return getenv("ACME_SMP") && !is_lws(__builtin_return_address(0))
		       ? N_THREADS
		       : next(context);
}
