/* SPDX-License-Identifier: MIT */
/* This is the grammar of an absolute http URL, with RFC 3986's names. */
#include "format/url.h"

%%{
	machine url;
	alphtype unsigned char;

	action mark { mark = p; }
	action http { split.port = 80; }
	action https { split.port = 443; split.https = true; }
	action authority { authority = p; }
	action host { split.host = from_to(mark, p); }
	action port_begin { port = 0; }
	action port_digit {
		if (port <= UINT16_MAX)
			port = port * 10 + (unsigned int)(*p - '0');
	}
	action port { has_port = true; }
	action authority_end { split.authority = from_to(authority, p); }
	action target_end { split.target = from_to(mark, p); }

	# RFC 3986 §2 and §3; a registered name is a DNS name here
	unreserved = alpha | digit | "-" | "." | "_" | "~";
	pct_encoded = "%" xdigit xdigit;
	sub_delims = "!" | "$" | "&" | "'" | "(" | ")" | "*" | "+" | "," |
		     ";" | "=";
	pchar = unreserved | pct_encoded | sub_delims | ":" | "@";
	scheme = "http"i %http | "https"i %https;
	IP_literal = "[" ( xdigit | ":" | "." )+ "]";
	reg_name = ( alpha | digit | "-" | "." | "_" )+;
	host = ( IP_literal | reg_name ) >mark %host;
	port = digit+ >port_begin $port_digit %port;
	authority = ( host ( ":" port? )? ) >authority %authority_end;
	path_abempty = ( "/" pchar* )+;
	query = ( pchar | "/" | "?" )*;
	target = ( path_abempty ( "?" query )? ) >mark %target_end;

	main := scheme "://" authority target?;
	write data noerror noentry;
}%%

static struct acme_span
from_to(const unsigned char *from, const unsigned char *to)
{
	return acme_span(from, (size_t)(to - from));
}

/* So much of a URL stands in a fault, that what is wrong has room beside it. */
#define SHOWN(url) (int)((url).len < 200 ? (url).len : 200), (url).data

/* Begins it as an absolute https URL? */
static bool
is_https(struct acme_span text)
{
	struct acme_span begin = ACME_SPAN("https://");

	return text.len >= begin.len &&
	       acme_span_equal_nocase(acme_span(text.data, begin.len), begin);
}

enum acme_err
acme_url_parse(struct acme_span text, bool https_only, struct acme_url *url,
	       struct acme_fault *fault)
{
	const unsigned char *p = acme_span_bytes(text), *mark = p;
	const unsigned char *pe = text.len ? p + text.len : p, *eof = pe;
	const unsigned char *authority = p;
	struct acme_url split = { .https = false };
	bool has_port = false;
	unsigned int port = 0;
	int cs;

	if (text.len > ACME_URL_MAX_LEN)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "URL '%.*s...' is longer than %d bytes",
				      SHOWN(text), ACME_URL_MAX_LEN);
	if (https_only && !is_https(text))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "URL '%.*s' is not https", SHOWN(text));
	%% write init;
	%% write exec;
	if (cs < url_first_final)
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "URL '%.*s': byte %zu is not allowed there",
				      SHOWN(text),
				      (size_t)(p - acme_span_bytes(text)));
	if (has_port && (!port || port > UINT16_MAX))
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "URL '%.*s': there is no such port",
				      SHOWN(text));
	if (has_port)
		split.port = (uint16_t)port;
	*url = split;
	return ACME_OK;
}

struct acme_span
acme_url_host_bare(const struct acme_url *url)
{
	if (url->host.len < 2 || url->host.data[0] != '[')
		return url->host;
	return acme_span(url->host.data + 1, url->host.len - 2);
}
