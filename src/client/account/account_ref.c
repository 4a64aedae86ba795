/* SPDX-License-Identifier: MIT */
/*
 * The flow is told of the first in a line only: it serves the whole line, so
 * that a hundred who come at once are one event.
 */
#include "client/account/account_ref.h"

#include "client/account/account.h"

#include <stdlib.h>

/* false: others wait already, and the flow knows. */
static bool
stand_in(struct acme_line *line, struct acme_hold *hold)
{
	struct acme_hold **link = &line->first;

	while (*link)
		link = &(*link)->next;
	*link = hold;
	hold->link = link;
	hold->next = NULL;
	return link == &line->first;
}

static void
leave_line(struct acme_hold *hold)
{
	if (!hold->link)
		return;
	*hold->link = hold->next;
	if (hold->next)
		hold->next->link = hold->link;
	hold->link = NULL;
	sm_ask_drop(&hold->ask);
}

static void
let_go(struct acme_hold *hold)
{
	if (!hold->url)
		return;
	free(hold->url);
	hold->url = NULL;
	hold->ca->n_holds--;
}

static void
begin(struct acme_hold *hold, struct acme_ca *ca, const char *lost,
      const struct acme_asker *asker)
{
	leave_line(hold);
	let_go(hold);
	hold->ca = ca;
	hold->lost = lost;
	sm_ask_init(&hold->ask, asker);
}

void
acme_hold_ask_key(struct acme_hold *hold, struct acme_ca *ca,
		  const struct acme_asker *asker)
{
	begin(hold, ca, NULL, asker);
	if (stand_in(&ca->key_line, hold))
		account_post_key_asked(&ca->sm);
}

void
acme_hold_ask_account(struct acme_hold *hold, struct acme_ca *ca,
		      const char *lost, const struct acme_asker *asker)
{
	begin(hold, ca, lost, asker);
	if (stand_in(&ca->account_line, hold))
		account_post_account_asked(&ca->sm);
}

void
acme_hold_release(struct acme_hold *hold)
{
	leave_line(hold);
	if (!hold->url)
		return;
	let_go(hold);
	account_post_released(&hold->ca->sm);
}

static struct acme_hold *
pop(struct acme_line *line)
{
	struct acme_hold *hold = line->first;

	line->first = hold->next;
	if (hold->next)
		hold->next->link = &line->first;
	hold->link = NULL;
	return hold;
}

void
acme_line_tell(struct acme_line *line)
{
	while (line->first)
		sm_ask_done(&pop(line)->ask, NULL);
}

void
acme_line_grant(struct acme_line *line)
{
	struct acme_hold *hold;

	while (line->first) {
		hold = pop(line);
		if (hold->ca->account_url)
			hold->url = acme_span_dup(
				acme_span_str(hold->ca->account_url));
		if (hold->url) {
			hold->ca->n_holds++;
			sm_ask_done(&hold->ask, NULL);
		} else {
			sm_ask_failed(&hold->ask, NULL);
		}
	}
}

void
acme_line_refuse(struct acme_line *line, const struct acme_refusal *refusal)
{
	while (line->first)
		sm_ask_failed(&pop(line)->ask, acme_refusal_new(refusal));
}
