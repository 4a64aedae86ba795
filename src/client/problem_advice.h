/* SPDX-License-Identifier: MIT */
/*
 * What the operator is to do about a problem that no ACME client can mend.
 * Which those are stands in issuance.flow.
 */
#ifndef ACME_CLIENT_PROBLEM_ADVICE_H
#define ACME_CLIENT_PROBLEM_ADVICE_H

#include "protocol/problem.h"

/* NULL: there is nothing to say. */
const char *acme_problem_advice(enum acme_problem_type type);

#endif
