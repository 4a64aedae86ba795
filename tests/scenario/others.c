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

struct other *
scenario_other(struct scenario *s, const char *name)
{
	struct other *other = &s->others[s->n_others++];

	CHECK(s->n_others <= SCENARIO_OTHERS_MAX);
	world_vhost_init(&other->vhost, &s->world);
	other->config = config_for(s, name);
	other->account = &s->account;
	return other;
}

static void
give_account(struct scenario *s, struct other *other)
{
	other->account = &s->other_account;
	CHECK_OK(acme_account_init(&s->other_account, other->config,
				   &s->world.vhost.port, &s->world.loop));
	s->other_account_used = true;
}

struct other *
scenario_foreign(struct scenario *s, const char *name)
{
	struct other *other = scenario_other(s, name);

	free(other->config->directory_url);
	other->config->directory_url = copy(CA_URL "directory/2");
	give_account(s, other);
	return other;
}

struct other *
scenario_process(struct scenario *s)
{
	struct other *other = scenario_other(s, s->config->names[0]);

	other->vhost.files = &s->world.vhost;
	give_account(s, other);
	return other;
}

void
other_stop(struct other *other)
{
	acme_certificate_free(other->certificate);
	world_vhost_end(&other->vhost);
	other->certificate = NULL;
	other->account = NULL;
}

unsigned int
other_count(const struct other *other, enum acme_progress progress)
{
	unsigned int n = 0;
	size_t i;

	for (i = 0; i < other->vhost.n_reports; i++)
		n += other->vhost.reports[i].progress == progress;
	return n;
}

void
scenario_others_start(struct scenario *s)
{
	struct other *other = s->others;

	for (; other < s->others + s->n_others; other++) {
		if (other->certificate || !other->account)
			continue;
		other->certificate = acme_certificate_new(
			other->config, other->account, &other->vhost.port);
		CHECK(other->certificate);
		acme_certificate_start(other->certificate);
	}
}

void
scenario_others_stop(struct scenario *s)
{
	unsigned int i;

	for (i = 0; i < s->n_others; i++)
		other_stop(&s->others[i]);
	if (s->other_account_used)
		acme_account_clear(&s->other_account);
	s->other_account_used = false;
}

void
scenario_others_clear(struct scenario *s)
{
	struct other *other = s->others;

	for (; other < s->others + s->n_others; other++) {
		acme_config_unref(other->config);
		world_vhost_clear(&other->vhost);
	}
	s->n_others = 0;
}
