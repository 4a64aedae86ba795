/* SPDX-License-Identifier: MIT */
/* The members of a state file, whose JSON is taken as it is. */
#include "client/enrollment/state_file.h"
#include "base/log.h"
#include "format/json/json.h"
#include "proof.h"
#include "protocol/json_members_read.h"

/* What is read of the document: any text, any number, or a refusal. */
struct acme_span
acme_json_get_span(const struct acme_json_value *object, const char *name)
{
	(void)object;
	(void)name;
	return proof_bytes();
}

enum acme_err
acme_json_integer(const struct acme_json_value *object, const char *name,
		  int64_t *integer, struct acme_fault *fault)
{
	(void)object;
	(void)name;
	(void)fault;
	*integer = nondet_number();
	return nondet_bool() ? ACME_ERR_INVALID : ACME_OK;
}

enum acme_err
acme_json_get_url(const struct acme_json_value *object, const char *name,
		  char **url, struct acme_fault *fault)
{
	(void)object;
	(void)name;
	if (nondet_bool())
		return acme_fault_set(fault, ACME_ERR_INVALID, "no URL");
	*url = acme_span_dup(proof_bytes());
	return *url ? ACME_OK : ACME_ERR_MEMORY;
}

enum acme_err
acme_json_get_parse(struct acme_span text, struct acme_json **json,
		    struct acme_fault *fault)
{
	(void)text;
	(void)json;
	(void)fault;
	return nondet_bool() ? ACME_ERR_SYNTAX : ACME_OK;
}

const struct acme_json_value *
acme_json_root(const struct acme_json *json)
{
	(void)json;
	return NULL;
}

void
acme_json_free(struct acme_json *json)
{
	(void)json;
}

void
acme_log(enum acme_log_level level, const char *fmt, ...)
{
	(void)level;
	(void)fmt;
}

/* What is too long would be written over the next member. */
#define PROOF_ENDS(text) \
	__CPROVER_assert(!(text)[sizeof(text) - 1], #text " has an end")

int
main(void)
{
	struct acme_state state = { .account_url = NULL };
	struct acme_fault fault;

	(void)acme_state_read(acme_span("", 0), &state, &fault);
	PROOF_ENDS(state.certificate);
	PROOF_ENDS(state.replaced);
	PROOF_ENDS(state.source);
	PROOF_ENDS(state.wanted);
	acme_state_clear(&state);
	return 0;
}
