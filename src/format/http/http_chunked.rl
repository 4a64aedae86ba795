/* SPDX-License-Identifier: MIT */
/*
 * This is the grammar of the framing, with RFC 9112's names.  The machine stops
 * at the first byte of a chunk's data, which is moved in one go, and is entered
 * again after it.
 */
#include "format/http/http_chunked.h"

%%{
	machine http_chunked;
	alphtype unsigned char;
	include http_grammar "http_grammar.rl";
	access chunked->;

	action size_digit {
		if (chunked->chunk_size > max_len >> 4)
			goto too_long;
		chunked->chunk_size = chunked->chunk_size << 4 | hex_value(*p);
	}
	action chunk_data {
		chunked->chunk_left = chunked->chunk_size;
		chunked->chunk_size = 0;
		fbreak;
	}
	action complete { *complete = true; fbreak; }

	# RFC 9112 §7.1, and blanks behind all of it, which many servers send
	chunk_ext = ( BWS ";" BWS token
		      ( BWS "=" BWS ( token | quoted_string ) )? )* BWS;
	chunk_size = ( "0"* [1-9a-fA-F] xdigit* ) $size_digit;
	chunk = chunk_size chunk_ext CRLF @chunk_data CRLF;
	last_chunk = "0"+ chunk_ext CRLF;
	field_value = ( text | line_end [ \t] )*;
	trailer_section = ( token BWS ":" field_value line_end )*;

	main := chunk* last_chunk trailer_section line_end @complete;

	write data nofinal noentry;
}%%

static size_t
hex_value(unsigned char c)
{
	if (c <= '9')
		return (size_t)(c - '0');
	return (size_t)((c | 0x20) - 'a' + 10);
}

void
acme_http_chunked_init(struct acme_http_chunked *chunked, size_t at)
{
	*chunked = (struct acme_http_chunked){ .at = at, .end = at };
	%% write init;
}

/* Up to where the machine stops. */
static enum acme_err
parse_framing(struct acme_http_chunked *chunked, struct acme_span data,
	      size_t max_len, bool *complete, struct acme_fault *fault)
{
	const unsigned char *p = acme_span_bytes(data) + chunked->at;
	const unsigned char *pe = acme_span_bytes(data) + data.len;

	%% write exec;
	chunked->at = (size_t)(p - acme_span_bytes(data));
	if (chunked->cs == http_chunked_error)
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "HTTP response, byte %zu: a byte that a "
				      "chunk's frame can't have",
				      chunked->at);
	return ACME_OK;
too_long:
	return acme_fault_set(fault, ACME_ERR_LIMIT,
			      "HTTP response, byte %zu: a chunk longer than %zu "
			      "bytes",
			      chunked->at, max_len);
}

static void
take_chunk_data(struct acme_http_chunked *chunked, char *data, size_t len)
{
	size_t n = len - chunked->at;

	if (n > chunked->chunk_left)
		n = chunked->chunk_left;
	memmove(data + chunked->end, data + chunked->at, n);
	chunked->at += n;
	chunked->end += n;
	chunked->chunk_left -= n;
}

enum acme_err
acme_http_chunked_parse(struct acme_http_chunked *chunked, char *data,
			size_t len, size_t max_len, bool *complete,
			struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;

	while (!err && !*complete && chunked->at < len) {
		take_chunk_data(chunked, data, len);
		err = parse_framing(chunked, acme_span(data, len), max_len,
				    complete, fault);
	}
	return err;
}
