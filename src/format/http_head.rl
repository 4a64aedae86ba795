/* SPDX-License-Identifier: MIT */
/*
 * The grammar of a response's head, with RFC 9112's names.  The machine stops
 * after the empty line.  Actions only mark.
 */
#include "format/http_head.h"

%%{
	machine http_head;
	alphtype unsigned char;
	include http_grammar "http_grammar.rl";
	access head->;

	action minor { head->minor = (unsigned int)(*p - '0'); }
	action status {
		head->status = head->status * 10 + (unsigned int)(*p - '0');
	}
	action field {
		if (head->n_fields == ACME_HTTP_HEAD_MAX_FIELDS)
			goto too_many;
		head->fields[head->n_fields++] =
			(struct acme_http_field){ .name_at = offset(data, p) };
	}
	action field_name_end {
		field = &head->fields[head->n_fields - 1];
		field->name_len = offset(data, p) - field->name_at;
	}
	action field_vchar {
		field = &head->fields[head->n_fields - 1];
		if (!field->value_len)
			field->value_at = offset(data, p);
		field->value_len = offset(data, p) + 1 - field->value_at;
	}
	action complete { *complete = true; fbreak; }

	# RFC 9112 §5
	field_vchar = ( VCHAR | obs_text ) $field_vchar;
	field_value = ( field_vchar ( [ \t] | field_vchar )* )?;
	field_name = token >field %field_name_end;
	field_line = field_name ":" OWS field_value;

	# RFC 9112 §4; a server that has no reason may forget the space, too
	HTTP_version = "HTTP/1." DIGIT $minor;
	status_code = ( [1-9] DIGIT{2} ) $status;
	reason_phrase = ( [ \t] | VCHAR | obs_text )*;
	status_line = HTTP_version SP status_code ( SP reason_phrase )?;

	main := status_line CRLF ( field_line CRLF )* CRLF @complete;

	write data nofinal noentry;
}%%

static size_t
offset(struct acme_span data, const unsigned char *p)
{
	return (size_t)(p - acme_span_bytes(data));
}

void
acme_http_head_init(struct acme_http_head *head, size_t at)
{
	*head = (struct acme_http_head){ .at = at };
	%% write init;
}

/* In words, for the byte that the grammar has no way for. */
static const char *
what_is_wrong(const struct acme_http_head *head, unsigned char c)
{
	if (!head->status)
		return "no HTTP/1.x status line";
	if (c == ' ' || c == '\t')
		return "a folded line, or a space before the colon";
	return "a byte that a field line can't have";
}

enum acme_err
acme_http_head_parse(struct acme_http_head *head, struct acme_span data,
		     bool *complete, struct acme_fault *fault)
{
	bool cut = data.len > ACME_HTTP_HEAD_MAX_LEN;
	const unsigned char *p, *pe;
	struct acme_http_field *field = NULL;

	if (head->at >= data.len)
		return ACME_OK;
	p = acme_span_bytes(data) + head->at;
	pe = acme_span_bytes(data) +
	     (cut ? ACME_HTTP_HEAD_MAX_LEN : data.len);
	%% write exec;
	head->at = offset(data, p);
	if (head->cs == http_head_error)
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "HTTP answer, byte %zu: %s", head->at,
				      what_is_wrong(head, *p));
	if (cut && !*complete)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "HTTP answer: its head is longer than %d "
				      "bytes",
				      ACME_HTTP_HEAD_MAX_LEN);
	return ACME_OK;
too_many:
	return acme_fault_set(fault, ACME_ERR_LIMIT,
			      "HTTP answer: more than %d fields in its head",
			      ACME_HTTP_HEAD_MAX_FIELDS);
}
