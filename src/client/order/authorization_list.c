/* SPDX-License-Identifier: MIT */
/*
 * The authorizations of an order are gone through here: which are valid, and
 * what the others say.
 */
#include "client/order/authorization_list.h"

#include "base/log.h"
#include "client/enrollment/enrollment.h"
#include "client/order/challenge.h"

#include <stdio.h>
#include <stdlib.h>

void
acme_authorization_list_init(struct acme_authorization_list *list,
			     struct acme_enrollment *enrollment,
			     const struct acme_dialect *dialect,
			     const struct acme_challenges_observer *observer)
{
	*list = (struct acme_authorization_list){ .n = 0 };
	acme_challenges_init(&list->challenges, enrollment, dialect, observer);
	enrollment->failure =
		(struct acme_failure){ .problem = ACME_PROBLEM_NONE };
}

void
acme_authorization_list_clear(struct acme_authorization_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		acme_authorization_clear(&list->items[i]);
	free(list->items);
	list->items = NULL;
	list->n = 0;
}

/* Who runs it would be told nothing of its end. */
static bool
is_run(const struct acme_authorization *a)
{
	return a->sm.sm.loop && !a->sm.sm.over;
}

enum acme_err
acme_authorization_list_set(struct acme_authorization_list *list, size_t n,
			    struct acme_fault *fault)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (is_run(&list->items[i]))
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "authorizations are listed while "
					      "they are asked for");
	acme_authorization_list_clear(list);
	list->items = calloc(n + 1, sizeof(*list->items));
	if (!list->items)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	list->n = n;
	return ACME_OK;
}

void
acme_authorization_list_set_names(struct acme_authorization_list *list)
{
	const struct acme_config *config = list->challenges.enrollment->config;
	size_t i;

	if (acme_authorization_list_set(list, config->n_names, NULL))
		return;
	for (i = 0; i < config->n_names; i++)
		list->items[i].name = config->names[i];
}

bool
acme_authorization_list_all_valid(const struct acme_authorization_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->items[i].authz.status != ACME_STATUS_VALID)
			return false;
	return true;
}

/* In the log each has its line; the failure has them side by side. */
static void
add_reason(struct acme_authorization_list *list,
	   const struct acme_authorization *a)
{
	struct acme_enrollment *enrollment = list->challenges.enrollment;
	struct acme_fault *told = &enrollment->failure.fault;
	struct acme_fault before = *told;

	acme_log(acme_enrollment_level(enrollment, ACME_LOG_WARN),
		 "cannot get the authorization of %s", a->fault.text);
	if (list->has_error)
		acme_fault_set(told, before.err, "%s; %s", before.text,
			       a->fault.text);
	else
		*told = a->fault;
	list->has_error = true;
}

struct acme_authorization *
acme_authorization_list_item(const struct acme_authorization_list *list,
			     unsigned int item)
{
	return item < list->n ? &list->items[item] : NULL;
}

void
acme_authorization_list_warn_challenge_failed(
	struct acme_authorization_list *list, unsigned int item)
{
	const struct acme_authorization *a =
		acme_authorization_list_item(list, item);

	if (!a)
		return;
	add_reason(list, a);
	list->challenges.failed |= a->failed;
}

void
acme_authorization_list_note_problem(struct acme_authorization_list *list,
				     unsigned int item)
{
	const struct acme_authorization *a =
		acme_authorization_list_item(list, item);

	if (a)
		list->challenges.enrollment->failure.problem = a->problem;
}

void
acme_authorization_list_warn_refused(struct acme_authorization_list *list,
				     unsigned int item)
{
	const struct acme_authorization *a =
		acme_authorization_list_item(list, item);

	if (!a)
		return;
	add_reason(list, a);
	list->name_refused = true;
	acme_authorization_list_note_problem(list, item);
}

/* What was read has a status. */
static bool
is_unseen(const struct acme_authorization *a)
{
	return a->authz.status == ACME_STATUS_UNKNOWN;
}

bool
acme_authorization_list_unseen(const struct acme_authorization_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (is_unseen(&list->items[i]))
			return true;
	return false;
}

void
acme_authorization_list_warn_unseen(struct acme_authorization_list *list)
{
	unsigned int i;

	for (i = 0; i < list->n; i++)
		if (is_unseen(&list->items[i]))
			acme_authorization_list_warn_refused(list, i);
}

void
acme_authorization_list_add_open(const struct acme_authorization_list *list,
				 struct acme_fault *fault)
{
	struct acme_fault before;
	size_t i;

	for (i = 0; i < list->n; i++) {
		if (list->items[i].authz.status == ACME_STATUS_VALID)
			continue;
		before = *fault;
		acme_fault_set(fault, before.err,
			       "%s; %s: the CA has not validated its challenge",
			       before.text,
			       acme_authorization_name(&list->items[i]));
	}
}

const struct acme_retry_after *
acme_authorization_list_retry_after(const struct acme_authorization_list *list,
				    const struct acme_retry_after *latest)
{
	const struct acme_authorization *a = list->items;
	const struct acme_authorization *end = a + list->n;

	for (; a < end; a++)
		if (a->authz.status != ACME_STATUS_VALID)
			latest = acme_retry_after_later(
				latest, &a->exchange.retry_after);
	return latest;
}

bool
acme_authorization_list_other_type_left(
	const struct acme_authorization_list *list)
{
	return acme_challenges_other_type_left(&list->challenges);
}

static unsigned int
challenge_types(const struct acme_authorization_list *list)
{
	unsigned int types = 0;
	size_t i;

	for (i = 0; i < list->n; i++)
		types |= 1U << acme_authorization_challenge(&list->items[i]);
	return types;
}

void
acme_authorization_list_keep_challenge(
	const struct acme_authorization_list *list, struct acme_state *state)
{
	unsigned int type, types = challenge_types(list);
	size_t len = 0;

	for (type = 0; type < ACME_CHALLENGE__MAX; type++)
		if (types & 1U << type)
			len += (size_t)snprintf(
				state->challenge + len,
				sizeof(state->challenge) - len, "%s%s",
				len ? ", " : "",
				acme_challenge_word(
					(enum acme_challenge_type)type));
}

void
acme_authorization_list_forget(struct acme_authorization_list *list)
{
	size_t i;

	acme_challenges_withdraw(&list->challenges);
	list->has_error = false;
	list->name_refused = false;
	list->challenges.usable = ~0U;
	list->challenges.enrollment->failure.problem = ACME_PROBLEM_NONE;
	for (i = 0; i < list->n; i++)
		acme_authorization_forget(&list->items[i]);
}

void
acme_authorization_list_log_other_type(
	const struct acme_authorization_list *list)
{
	const struct acme_enrollment *enrollment = list->challenges.enrollment;

	acme_log(acme_enrollment_level(enrollment, ACME_LOG_NOTICE),
		 "%s: a challenge failed, trying another type",
		 acme_enrollment_name(enrollment));
}
