/* SPDX-License-Identifier: MIT */
/*
 * A problem becomes a type, which tables decide on, and a line of text for
 * the operator.  What is no problem document has words, too: reading never
 * fails.
 */
#include "protocol/problem.h"

#include "protocol/json_members_read.h"
#include "protocol/reason.h"

/* RFC 8555 §6.7, RFC 9773 §7.4 */
static const char *const type_names[ACME_PROBLEM__MAX] = {
	[ACME_PROBLEM_ACCOUNT_DOES_NOT_EXIST] = "accountDoesNotExist",
	[ACME_PROBLEM_ALREADY_REPLACED] = "alreadyReplaced",
	[ACME_PROBLEM_ALREADY_REVOKED] = "alreadyRevoked",
	[ACME_PROBLEM_BAD_CSR] = "badCSR",
	[ACME_PROBLEM_BAD_NONCE] = "badNonce",
	[ACME_PROBLEM_BAD_PUBLIC_KEY] = "badPublicKey",
	[ACME_PROBLEM_BAD_REVOCATION_REASON] = "badRevocationReason",
	[ACME_PROBLEM_BAD_SIGNATURE_ALGORITHM] = "badSignatureAlgorithm",
	[ACME_PROBLEM_CAA] = "caa",
	[ACME_PROBLEM_COMPOUND] = "compound",
	[ACME_PROBLEM_CONNECTION] = "connection",
	[ACME_PROBLEM_DNS] = "dns",
	[ACME_PROBLEM_EXTERNAL_ACCOUNT_REQUIRED] = "externalAccountRequired",
	[ACME_PROBLEM_INCORRECT_RESPONSE] = "incorrectResponse",
	[ACME_PROBLEM_INVALID_CONTACT] = "invalidContact",
	[ACME_PROBLEM_MALFORMED] = "malformed",
	[ACME_PROBLEM_ORDER_NOT_READY] = "orderNotReady",
	[ACME_PROBLEM_RATE_LIMITED] = "rateLimited",
	[ACME_PROBLEM_REJECTED_IDENTIFIER] = "rejectedIdentifier",
	[ACME_PROBLEM_SERVER_INTERNAL] = "serverInternal",
	[ACME_PROBLEM_TLS] = "tls",
	[ACME_PROBLEM_UNAUTHORIZED] = "unauthorized",
	[ACME_PROBLEM_UNSUPPORTED_CONTACT] = "unsupportedContact",
	[ACME_PROBLEM_UNSUPPORTED_IDENTIFIER] = "unsupportedIdentifier",
	[ACME_PROBLEM_USER_ACTION_REQUIRED] = "userActionRequired",
};

const char *
acme_problem_name(enum acme_problem_type type)
{
	return type < ACME_PROBLEM__MAX ? type_names[type] : NULL;
}

/* RFC 8555's, and ACME v1's. */
static const struct acme_span urns[] = {
	{ "urn:ietf:params:acme:error:", 27 },
	{ "urn:acme:error:", 15 },
};

/* Take ACME's urn off ${type}; false: it has another. */
static bool
strip_urn(struct acme_span *type)
{
	size_t i, len;

	for (i = 0; i < sizeof(urns) / sizeof(*urns); i++) {
		len = urns[i].len;
		if (type->len < len || memcmp(type->data, urns[i].data, len))
			continue;
		*type = acme_span(type->data + len, type->len - len);
		return true;
	}
	return false;
}

static enum acme_problem_type
find_type(struct acme_span type)
{
	unsigned int i;

	if (!strip_urn(&type))
		return ACME_PROBLEM_OTHER;
	for (i = ACME_PROBLEM_OTHER + 1; i < ACME_PROBLEM__MAX; i++)
		if (acme_span_equal(type, acme_span_str(type_names[i])))
			return (enum acme_problem_type)i;
	return ACME_PROBLEM_OTHER;
}

/* "rateLimited: too many ..." */
static void
add_problem(struct acme_buf *text, const struct acme_json_value *problem)
{
	struct acme_span type = acme_json_get_span(problem, "type");
	struct acme_span detail = acme_json_get_span(problem, "detail");

	if (acme_json_is(problem, ACME_JSON_STRING))
		detail = acme_json_text(problem);
	if (!detail.len)
		detail = acme_json_get_span(problem, "title");
	if (!type.len && !detail.len)
		detail = ACME_SPAN("a problem without type and detail");
	strip_urn(&type);
	acme_reason_add_line(text, type);
	if (type.len && detail.len)
		acme_reason_add(text, ACME_SPAN(": "));
	acme_reason_add_line(text, detail);
}

/* " [a.example: caa: forbidden]" (RFC 8555 §6.7.1) */
static void
add_subproblem(struct acme_buf *text, const struct acme_json_value *problem)
{
	struct acme_span identifier = acme_json_get_span(
		acme_json_member(problem, "identifier"), "value");

	acme_reason_add(text, ACME_SPAN(" ["));
	acme_reason_add_line(text, identifier);
	if (identifier.len)
		acme_reason_add(text, ACME_SPAN(": "));
	add_problem(text, problem);
	acme_reason_add(text, ACME_SPAN("]"));
}

void
acme_problem_read_value(const struct acme_json_value *value,
			struct acme_problem *problem)
{
	const struct acme_json_value *sub;

	if (!value || acme_json_is(value, ACME_JSON_NULL))
		return;
	problem->type = find_type(acme_json_get_span(value, "type"));
	problem->text.limit = ACME_PROBLEM_TEXT_MAX;
	add_problem(&problem->text, value);
	sub = acme_json_first(acme_json_member(value, "subproblems"));
	for (; sub; sub = acme_json_next(sub))
		add_subproblem(&problem->text, sub);
}

/* What servers that are no CA call their words for a person. */
static struct acme_span
words_of(const struct acme_json_value *value)
{
	static const char *const names[] = { "detail", "title", "message",
					     "error_description", "error" };
	struct acme_span words = acme_span(NULL, 0);
	size_t i;

	if (acme_json_is(value, ACME_JSON_STRING))
		return acme_json_text(value);
	for (i = 0; i < sizeof(names) / sizeof(*names) && !words.len; i++)
		words = acme_json_get_span(value, names[i]);
	return words;
}

/* It is no problem document: its words, or all of it. */
static void
read_other(struct acme_span body, const struct acme_json_value *value,
	   struct acme_problem *problem)
{
	struct acme_span words = words_of(value);

	problem->text.limit = ACME_PROBLEM_TEXT_MAX;
	acme_reason_add_body(&problem->text, words.len ? words : body);
}

void
acme_problem_read(struct acme_span body, bool called_problem,
		  struct acme_problem *problem)
{
	struct acme_json *document = NULL;
	bool is_json = !acme_json_parse(body, &document, NULL);
	const struct acme_json_value *root = acme_json_root(document);
	struct acme_span type = acme_json_get_span(root, "type");

	called_problem &= is_json && acme_json_is(root, ACME_JSON_OBJECT);
	if (called_problem || strip_urn(&type))
		acme_problem_read_value(root, problem);
	else
		read_other(body, root, problem);
	acme_json_free(document);
}

void
acme_problem_clear(struct acme_problem *problem)
{
	acme_buf_clear(&problem->text);
	problem->type = ACME_PROBLEM_NONE;
}
