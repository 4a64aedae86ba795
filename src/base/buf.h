/* SPDX-License-Identifier: MIT */
/*
 * A buffer owns bytes and grows to a stated limit; past it, adding fails and
 * changes nothing.  Its bytes are always followed by a NUL that `len` does
 * not count.  A secret buffer wipes what it lets go of.
 */
#ifndef ACME_BASE_BUF_H
#define ACME_BASE_BUF_H

#include "base/fault.h"
#include "base/span.h"

struct acme_buf {
	char *data;   /* NULL while empty */
	size_t len;   /* bytes in use */
	size_t cap;   /* bytes allocated, less the NUL */
	size_t limit; /* `len` never passes this */
	bool secret;  /* wiped before it is freed or moved */
};

/* A key, or text that holds one.  Never logged, never traced. */
struct acme_secret {
	struct acme_buf buf;
};

#define ACME_BUF_INIT(max)     \
	{                      \
		.limit = (max) \
	}
#define ACME_SECRET_INIT(max)                            \
	{                                                \
		.buf = {.limit = (max), .secret = true } \
	}

/* Frees the bytes, wiped where secret; the limit stays, for further use. */
void acme_buf_clear(struct acme_buf *buf);

void acme_secret_clear(struct acme_secret *secret);

/* ACME_ERR_LIMIT or ACME_ERR_MEMORY: the buffer is as it was. */
enum acme_err acme_buf_add(struct acme_buf *buf,
			   struct acme_span span) ACME_MUST_CHECK;

enum acme_err acme_buf_addf(struct acme_buf *buf, const char *fmt, ...)
	ACME_PRINTF(2, 3) ACME_MUST_CHECK;

/*
 * Make room for ${len} more bytes and point ${out} at them; the caller writes
 * there and says with acme_buf_used() how many it wrote.
 */
enum acme_err acme_buf_reserve(struct acme_buf *buf, size_t len,
			       char **out) ACME_MUST_CHECK;

void acme_buf_used(struct acme_buf *buf, size_t len);

/* Forget the first ${len} bytes. */
void acme_buf_drop(struct acme_buf *buf, size_t len);

/* NUL-terminated, "" where empty; borrowed until the buffer changes. */
const char *acme_buf_str(const struct acme_buf *buf);

static inline struct acme_span
acme_buf_span(const struct acme_buf *buf)
{
	return acme_span(buf->data, buf->len);
}

/* A NUL-terminated copy on the heap; NULL when memory is short. */
char *acme_span_dup(struct acme_span span);

#endif
