/* SPDX-License-Identifier: MIT */
/*
 * The authorizations of one order, in either version of ACME, and why there is
 * no certificate where they say so.
 */
#ifndef ACME_CLIENT_ORDER_AUTHORIZATION_LIST_H
#define ACME_CLIENT_ORDER_AUTHORIZATION_LIST_H

#include "client/order/authorization.h"

struct acme_state;

/* None yet; of zeroed or cleared memory. */
void
acme_authorization_list_init(struct acme_authorization_list *list,
			     struct acme_enrollment *enrollment,
			     const struct acme_dialect *dialect,
			     const struct acme_challenges_observer *observer);

void acme_authorization_list_clear(struct acme_authorization_list *list);

/* So many authorizations, zeroed, instead of those that there are.
 * ACME_ERR_MEMORY: there are none; ACME_ERR_INVALID: one of those that there
 * are is run, and they stay. */
enum acme_err
acme_authorization_list_set(struct acme_authorization_list *list, size_t n,
			    struct acme_fault *fault) ACME_MUST_CHECK;

/* One for each name that is wanted. */
void acme_authorization_list_set_names(struct acme_authorization_list *list);

bool
acme_authorization_list_all_valid(const struct acme_authorization_list *list);

/* Authorization ${item}, or NULL. */
struct acme_authorization *
acme_authorization_list_item(const struct acme_authorization_list *list,
			     unsigned int item);

/*
 * What authorization ${item} says is why there is no certificate.  All that do
 * are told.  Where a challenge failed, one of another type could do better;
 * where it was refused, its problem is the one that counts.
 */
void acme_authorization_list_warn_challenge_failed(
	struct acme_authorization_list *list, unsigned int item);
void acme_authorization_list_warn_refused(struct acme_authorization_list *list,
					  unsigned int item);

/* The problem of ${item} is the one that counts. */
void acme_authorization_list_note_problem(struct acme_authorization_list *list,
					  unsigned int item);

/* The last look at one of them brought nothing but a problem. */
bool acme_authorization_list_unseen(const struct acme_authorization_list *list);

/* These are to blame, and the problem of the last one counts. */
void acme_authorization_list_warn_unseen(struct acme_authorization_list *list);

/* Add to ${fault} which names are not validated. */
void
acme_authorization_list_add_open(const struct acme_authorization_list *list,
				 struct acme_fault *fault);

/* The later one of ${latest} and what was said of those that are not valid. */
const struct acme_retry_after *
acme_authorization_list_retry_after(const struct acme_authorization_list *list,
				    const struct acme_retry_after *latest);

/* A challenge failed, and each name could be validated by another
 * type. */
bool acme_authorization_list_other_type_left(
	const struct acme_authorization_list *list);

/* The types of challenge by which the names were validated, for ${state}.
 * Where none was needed, what is there holds. */
void acme_authorization_list_keep_challenge(
	const struct acme_authorization_list *list, struct acme_state *state);

/* The CA asks anew for all that is not valid;
 * which types failed stays known. */
void acme_authorization_list_forget(struct acme_authorization_list *list);

void acme_authorization_list_log_other_type(
	const struct acme_authorization_list *list);

#endif
