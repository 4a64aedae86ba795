/* SPDX-License-Identifier: MIT */
/*
 * What a scenario is written with: a world, a model CA and one certificate in
 * it, that is started by the first function that lets time pass.  The CMake
 * file of this folder finds the SCENARIO()s, and each becomes a test.
 */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "client/account/account.h"
#include "client/certificate/certificate.h"
#include "sim/ca.h"
#include "test.h"

#define SCENARIO_OTHERS_MAX 8

/* Another certificate of the same server. */
struct other {
	struct world_vhost vhost;
	struct acme_config *config;
	struct acme_account *account;
	struct acme_certificate *certificate; /* NULL: ended */
};

struct alone;

struct scenario {
	struct world world;
	struct ca ca;
	struct acme_config *config;
	struct acme_account account;
	struct acme_certificate *certificate; /* NULL: not started, or ended */
	struct other others[SCENARIO_OTHERS_MAX];
	unsigned int n_others;
	struct acme_account other_account;
	bool other_account_used;
	struct alone *alone;	/* alone.h; NULL: no flow runs alone */
	struct scenario *outer; /* that this one is a part of */
};

#define SCENARIO(name)                            \
	void scenario_##name(struct scenario *s); \
	void scenario_##name(struct scenario *s)

/* A scenario within one: all is made, checked after scenario_stop(), freed. */
void scenario_set_up(struct scenario *s);
void scenario_check(const struct scenario *s);
void scenario_tear_down(struct scenario *s);

/* The last that is set up, and not torn down yet; NULL: there is none. */
struct scenario *scenario_innermost(void);

/* Print what happened in it. */
void scenario_explain(const struct scenario *s);

/* So many names instead of one: n0.example, n1.example, ... */
void scenario_names(struct scenario *s, unsigned int n);

/* Let so much time pass. */
void scenario_run(struct scenario *s, uint64_t us);

/* Until the ACME client reports ${progress} once more, at most a hundred
 * days. */
void scenario_until(struct scenario *s, enum acme_progress progress);

/* Two short ways to say it. */
void scenario_until_issued(struct scenario *s);
void scenario_until_failed(struct scenario *s);

/* The first is under way, and the CA has just been asked for ${resource} for
 * the n-th time (from 1). */
void scenario_until_asked(struct scenario *s, const char *resource,
			  unsigned int n);

/*
 * Another one for ${name}, started by the next function that lets time pass,
 * with the account that the first certificate has.
 */
struct other *scenario_other(struct scenario *s, const char *name);

/* The same, with an account of its own: at another CA, by the same key. */
struct other *scenario_foreign(struct scenario *s, const char *name);

/* The first certificate in another process, with the same files. */
struct other *scenario_process(struct scenario *s);

/* It ends alone. */
void other_stop(struct other *other);

/* How often it reported ${progress}. */
unsigned int other_count(const struct other *other,
			 enum acme_progress progress);

/* For scenario.c: they begin after the first, and end before it. */
void scenario_others_start(struct scenario *s);
void scenario_others_stop(struct scenario *s);
void scenario_others_clear(struct scenario *s);

/* End all that the ACME client does; what was served stays. */
void scenario_stop(struct scenario *s);

/* Forget what the CA was asked so far. */
void scenario_forget_requests(struct scenario *s);

/* What the last report said; "" where there was none. */
const char *scenario_said(const struct scenario *s);

/* From the first request for ${resource} to the second. */
uint64_t scenario_gap_us(const struct scenario *s, const char *resource);

/* All requests since, as "directory newNonce ...". */
void scenario_check_requests(const struct scenario *s, const char *want,
			     const char *file, int line);

#define CHECK_REQUESTS(s, want) \
	scenario_check_requests(s, want, __FILE__, __LINE__)

/* ${text} has ${words} in it. */
void scenario_check_has(const char *text, const char *words, const char *file,
			int line);

#define CHECK_HAS(text, words) \
	scenario_check_has(text, words, __FILE__, __LINE__)

#define CHECK_SAID(s, words) CHECK_HAS(scenario_said(s), words)
#define CHECK_LOG(s, words)  CHECK_HAS(acme_buf_str(&(s)->world.log), words)

/* Between ${low} and ${high}, all in microseconds. */
void scenario_check_time(const char *what, uint64_t us, uint64_t low_us,
			 uint64_t high_us, const char *file, int line);

#define CHECK_TIME(us, low, high) \
	scenario_check_time(#us, us, low, high, __FILE__, __LINE__)

#endif
