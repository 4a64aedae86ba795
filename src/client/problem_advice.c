/* SPDX-License-Identifier: MIT */
/*
 * Each problem type (RFC 8555 §6.7) that is for the operator has its text here.
 */
#include "client/problem_advice.h"

static const char *const advice[ACME_PROBLEM__MAX] = {
	[ACME_PROBLEM_BAD_CSR] =
		"the CA refuses the certificate request: look at key-type and "
		"the options of the subject",
	[ACME_PROBLEM_CAA] =
		"a CAA record in the DNS forbids this CA: change the record, "
		"or directory-url",
	[ACME_PROBLEM_EXTERNAL_ACCOUNT_REQUIRED] =
		"this CA wants an account that was bound to a customer before "
		"(EAB), which is not supported: choose another directory-url",
	[ACME_PROBLEM_REJECTED_IDENTIFIER] =
		"the CA issues nothing for such a name: change common-name or "
		"subject-alt-name",
	[ACME_PROBLEM_UNSUPPORTED_IDENTIFIER] =
		"the CA does not know this kind of name: change common-name "
		"or subject-alt-name",
	[ACME_PROBLEM_USER_ACTION_REQUIRED] =
		"the CA wants something done by hand, such as agreeing to new "
		"terms: follow what it says",
};

const char *
acme_problem_advice(enum acme_problem_type type)
{
	return advice[type];
}
