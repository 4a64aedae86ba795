/* SPDX-License-Identifier: MIT */
/*
 * Problems that no client can mend: what the operator is to do about them.
 */
#ifndef ACME_CLIENT_PROBLEM_POLICY_H
#define ACME_CLIENT_PROBLEM_POLICY_H

#include "protocol/problem.h"

/* NULL: the problem may pass by itself. */
const char *acme_problem_policy(enum acme_problem_type type);

#endif
