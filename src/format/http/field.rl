/* SPDX-License-Identifier: MIT */
/*
 * This has one small machine for each kind of value.  A value is there as a
 * whole, so nothing is kept between calls.
 */
#include "format/http/field.h"

#include "format/http/http_date.h"

%%{
	machine content_length;
	alphtype unsigned char;
	include http_grammar "http_grammar.rl";

	action digit {
		if (number > UINT64_MAX / 10 ||
		    number * 10 > UINT64_MAX - (uint64_t)(*p - '0'))
			goto invalid;
		number = number * 10 + (uint64_t)(*p - '0');
	}
	action number {
		if (n_numbers++ && number != first)
			goto invalid;
		first = number;
		number = 0;
	}
	Content_Length = DIGIT+ $digit %number;
	main := Content_Length ( OWS "," OWS Content_Length )*;
	write data noerror noentry;
}%%

enum acme_err
acme_field_content_length(struct acme_span value, uint64_t *len,
			  struct acme_fault *fault)
{
	const unsigned char *p = acme_span_bytes(value);
	const unsigned char *pe = value.len ? p + value.len : p, *eof = pe;
	uint64_t number = 0, first = 0;
	unsigned int n_numbers = 0;
	int cs;

	%% write init;
	%% write exec;
	if (cs < content_length_first_final)
		goto invalid;
	*len = first;
	return ACME_OK;
invalid:
	return acme_fault_set(fault, ACME_ERR_SYNTAX,
			      "Content-Length '%.*s' is not one number",
			      (int)value.len, value.data);
}

%%{
	machine token_list;
	alphtype unsigned char;
	include http_grammar "http_grammar.rl";

	action begin { begin = p; }
	action element {
		found |= acme_span_equal_nocase(
			acme_span(begin, (size_t)(p - begin)), wanted);
	}
	element = token >begin %element;
	main := element? ( OWS "," OWS element? )*;
	write data noerror noentry;
}%%

bool
acme_field_has_token(struct acme_span value, const char *token)
{
	const unsigned char *p = acme_span_bytes(value), *begin = p;
	const unsigned char *pe = value.len ? p + value.len : p, *eof = pe;
	struct acme_span wanted = acme_span_str(token);
	bool found = false;
	int cs;

	%% write init;
	%% write exec;
	return found && cs >= token_list_first_final;
}

bool
acme_field_is_chunked(struct acme_span value)
{
	return acme_span_equal_nocase(value, ACME_SPAN("chunked"));
}

%%{
	machine media_type;
	alphtype unsigned char;
	include http_grammar "http_grammar.rl";

	action end { end = p; }
	parameter = token "=" ( token | quoted_string );
	parameters = ( OWS ";" OWS parameter? )*;
	main := ( token "/" token ) %end parameters;
	write data noerror noentry;
}%%

bool
acme_field_is_media_type(struct acme_span value, const char *media_type)
{
	const unsigned char *p = acme_span_bytes(value), *end = p;
	const unsigned char *pe = value.len ? p + value.len : p, *eof = pe;
	size_t len;
	int cs;

	%% write init;
	%% write exec;
	if (cs < media_type_first_final)
		return false;
	len = (size_t)(end - acme_span_bytes(value));
	return acme_span_equal_nocase(acme_span(value.data, len),
				      acme_span_str(media_type));
}

%%{
	machine replay_nonce;
	alphtype unsigned char;

	base64url = [A-Za-z0-9] | "-" | "_";
	main := base64url+;
	write data noerror noentry;
}%%

bool
acme_field_is_nonce(struct acme_span value)
{
	const unsigned char *p = acme_span_bytes(value);
	const unsigned char *pe = value.len ? p + value.len : p;
	int cs;

	%% write init;
	%% write exec;
	return cs >= replay_nonce_first_final;
}

%%{
	machine delay_seconds;
	alphtype unsigned char;

	action digit {
		if (seconds < ACME_FIELD_MAX_RETRY_AFTER_S)
			seconds = seconds * 10 + (*p - '0');
	}
	main := digit+ $digit;
	write data noerror noentry;
}%%

static bool
is_delay_seconds(struct acme_span value, int64_t *delay_s)
{
	const unsigned char *p = acme_span_bytes(value);
	const unsigned char *pe = value.len ? p + value.len : p;
	int64_t seconds = 0;
	int cs;

	%% write init;
	%% write exec;
	*delay_s = seconds;
	return cs >= delay_seconds_first_final;
}

static int64_t
clamp(int64_t seconds)
{
	if (seconds < 0)
		return 0;
	return seconds < ACME_FIELD_MAX_RETRY_AFTER_S ?
		       seconds :
		       ACME_FIELD_MAX_RETRY_AFTER_S;
}

enum acme_err
acme_field_retry_after(struct acme_span value, int64_t now_s,
		       int64_t *retry_after_s, struct acme_fault *fault)
{
	int64_t delay_s = 0, date_s = 0;
	enum acme_err err;

	if (is_delay_seconds(value, &delay_s)) {
		*retry_after_s = clamp(delay_s);
		return ACME_OK;
	}
	err = acme_http_date_parse(value, now_s, &date_s, fault);
	if (err)
		return acme_fault_in(fault, err, "Retry-After");
	/* A date is within years 1 to 9999: only now_s could be absurd. */
	*retry_after_s = now_s < 0 ? clamp(date_s) :
			 date_s < now_s ? 0 : clamp(date_s - now_s);
	return ACME_OK;
}
