/* SPDX-License-Identifier: MIT */
/*
 * A config is made, counted and freed here; how options become one is the lws
 * context's business.
 */
#include "client/config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define COMMON_NAME_MAX 64 /* ub-common-name */

/* The subject's members are const for those who read them. */
static void
free_const(const char *text)
{
	free((char *)(uintptr_t)text);
}

struct acme_config *
acme_config_new(void)
{
	struct acme_config *config = calloc(1, sizeof(*config));

	if (!config)
		return NULL;
	config->n_refs = 1;
	config->challenge = ACME_CHALLENGE__MAX;
	return config;
}

struct acme_config *
acme_config_ref(struct acme_config *config)
{
	config->n_refs++;
	return config;
}

void
acme_config_unref(struct acme_config *config)
{
	size_t i;

	if (!config || --config->n_refs)
		return;
	free(config->directory_url);
	free(config->ca_file);
	free(config->email);
	free_const(config->subject.country);
	free_const(config->subject.state);
	free_const(config->subject.locality);
	free_const(config->subject.organization);
	free_const(config->subject.common_name);
	for (i = 0; i < config->n_names; i++)
		free(config->names[i]);
	free(config->names);
	free(config);
}

void
acme_config_lead(struct acme_config *config)
{
	char **names = config->names, *first;
	size_t i = 0;

	while (i < config->n_names && strlen(names[i]) > COMMON_NAME_MAX)
		i++;
	if (!i || i == config->n_names)
		return;
	first = names[i];
	memmove(names + 1, names, i * sizeof(*names));
	names[0] = first;
}

const char *const *
acme_config_names(const struct acme_config *config)
{
	return (const char *const *)config->names;
}
