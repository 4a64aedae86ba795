/* SPDX-License-Identifier: MIT */
/*
 * The processes run one after the other.  What each has seen comes back in
 * memory that is shared, what it prints in a file without a name.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "memory/each.h"

#include "memory/short_memory.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIME_MAX_S 60	     /* of the processor, for one process */
#define WAIT_MAX_S 300	     /* for what does not come */
#define PLACES_MAX (1 << 20) /* a power of two */
#define CHOSEN_MAX (1 << 16)

struct place {
	uint64_t number;
	unsigned int n_tests; /* in which it failed */
	unsigned int test;    /* the last that came there */
};

static struct seen {
	size_t n_asked;
	bool has_failed;
	unsigned int test, times, stage;
	size_t n_chosen, chosen[CHOSEN_MAX];
	size_t n_places;
	struct place places[PLACES_MAX];
} * seen;

static void
give_up(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static struct place *
find(uint64_t number)
{
	size_t at = (size_t)(number >> 20) % PLACES_MAX;

	while (seen->places[at].number && seen->places[at].number != number)
		at = (at + 1) % PLACES_MAX;
	if (!seen->places[at].number && ++seen->n_places > PLACES_MAX / 2) {
		fprintf(stderr, "too many places\n");
		_exit(EXIT_FAILURE);
	}
	seen->places[at].number = number;
	return &seen->places[at];
}

static void
choose(size_t nth, uint64_t number)
{
	struct place *place = find(number + seen->stage);

	if (place->test == seen->test)
		return;
	place->test = seen->test;
	if (place->n_tests == seen->times || seen->n_chosen == CHOSEN_MAX)
		return;
	place->n_tests++;
	seen->chosen[seen->n_chosen++] = nth;
}

void
memory_each_stage(unsigned int stage)
{
	if (seen)
		seen->stage = stage;
}

int
memory_fail_one(size_t nth, int (*run)(const void *test), const void *test)
{
	int status;

	memory_fails_at(nth);
	status = run(test);
	memory_stops_failing();
	return status;
}

void
memory_each_note(void)
{
	if (!seen)
		return;
	seen->n_asked = memory_n_asked();
	seen->has_failed = memory_has_failed();
}

/* In the child. */
static void
run_alone(FILE *out, size_t nth, int (*run)(const void *test), const void *test)
{
	int status;

	if (setpgid(0, 0))
		give_up("setpgid");
	alarm(WAIT_MAX_S);
	if (setrlimit(RLIMIT_CPU, &(struct rlimit){ TIME_MAX_S, TIME_MAX_S }))
		give_up("setrlimit");
	if (dup2(fileno(out), STDOUT_FILENO) < 0 ||
	    dup2(fileno(out), STDERR_FILENO) < 0)
		give_up("dup2");
	memory_watch(nth ? NULL : choose);
	status = memory_fail_one(nth, run, test);
	memory_each_note();
	exit(status);
}

/* Of a process that the test has started, whose end the test may not tell. */
static bool
has_complaint(FILE *out)
{
	char line[1024];
	bool has = false;

	rewind(out);
	while (!has && fgets(line, sizeof(line), out))
		has = strstr(line, "ERROR: AddressSanitizer") ||
		      strstr(line, ": runtime error: ");
	return has;
}

static void
show(const char *name, size_t nth, int status, FILE *out)
{
	char line[1024];

	printf("FAILED %s, allocation %zu: %s %d\n", name, nth,
	       WIFSIGNALED(status) ? "signal" : "exit status",
	       WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	if (fseek(out, 0, SEEK_SET))
		give_up("fseek");
	while (fgets(line, sizeof(line), out))
		fputs(line, stdout);
}

/* Its end; a test that a failed check ended has left processes behind. */
static int
wait_for(pid_t pid)
{
	siginfo_t info;
	int status;

	/* Until it is waited for, its group's number is no other's. */
	if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT))
		give_up("waitid");
	kill(-pid, SIGKILL);
	if (waitpid(pid, &status, 0) != pid)
		give_up("waitpid");
	return status;
}

static bool
run_child(const char *name, size_t nth, int (*run)(const void *test),
	  const void *test)
{
	FILE *out = tmpfile();
	int status;
	bool is_good;
	pid_t pid;

	if (!out)
		give_up("tmpfile");
	seen->n_asked = 0;
	seen->has_failed = false;
	seen->stage = 0;
	fflush(stdout);
	pid = fork();
	if (pid < 0)
		give_up("fork");
	if (!pid)
		run_alone(out, nth, run, test);
	status = wait_for(pid);
	is_good = !status && !has_complaint(out);
	if (!is_good)
		show(name, nth, status, out);
	fclose(out);
	return is_good;
}

void
memory_fail_each(struct memory_each *each, const char *name,
		 int (*run)(const void *test), const void *test)
{
	size_t i, step;

	if (!seen)
		seen = mmap(NULL, sizeof(*seen), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (seen == MAP_FAILED)
		give_up("mmap");
	seen->test++;
	seen->times = each->times;
	seen->n_chosen = 0;
	each->n_wrong += !run_child(name, 0, run, test);
	each->n_asked += seen->n_asked;
	step = each->most ? (seen->n_chosen + each->most) / each->most : 1;
	for (i = 0; i < seen->n_chosen; i += step) {
		each->n_wrong += !run_child(name, seen->chosen[i], run, test);
		each->n_failed += seen->has_failed;
	}
}

int
memory_each_report(const struct memory_each *each, size_t floor)
{
	printf("%zu of %zu allocations, in %zu places, failed, one in a "
	       "process each; %zu processes did not end as they should\n",
	       each->n_failed, each->n_asked, seen->n_places, each->n_wrong);
	if (each->n_failed >= floor)
		return each->n_wrong ? EXIT_FAILURE : EXIT_SUCCESS;
	printf("FAILED: at least %zu should fail\n", floor);
	return EXIT_FAILURE;
}
