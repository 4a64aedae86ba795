/* SPDX-License-Identifier: MIT */
/*
 * This is the grammar of one link, with RFC 8288's names.  The machine stops
 * after the comma before the next.
 */
#include "format/http/link.h"

%%{
	machine link;
	alphtype unsigned char;
	include http_grammar "http_grammar.rl";

	action mark { mark = p; }
	action after { mark = p + 1; }
	action target_end { first.target = from_to(mark, p); is_link = true; }
	action name_end { is_rel = is_rel_name(from_to(mark, p)); }
	action value_end {
		if (is_rel && !first.rel.len)
			first.rel = from_to(mark, p);
	}
	action next { fbreak; }

	# RFC 8288 §3; what the target is, is looked at by who asks for it
	URI_Reference = ( VCHAR - [<>"] )*;
	target = "<" @after URI_Reference ">" @target_end;
	unquoted = token >mark %value_end;
	quoted = '"' @after ( qdtext | quoted_pair )* '"' @value_end;
	link_param = token >mark %name_end BWS
		     ( "=" BWS ( unquoted | quoted ) )?;
	link_value = target ( OWS ";" OWS link_param? )*;

	main := [ \t,]* ( link_value OWS ( "," @next )? )?;
	write data noerror noentry;
}%%

static struct acme_span
from_to(const unsigned char *from, const unsigned char *to)
{
	return acme_span(from, (size_t)(to - from));
}

static bool
is_rel_name(struct acme_span name)
{
	return acme_span_equal_nocase(name, ACME_SPAN("rel"));
}

enum acme_err
acme_link_next(struct acme_span *value, struct acme_link *link, bool *found,
	       struct acme_fault *fault)
{
	const unsigned char *p = acme_span_bytes(*value), *mark = p;
	const unsigned char *pe = value->len ? p + value->len : p, *eof = pe;
	struct acme_link first = { .rel = { NULL, 0 } };
	bool is_link = false, is_rel = false;
	int cs;

	%% write init;
	%% write exec;
	if (cs < link_first_final)
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "Link '%.*s': byte %zu is not allowed there",
				      (int)value->len, value->data,
				      (size_t)(p - acme_span_bytes(*value)));
	*value = from_to(p, pe);
	*found = is_link;
	if (is_link)
		*link = first;
	return ACME_OK;
}

bool
acme_link_has_rel(const struct acme_link *link, const char *rel)
{
	struct acme_span wanted = acme_span_str(rel);
	size_t i, begin = 0;

	for (i = 0; i <= link->rel.len; i++) {
		if (i < link->rel.len && link->rel.data[i] != ' ' &&
		    link->rel.data[i] != '\t')
			continue;
		if (i > begin && acme_span_equal_nocase(
			acme_span(link->rel.data + begin, i - begin), wanted))
			return true;
		begin = i + 1;
	}
	return false;
}
