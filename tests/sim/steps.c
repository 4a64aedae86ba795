/* SPDX-License-Identifier: MIT */
/*
 * No step is put into words before somebody wants to read it: that would be
 * most of what a scenario of years does.
 */
#define _POSIX_C_SOURCE 200809L /* getpid() */
#include "steps.h"

#include "sm.h"

#if SM_TRACE >= 2
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FLOWS_MAX 32
#define LINES_MAX 1024 /* of a flow */
#define TEXT_MAX  512

struct taken {
	const struct sm_flow *flow;
	bool run[LINES_MAX], alone[LINES_MAX]; /* by a flow, by none */
};

static FILE *told;

void
steps_tell_lines(void)
{
	const char *folder = getenv("SM_TRACE_LINES_TO");
	char path[4096];

	if (!folder || told)
		return;
	snprintf(path, sizeof(path), "%s/%ld.lines", folder, (long)getpid());
	told = fopen(path, "a");
	if (!told) {
		perror(path);
		exit(EXIT_FAILURE);
	}
}

static struct taken *
taken_of(const struct sm_flow *flow)
{
	static struct taken flows[FLOWS_MAX];
	size_t i;

	for (i = 0; i < FLOWS_MAX; i++) {
		if (!flows[i].flow)
			flows[i].flow = flow;
		if (flows[i].flow == flow)
			return &flows[i];
	}
	abort();
}

static void
tell_line(const struct sm_step *step)
{
	const struct sm_flow *flow = step->sm->flow;
	unsigned int line = sm_step_line(step);
	struct taken *taken = taken_of(flow);
	bool alone = !step->sm->parent;
	bool *lines = alone ? taken->alone : taken->run;

	if (line >= LINES_MAX)
		abort();
	if (!lines[line])
		fprintf(told, "%s:%u%s\n", flow->names->file, line,
			alone ? " alone" : "");
	lines[line] = true;
}

void
steps_add(struct steps *steps, uint64_t at_us, const struct sm_step *step)
{
	size_t at = steps->n++ % STEPS_KEPT;
	char text[TEXT_MAX];

	steps->kept[at].at_us = at_us;
	steps->kept[at].flow = step->sm->flow;
	steps->kept[at].id = step->sm->id;
	steps->kept[at].step = *step;
	if (sm_step_is_fault(step)) {
		sm_step_text(step, text, sizeof(text));
		fprintf(stderr, "%s\n", text);
		abort();
	}
	if (step->kind == SM_STEP_TAKEN && told)
		tell_line(step);
}

void
steps_print(const struct steps *steps)
{
	size_t i = steps->n > STEPS_KEPT ? steps->n - STEPS_KEPT : 0;
	char text[TEXT_MAX];

	for (; i < steps->n; i++) {
		size_t at = i % STEPS_KEPT;
		struct sm sm = { .flow = steps->kept[at].flow,
				 .id = steps->kept[at].id };
		struct sm_step step = steps->kept[at].step;

		step.sm = &sm;
		sm_step_text(&step, text, sizeof(text));
		printf("%10.3f %s\n", (double)steps->kept[at].at_us / 1e6,
		       text);
	}
}
#endif
