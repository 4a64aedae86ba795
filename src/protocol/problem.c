/* SPDX-License-Identifier: MIT */
/*
 * A problem becomes a type, which tables decide on, and a line of text for
 * the operator.  A bad document is a problem as well: reading never fails.
 */
#include "protocol/problem.h"

#include "protocol/member.h"

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

/* What fits of ${words}, with no half of a UTF-8 character. */
static size_t
fitting(struct acme_span words, size_t room)
{
	if (words.len <= room)
		return words.len;
	while (room && ((unsigned char)words.data[room] & 0xc0) == 0x80)
		room--;
	return room;
}

static void
add(struct acme_buf *text, struct acme_span words)
{
	size_t i, len = fitting(words, text->limit - text->len);
	char *to = NULL;

	if (acme_buf_reserve(text, len, &to))
		return;
	for (i = 0; i < len; i++)
		to[i] = (unsigned char)words.data[i] < ' ' ? ' '
							   : words.data[i];
	acme_buf_used(text, len);
}

/* "rateLimited: too many ..." */
static void
add_problem(struct acme_buf *text, const struct acme_json_value *problem)
{
	struct acme_span type = acme_member_span(problem, "type");
	struct acme_span detail = acme_member_span(problem, "detail");

	if (!detail.len)
		detail = acme_member_span(problem, "title");
	if (!type.len && !detail.len)
		detail = ACME_SPAN("a problem without type and detail");
	strip_urn(&type);
	add(text, type);
	if (type.len && detail.len)
		add(text, ACME_SPAN(": "));
	add(text, detail);
}

/* " [a.example: caa: forbidden]" (RFC 8555 §6.7.1) */
static void
add_subproblem(struct acme_buf *text, const struct acme_json_value *problem)
{
	struct acme_span identifier = acme_member_span(
		acme_json_member(problem, "identifier"), "value");

	add(text, ACME_SPAN(" ["));
	add(text, identifier);
	if (identifier.len)
		add(text, ACME_SPAN(": "));
	add_problem(text, problem);
	add(text, ACME_SPAN("]"));
}

void
acme_problem_read_value(const struct acme_json_value *value,
			struct acme_problem *problem)
{
	const struct acme_json_value *sub;

	if (!value || acme_json_is(value, ACME_JSON_NULL))
		return;
	problem->type = find_type(acme_member_span(value, "type"));
	problem->text.limit = ACME_PROBLEM_TEXT_MAX;
	add_problem(&problem->text, value);
	sub = acme_json_first(acme_json_member(value, "subproblems"));
	for (; sub; sub = acme_json_next(sub))
		add_subproblem(&problem->text, sub);
}

void
acme_problem_read(struct acme_span json, struct acme_problem *problem)
{
	struct acme_json *document = NULL;

	if (acme_member_parse(json, &document, NULL)) {
		problem->type = ACME_PROBLEM_OTHER;
		problem->text.limit = ACME_PROBLEM_TEXT_MAX;
		add(&problem->text,
		    ACME_SPAN("a problem document that can't be read"));
		return;
	}
	acme_problem_read_value(acme_json_root(document), problem);
	acme_json_free(document);
}

void
acme_problem_find(struct acme_span json, struct acme_problem *problem)
{
	struct acme_json *document = NULL;
	struct acme_span type;

	if (acme_member_parse(json, &document, NULL))
		return;
	type = acme_member_span(acme_json_root(document), "type");
	if (strip_urn(&type))
		acme_problem_read_value(acme_json_root(document), problem);
	acme_json_free(document);
}

void
acme_problem_clear(struct acme_problem *problem)
{
	acme_buf_clear(&problem->text);
	problem->type = ACME_PROBLEM_NONE;
}
