/* SPDX-License-Identifier: MIT */
/* The other certificates of a scenario's server. */
#include "scenario.h"

#include <stdlib.h>

static char *
copy(const char *text)
{
	char *made = acme_span_dup(acme_span_str(text));

	if (!made)
		abort();
	return made;
}

static struct acme_config *
config_for(const struct scenario *s, const char *name)
{
	struct acme_config *config = acme_config_new();

	if (!config)
		abort();
	config->directory_url = copy(s->config->directory_url);
	config->email = copy(s->config->email);
	config->subject.common_name = copy(name);
	config->names = calloc(1, sizeof(*config->names));
	if (!config->names)
		abort();
	config->names[0] = copy(name);
	config->n_names = 1;
	return config;
}

struct neighbour *
scenario_neighbour(struct scenario *s, const char *name)
{
	struct neighbour *neighbour = &s->neighbours[s->n_neighbours++];

	CHECK(s->n_neighbours <= SCENARIO_NEIGHBOURS_MAX);
	world_vhost_init(&neighbour->vhost, &s->world);
	neighbour->config = config_for(s, name);
	neighbour->account = &s->account;
	return neighbour;
}

static void
give_account(struct scenario *s, struct neighbour *neighbour)
{
	neighbour->account = &s->other_account;
	CHECK_OK(acme_account_init(&s->other_account, neighbour->config,
				   &s->world.vhost.port, &s->world.loop));
	s->other_account_used = true;
}

struct neighbour *
scenario_foreign(struct scenario *s, const char *name)
{
	struct neighbour *neighbour = scenario_neighbour(s, name);

	free(neighbour->config->directory_url);
	neighbour->config->directory_url = copy(CA_URL "directory/2");
	give_account(s, neighbour);
	return neighbour;
}

struct neighbour *
scenario_process(struct scenario *s)
{
	struct neighbour *neighbour =
		scenario_neighbour(s, s->config->names[0]);

	neighbour->vhost.files = &s->world.vhost;
	give_account(s, neighbour);
	return neighbour;
}

void
neighbour_stop(struct neighbour *neighbour)
{
	acme_certificate_free(neighbour->certificate);
	world_vhost_end(&neighbour->vhost);
	neighbour->certificate = NULL;
	neighbour->account = NULL;
}

unsigned int
neighbour_count(const struct neighbour *neighbour, enum acme_progress progress)
{
	unsigned int n = 0;
	size_t i;

	for (i = 0; i < neighbour->vhost.n_reports; i++)
		n += neighbour->vhost.reports[i].progress == progress;
	return n;
}

void
scenario_neighbours_start(struct scenario *s)
{
	struct neighbour *neighbour = s->neighbours;

	for (; neighbour < s->neighbours + s->n_neighbours; neighbour++) {
		if (neighbour->certificate || !neighbour->account)
			continue;
		neighbour->certificate = acme_certificate_new(
			neighbour->config, neighbour->account,
			&neighbour->vhost.port);
		CHECK(neighbour->certificate);
		acme_certificate_start(neighbour->certificate);
	}
}

void
scenario_neighbours_stop(struct scenario *s)
{
	unsigned int i;

	for (i = 0; i < s->n_neighbours; i++)
		neighbour_stop(&s->neighbours[i]);
	if (s->other_account_used)
		acme_account_clear(&s->other_account);
	s->other_account_used = false;
}

void
scenario_neighbours_clear(struct scenario *s)
{
	struct neighbour *neighbour = s->neighbours;

	for (; neighbour < s->neighbours + s->n_neighbours; neighbour++) {
		acme_config_unref(neighbour->config);
		world_vhost_clear(&neighbour->vhost);
	}
	s->n_neighbours = 0;
}
