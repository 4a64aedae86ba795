/* SPDX-License-Identifier: MIT */
/* A vhost: its port, what it has, and what is planned for its requests. */
#include "world_private.h"

#include "memory/each.h"
#include "memory/short_memory.h"

#include <stdlib.h>

#define TEXT_MAX   (1024 * 1024)
#define STAGES_MAX 4 /* started, issued, renewed */

struct world_vhost *
world_vhost_of(struct acme_port *port)
{
	return (struct world_vhost *)port;
}

static int64_t
now_s(struct acme_port *port)
{
	const struct world *world = world_vhost_of(port)->world;

	return WORLD_EPOCH_S + world->wall_jump_s +
	       (int64_t)(world->agenda.now_us / SEC(1));
}

/* What is on the way from one report to the next. */
static void
note_step(struct world_vhost *vhost, enum acme_progress progress,
	  const char *text)
{
	static const char *const names[] = {
		[ACME_PROGRESS_IDLE] = "IDLE",
		[ACME_PROGRESS_CREATE_KEYS] = "CREATE_KEYS",
		[ACME_PROGRESS_REGISTER] = "REG",
		[ACME_PROGRESS_AUTHORIZE] = "AUTH",
		[ACME_PROGRESS_CHALLENGE] = "CHALLENGE",
		[ACME_PROGRESS_CREATE_REQUEST] = "CREATE_REQ",
		[ACME_PROGRESS_REQUEST] = "REQ",
		[ACME_PROGRESS_CONFIRM] = "CONFIRM",
		[ACME_PROGRESS_ISSUE] = "ISSUE",
	};

	if (acme_buf_addf(&vhost->steps, "%s %s\n", names[progress],
			  text ? text : "-"))
		abort();
}

static void
report(struct acme_port *port, enum acme_progress progress, const char *text)
{
	struct world_vhost *vhost = world_vhost_of(port);
	struct world_report *more;
	bool was_tests = memory_is_tests(true);

	if (progress > ACME_PROGRESS_FAILED) {
		note_step(vhost, progress, text);
		memory_is_tests(was_tests);
		return;
	}
	more = realloc(vhost->reports,
		       (vhost->n_reports + 1) * sizeof(*vhost->reports));
	if (!more)
		abort();
	vhost->reports = more;
	if (vhost->n_reports < STAGES_MAX)
		memory_each_stage((unsigned int)vhost->n_reports + 1);
	vhost->reports[vhost->n_reports++] = (struct world_report){
		.progress = progress,
		.text = acme_span_dup(acme_span_str(text)),
		.at_us = vhost->world->agenda.now_us,
	};
	memory_is_tests(was_tests);
}

void
world_vhost_init(struct world_vhost *vhost, struct world *world)
{
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);

	*vhost = (struct world_vhost){
		.world = world,
		.files = vhost,
		.pair_key = text,
		.pair_chain = text,
		.new_key = text,
		.state = text,
		.installed = text,
		.other = text,
		.steps = text,
		.installed_key = text,
	};
	vhost->port.pair = "crt.pem";
	vhost->port.now_s = now_s;
	vhost->port.report = report;
	world_streams_init(&vhost->port);
	world_requests_init(&vhost->port);
}

void
world_vhost_clear(struct world_vhost *vhost)
{
	size_t i;

	acme_buf_clear(&vhost->pair_key);
	acme_buf_clear(&vhost->pair_chain);
	acme_buf_clear(&vhost->new_key);
	acme_buf_clear(&vhost->state);
	acme_buf_clear(&vhost->installed);
	acme_buf_clear(&vhost->other);
	acme_buf_clear(&vhost->steps);
	acme_buf_clear(&vhost->installed_key);
	for (i = 0; i < vhost->n_reports; i++)
		free(vhost->reports[i].text);
	free(vhost->reports);
}

struct world_plan
world_planned(struct world_vhost *vhost, enum world_request request)
{
	struct world_plan plan = vhost->plan[request];

	if (plan.first) {
		vhost->plan[request].first--;
		return (struct world_plan){ .times = 0 };
	}
	if (plan.times && !--vhost->plan[request].times)
		vhost->plan[request] = (struct world_plan){ .times = 0 };
	return plan;
}

void
world_fail(struct world *world, enum world_request request, enum acme_err err,
	   unsigned int times)
{
	world->vhost.plan[request] =
		(struct world_plan){ .err = err, .times = times };
}

void
world_delay(struct world *world, enum world_request request, uint64_t delay_us,
	    unsigned int times)
{
	world->vhost.plan[request] =
		(struct world_plan){ .delay_us = delay_us, .times = times };
}
