/* SPDX-License-Identifier: MIT */
/*
 * A ClientHello is put together from records and taken apart here.  Lengths
 * that are told are believed only where so many bytes are there.
 */
#include "format/client_hello.h"

#include "format/vector.h"

#include <stdint.h>

#define RECORD_HANDSHAKE 22
#define VERSION_MAJOR	 3
#define RECORD_HEAD	 5 /* type, version, length */
#define RECORD_MAX	 16384
#define CLIENT_HELLO	 1
#define MESSAGE_HEAD	 4  /* type, length */
#define VERSION_RANDOM	 34 /* of fixed length, behind the head */

/* Of the record at the front of ${bytes}; SIZE_MAX: it can't be one. */
static size_t
record_len(struct acme_span bytes)
{
	size_t len = acme_vector_number(acme_span(bytes.data + 3, 2));

	/* Empty ones are not allowed for handshakes, so each brings us on. */
	return bytes.data[1] == VERSION_MAJOR && len && len <= RECORD_MAX
		       ? len
		       : SIZE_MAX;
}

/* As far as can be told by now: its head at least. */
static size_t
message_len(const struct acme_buf *message)
{
	return message->len < MESSAGE_HEAD
		       ? MESSAGE_HEAD
		       : MESSAGE_HEAD + acme_vector_number(acme_span(
						message->data + 1, 3));
}

/* Add a record's body, as much as there is of its ${len} bytes. */
static enum acme_client_hello
add(struct acme_buf *message, struct acme_span body, size_t len)
{
	if (acme_buf_add(message, body) || *message->data != CLIENT_HELLO ||
	    message_len(message) > ACME_CLIENT_HELLO_MAX ||
	    message->len > message_len(message))
		return ACME_CLIENT_HELLO_BAD;
	if (message->len < message_len(message))
		return ACME_CLIENT_HELLO_PARTIAL;
	/* What would follow in its record is no hello's. */
	return body.len == len ? ACME_CLIENT_HELLO_WHOLE
			       : ACME_CLIENT_HELLO_BAD;
}

/* The record at the front of ${rest}, which is there from its head on. */
static enum acme_client_hello
take_record(struct acme_span *rest, struct acme_buf *message, size_t *len)
{
	size_t n = record_len(*rest);
	struct acme_span body;

	if (n == SIZE_MAX)
		return ACME_CLIENT_HELLO_BAD;
	*len += n;
	acme_vector_skip(rest, RECORD_HEAD);
	body = acme_span(rest->data, n < rest->len ? n : rest->len);
	acme_vector_skip(rest, body.len);
	if (!body.len)
		return ACME_CLIENT_HELLO_PARTIAL;
	return add(message, body, n);
}

enum acme_client_hello
acme_client_hello_find(struct acme_span bytes, struct acme_buf *message,
		       size_t *len)
{
	enum acme_client_hello found = ACME_CLIENT_HELLO_PARTIAL;
	struct acme_span rest = bytes;

	acme_buf_clear(message);
	do {
		if (rest.len && *rest.data != RECORD_HANDSHAKE)
			return rest.len == bytes.len ? ACME_CLIENT_HELLO_NOT_TLS
						     : ACME_CLIENT_HELLO_BAD;
		*len = bytes.len - rest.len + RECORD_HEAD;
		if (rest.len < RECORD_HEAD)
			break;
		found = take_record(&rest, message, len);
	} while (found == ACME_CLIENT_HELLO_PARTIAL && bytes.len >= *len);
	return *len > ACME_CLIENT_HELLO_RECORDS_MAX ? ACME_CLIENT_HELLO_BAD
						    : found;
}

unsigned int
acme_client_hello_version(struct acme_span message)
{
	return message.len < MESSAGE_HEAD + 2
		       ? 0
		       : (unsigned int)acme_vector_number(
				 acme_span(message.data + MESSAGE_HEAD, 2));
}

/* What stands before them is skipped. */
static bool
take_suites(struct acme_span *message, struct acme_span *suites)
{
	struct acme_span session;

	return acme_vector_skip(message, MESSAGE_HEAD + VERSION_RANDOM) &&
	       acme_vector_take(message, 1, &session) &&
	       acme_vector_take(message, 2, suites);
}

struct acme_span
acme_client_hello_suites(struct acme_span message)
{
	struct acme_span suites;

	return take_suites(&message, &suites) ? suites : acme_span(NULL, 0);
}

static bool
take_extensions(struct acme_span *message, struct acme_span *extensions)
{
	struct acme_span skipped;

	return take_suites(message, &skipped) &&
	       acme_vector_take(message, 1, &skipped) && /* compression */
	       acme_vector_take(message, 2, extensions);
}

/* The body of the next one in ${rest} that is of ${type}. */
static bool
find(struct acme_span *rest, unsigned int type, struct acme_span *body)
{
	size_t is;

	while (rest->len >= 2) {
		is = acme_vector_number(acme_span(rest->data, 2));
		acme_vector_skip(rest, 2);
		if (!acme_vector_take(rest, 2, body))
			return false;
		if (is == type)
			return true;
	}
	return false;
}

struct acme_span
acme_client_hello_extension(struct acme_span message, unsigned int type)
{
	struct acme_span rest, body;

	return take_extensions(&message, &rest) && find(&rest, type, &body)
		       ? body
		       : acme_span(NULL, 0);
}

bool
acme_client_hello_has_twice(struct acme_span message, unsigned int type)
{
	struct acme_span rest, body;

	return take_extensions(&message, &rest) && find(&rest, type, &body) &&
	       find(&rest, type, &body);
}
