/* SPDX-License-Identifier: MIT */
/*
 * This makes a reference that may be relative absolute (RFC 3986 §5.2).  What
 * comes of it is a URL by the grammar of url.rl, or is refused by that.
 */
#include "base/buf.h"
#include "format/url.h"

#include <stdlib.h>

#define URL_MAX 8192

/* Where the first of ${stops} is in it, or its end. */
static size_t
until(struct acme_span text, const char *stops)
{
	size_t i = 0;

	while (i < text.len && !(text.data[i] && strchr(stops, text.data[i])))
		i++;
	return i;
}

static struct acme_span
from(struct acme_span text, size_t i)
{
	return acme_span(text.data + i, text.len - i);
}

static bool
begins(struct acme_span text, const char *with)
{
	size_t len = strlen(with);

	return text.len >= len && !memcmp(text.data, with, len);
}

/* "https:..." is absolute; "a/b:c" is not (§4.2). */
static bool
has_scheme(struct acme_span reference)
{
	size_t i = until(reference, ":/?");

	return i && i < reference.len && reference.data[i] == ':';
}

/* §5.2.4; ${segment} begins with '/', and comes behind ${out} from ${root}. */
static enum acme_err
add_segment(struct acme_buf *out, size_t root, struct acme_span segment,
	    bool last)
{
	bool up = acme_span_equal(segment, ACME_SPAN("/.."));

	if (!up && !acme_span_equal(segment, ACME_SPAN("/.")))
		return acme_buf_add(out, segment);
	while (up && out->len > root && out->data[--out->len] != '/')
		;
	return last ? acme_buf_add(out, ACME_SPAN("/")) : ACME_OK;
}

static enum acme_err
add_path(struct acme_buf *out, struct acme_span path)
{
	size_t root = out->len, len;
	enum acme_err err = ACME_OK;

	while (!err && path.len) {
		len = 1 + until(from(path, 1), "/");
		err = add_segment(out, root, acme_span(path.data, len),
				  len == path.len);
		path = from(path, len);
	}
	return err;
}

/* What of the base's path stays before a reference to a path or a query. */
static struct acme_span
kept_path(const struct acme_url *base, struct acme_span reference)
{
	struct acme_span path =
		acme_span(base->target.data, until(base->target, "?"));

	if (reference.data[0] == '?')
		return path;
	if (reference.data[0] == '/')
		return ACME_SPAN("");
	while (path.len && path.data[path.len - 1] != '/')
		path.len--;
	return path;
}

static enum acme_err
add_merged(struct acme_buf *out, const struct acme_url *base,
	   struct acme_span reference)
{
	struct acme_buf path = ACME_BUF_INIT(URL_MAX);
	struct acme_span kept = kept_path(base, reference);
	size_t path_len = until(reference, "?");
	enum acme_err err = acme_buf_add(&path, kept);

	if (!err && !kept.len && !begins(reference, "/"))
		err = acme_buf_add(&path, ACME_SPAN("/"));
	if (!err)
		err = acme_buf_add(&path, acme_span(reference.data, path_len));
	if (!err)
		err = add_path(out, acme_buf_span(&path));
	acme_buf_clear(&path);
	return err ? err : acme_buf_add(out, from(reference, path_len));
}

/* ${reference} has no fragment. */
static enum acme_err
add_absolute(struct acme_buf *out, const struct acme_url *base,
	     struct acme_span reference)
{
	enum acme_err err;

	if (has_scheme(reference))
		return acme_buf_add(out, reference);
	err = acme_buf_addf(out, "%s:", base->https ? "https" : "http");
	if (!err && begins(reference, "//"))
		return acme_buf_add(out, reference);
	if (!err)
		err = acme_buf_addf(out, "//%.*s", (int)base->authority.len,
				    base->authority.data);
	if (!err && !reference.len)
		return acme_buf_add(out, base->target);
	return err ? err : add_merged(out, base, reference);
}

enum acme_err
acme_url_resolve(const char *base, struct acme_span reference, char **url,
		 struct acme_fault *fault)
{
	struct acme_buf out = ACME_BUF_INIT(URL_MAX);
	struct acme_url split;
	enum acme_err err;

	err = acme_url_parse(acme_span_str(base), false, &split, fault);
	if (err)
		return err;
	reference.len = until(reference, "#");
	err = add_absolute(&out, &split, reference);
	if (err)
		acme_fault_set(fault, err, "URL '%.*s': too long",
			       (int)reference.len, reference.data);
	else
		err = acme_url_parse(acme_buf_span(&out), false, &split, fault);
	if (!err)
		*url = out.data;
	else
		acme_buf_clear(&out);
	return err;
}
