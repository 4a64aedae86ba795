/* SPDX-License-Identifier: MIT */
/*
 * This is the grammar of JSON, with RFC 8259's names.  A value in a value is a
 * call; so brackets match, and the stack's size is the limit of nesting.
 */
#include "format/json/json.h"

#include "base/utf8.h"
#include "format/json/json_tree.h"

/* For what no text of ours can hold: U+0000, where a C string would end, and
 * half of a surrogate pair, which is no character (RFC 8259 §8.2).  No name,
 * token or URL has it, and in words for people, as those of a CA that quotes
 * what it was sent, it shows. */
#define REPLACEMENT 0xfffd

%%{
	machine json;
	alphtype unsigned char;
	prepush {
		if (top == ACME_JSON_MAX_DEPTH)
			goto too_deep;
	}

	action mark { mark = p; }
	action add { acme_json_tree_add_text(json, mark, (size_t)(p - mark)); }
	action add_sign { acme_json_tree_add_char(json, *p); }
	action add_control { acme_json_tree_add_char(json, control(*p)); }
	action digit { unit = unit << 4 | hex_value(*p); }
	action unit { high = add_unit(json, high, unit); unit = 0; }
	action no_low { high = add_half(json, high); }
	action no_escape { wrong = "no escape of JSON"; }
	action no_char {
		wrong = wrong ? wrong : "a control character in a string";
	}
	action name { acme_json_tree_end_name(json); }
	action string { acme_json_tree_end_value(json, ACME_JSON_STRING); }
	action number { acme_json_tree_end_value(json, ACME_JSON_NUMBER); }
	action true { acme_json_tree_end_bool(json, true); }
	action false { acme_json_tree_end_bool(json, false); }
	action null { acme_json_tree_end_value(json, ACME_JSON_NULL); }
	action object {
		acme_json_tree_open(json, ACME_JSON_OBJECT);
		fcall members;
	}
	action array {
		acme_json_tree_open(json, ACME_JSON_ARRAY);
		fcall elements;
	}
	action end { acme_json_tree_close(json); fret; }

	# RFC 8259 §2
	ws = [ \t\n\r]*;
	value_separator = ws "," ws;
	name_separator = ws ":" ws;

	# §6
	int = "0" | [1-9] digit*;
	frac = "." digit+;
	exp = [eE] [+\-]? digit+;
	number = ( "-"? int frac? exp? ) >mark %add;

	# §7; that the text is UTF-8 is looked at before
	unescaped = 0x20..0xff - ["\\];
	HEXDIG = xdigit $digit;
	unit = HEXDIG{4} @unit;
	sign = ["\\/] @no_low @add_sign | [bfnrt] @no_low @add_control;
	escaped = "\\" ( sign | "u" unit ) $err(no_escape);
	char = unescaped+ >no_low >mark %add | escaped;
	string = '"' ( char* '"' @no_low ) $err(no_char);

	# §3 to §5
	value = string @string | number %number |
		"true" @true | "false" @false | "null" @null |
		"{" @object | "[" @array;
	member = string @name name_separator value;
	members := ws ( member ( value_separator member )* ws )? "}" @end;
	elements := ws ( value ( value_separator value )* ws )? "]" @end;

	# §8.1: a parser may ignore a byte order mark.
	byte_order_mark = 0xef 0xbb 0xbf;
	main := byte_order_mark? ws value ws;

	write data noerror noentry;
}%%

static uint32_t
hex_value(unsigned char c)
{
	if (c <= '9')
		return (uint32_t)(c - '0');
	return (uint32_t)((c | 0x20) - 'a' + 10);
}

/* The first half of a surrogate pair, whose second one did not follow; 0: there
 * is none.  Returns 0. */
static uint32_t
add_half(struct acme_json *json, uint32_t half)
{
	if (half)
		acme_json_tree_add_char(json, REPLACEMENT);
	return 0;
}

/* A unit of UTF-16 behind ${high}, or 0.  Returns it where it is the first half
 * of a pair, whose second one may follow. */
static uint32_t
add_unit(struct acme_json *json, uint32_t high, uint32_t unit)
{
	bool is_low = (unit & 0xfc00) == 0xdc00;

	if (high && is_low) {
		acme_json_tree_add_char(json, 0x10000 + ((high & 0x3ff) << 10 |
							 (unit & 0x3ff)));
		return 0;
	}
	add_half(json, high);
	if ((unit & 0xfc00) == 0xd800)
		return unit;
	acme_json_tree_add_char(json, unit && !is_low ? unit : REPLACEMENT);
	return 0;
}

/* What the letter after a backslash stands for. */
static unsigned char
control(unsigned char letter)
{
	static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";

	return (unsigned char)controls[strchr(letters, letter) - letters];
}

static enum acme_err
parse(struct acme_span text, struct acme_json *json, struct acme_fault *fault)
{
	const unsigned char *p = acme_span_bytes(text), *mark = p;
	const unsigned char *pe = p + text.len, *eof = pe;
	const char *wrong = NULL;
	uint32_t unit = 0, high = 0;
	int cs, top, stack[ACME_JSON_MAX_DEPTH];

	%% write init;
	%% write exec;
	if (cs >= json_first_final)
		return ACME_OK;
	if (p == pe)
		wrong = "it ends too early";
	return acme_fault_set(fault, ACME_ERR_SYNTAX, "JSON, byte %zu: %s",
			      (size_t)(p - acme_span_bytes(text)),
			      wrong ? wrong :
				      "what stands there is not JSON");
too_deep:
	return acme_fault_set(fault, ACME_ERR_LIMIT,
			      "JSON, byte %zu: nested deeper than %d levels",
			      (size_t)(p - acme_span_bytes(text)),
			      ACME_JSON_MAX_DEPTH);
}

static enum acme_err
check_text(struct acme_span text, struct acme_fault *fault)
{
	if (text.len > ACME_JSON_MAX_LEN)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "JSON: %zu bytes are more than %d",
				      text.len, ACME_JSON_MAX_LEN);
	if (!acme_utf8_is_valid(text))
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "JSON: it is not UTF-8");
	return ACME_OK;
}

enum acme_err
acme_json_parse(struct acme_span text, struct acme_json **json,
		struct acme_fault *fault)
{
	struct acme_span given = text.len ? text : ACME_SPAN("");
	struct acme_json *parsed = NULL;
	enum acme_err err = check_text(given, fault);

	if (err)
		return err;
	err = acme_json_tree_new(given, &parsed, fault);
	if (err)
		return acme_fault_in(fault, err, "JSON");
	err = parse(given, parsed, fault);
	if (err)
		acme_json_free(parsed);
	else
		*json = parsed;
	return err;
}
