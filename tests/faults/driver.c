/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* scandir(), strerror() */
#include "driver.h"

#include "test.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_MAX     2048
#define COMPLAINT_MAX 3 /* more of one call tell nothing new */

static struct {
	const struct faults_operation *operation;
	unsigned int n_calls[CALL__MAX];	/* without faults */
	char once[NAMES_MAX], twice[NAMES_MAX]; /* the names that are left */
	unsigned int n_tried, n_bad;
	unsigned int n_bad_of[CALL__MAX];
} now;

static int
is_name(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

/* Of all in ${folder}, sorted; how many there are. */
static int
names_in(const char *folder, char names[NAMES_MAX])
{
	struct dirent **found;
	int i, n = scandir(folder, &found, is_name, alphasort);
	size_t len = 0;

	names[0] = '\0';
	CHECK(n >= 0);
	for (i = 0; i < n; i++) {
		len += (size_t)snprintf(names + len, NAMES_MAX - len, "%s ",
					found[i]->d_name);
		free(found[i]);
	}
	free(found);
	CHECK(len < NAMES_MAX);
	return n;
}

static int
n_descriptors(void)
{
	char names[NAMES_MAX];

	return names_in("/proc/self/fd", names);
}

/* What the product says in words of its own. */
static bool
has_own_words(int error, const char *text)
{
	static const struct {
		int error;
		const char *words;
	} own[] = {
		{ ENOENT, "is not there" },
		{ ELOOP, "is a link" },
		{ EEXIST, "exists already" },
		{ EWOULDBLOCK, "is locked" },
		{ EAGAIN, "is locked" },
		{ EACCES, "is locked" },
		{ EPIPE, "it has ended" },
		{ ECONNRESET, "it has ended" },
		{ EAGAIN, "it does not answer" },
		{ ENOTCONN, "Connection timed out" },
	};
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (own[i].error == error && strstr(text, own[i].words))
			return true;
	return false;
}

static void
check_sentence(const struct faults_plan *plan, const struct acme_fault *fault)
{
	const char *place = now.operation->place();

	const char *as_good = now.operation->or_words;

	if (as_good && strstr(fault->text, as_good))
		return;
	CHECK_FOR(fault->text, strstr(fault->text, place));
	if (plan->from_then_on && strstr(fault->text, strerror(FAULTS_FOLLOWS)))
		return;
	if (plan->kind == FAULTS_FAILS &&
	    !has_own_words(plan->error, fault->text))
		CHECK_FOR(fault->text,
			  strstr(fault->text, strerror(plan->error)));
}

static enum acme_err
run(const struct faults_plan *plan, struct acme_fault *fault)
{
	int n_lost = now.operation->n_lost ? now.operation->n_lost() : 0;
	int n_fds = n_descriptors() + n_lost;
	enum acme_err err;

	*fault = (struct acme_fault){ .err = ACME_OK };
	faults_begin(plan);
	err = now.operation->run(fault);
	faults_end();
	CHECK_INT(n_descriptors(), n_fds);
	return err;
}

static void
run_without(void)
{
	static const struct faults_plan none = { .kind = FAULTS_NONE };
	struct faults_plan plan = none;
	struct acme_fault fault;
	enum acme_err err;

	plan.where = now.operation->where;
	err = run(&plan, &fault);
	CHECK_FOR(fault.text, !err);
	CHECK(now.operation->is_done());
}

/* What another run without faults would leave, too. */
static void
check_names(const struct faults_plan *plan)
{
	char names[NAMES_MAX];

	if (!now.operation->folder || plan->kind == FAULTS_LIES)
		return;
	names_in(now.operation->folder(), names);
	if (strcmp(names, now.twice) != 0)
		CHECK_STR(names, now.once);
}

static void
check_files(const struct faults_plan *plan)
{
	if (now.operation->check && plan->kind != FAULTS_LIES)
		now.operation->check();
}

static void
run_with(const struct faults_plan *plan)
{
	struct acme_fault fault;
	enum acme_err err;

	now.operation->begin();
	err = run(plan, &fault);
	/* Others go on with their work at their own pace. */
	CHECK(faults_n_struck() || plan->where == FAULTS_ELSEWHERE ||
	      now.operation->has_worker);
	CHECK(err || now.operation->is_done());
	check_files(plan);
	if (plan->kind == FAULTS_SHORT)
		CHECK_FOR(fault.text, !err);
	if (err)
		check_sentence(plan, &fault);
	run_without();
	check_files(plan);
	check_names(plan);
}

static void
complain(const struct faults_plan *plan)
{
	static const char *const kinds[] = { "nothing", "fails", "is short",
					     "lies" };

	printf("  in %s, where %s %s (%s) the %uth time%s\n",
	       now.operation->name, faults_name(plan->call), kinds[plan->kind],
	       strerror(plan->error), plan->nth,
	       plan->from_then_on ? " and from then on" : "");
	now.n_bad++;
	now.n_bad_of[plan->call]++;
}

/* The standard suite makes all of them with the plain program, and a seventh
 * with the sanitizers, where each takes ten times as long. */
static bool
is_left_to_plain(void)
{
#ifdef __SANITIZE_ADDRESS__
	const char *suite = getenv("ACME_SUITE");

	return suite && !strcmp(suite, "standard") && now.n_tried % 7;
#else
	return false;
#endif
}

/* A check that fails is told, and the next one is made. */
static void
try_one(const struct faults_plan *plan)
{
	jmp_buf outer;

	now.n_tried++;
	if (is_left_to_plain() || now.n_bad_of[plan->call] == COMPLAINT_MAX)
		return;
	memcpy(outer, test_failed, sizeof(outer));
	if (setjmp(test_failed)) {
		faults_end();
		complain(plan);
	} else {
		run_with(plan);
	}
	memcpy(test_failed, outer, sizeof(outer));
	now.operation->end();
}

/* Another process is waited for that can't be reached any more; its last call
 * is for the next request. */
static bool
is_waited_for(const struct faults_plan *plan)
{
	return plan->where == FAULTS_ELSEWHERE &&
	       (plan->call == CALL_poll || plan->call == CALL_recvmsg ||
		plan->call == CALL_sendmsg ||
		plan->nth == now.n_calls[plan->call]);
}

/* Each call fails from then on with one errno, and in the long form with all
 * but EINTR: whoever tries again would do so for ever. */
static bool
goes_on(const struct faults_plan *plan, bool is_first)
{
	return plan->error != EINTR && !is_waited_for(plan) &&
	       (is_first || getenv("ACME_FAULTS_ALL"));
}

static bool
can_be_short(enum faults_call call)
{
	return call == CALL_read || call == CALL_write ||
	       call == CALL_getrandom;
}

static bool
can_lie(enum faults_call call)
{
	return call == CALL_renameat || call == CALL_symlinkat ||
	       call == CALL_linkat || call == CALL_mkdirat;
}

static void
try_call(struct faults_plan plan)
{
	const int *error = faults_errnos(plan.call);

	plan.kind = FAULTS_FAILS;
	for (; *error; error++) {
		/* Who is told that we are gone ends. */
		if (plan.where == FAULTS_ELSEWHERE &&
		    (*error == EPIPE || *error == ECONNRESET))
			continue;
		plan.error = *error;
		try_one(&plan);
		if (goes_on(&plan, error == faults_errnos(plan.call))) {
			plan.from_then_on = true;
			try_one(&plan);
			plan.from_then_on = false;
		}
	}
	plan.error = 0;
	if (can_be_short(plan.call)) {
		plan.kind = FAULTS_SHORT;
		plan.from_then_on = true;
		try_one(&plan);
		plan.from_then_on = false;
	}
	if (now.operation->lies && can_lie(plan.call)) {
		plan.kind = FAULTS_LIES;
		try_one(&plan);
	}
}

static void
count(void)
{
	enum faults_call call;

	now.operation->begin();
	run_without();
	for (call = (enum faults_call)0; call < CALL__MAX; call++)
		now.n_calls[call] = faults_n_calls(call);
	if (now.operation->folder) {
		names_in(now.operation->folder(), now.once);
		run_without();
		names_in(now.operation->folder(), now.twice);
	}
	now.operation->end();
}

/* Whose failure says nothing of files, and has no path: unit.random, and
 * faults.worker's key. */
static bool
is_left_out(enum faults_call call)
{
	return call == CALL_getrandom && now.operation->checks_keys;
}

static bool
try_operation(const struct faults_operation *operation)
{
	struct faults_plan plan = { .where = operation->where };
	unsigned int n_calls = 0;

	memset(&now, 0, sizeof(now));
	now.operation = operation;
	count();
	for (plan.call = (enum faults_call)0; plan.call < CALL__MAX;
	     plan.call++) {
		if (is_left_out(plan.call))
			continue;
		n_calls += now.n_calls[plan.call];
		for (plan.nth = 1; plan.nth <= now.n_calls[plan.call];
		     plan.nth++)
			try_call(plan);
	}
	printf("%s: %u faults (at least %u) in %u calls, %u went wrong\n",
	       operation->name, now.n_tried, operation->n_least, n_calls,
	       now.n_bad);
	return !now.n_bad && now.n_tried >= operation->n_least;
}

void
faults_try_all(const struct faults_operation *operations, size_t n)
{
	bool good = true;
	size_t i;

	for (i = 0; i < n; i++)
		good = try_operation(&operations[i]) && good;
	CHECK(good);
}
