/* SPDX-License-Identifier: MIT */
/*
 * These actions of acme_v2.flow note why there is no certificate, where one of
 * its steps fails.
 */
#include "client/enrollment/enrollment.h"
#include "client/order/acme_v2.h"

#include <string.h>

void
acme_v2_note_problem(struct acme_v2 *v2)
{
	acme_exchange_failure(&v2->exchange, v2->failure);
}

void
acme_v2_note_later(struct acme_v2 *v2)
{
	acme_v2_note_problem(v2);
	v2->failure->retry_after = v2->exchange.retry_after;
}

static const char *
order_url(const struct acme_v2 *v2)
{
	const char *url = v2->enrollment->state.order_url;

	return url ? url : v2->enrollment->account->ca.directory_url;
}

static const char *
status(const struct acme_v2 *v2)
{
	const char *word = v2->order.status_word;

	return word ? word : acme_status_name(v2->order.status);
}

void
acme_v2_note_timeout(struct acme_v2 *v2, const char *sentence)
{
	acme_fault_set(&v2->failure->fault, ACME_ERR_CLOSED,
		       "%s: the order is %.32s, and %s", order_url(v2),
		       status(v2), sentence);
	if (acme_v2_pending(v2))
		acme_authorization_list_add_open(&v2->authorizations,
						 &v2->failure->fault);
}

/* What came from the CA is not what the step needs. */
void
acme_v2_note_unreadable(struct acme_v2 *v2)
{
	if (v2->failure->fault.text[0])
		acme_fault_in(&v2->failure->fault, ACME_ERR_SYNTAX, "%s",
			      acme_exchange_name(&v2->exchange));
	else
		acme_fault_set(&v2->failure->fault, ACME_ERR_INVALID,
			       "%s: the order is %.32s, and can't be that at "
			       "this step",
			       acme_exchange_name(&v2->exchange), status(v2));
}

/* §7.4: its URL comes with this status, and by some CAs a while after it. */
void
acme_v2_note_no_certificate(struct acme_v2 *v2)
{
	acme_fault_set(&v2->failure->fault, ACME_ERR_INVALID,
		       "%s: the order is valid, and its member 'certificate' "
		       "is missing or empty",
		       order_url(v2));
}

/* Behind what authorizations said, if any did.  Some CAs repeat that. */
static void
tell_order_error(struct acme_v2 *v2)
{
	struct acme_fault before = v2->failure->fault;
	const char *words = acme_buf_str(&v2->order.error.text);

	if (v2->authorizations.has_error && strstr(before.text, words))
		return;
	if (v2->authorizations.has_error)
		acme_fault_set(&v2->failure->fault, before.err, "%s; %s: %s",
			       before.text, order_url(v2), words);
	else
		acme_fault_set(&v2->failure->fault, ACME_ERR_INVALID, "%s: %s",
			       order_url(v2), words);
}

void
acme_v2_add_order_error(struct acme_v2 *v2)
{
	if (acme_v2_order_problem(v2) != ACME_PROBLEM_NONE)
		tell_order_error(v2);
	else if (!v2->authorizations.has_error)
		acme_fault_set(&v2->failure->fault, ACME_ERR_INVALID,
			       "%s: the CA made the order invalid, and says no "
			       "reason",
			       order_url(v2));
}

void
acme_v2_note_order_problem(struct acme_v2 *v2)
{
	v2->failure->problem = acme_v2_order_problem(v2);
}

void
acme_v2_warn_challenge_failed(struct acme_v2 *v2, unsigned int item)
{
	acme_authorization_list_warn_challenge_failed(&v2->authorizations,
						      item);
}

void
acme_v2_warn_refused(struct acme_v2 *v2, unsigned int item)
{
	acme_authorization_list_warn_refused(&v2->authorizations, item);
}

void
acme_v2_note_name_problem(struct acme_v2 *v2, unsigned int item)
{
	acme_authorization_list_note_problem(&v2->authorizations, item);
}

void
acme_v2_warn_unseen(struct acme_v2 *v2)
{
	acme_authorization_list_warn_unseen(&v2->authorizations);
}

struct acme_failure *
acme_v2_give_acme_failure(struct acme_v2 *v2)
{
	return acme_failure_or_null(v2->failure);
}
