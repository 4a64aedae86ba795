/* SPDX-License-Identifier: MIT */
/*
 * Runs the scenario that its argument names, and looks at what must be true
 * after each of them: nothing unexpected, nothing left, no secret told.
 */
#include "scenario.h"

#include "alone.h"
#include "client/http/pool.h"
#include "memory.h"
#include "memory/each.h"
#include "memory/short_memory.h"

#include <stdlib.h>

#define LONG	      DAY(100)
#define MEMORY_FLOOR  150  /* allocations that fail, at least */
#define EXPLAINED_MAX 8000 /* bytes of the log */

jmp_buf test_failed;

#define X(name) void scenario_##name(struct scenario *s);
#include "scenarios.inc"
#undef X

static const struct scenario_named {
	const char *name;
	void (*run)(struct scenario *s);
} scenarios[] = {
#define X(name) { #name, scenario_##name },
#include "scenarios.inc"
#undef X
};

#define N_SCENARIOS (sizeof(scenarios) / sizeof(*scenarios))

static struct scenario *innermost;

struct scenario *
scenario_innermost(void)
{
	return innermost;
}

static char *
copy(const char *text)
{
	char *made = acme_span_dup(acme_span_str(text));

	if (!made)
		abort();
	return made;
}

static void
clear_names(struct acme_config *config)
{
	size_t i;

	for (i = 0; i < config->n_names; i++)
		free(config->names[i]);
	free(config->names);
	config->names = NULL;
	config->n_names = 0;
}

void
scenario_names(struct scenario *s, unsigned int n)
{
	struct acme_config *config = s->config;
	char name[32];

	clear_names(config);
	config->names = calloc(n, sizeof(*config->names));
	if (!config->names)
		abort();
	for (; config->n_names < n; config->n_names++) {
		snprintf(name, sizeof(name), "n%zu.example", config->n_names);
		config->names[config->n_names] = copy(name);
	}
}

void
scenario_set_up(struct scenario *s)
{
	world_init(&s->world, 1);
	ca_init(&s->ca, &s->world);
	s->config = acme_config_new();
	if (!s->config)
		abort();
	s->config->directory_url = copy(CA_URL "directory");
	s->config->email = copy("admin@a.example");
	s->config->subject.common_name = copy("n0.example");
	scenario_names(s, 1);
	s->certificate = NULL;
	s->alone = NULL;
	s->outer = innermost;
	innermost = s;
}

/* With memory of the client, which may be short. */
static void
make_first(struct scenario *s)
{
	struct acme_port *port = &s->world.vhost.port;
	bool was_tests = memory_is_tests(false);
	enum acme_err err;

	err = acme_account_init(&s->account, s->config, port, &s->world.loop);
	if (!err)
		s->certificate =
			acme_certificate_new(s->config, &s->account, port);
	memory_is_tests(was_tests);
	if (err || !s->certificate)
		acme_account_clear(&s->account);
	CHECK_OK(err);
	CHECK(s->certificate);
}

static void
start_first(struct scenario *s)
{
	if (s->certificate)
		return;
	make_first(s);
	acme_certificate_start(s->certificate);
}

static void
start(struct scenario *s)
{
	start_first(s);
	scenario_others_start(s);
}

void
scenario_stop(struct scenario *s)
{
	alone_free(s->alone);
	s->alone = NULL;
	scenario_others_stop(s);
	if (!s->certificate)
		return;
	acme_certificate_free(s->certificate);
	world_vhost_end(&s->world.vhost);
	acme_account_clear(&s->account);
	s->certificate = NULL;
	s->world.wake_us = AGENDA_NEVER;
}

void
scenario_tear_down(struct scenario *s)
{
	scenario_stop(s);
	scenario_others_clear(s);
	world_clear(&s->world);
	ca_clear(&s->ca);
	acme_config_unref(s->config);
	innermost = s->outer;
}

void
scenario_run(struct scenario *s, uint64_t us)
{
	start(s);
	world_run(&s->world, us);
}

void
scenario_until(struct scenario *s, enum acme_progress progress)
{
	uint64_t until_us = s->world.agenda.now_us + LONG;
	size_t seen = s->world.vhost.n_reports;

	start(s);
	while (s->world.agenda.now_us < until_us && world_step(&s->world))
		for (; seen < s->world.vhost.n_reports; seen++)
			if (s->world.vhost.reports[seen].progress == progress)
				return;
	TEST_FAIL("progress %d was not reported; last: %s", (int)progress,
		  scenario_said(s));
}

void
scenario_until_issued(struct scenario *s)
{
	scenario_until(s, ACME_PROGRESS_ISSUED);
}

void
scenario_until_failed(struct scenario *s)
{
	scenario_until(s, ACME_PROGRESS_FAILED);
}

void
scenario_until_asked(struct scenario *s, const char *resource, unsigned int n)
{
	uint64_t until_us = s->world.agenda.now_us + LONG;

	start(s);
	while (s->world.agenda.now_us < until_us && world_step(&s->world))
		if (ca_count(&s->ca, resource) == n)
			return;
	TEST_FAIL("%s was not asked for %u times", resource, n);
}

void
scenario_forget_requests(struct scenario *s)
{
	s->ca.n_requests = 0;
}

const char *
scenario_said(const struct scenario *s)
{
	size_t n = s->world.vhost.n_reports;

	return n ? s->world.vhost.reports[n - 1].text : "";
}

uint64_t
scenario_gap_us(const struct scenario *s, const char *resource)
{
	CHECK(ca_count(&s->ca, resource) >= 2);
	return ca_request(&s->ca, resource, 1)->at_us -
	       ca_request(&s->ca, resource, 0)->at_us;
}

#define FAIL_AT(file, line, ...)               \
	do {                                   \
		printf("%s:%d: ", file, line); \
		printf(__VA_ARGS__);           \
		printf("\n");                  \
		longjmp(test_failed, 1);       \
	} while (0)

void
scenario_check_requests(const struct scenario *s, const char *want,
			const char *file, int line)
{
	static struct acme_buf got = ACME_BUF_INIT(1024 * 1024);
	size_t i;

	acme_buf_clear(&got);
	for (i = 0; i < s->ca.n_requests; i++)
		if (acme_buf_addf(&got, "%s%s", i ? " " : "",
				  s->ca.requests[i].resource))
			abort();
	if (strcmp(acme_buf_str(&got), want))
		FAIL_AT(file, line, "requests:\n  %s, not\n  %s",
			acme_buf_str(&got), want);
	acme_buf_clear(&got);
}

void
scenario_check_has(const char *text, const char *words, const char *file,
		   int line)
{
	if (!strstr(text, words))
		FAIL_AT(file, line, "\"%s\" is not in\n  %s", words, text);
}

void
scenario_check_time(const char *what, uint64_t us, uint64_t low_us,
		    uint64_t high_us, const char *file, int line)
{
	if (us < low_us || us > high_us)
		FAIL_AT(file, line, "%s is %.6f s, not %.6f to %.6f", what,
			(double)us / 1e6, (double)low_us / 1e6,
			(double)high_us / 1e6);
}

/* Rules that no scenario may break. */
void
scenario_check(const struct scenario *s)
{
	const char *log = acme_buf_str(&s->world.log);

	CHECK_INT(s->world.n_unexpected, 0);
	CHECK_INT(s->ca.n_reused, 0);
	CHECK_STR(acme_buf_str(&s->ca.wrong), "");
	CHECK(s->world.max_streams <= CONNECTION_POOL_SIZE);
	CHECK(!strstr(log, "PRIVATE KEY") && !strstr(log, "\"d\""));
	CHECK(!s->world.streams);
	CHECK(!s->world.responses);
	CHECK(s->world.loop.ready.next == &s->world.loop.ready &&
	      s->world.loop.timed.next == &s->world.loop.timed);
}

/* The last lines of what may be years. */
static void
print_log(const struct acme_buf *log)
{
	const char *from = acme_buf_str(log);

	if (log->len > EXPLAINED_MAX)
		from = strchr(from + log->len - EXPLAINED_MAX, '\n') + 1;
	printf("-- log\n%s", from);
}

void
scenario_explain(const struct scenario *s)
{
	size_t i = s->ca.n_requests > 20 ? s->ca.n_requests - 20 : 0;

	print_log(&s->world.log);
	printf("-- steps\n");
	steps_print(&s->world.steps);
	printf("-- requests\n");
	for (; i < s->ca.n_requests; i++)
		printf("%10.3f %s %u\n", (double)s->ca.requests[i].at_us / 1e6,
		       s->ca.requests[i].resource, s->ca.requests[i].status);
}

static int
run(size_t n)
{
	static struct scenario s;
	volatile int status = EXIT_FAILURE;

	scenario_set_up(&s);
	if (!setjmp(test_failed)) {
		scenarios[n].run(&s);
		scenario_stop(&s);
		scenario_check(&s);
		status = EXIT_SUCCESS;
	}
	if (status || getenv("SCENARIO_EXPLAIN"))
		scenario_explain(&s);
	printf("%s %s\n", status ? "FAILED" : "ok", scenarios[n].name);
	scenario_tear_down(&s);
	return status;
}

static int
run_short(const void *test)
{
	const struct scenario_named *named = test;

	return scenario_run_short(named->name, named->run);
}

static int
run_each_short(size_t first, size_t step, size_t most)
{
	struct memory_each each = { .times = 1, .most = most };
	size_t i;

	for (i = first; i < N_SCENARIOS; i += step)
		memory_fail_each(&each, scenarios[i].name, run_short,
				 &scenarios[i]);
	return memory_each_report(&each, MEMORY_FLOOR);
}

static size_t
number(const char *text)
{
	return (size_t)strtoul(text, NULL, 10);
}

int
main(int argc, char **argv)
{
	size_t i;

	if (argc == 5 && !strcmp(argv[1], "--memory"))
		return run_each_short(number(argv[2]), number(argv[3]),
				      number(argv[4]));
	for (i = 0; i < N_SCENARIOS; i++) {
		if (argc < 2 || strcmp(argv[1], scenarios[i].name) != 0)
			continue;
		return argc == 2 ? run(i)
				 : memory_fail_one(number(argv[2]), run_short,
						   &scenarios[i]);
	}
	fprintf(stderr,
		"usage: %s SCENARIO [ALLOCATION]\n"
		"       %s --memory FIRST STEP MOST\n",
		argv[0], argv[0]);
	return 2;
}
