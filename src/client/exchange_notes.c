/* SPDX-License-Identifier: MIT */
/*
 * What exchange.flow notes of an answer or of its absence.  What is tried
 * again is told at once, as the operator may be able to mend it.
 */
#include "base/log.h"
#include "client/exchange.h"

/* What was asked for: also where a nonce for it did not come. */
static const char *
place(const struct acme_exchange *x)
{
	return x->url ? x->url : "a request to the CA";
}

static void
forget_answer(struct acme_exchange *x)
{
	acme_http_answer_free(x->answer);
	x->answer = NULL;
	x->retry_after.told = false;
}

static void
read_refusal(struct acme_exchange *x, const struct acme_http_answer *answer)
{
	forget_answer(x);
	x->retry_after = answer->retry_after;
	if (answer->problem.type == ACME_PROBLEM_NONE)
		acme_fault_set(&x->fault, ACME_ERR_INVALID,
			       "%s: the CA answered %u", place(x),
			       answer->status);
	else
		acme_fault_set(&x->fault, ACME_ERR_INVALID, "%s: %s", place(x),
			       acme_buf_str(&answer->problem.text));
}

static void
read_fault(struct acme_exchange *x, const struct acme_fault *fault)
{
	forget_answer(x);
	acme_fault_copy(&x->fault, fault);
	acme_fault_in(&x->fault, x->fault.err, "%s", place(x));
}

static void
tell(const struct acme_exchange *x)
{
	acme_log(ACME_LOG_WARN, "%s; trying again", x->fault.text);
}

void
acme_exchange_keep_answer(struct acme_exchange *x, struct sm_event *event)
{
	read_refusal(x, exchange_answer(event));
	x->answer = sm_event_take(event);
}

void
acme_exchange_note_answer(struct acme_exchange *x, struct sm_event *event)
{
	read_refusal(x, exchange_answer(event));
	tell(x);
}

void
acme_exchange_note_netfail(struct acme_exchange *x, struct sm_event *event)
{
	read_fault(x, exchange_netfail(event));
	tell(x);
}

void
acme_exchange_note_fault(struct acme_exchange *x, struct sm_event *event)
{
	read_fault(x, exchange_unsigned(event));
}

void
acme_exchange_note_timeout(struct acme_exchange *x, struct sm_event *event)
{
	(void)event;
	forget_answer(x);
	acme_fault_set(&x->fault, ACME_ERR_CLOSED, "%s: no answer in time",
		       place(x));
	tell(x);
}

/* It was obeyed already, and more often than an order can wait for. */
void
acme_exchange_forget_retry_after(struct acme_exchange *x,
				 struct sm_event *event)
{
	(void)event;
	x->retry_after.told = false;
}
