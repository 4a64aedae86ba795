/* SPDX-License-Identifier: MIT */
/* One file by two options, however they are spelled. */
#define _XOPEN_SOURCE 700 /* mkdtemp(), symlink() */
#include "lws/files/file_ids.h"

#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char top[] = "/tmp/acme-ids-XXXXXX";
static struct acme_fault fault;

/* certs/ and private/, a link to each, and four files, two of which are one. */
static void
begin(void)
{
	static const char make[] =
		"cd %s && mkdir certs private && ln -s certs c && "
		"ln -s private/../certs d && "
		"touch certs/here && ln certs/here private/hard && "
		"ln -s ../certs/here private/soft && ln -s soft private/softer";
	char command[512];

	memcpy(strrchr(top, '-'), "-XXXXXX", sizeof("-XXXXXX"));
	CHECK(mkdtemp(top));
	snprintf(command, sizeof(command), make, top);
	CHECK(!system(command));
	CHECK(!chdir(top));
}

static void
end(void)
{
	char command[128];

	CHECK(!chdir("/"));
	snprintf(command, sizeof(command), "rm -rf %s", top);
	CHECK(!system(command));
}

/* ${paths}: auth, cert, key, ca or NULL; below the folder where they begin with
 * "+". */
static enum acme_err
learn(const char *const paths[4], struct acme_file_ids *ids)
{
	struct acme_resolved_path *at[3];
	struct acme_opened_paths opened;
	enum acme_err err;
	char path[128];
	size_t i;

	at[0] = &opened.auth;
	at[1] = &opened.cert;
	at[2] = &opened.key;
	for (i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s%s",
			 *paths[i] == '+' ? top : "",
			 paths[i] + (*paths[i] == '+'));
		CHECK_OK(acme_resolved_path_open(at[i], path, geteuid(),
						 &fault));
	}
	if (paths[3])
		snprintf(path, sizeof(path), "%s%s",
			 *paths[3] == '+' ? top : "",
			 paths[3] + (*paths[3] == '+'));
	err = acme_file_ids_init(ids, &opened, paths[3] ? path : NULL, &fault);
	acme_store_paths_close(&opened);
	return err;
}

static void
check_pair_of(const char *a, const char *b, size_t i, size_t j,
	      const char *words)
{
	static const char *const options[] = { "\"auth-path\"", "\"cert-path\"",
					       "\"key-path\"", "\"ca-file\"" };
	const char *paths[4] = { "+/certs/1", "+/certs/2", "+/certs/3", NULL };
	struct acme_file_ids ids;

	paths[i] = a;
	paths[j] = b;
	CHECK_ERR(learn(paths, &ids), ACME_ERR_INVALID);
	CHECK_FOR(fault.text, strstr(fault.text, options[i]) &&
				      strstr(fault.text, options[j]) &&
				      strstr(fault.text, words));
	acme_file_ids_clear(&ids);
}

/* ${a} may be any of them; ${b} any that the plugin writes. */
static void
all_pairs_of(const char *a, const char *b, const char *words)
{
	size_t i, j;

	for (i = 0; i < 4; i++)
		for (j = 0; j < 3; j++)
			if (i != j)
				check_pair_of(a, b, i, j, words);
}

static void
one_file_is_refused(void)
{
	static const char *const spelled[][2] = {
		{ "+/certs/new", "+/certs/new" },
		{ "+/certs/new", "+//certs//new" },
		{ "+/certs/new", "+/./certs/./new" },
		{ "+/certs/new", "+/private/../certs/new" },
		{ "+/certs/new", "certs/new" },
		{ "+/certs/new", "./c/new" },
		{ "+/certs/new", "+/c/new" },
		{ "+/certs/new", "+/d/new" },
		{ "+/certs/here", "+/private/hard" },
		{ "+/certs/here", "+/private/soft" },
		{ "+/certs/here", "+/private/softer" },
		{ "+/private/hard", "+/private/soft" },
	};
	size_t i;

	begin();
	for (i = 0; i < sizeof(spelled) / sizeof(spelled[0]); i++)
		all_pairs_of(spelled[i][0], spelled[i][1],
			     " is the same file as option ");
	end();
}

static void
a_name_of_the_plugins_is_refused(void)
{
	static const char *const names[] = {
		"new.upd",	   "new.lock",	      "new.tmp",
		"new.old.0",	   "new.bad",	      "new.bad.7",
		"new.new",	   "new.acme-next",   "new.acme-next.a",
		"new.acme-live",   "new.acme-live.b", "new.upd.lnk",
		"new.bak",	   "new.lnk",	      "new.aB3.state",
		"new.x.state.tmp",
	};
	char path[64];
	size_t i;

	begin();
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "+/d/%s", names[i]);
		all_pairs_of(path, "+/certs/new", "has a name that the plugin");
	}
	end();
}

static void
others_are_apart(void)
{
	static const char *const good[][4] = {
		{ "+/certs/a", "+/certs/c", "+/certs/k" },
		{ "+/certs/x", "+/private/x", "x" },
		{ "+/certs/x", "+/certs/x.pem", "+/certs/x.key" },
		{ "+/certs/x", "+/certs/x.updated", "+/certs/x.state" },
		{ "+/certs/x", "+/private/x.upd", "+/certs/y.upd" },
		{ "+/certs/x", "+/certs/y", "+/certs/z", "+/certs/ca" },
		{ "+/certs/x", "+/certs/y", "+/certs/z", "+/none/ca" },
		/* What is only read has nothing beside it. */
		{ "+/certs/x", "+/certs/ca.upd", "+/certs/z", "+/certs/ca" },
		{ "+/certs/x", "+/certs/y", "+/certs/z", "+/private/soft" },
	};
	struct acme_file_ids ids;
	size_t i;

	begin();
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		CHECK_OK(learn(good[i], &ids));
		acme_file_ids_clear(&ids);
	}
	end();
}

static const char *const one[] = { "+/certs/a", "+/certs/c", "+/certs/k",
				   "+/certs/ca" };
static const struct {
	const char *paths[4];
	bool share;
	const char *words; /* NULL: they may be so */
} others[] = {
	{ { "+/certs/a", "+/private/c", "+/private/k" }, false, NULL },
	{ { "+/d/a", "+/c/c", "+/d/k" }, true, NULL },
	{ { "+/certs/b", "+/private/c", "+/d/l", "+/c/ca" }, false, NULL },
	{ { "+/certs/b", "+/d/ca", "+/private/k" },
	  false,
	  "\"cert-path\" is the same file as option \"ca-file\" of "
	  "vhost \"b\"" },
	{ { "+/certs/b", "+/private/c", "+/private/k", "+/d/c" },
	  false,
	  "\"ca-file\" is the same file as option \"cert-path\" of "
	  "vhost \"b\"" },
	{ { "+/certs/a", "+/private/c", "+/d/k" }, true, NULL },
	{ { "+/c/c", "+/private/c", "+/private/k" },
	  false,
	  "\"auth-path\" is the same file as option \"cert-path\" of "
	  "vhost \"b\"" },
	{ { "+/certs/b", "+/c/k", "+/private/k" },
	  false,
	  "\"cert-path\" is the same file as option \"key-path\" of "
	  "vhost \"b\"" },
	{ { "+/certs/b", "+/private/c", "+/c/c.old.0" },
	  false,
	  "\"key-path\" has a name that the plugin gives to files "
	  "beside option \"cert-path\" of vhost \"b\"" },
};

static void
of_two_vhosts(void)
{
	struct acme_file_ids ids, other;
	enum acme_err err;
	size_t i;

	begin();
	CHECK_OK(learn(one, &ids));
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		CHECK_OK(learn(others[i].paths, &other));
		CHECK(acme_file_ids_share(&other, &ids) == others[i].share);
		err = acme_file_ids_compare(&other, &ids, "b", &fault);
		CHECK(!err == !others[i].words);
		if (err)
			CHECK_FOR(fault.text,
				  strstr(fault.text, others[i].words));
		acme_file_ids_clear(&other);
	}
	acme_file_ids_clear(&ids);
	end();
}

static const struct test tests[] = {
	TEST(one_file_is_refused),
	TEST(a_name_of_the_plugins_is_refused),
	TEST(others_are_apart),
	TEST(of_two_vhosts),
};

TEST_MAIN(tests)
