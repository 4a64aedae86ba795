/* SPDX-License-Identifier: MIT */
/*
 * LEJP's events become a tree, and the tree is asked.  LEJP gets one byte at
 * a time: so a fault names the byte, and what LEJP does not check is checked
 * before each one (see objection()).  Its path is not used but for names.
 */
#include "format/json.h"

#include "format/json_tree.h"
#include "format/utf8.h"

#include <inttypes.h>
#include <libwebsockets.h>
#include <stdlib.h>

/* LEJP writes up to two bytes and a NUL into its path without a look. */
#define MAX_PATH_LEN (LEJP_MAX_PATH - 8)
/* LEJP's own limit differs by lws's version: 5, later 8. */
#define MAX_ARRAYS 5
_Static_assert(MAX_ARRAYS <= LEJP_MAX_INDEX_DEPTH, "LEJP has room");

struct reader {
	struct lejp_ctx lejp;
	struct acme_json *json;
	struct acme_fault *fault;
	enum acme_err err;  /* of the last event */
	unsigned char last; /* outside strings, white space not counted */
	bool complete;
};

/* The member's own name is what LEJP added to its path last. */
static enum acme_err
on_name(struct reader *reader, const struct lejp_ctx *lejp)
{
	size_t from = (unsigned char)lejp->st[lejp->sp].p;
	size_t len = lejp->pst[lejp->pst_sp].ppos - from;

	reader->err = acme_json_tree_add_text(reader->json, lejp->path + from,
					      len, reader->fault);
	if (reader->err)
		return reader->err;
	return acme_json_tree_end_name(reader->json, reader->fault);
}

static enum acme_err
on_text(struct reader *reader, const struct lejp_ctx *lejp, char reason)
{
	enum acme_json_type type = reason == LEJPCB_VAL_STR_END
					   ? ACME_JSON_STRING
					   : ACME_JSON_NUMBER;
	enum acme_err err;

	err = acme_json_tree_add_text(reader->json, lejp->buf, lejp->npos,
				      reader->fault);
	if (err || reason == LEJPCB_VAL_STR_CHUNK)
		return err;
	return acme_json_tree_end_value(reader->json, type, false,
					reader->fault);
}

static enum acme_err
take_event(struct reader *reader, const struct lejp_ctx *lejp, char reason)
{
	struct acme_fault *fault = reader->fault;
	struct acme_json *json = reader->json;

	switch (reason) {
	case LEJPCB_PAIR_NAME:
		return on_name(reader, lejp);
	case LEJPCB_OBJECT_START:
		return acme_json_tree_open(json, ACME_JSON_OBJECT, fault);
	case LEJPCB_OBJECT_END:
		return acme_json_tree_close(json, ACME_JSON_OBJECT, fault);
	case LEJPCB_ARRAY_START:
		return acme_json_tree_open(json, ACME_JSON_ARRAY, fault);
	case LEJPCB_ARRAY_END:
		return acme_json_tree_close(json, ACME_JSON_ARRAY, fault);
	case LEJPCB_VAL_STR_CHUNK:
	case LEJPCB_VAL_STR_END:
	case LEJPCB_VAL_NUM_INT:
	case LEJPCB_VAL_NUM_FLOAT:
		return on_text(reader, lejp, reason);
	case LEJPCB_VAL_TRUE:
	case LEJPCB_VAL_FALSE:
		return acme_json_tree_end_value(
			json, ACME_JSON_BOOL, reason == LEJPCB_VAL_TRUE, fault);
	case LEJPCB_VAL_NULL:
		return acme_json_tree_end_value(json, ACME_JSON_NULL, false,
						fault);
	default:
		return ACME_OK;
	}
}

/* LEJP does not look at what this returns after an array: err is kept. */
static signed char
on_event(struct lejp_ctx *lejp, char reason)
{
	struct reader *reader = lejp->user;

	if (!reader->err)
		reader->err = take_event(reader, lejp, reason);
	return reader->err ? -1 : 0;
}

static bool
in_string(const struct lejp_ctx *lejp)
{
	int state = (unsigned char)lejp->st[lejp->sp].s;

	return state >= LEJP_MP_STRING && state <= LEJP_MP_STRING_ESC_U4;
}

static bool
is_space(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* What LEJP would let pass, or has no room for. */
static enum acme_err
objection(const struct reader *reader, unsigned char c)
{
	const struct lejp_ctx *lejp = &reader->lejp;
	struct acme_fault *fault = reader->fault;

	if (lejp->pst[lejp->pst_sp].ppos > MAX_PATH_LEN)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "names that are too long");
	if (in_string(lejp) && c < ' ')
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "control character in a string");
	if (in_string(lejp))
		return ACME_OK;
	if (c == '#')
		return acme_fault_set(fault, ACME_ERR_SYNTAX, "comment");
	if (c == '[' && lejp->ipos == MAX_ARRAYS)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "arrays nested too deep");
	if (c == ']' && reader->last == ',')
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "comma before ']'");
	return ACME_OK;
}

static enum acme_err
lejp_fault(struct acme_fault *fault, int reason)
{
	bool limit = reason == LEJP_REJECT_STACK_OVERFLOW ||
		     reason == LEJP_REJECT_MP_DELIM_ISTACK ||
		     reason == LEJP_REJECT_NUM_TOO_LONG;

	return acme_fault_set(fault, limit ? ACME_ERR_LIMIT : ACME_ERR_SYNTAX,
			      "%s", lejp_error_to_string(reason));
}

static enum acme_err
take_byte(struct reader *reader, unsigned char c)
{
	struct lejp_ctx *lejp = &reader->lejp;
	int left;

	if (reader->complete && is_space(c))
		return ACME_OK;
	if (reader->complete)
		return acme_fault_set(reader->fault, ACME_ERR_SYNTAX,
				      "text after the end");
	if (!lejp->sp)
		lejp->ipos = 0; /* LEJP forgets to, after a root's array */
	if (objection(reader, c))
		return reader->fault->err;
	if (!in_string(lejp) && !is_space(c))
		reader->last = c;
	left = lejp_parse(lejp, &c, 1);
	if (reader->err)
		return reader->err;
	/* LEJP refuses an empty root, and nothing else by this name. */
	reader->complete = left >= 0 || left == LEJP_REJECT_MEMBERS_NO_CLOSE;
	if (reader->complete || left == LEJP_CONTINUE)
		return ACME_OK;
	return lejp_fault(reader->fault, left);
}

static enum acme_err
read_text(struct reader *reader, struct acme_span text)
{
	const unsigned char *bytes = acme_span_bytes(text);
	enum acme_err err;
	size_t i;

	for (i = 0; i < text.len; i++) {
		err = take_byte(reader, bytes[i]);
		if (err)
			return acme_fault_in(reader->fault, err,
					     "JSON, byte %zu", i);
	}
	if (!reader->complete)
		return acme_fault_set(reader->fault, ACME_ERR_SYNTAX,
				      "JSON, byte %zu: it ends too early", i);
	return ACME_OK;
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
	struct acme_fault own;
	struct reader reader = { .fault = fault ? fault : &own };
	enum acme_err err;

	err = check_text(text, reader.fault);
	if (err)
		return err;
	err = acme_json_tree_new(text, &reader.json, reader.fault);
	if (err)
		return acme_fault_in(reader.fault, err, "JSON");
	lejp_construct(&reader.lejp, on_event, &reader, NULL, 0);
	err = read_text(&reader, text);
	lejp_destruct(&reader.lejp);
	if (err)
		acme_json_free(reader.json);
	else
		*json = reader.json;
	return err;
}

void
acme_json_free(struct acme_json *json)
{
	if (!json)
		return;
	free(json->values);
	/* It may have been a private JWK. */
	if (json->text)
		lws_explicit_bzero(json->text, json->max_text_len);
	free(json->text);
	free(json);
}
