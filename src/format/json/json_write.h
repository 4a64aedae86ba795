/* SPDX-License-Identifier: MIT */
/*
 * Writes JSON (RFC 8259) onto a buffer, with its commas and escapes.  The
 * first error stays and is told at the end, so that a caller writes a whole
 * object without a check on each line.
 */
#ifndef ACME_FORMAT_JSON_JSON_WRITE_H
#define ACME_FORMAT_JSON_JSON_WRITE_H

#include "base/buf.h"

#include <stdint.h>

struct acme_json_write {
	struct acme_buf *buf; /* borrowed */
	size_t start;	      /* its length before; an error goes back here */
	unsigned int depth;   /* open objects and arrays */
	bool comma;	      /* one belongs before the next value */
	enum acme_err err;    /* the first */
};

void acme_json_write_init(struct acme_json_write *write, struct acme_buf *buf);

/* In all of these ${name} is NULL where no name belongs:
 * in an array, outside. */
void acme_json_write_object(struct acme_json_write *write, const char *name);

void acme_json_write_object_end(struct acme_json_write *write);

void acme_json_write_array(struct acme_json_write *write, const char *name);

void acme_json_write_array_end(struct acme_json_write *write);

/* ${string} must be UTF-8, else ACME_ERR_SYNTAX. */
void acme_json_write_string(struct acme_json_write *write, const char *name,
			    struct acme_span string);

void acme_json_write_bool(struct acme_json_write *write, const char *name,
			  bool truth);

void acme_json_write_integer(struct acme_json_write *write, const char *name,
			     int64_t integer);

/* ${json} is JSON already, and goes in as it is. */
void acme_json_write_raw(struct acme_json_write *write, const char *name,
			 struct acme_span json);

/* The first error there was; then the buffer is as long as it was before. */
enum acme_err
acme_json_write_finish(struct acme_json_write *write) ACME_MUST_CHECK;

#endif
