/* SPDX-License-Identifier: MIT */
/*
 * These are the guards and actions of acme_v2.flow about what outlives an
 * attempt: the state on disk, and the order, account and key that it leads back
 * to.
 */
#include "base/log.h"
#include "client/enrollment/enrollment.h"
#include "client/order/acme_v2.h"

#define US_PER_S 1000000

/* Guards */

bool
acme_v2_order_known(const struct acme_v2 *v2)
{
	return v2->enrollment->state.order_url;
}

/* By a clock that may have been set since. */
uint64_t
acme_v2_order_age_us(const struct acme_v2 *v2)
{
	struct acme_port *port = v2->enrollment->port;
	int64_t age_s = port->now_s(port) - v2->enrollment->state.ordered_s;

	return age_s > 0 ? (uint64_t)age_s * US_PER_S : 0;
}

/* Actions */

void
acme_v2_forget_order(struct acme_v2 *v2)
{
	acme_state_set_url(&v2->enrollment->state.order_url, ACME_SPAN(""));
	acme_authorization_list_forget(&v2->authorizations);
}

void
acme_v2_save_state(struct acme_v2 *v2, const struct sm_requester *requester)
{
	acme_enrollment_save_state(v2->enrollment, requester);
}

/* Without it only a restart costs more. */
void
acme_v2_warn_not_saved(struct acme_v2 *v2, const struct acme_fault *unsaved)
{
	struct acme_fault fault;

	acme_fault_copy(&fault, unsaved);
	acme_log(acme_enrollment_level(v2->enrollment, ACME_LOG_WARN),
		 "%s: cannot save the order's URL, a restart would make a new "
		 "order: %s",
		 v2->enrollment->config->names[0], fault.text);
}
