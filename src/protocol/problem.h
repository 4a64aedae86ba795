/* SPDX-License-Identifier: MIT */
/*
 * Problem documents (RFC 9457; RFC 8555 §6.7): what a CA says went wrong.
 */
#ifndef ACME_PROTOCOL_PROBLEM_H
#define ACME_PROTOCOL_PROBLEM_H

#include "base/buf.h"

/* The types of RFC 8555 §6.7 (and RFC 9773's alreadyReplaced), by their last
 * word, with the urn of ACME v1 as well. */
enum acme_problem_type {
	ACME_PROBLEM_NONE, /* no problem document; there may be a text */
	ACME_PROBLEM_OTHER,
	ACME_PROBLEM_ACCOUNT_DOES_NOT_EXIST,
	ACME_PROBLEM_ALREADY_REPLACED,
	ACME_PROBLEM_ALREADY_REVOKED,
	ACME_PROBLEM_BAD_CSR,
	ACME_PROBLEM_BAD_NONCE,
	ACME_PROBLEM_BAD_PUBLIC_KEY,
	ACME_PROBLEM_BAD_REVOCATION_REASON,
	ACME_PROBLEM_BAD_SIGNATURE_ALGORITHM,
	ACME_PROBLEM_CAA,
	ACME_PROBLEM_COMPOUND,
	ACME_PROBLEM_CONNECTION,
	ACME_PROBLEM_DNS,
	ACME_PROBLEM_EXTERNAL_ACCOUNT_REQUIRED,
	ACME_PROBLEM_INCORRECT_RESPONSE,
	ACME_PROBLEM_INVALID_CONTACT,
	ACME_PROBLEM_MALFORMED,
	ACME_PROBLEM_ORDER_NOT_READY,
	ACME_PROBLEM_RATE_LIMITED,
	ACME_PROBLEM_REJECTED_IDENTIFIER,
	ACME_PROBLEM_SERVER_INTERNAL,
	ACME_PROBLEM_TLS,
	ACME_PROBLEM_UNAUTHORIZED,
	ACME_PROBLEM_UNSUPPORTED_CONTACT,
	ACME_PROBLEM_UNSUPPORTED_IDENTIFIER,
	ACME_PROBLEM_USER_ACTION_REQUIRED,
	ACME_PROBLEM__MAX
};

struct acme_json_value;

#define ACME_PROBLEM_TEXT_MAX 1024 /* bytes; a longer one is cut */

struct acme_problem {
	enum acme_problem_type type;
	/*
	 * One line for an operator: "malformed: 2 names are refused
	 * [a.example: caa: forbidden] [b.example: dns: no such name]".
	 * Shorter than it should be where memory is short.
	 */
	struct acme_buf text;
};

/*
 * Read the body of a response that says what went wrong, whatever it is: a
 * document with a type of ACME's is a problem, and so is an object that is
 * ${called_problem}.  All else (another JSON, plain text, a proxy's HTML) has
 * no type, and its start is the text.  Both functions fill a problem that was
 * zeroed or cleared.
 */
void acme_problem_read(struct acme_span body, bool called_problem,
		       struct acme_problem *problem);

/* Read an "error" member; NONE where ${value} is NULL or null. */
void acme_problem_read_value(const struct acme_json_value *value,
			     struct acme_problem *problem);

/* The last word of its urn; NULL: there is none that is known. */
const char *acme_problem_name(enum acme_problem_type type);

void acme_problem_clear(struct acme_problem *problem);

#endif
