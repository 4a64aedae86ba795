/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a server: thread CPU of each callback that lws makes into
 * the program itself (its protocols' and its timers').  What lws calls while
 * it is in one counts to that one.  At its end the process writes a line a
 * callback to the file ACME_METER: longest ns, calls, ns in all, what.
 */
#define _GNU_SOURCE /* dladdr, RTLD_NEXT */
#include <dlfcn.h>
#include <libwebsockets.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_SLOTS	    4
#define N_REASONS   128
#define N_TIMERS    32
#define REASON_USER 127 /* and all above */

struct figure {
	long long longest_ns, total_ns;
	unsigned int n;
};

struct timer {
	lws_sorted_usec_list_t *sul;
	sul_cb_t callback;
};

static lws_callback_function *slots[N_SLOTS];
static struct figure callbacks[N_SLOTS][N_REASONS];
static struct timer timers[N_TIMERS];
static struct figure timer_figure;
static unsigned int depth;

static void *
next(const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (!found) {
		fprintf(stderr, "callback_meter: no %s\n", name);
		abort();
	}
	return found;
}

/* In the program, and not in a library? */
static bool
is_programs(const void *function)
{
	static const char self = 0;
	Dl_info in, meter;

	return dladdr(function, &in) && dladdr(&self, &meter) &&
	       in.dli_fbase != meter.dli_fbase && !strstr(in.dli_fname, ".so");
}

static long long
cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long
begin(void)
{
	depth++;
	return cpu_ns();
}

static void
end(struct figure *figure, long long since)
{
	long long ns = cpu_ns() - since;

	if (--depth)
		return;
	figure->n++;
	figure->total_ns += ns;
	if (ns > figure->longest_ns)
		figure->longest_ns = ns;
}

static int
call(unsigned int slot, struct lws *wsi, enum lws_callback_reasons reason,
     void *user, void *in, size_t len)
{
	unsigned int kind = (unsigned int)reason;
	long long since = begin();
	int rc = slots[slot](wsi, reason, user, in, len);

	end(&callbacks[slot][kind < REASON_USER ? kind : REASON_USER], since);
	return rc;
}

#define WRAPPER(slot)                                               \
	static int wrapper_##slot(struct lws *wsi,                  \
				  enum lws_callback_reasons reason, \
				  void *user, void *in, size_t len) \
	{                                                           \
		return call(slot, wsi, reason, user, in, len);      \
	}

WRAPPER(0)
WRAPPER(1)
WRAPPER(2)
WRAPPER(3)

static lws_callback_function *const wrappers[N_SLOTS] = { wrapper_0, wrapper_1,
							  wrapper_2,
							  wrapper_3 };

static lws_callback_function *
wrapped(lws_callback_function *callback)
{
	const void *address;
	unsigned int i;

	memcpy(&address, &callback, sizeof(address));
	if (!callback || !is_programs(address))
		return callback;
	for (i = 0; i < N_SLOTS; i++) {
		if (!slots[i])
			slots[i] = callback;
		if (slots[i] == callback)
			return wrappers[i];
	}
	abort();
}

/* lws keeps what it is given as long as the context lives: so do we. */
static struct lws_protocols *
wrapped_protocols(const struct lws_protocols *from)
{
	struct lws_protocols *copy;
	size_t n = 0, i;

	while (from[n].callback)
		n++;
	copy = calloc(n + 1, sizeof(*copy));
	if (!copy)
		abort();
	for (i = 0; i < n; i++) {
		copy[i] = from[i];
		copy[i].callback = wrapped(from[i].callback);
	}
	return copy;
}

struct lws_vhost *
lws_create_vhost(struct lws_context *context,
		 const struct lws_context_creation_info *info)
{
	struct lws_vhost *(*real)(struct lws_context *,
				  const struct lws_context_creation_info *);
	struct lws_context_creation_info with = *info;
	void *found = next("lws_create_vhost");

	memcpy(&real, &found, sizeof(real));
	if (with.protocols)
		with.protocols = wrapped_protocols(with.protocols);
	return real(context, &with);
}

static struct timer *
timer_of(const lws_sorted_usec_list_t *sul)
{
	unsigned int i;

	for (i = 0; i < N_TIMERS; i++)
		if (timers[i].sul == sul)
			return &timers[i];
	return NULL;
}

static void
ring(lws_sorted_usec_list_t *sul)
{
	long long since = begin();

	timer_of(sul)->callback(sul);
	end(&timer_figure, since);
}

void
lws_sul_schedule(struct lws_context *context, int tsi,
		 lws_sorted_usec_list_t *sul, sul_cb_t callback, lws_usec_t us)
{
	void (*real)(struct lws_context *, int, lws_sorted_usec_list_t *,
		     sul_cb_t, lws_usec_t);
	void *found = next("lws_sul_schedule");
	struct timer *timer;
	const void *address;

	memcpy(&real, &found, sizeof(real));
	memcpy(&address, &callback, sizeof(address));
	if (callback && is_programs(address)) {
		timer = timer_of(sul);
		if (!timer)
			timer = timer_of(NULL);
		if (!timer)
			abort();
		*timer = (struct timer){ sul, callback };
		callback = ring;
	}
	real(context, tsi, sul, callback, us);
}

static void
write_figure(FILE *to, const struct figure *figure, const char *what,
	     unsigned int number)
{
	if (figure->n)
		fprintf(to, "%lld %u %lld %s%u\n", figure->longest_ns,
			figure->n, figure->total_ns, what, number);
}

__attribute__((destructor)) static void
write_figures(void)
{
	const char *path = getenv("ACME_METER");
	FILE *to = path ? fopen(path, "w") : NULL;
	unsigned int slot, reason;
	char what[32];

	if (!to)
		return;
	write_figure(to, &timer_figure, "timer", 0);
	for (slot = 0; slot < N_SLOTS; slot++)
		for (reason = 0; reason < N_REASONS; reason++) {
			snprintf(what, sizeof(what), "protocol%u/", slot);
			write_figure(to, &callbacks[slot][reason], what,
				     reason);
		}
	fclose(to);
}
