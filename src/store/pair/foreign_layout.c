/* SPDX-License-Identifier: MIT */
/*
 * An ACME client is told by a file of its own that it keeps beside a
 * certificate, at the place and by the name that it has there, or by its
 * numbers: no name of a folder alone is enough.
 */
#include "store/pair/foreign_layout.h"

#include "store/file/path.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#define TIME_DIGITS 9 /* a Unix time has at least */
#define N_OF(array) (sizeof(array) / sizeof((array)[0]))
#define ANY_OTHER   "another ACME client"

/* A path, cut at its last slashes. */
struct parts {
	struct acme_span file, folder, above, top; /* bare names */
	struct acme_span folder_path, top_path;	   /* up to the name, with it */
	struct acme_span stem, ending;		   /* of file: "a.b", ".c" */
	struct acme_foreign_look *look;
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

static void
cut_ending(struct acme_span name, struct acme_span *stem,
	   struct acme_span *ending)
{
	size_t at = name.len;

	while (at && name.data[at - 1] != '.')
		at--;
	at = at ? at - 1 : name.len;
	*stem = acme_span(name.data, at);
	*ending = acme_span(name.data + at, name.len - at);
}

static struct parts
cut(const char *path, struct acme_foreign_look *look)
{
	struct acme_span rest = acme_span_str(path);
	struct parts parts = { .look = look };

	parts.file = cut_name(&rest);
	parts.folder_path = rest;
	parts.folder = cut_name(&rest);
	parts.above = cut_name(&rest);
	parts.top_path = rest;
	parts.top = cut_name(&rest);
	cut_ending(parts.file, &parts.stem, &parts.ending);
	return parts;
}

static bool
is(struct acme_span name, const char *text)
{
	return acme_span_equal(name, acme_span_str(text));
}

/* ${name}${suffix} in the certificate's folder, for free(); NULL where memory
 * is short. */
static char *
beside(const struct parts *parts, struct acme_span name, const char *suffix)
{
	struct acme_buf path = ACME_BUF_INIT(ACME_PATH_LIMIT);
	struct acme_span folder = parts->folder_path;

	if (acme_buf_addf(&path, "%.*s/%.*s%s", (int)folder.len, folder.data,
			  (int)name.len, name.data, suffix)) {
		acme_buf_clear(&path);
		acme_foreign_look_failed(parts->look, suffix, ENOMEM);
	}
	return path.data;
}

static bool
may_be_file(const struct parts *parts, const char *path)
{
	return path &&
	       acme_foreign_look_file(parts->look, parts->folder_path, path);
}

static bool
may_be_beside(const struct parts *parts, struct acme_span name,
	      const char *suffix)
{
	char *path = beside(parts, name, suffix);
	bool may_be = may_be_file(parts, path);

	free(path);
	return may_be;
}

static bool
has_beside(const struct parts *parts, struct acme_span name, const char *suffix,
	   const char *words)
{
	char *path = beside(parts, name, suffix);
	bool has =
		path && acme_foreign_look_words(parts->look, parts->folder_path,
						path, words);

	free(path);
	return has;
}

static size_t
digits_at_end(struct acme_span name)
{
	size_t n = 0;

	while (n < name.len &&
	       isdigit((unsigned char)name.data[name.len - n - 1]))
		n++;
	return n;
}

static const char *const of_certbot[] = { "cert", "chain", "fullchain",
					  "privkey" };

static bool
is_of_certbot(struct acme_span name)
{
	size_t i;

	for (i = 0; i < N_OF(of_certbot); i++)
		if (is(name, of_certbot[i]))
			return true;
	return false;
}

/* certN.pem, chainN.pem, fullchainN.pem and privkeyN.pem, wherever archive_dir
 * is; of one only what is with it is looked for. */
static bool
is_archive(const struct parts *parts)
{
	size_t n = digits_at_end(parts->stem), i;
	struct acme_span name =
		acme_span(parts->stem.data, parts->stem.len - n);
	struct acme_span number =
		acme_span(name.data + name.len, parts->file.len - name.len);

	if (!n || !is(parts->ending, ".pem") || !is_of_certbot(name))
		return false;
	for (i = 0; i < N_OF(of_certbot); i++) {
		char other[64];

		if (is(name, of_certbot[i]) || number.len > 32)
			continue;
		snprintf(other, sizeof(other), "%s%.*s", of_certbot[i],
			 (int)number.len, number.data);
		if (!may_be_beside(parts, acme_span_str(other), ""))
			return false;
	}
	return true;
}

static bool
has_renewal_conf(const struct parts *parts)
{
	struct acme_buf conf = ACME_BUF_INIT(ACME_PATH_LIMIT);
	bool has = false;

	if (acme_buf_addf(&conf, "%.*s/renewal/%.*s.conf",
			  (int)parts->top_path.len, parts->top_path.data,
			  (int)parts->folder.len, parts->folder.data))
		acme_foreign_look_failed(parts->look, "renewal", ENOMEM);
	else
		has = may_be_file(parts, conf.data);
	acme_buf_clear(&conf);
	return has;
}

/* Not each has all of it: a container is given live/ and archive/ alone. */
static bool
is_certbot(const struct parts *parts)
{
	bool is_live = is(parts->above, "live");

	if (is_archive(parts))
		return true;
	if (!is_live && !is(parts->above, "archive"))
		return false;
	return (is_live && has_beside(parts, ACME_SPAN("README"), "",
				      "contains your keys")) ||
	       has_renewal_conf(parts);
}

/* It writes Le_Domain before there is a certificate. */
static bool
is_acme_sh(const struct parts *parts)
{
	const struct acme_span ecc = ACME_SPAN("_ecc");
	struct acme_span name = parts->folder;

	if (name.len > ecc.len &&
	    !memcmp(name.data + name.len - ecc.len, ecc.data, ecc.len))
		name.len -= ecc.len;
	return has_beside(parts, name, ".conf", "Le_Domain=");
}

/* Its folder may have been mounted elsewhere. */
static bool
is_caddy(const struct parts *parts)
{
	if ((!is(parts->ending, ".crt") && !is(parts->ending, ".key")) ||
	    !acme_span_equal(parts->stem, parts->folder))
		return false;
	return is(parts->top, "certificates")
		       ? may_be_beside(parts, parts->stem, ".json")
		       : has_beside(parts, parts->stem, ".json",
				    "\"issuer_data\"");
}

static bool
is_lego(const struct parts *parts)
{
	return (is(parts->ending, ".crt") || is(parts->ending, ".key") ||
		is(parts->ending, ".pem")) &&
	       (may_be_beside(parts, parts->stem, ".issuer.crt") ||
		has_beside(parts, parts->stem, ".json", "\"certUrl\""));
}

static bool
is_mod_md(const struct parts *parts)
{
	return may_be_beside(parts, ACME_SPAN("md.json"), "");
}

/* fullchain-1700000000.pem, and a link fullchain.pem. */
static bool
is_dehydrated(const struct parts *parts)
{
	size_t n = digits_at_end(parts->stem);
	struct acme_span name =
		acme_span(parts->stem.data, parts->stem.len - n);
	char *ending, *link, buffer[PATH_MAX];
	bool is_it;

	if (n < TIME_DIGITS || name.len < 2 || name.data[name.len - 1] != '-')
		return false;
	name.len--;
	ending = acme_span_dup(parts->ending);
	link = ending ? beside(parts, name, ending) : NULL;
	if (!ending)
		acme_foreign_look_failed(parts->look, "link", ENOMEM);
	is_it = link && acme_foreign_look_link(parts->look, link, buffer).len;
	free(link);
	free(ending);
	return is_it;
}

static const struct {
	const char *owner;
	bool (*is_it)(const struct parts *parts);
} layouts[] = {
	{ "certbot", is_certbot },
	{ "acme.sh", is_acme_sh },
	{ "Caddy", is_caddy },
	{ "lego", is_lego },
	{ "Apache's mod_md", is_mod_md },
	{ "dehydrated", is_dehydrated },
};

const char *
acme_foreign_layout(const char *path, struct acme_foreign_look *look)
{
	const struct parts parts = cut(path, look);
	size_t i;

	if (!parts.file.len)
		return NULL;
	for (i = 0; i < N_OF(layouts); i++)
		if (layouts[i].is_it(&parts))
			return layouts[i].owner;
	return NULL;
}

const char *
acme_foreign_link(struct acme_span link, struct acme_span target)
{
	struct acme_span stem, ending, of, of_ending;
	size_t n;

	cut_ending(link, &stem, &ending);
	cut_ending(target, &of, &of_ending);
	n = digits_at_end(of);
	if (!n || !acme_span_equal(ending, of_ending))
		return NULL;
	of.len -= n;
	if (acme_span_equal(of, stem))
		return is_of_certbot(stem) ? "certbot" : ANY_OTHER;
	if (!of.len || !strchr("-_.", of.data[of.len - 1]))
		return NULL;
	of.len--;
	if (!acme_span_equal(of, stem))
		return NULL;
	return n >= TIME_DIGITS && of.data[of.len] == '-' ? "dehydrated"
							  : ANY_OTHER;
}
