/* SPDX-License-Identifier: MIT */
/*
 * This is the grammar of a response's head, with RFC 9112's names.  The machine
 * stops after the empty line.
 */
#include "format/http/http_head.h"

%%{
	machine http_head;
	alphtype unsigned char;
	include http_grammar "http_grammar.rl";
	access head->;

	action minor { head->minor = (unsigned int)(*p - '0'); }
	action status {
		head->status = head->status * 10 + (unsigned int)(*p - '0');
	}
	action fields { head->fields_at = (size_t)(p + 1 - start); }
	action fold { unfold(p); }
	action complete { *complete = true; fbreak; }

	# RFC 9112 §5
	obs_fold = line_end [ \t] @fold;
	field_line = token BWS ":" ( text | obs_fold )*;

	# RFC 9112 §4; a server that has no reason may forget the space, too
	HTTP_version = "HTTP/1." DIGIT $minor;
	status_code = ( [1-9] DIGIT{2} ) $status;
	reason_phrase = text*;
	status_line = HTTP_version SP status_code ( SP reason_phrase )?;

	main := status_line line_end @fields
		( field_line line_end )* line_end @complete;

	write data nofinal noentry;
}%%

/* Spaces for a line's end (RFC 9112 §5.2); ${p} is the first byte after it. */
static void
unfold(unsigned char *p)
{
	p[-1] = ' ';
	if (p[-2] == '\r')
		p[-2] = ' ';
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
		return "a space where a field's name should begin";
	return "a byte that a field line can't have";
}

enum acme_err
acme_http_head_parse(struct acme_http_head *head, char *data, size_t len,
		     bool *complete, struct acme_fault *fault)
{
	bool cut = len > ACME_HTTP_HEAD_MAX_LEN;
	unsigned char *start = (unsigned char *)data, *p, *pe;

	if (head->at >= len)
		return ACME_OK;
	p = start + head->at;
	pe = start + (cut ? ACME_HTTP_HEAD_MAX_LEN : len);
	%% write exec;
	head->at = (size_t)(p - start);
	if (head->cs == http_head_error)
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "HTTP response, byte %zu: %s", head->at,
				      what_is_wrong(head, *p));
	if (cut && !*complete)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "HTTP response: its head is longer than %d "
				      "bytes",
				      ACME_HTTP_HEAD_MAX_LEN);
	return ACME_OK;
}
