/* SPDX-License-Identifier: MIT */
/*
 * A client is told by the file of its own that it keeps beside a certificate,
 * at the place and by the name that it has there: no name of a folder alone
 * is enough.
 */
#define _DEFAULT_SOURCE /* readlink(), realpath() */
#include "store/foreign.h"

#include "store/file.h"
#include "store/place.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MAX 40 /* as many as Linux follows */
#define CONF_MAX  65536

/* A path, cut at its last slashes. */
struct parts {
	struct acme_span file, folder, above, top; /* bare names */
	struct acme_span folder_path, top_path;	   /* up to the name, with it */
};

static struct acme_span
cut_name(struct acme_span *path)
{
	size_t at = path->len;
	struct acme_span name;

	while (at && path->data[at - 1] != '/')
		at--;
	name = acme_span(path->data + at, path->len - at);
	*path = acme_span(path->data, at ? at - 1 : 0);
	return name;
}

static struct parts
cut(const char *path)
{
	struct acme_span rest = acme_span_str(path);
	struct parts parts;

	parts.file = cut_name(&rest);
	parts.folder_path = rest;
	parts.folder = cut_name(&rest);
	parts.above = cut_name(&rest);
	parts.top_path = rest;
	parts.top = cut_name(&rest);
	return parts;
}

static bool
is(struct acme_span name, const char *text)
{
	return acme_span_equal(name, acme_span_str(text));
}

static bool
ends_with(struct acme_span name, const char *end)
{
	size_t len = strlen(end);

	return name.len > len && !memcmp(name.data + name.len - len, end, len);
}

/* ${folder}/${name}${suffix}, for free(); NULL where memory is short. */
static char *
beside(struct acme_span folder, const char *between, struct acme_span name,
       const char *suffix)
{
	struct acme_buf path = ACME_BUF_INIT(ACME_PATH_LIMIT);

	if (acme_buf_addf(&path, "%.*s%s%.*s%s", (int)folder.len, folder.data,
			  between, (int)name.len, name.data, suffix))
		acme_buf_clear(&path);
	return path.data;
}

static bool
is_there(struct acme_span folder, const char *between, struct acme_span name,
	 const char *suffix)
{
	char *path = beside(folder, between, name, suffix);
	struct stat st;
	bool found = path && !stat(path, &st) && S_ISREG(st.st_mode);

	free(path);
	return found;
}

static bool
is_certbot(const struct parts *parts)
{
	return (is(parts->above, "live") || is(parts->above, "archive")) &&
	       is_there(parts->top_path, "/renewal/", parts->folder, ".conf");
}

/* It writes Le_Domain before there is a certificate. */
static bool
is_conf_of_acme_sh(const char *path)
{
	struct acme_secret text = ACME_SECRET_INIT(CONF_MAX);
	bool found = !acme_file_read_path(path, &text, NULL) &&
		     strstr(acme_buf_str(&text.buf), "Le_Domain=");

	acme_secret_clear(&text);
	return found;
}

static bool
is_acme_sh(const struct parts *parts)
{
	struct acme_span name = parts->folder;
	char *conf;
	bool found;

	if (ends_with(name, "_ecc"))
		name = acme_span(name.data, name.len - 4);
	conf = beside(parts->folder_path, "/", name, ".conf");
	found = conf && is_conf_of_acme_sh(conf);
	free(conf);
	return found;
}

static bool
is_caddy(const struct parts *parts)
{
	return is(parts->top, "certificates") &&
	       (ends_with(parts->file, ".crt") ||
		ends_with(parts->file, ".key")) &&
	       parts->file.len == parts->folder.len + 4 &&
	       !memcmp(parts->file.data, parts->folder.data,
		       parts->folder.len) &&
	       is_there(parts->folder_path, "/", parts->folder, ".json");
}

static const char *
client_at(const char *path)
{
	const struct parts parts = cut(path);

	if (!parts.folder.len)
		return NULL;
	if (is_certbot(&parts))
		return "certbot";
	if (is_acme_sh(&parts))
		return "acme.sh";
	return is_caddy(&parts) ? "Caddy" : NULL;
}

static struct acme_span
folder_of(const char *path)
{
	struct acme_span rest = acme_span_str(path);

	if (!strchr(path, '/'))
		return ACME_SPAN(".");
	(void)cut_name(&rest);
	return rest.len ? rest : ACME_SPAN("/");
}

/* The same file in its folder's real place, for free(); NULL: no folder. */
static char *
real_place(const char *path)
{
	char *folder = acme_span_dup(folder_of(path));
	char *real = folder ? realpath(folder, NULL) : NULL;
	const char *slash = strrchr(path, '/');
	char *place = NULL;

	if (real)
		place = beside(acme_span_str(real), "/",
			       acme_span_str(slash ? slash + 1 : path), "");
	free(real);
	free(folder);
	return place;
}

/* Where the link at ${place} leads, for free(); NULL: it is none. */
static char *
behind(const char *place)
{
	char target[PATH_MAX];
	ssize_t n = readlink(place, target, sizeof(target) - 1);

	if (n <= 0)
		return NULL;
	target[n] = '\0';
	return *target == '/' ? acme_span_dup(acme_span(target, (size_t)n))
			      : beside(folder_of(place), "/",
				       acme_span(target, (size_t)n), "");
}

const char *
acme_foreign_client(const char *path)
{
	char *at = acme_span_dup(acme_span_str(path)), *place;
	const char *client = NULL;
	int n;

	for (n = 0; at && !client && n < LINKS_MAX; n++) {
		place = real_place(at);
		free(at);
		client = place ? client_at(place) : NULL;
		at = place && !client ? behind(place) : NULL;
		free(place);
	}
	free(at);
	return client;
}

const char *
acme_pair_kept_by(const char *cert, const char *key)
{
	const char *client = acme_foreign_client(cert);

	return client ? client : acme_foreign_client(key);
}
