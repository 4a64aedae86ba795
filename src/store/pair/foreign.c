/* SPDX-License-Identifier: MIT */
/*
 * A path is looked at as it is spelled, and again after each link on its way:
 * an ACME client's folder may lead to another volume, and what tells the owner
 * may be beside the link, or where it leads.
 */
#include "store/pair/foreign.h"

#include "store/file/path.h"
#include "store/pair/foreign_layout.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#define LINKS_MAX 40 /* as many as Linux follows */

/* The next component of ${rest}, which is cut off. */
static struct acme_span
next_of(struct acme_span *rest)
{
	struct acme_span name;
	size_t n = 0;

	while (rest->len && *rest->data == '/')
		*rest = acme_span(rest->data + 1, rest->len - 1);
	while (n < rest->len && rest->data[n] != '/')
		n++;
	name = acme_span(rest->data, n);
	*rest = acme_span(rest->data + n, rest->len - n);
	return name;
}

static void
cut_last(struct acme_buf *path)
{
	while (path->len && path->data[path->len - 1] != '/')
		path->len--;
	if (path->len)
		path->data[--path->len] = '\0';
}

/* false: memory. */
static bool
add(struct acme_buf *path, struct acme_span name)
{
	return !acme_buf_addf(path, "/%.*s", (int)name.len, name.data);
}

/* What ${path} begins in, where it does not begin at the root.  false: that
 * can't be told. */
static bool
add_current_folder(struct acme_buf *to, const char *path,
		   struct acme_foreign_look *look)
{
	char here[PATH_MAX];
	bool ok;

	if (!getcwd(here, sizeof(here))) {
		/* Also where it was removed. */
		acme_foreign_look_failed(look, path,
					 errno == ENOENT ? EIO : errno);
		return false;
	}
	ok = !here[1] || !acme_buf_add(to, acme_span_str(here));
	if (!ok)
		acme_foreign_look_failed(look, path, ENOMEM);
	return ok;
}

/* ${path} from the root, without "//" and "/./"; NULL: it can't be told. */
static char *
spelled(const char *path, struct acme_foreign_look *look)
{
	struct acme_buf to = ACME_BUF_INIT(ACME_PATH_LIMIT);
	struct acme_span rest = acme_span_str(path), name;
	bool ok = true;

	if (*path != '/' && !add_current_folder(&to, path, look))
		return NULL;
	while (ok && (name = next_of(&rest)).len)
		if (!acme_span_equal(name, ACME_SPAN(".")))
			ok = add(&to, name);
	if (!ok) {
		acme_buf_clear(&to);
		acme_foreign_look_failed(look, path, ENOMEM);
	}
	return to.data;
}

/* The path that the link at ${link} and ${rest} behind it make; NULL: none. */
static char *
through(struct acme_buf *link, struct acme_span target, struct acme_span rest)
{
	struct acme_buf to = ACME_BUF_INIT(ACME_PATH_LIMIT);

	cut_last(link);
	if (acme_buf_addf(&to, "%s%s%.*s%.*s",
			  *target.data == '/' ? "" : acme_buf_str(link),
			  *target.data == '/' ? "" : "/", (int)target.len,
			  target.data, (int)rest.len, rest.data))
		acme_buf_clear(&to);
	return to.data;
}

static struct acme_span
name_of(struct acme_span path)
{
	struct acme_span name = path, rest = path;

	while (rest.len)
		name = next_of(&rest);
	return name;
}

/* Goes on in ${way}, a real folder so far, with ${name}; a link: true. */
static bool
is_link(struct acme_buf *way, struct acme_span name, char *buffer,
	struct acme_span *target, struct acme_foreign_look *look)
{
	if (acme_span_equal(name, ACME_SPAN(".."))) {
		cut_last(way);
		return false;
	}
	if (!add(way, name)) {
		acme_foreign_look_failed(look, acme_buf_str(way), ENOMEM);
		return false;
	}
	*target = acme_foreign_look_link(look, acme_buf_str(way), buffer);
	return target->len;
}

/*
 * The first link on ${path} is followed, for free(); NULL: there is none, or
 * ${owner} is known now.
 */
static char *
follow(const char *path, const char **owner, struct acme_foreign_look *look)
{
	struct acme_buf way = ACME_BUF_INIT(ACME_PATH_LIMIT);
	struct acme_span rest = acme_span_str(path), name, target;
	char buffer[PATH_MAX], *to = NULL;
	bool found = false;

	while (!found && (name = next_of(&rest)).len)
		found = is_link(&way, name, buffer, &target, look);
	if (!found)
		*owner = acme_foreign_layout(acme_buf_str(&way), look);
	else if (!rest.len)
		*owner = acme_foreign_link(name, name_of(target));
	if (found && !*owner) {
		to = through(&way, target, rest);
		if (!to)
			acme_foreign_look_failed(look, path, ENOMEM);
	}
	acme_buf_clear(&way);
	return to;
}

static const char *
owner_of(const char *path, struct acme_foreign_look *look)
{
	const char *owner = NULL;
	char *at = *path ? acme_span_dup(acme_span_str(path)) : NULL, *clean;
	int n;

	if (*path && !at)
		acme_foreign_look_failed(look, path, ENOMEM);
	for (n = 0; at && !owner && n < LINKS_MAX; n++) {
		clean = spelled(at, look);
		free(at);
		owner = clean ? acme_foreign_layout(clean, look) : NULL;
		at = clean && !owner ? follow(clean, &owner, look) : NULL;
		free(clean);
	}
	free(at);
	return owner;
}

/* Who was found is there, whatever else could not be looked at. */
static enum acme_err
tell(const struct acme_foreign_look *look, const char *found,
     const char **owner)
{
	if (!found && look->err)
		return look->err;
	*owner = found;
	return ACME_OK;
}

enum acme_err
acme_foreign_owner(const char *path, const char **owner,
		   struct acme_fault *fault)
{
	struct acme_foreign_look look = { .fault = fault };
	const char *found = owner_of(path, &look);

	return tell(&look, found, owner);
}

enum acme_err
acme_foreign_kept_by(const char *cert, const char *key, const char **owner,
		     struct acme_fault *fault)
{
	struct acme_foreign_look look = { .fault = fault };
	const char *found = owner_of(cert, &look);

	if (!found)
		found = owner_of(key, &look);
	return tell(&look, found, owner);
}
