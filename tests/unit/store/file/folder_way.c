/* SPDX-License-Identifier: MIT */
/*
 * The way to a folder: who else could lead it elsewhere.  What other users do
 * is done by root in their place; without root there is only one user.
 */
#define _DEFAULT_SOURCE /* lchown(), symlink() */
#include "store/file/path.h"

#include "store/folder.h"
#include "store/resolved.h"
#include "test.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534
#define OTHER  65533

static struct acme_fault fault;

static enum acme_err
open_as(const char *path, uid_t user, struct acme_folder *folder)
{
	struct acme_folder own;
	enum acme_err err = acme_folder_open(folder ? folder : &own,
					     acme_span_str(path), user, &fault);

	if (!folder)
		acme_folder_close(&own);
	return err;
}

static void
make(const char *name, uid_t owner, mode_t mode)
{
	const char *path = folder_path(name);

	CHECK(!mkdir(path, 0700));
	CHECK(!chown(path, owner, owner));
	CHECK(!chmod(path, mode));
}

static void
make_link(const char *to, const char *name, uid_t owner)
{
	CHECK(!symlink(to, folder_path(name)));
	CHECK(!lchown(folder_path(name), owner, owner));
}

/* As root: what the folder above, and the folder itself, may be. */
static const struct {
	const char *where;
	uid_t owner, user;
	mode_t mode;
	const char *words; /* NULL: it is good */
} cases[] = {
	{ "above", 0, 0, 0700, NULL },
	{ "above", 0, 0, 0755, NULL },
	{ "above", 0, 0, 01777, NULL },
	{ "above", 0, 0, 0777, "chmod go-w" },
	{ "above", 0, 0, 0770, "chmod go-w" },
	{ "above", NOBODY, 0, 0700, "make it root's, or use" },
	{ "above", NOBODY, 0, 01777, "make it root's, or use" },
	{ "above", NOBODY, NOBODY, 0700, NULL },
	{ "above", NOBODY, NOBODY, 0770, "chmod go-w" },
	{ "above", OTHER, NOBODY, 0700, "root's or user 65534's" },
	{ "above/it", 0, 0, 0755, NULL },
	{ "above/it", 0, 0, 01777, "chmod go-w" },
	{ "above/it", 0, 0, 0770, "chmod go-w" },
	{ "above/it", NOBODY, 0, 0700, "make it root's" },
	{ "above/it", NOBODY, NOBODY, 0700, NULL },
	{ "above/it", NOBODY, ACME_ANY_ONE_USER, 0700, NULL },
	{ "above/it", OTHER, NOBODY, 0700, "another user's" },
};

static void
each_folder_is_judged(void)
{
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *where, *it;
		char mode[16];

		folder_make();
		make("above", 0, 0755);
		make("above/it", 0, 0755);
		where = folder_path(cases[i].where);
		it = folder_path("above/it");
		CHECK(!chown(where, cases[i].owner, cases[i].owner));
		CHECK(!chmod(where, cases[i].mode));
		if (!cases[i].words) {
			CHECK_OK(open_as(it, cases[i].user, NULL));
			continue;
		}
		CHECK_ERR(open_as(it, cases[i].user, NULL), ACME_ERR_INVALID);
		snprintf(mode, sizeof(mode), "mode %04o)",
			 (unsigned int)cases[i].mode);
		CHECK_FOR(fault.text,
			  strstr(fault.text, where) &&
				  strstr(fault.text, mode) &&
				  strstr(fault.text, cases[i].words));
	}
}

static void
check_spelled(const char *name, uid_t user, enum acme_err want)
{
	char cwd[256], absolute[320];

	CHECK(getcwd(cwd, sizeof(cwd)));
	snprintf(absolute, sizeof(absolute), "%s/%s", cwd, name);
	CHECK_ERR(open_as(absolute, user, NULL), want);
	CHECK_ERR(open_as(name, user, NULL), want);
}

/* The folders above the working directory lead there, too. */
static void
relative_paths_are_judged_as_absolute_ones(void)
{
	char cwd[256];
	size_t i;

	CHECK(getcwd(cwd, sizeof(cwd)));
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum acme_err want =
			cases[i].words ? ACME_ERR_INVALID : ACME_OK;

		folder_make();
		make("above", 0, 0755);
		make("above/it", 0, 0755);
		CHECK(!chown(folder_path(cases[i].where), cases[i].owner,
			     cases[i].owner));
		CHECK(!chmod(folder_path(cases[i].where), cases[i].mode));
		CHECK(!chdir(folder_path("above/it")));
		check_spelled(".", cases[i].user, want);
		check_spelled("./.", cases[i].user, want);
		check_spelled("../it", cases[i].user, want);
	}
	CHECK(!chdir(cwd));
}

/* Two users besides root: one of them is too many. */
static void
one_user_at_most(void)
{
	folder_make();
	make("a", NOBODY, 0755);
	make("a/b", OTHER, 0755);
	CHECK_ERR(open_as(folder_path("a/b"), ACME_ANY_ONE_USER, NULL),
		  ACME_ERR_INVALID);
	CHECK(strstr(fault.text, "/a/b "));
}

static void
links_are_judged(void)
{
	folder_make();
	make("roots", 0, 0755);
	make("users", NOBODY, 0700);
	make("users/own", NOBODY, 0700);
	make("sticky", 0, 01777);
	make_link("roots", "good", 0);
	make_link(folder_path("good"), "absolute", 0);
	make_link("nobodys", "loop", 0);
	make_link("loop", "nobodys", 0);
	make_link("../roots", "sticky/of-nobody", NOBODY);
	make_link("../roots", "sticky/of-root", 0);
	make_link("own", "users/to-own", NOBODY);
	make_link("../roots", "users/to-roots", NOBODY);
	CHECK_OK(open_as(folder_path("good"), 0, NULL));
	CHECK_OK(open_as(folder_path("absolute"), 0, NULL));
	CHECK_OK(open_as(folder_path("sticky/of-root"), 0, NULL));
	CHECK_OK(open_as(folder_path("users/to-own"), NOBODY, NULL));
	CHECK_ERR(open_as(folder_path("loop"), 0, NULL), ACME_ERR_SYSTEM);
	CHECK_ERR(open_as(folder_path("sticky/of-nobody"), 0, NULL),
		  ACME_ERR_INVALID);
	CHECK_FOR(fault.text, strstr(fault.text, "the link /tmp/acme-store-"));
	CHECK(strstr(fault.text, "/sticky/of-nobody (owner 65534:"));
	/* He chose where it leads. */
	CHECK_ERR(open_as(folder_path("users/to-roots"), NOBODY, NULL),
		  ACME_ERR_INVALID);
	CHECK_ERR(
		open_as(folder_path("users/to-roots"), ACME_ANY_ONE_USER, NULL),
		ACME_ERR_INVALID);
}

/* Of a file's name, too. */
static void
a_files_link_is_judged(void)
{
	struct acme_resolved_path at;

	folder_make();
	make("roots", 0, 0755);
	make("users", NOBODY, 0700);
	folder_put("roots/key", ACME_SPAN("root's"), 0600);
	folder_put("users/key", ACME_SPAN("nobody's"), 0600);
	make_link("roots/key", "good", 0);
	make_link("roots/key", "of-nobody", NOBODY);
	make_link("../roots/key", "users/to-roots", 0);
	make_link("key", "users/to-own", NOBODY);
	CHECK_OK(acme_resolved_path_open(&at, folder_path("good"), 0, &fault));
	CHECK(!strcmp(at.found.path, folder_path("roots/key")));
	CHECK(!strcmp(at.named.path, folder_path("good")));
	acme_resolved_path_close(&at);
	CHECK_ERR(acme_resolved_path_open(&at, folder_path("of-nobody"), 0,
					  &fault),
		  ACME_ERR_INVALID);
	CHECK_FOR(fault.text, strstr(fault.text, "/of-nobody (owner 65534:"));
	acme_resolved_path_close(&at);
	CHECK_ERR(acme_resolved_path_open(&at, folder_path("users/to-roots"),
					  ACME_ANY_ONE_USER, &fault),
		  ACME_ERR_INVALID);
	acme_resolved_path_close(&at);
	CHECK_OK(acme_resolved_path_open(&at, folder_path("users/to-own"),
					 ACME_ANY_ONE_USER, &fault));
	acme_resolved_path_close(&at);
}

static void
ways_to_the_same(void)
{
	static const char *const names[] = { "a/b",	 "a//b/", "./a/./b",
					     "a/../a/b", "a/b/.", "l" };
	struct acme_folder first, other;
	char cwd[PATH_MAX];
	size_t i;

	CHECK(getcwd(cwd, sizeof(cwd)));
	folder_make();
	make("a", geteuid(), 0755);
	make("a/b", geteuid(), 0755);
	make_link("a/b", "l", geteuid());
	CHECK(!chdir(folder_path(".")));
	CHECK_OK(open_as(folder_path("a/b"), geteuid(), &first));
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		CHECK_OK(open_as(names[i], geteuid(), &other));
		CHECK_FOR(names[i], acme_folder_is(&first, &other));
		CHECK_FOR(other.real, !strcmp(other.real, first.real));
		CHECK(!strcmp(other.path, names[i]));
		acme_folder_close(&other);
	}
	acme_folder_close(&first);
	CHECK(!chdir(cwd));
}

static void
private_by_one_of_them(void)
{
	struct acme_folder folder;

	folder_make(); /* 0700 */
	make("a", geteuid(), 0755);
	CHECK_OK(open_as(folder_path("a"), geteuid(), &folder));
	CHECK(folder.is_private);
	acme_folder_close(&folder);
	CHECK(!chmod(folder_path("."), 0755));
	CHECK_OK(open_as(folder_path("a"), geteuid(), &folder));
	CHECK(!folder.is_private);
	CHECK_INT(folder.mode, 0755);
	acme_folder_close(&folder);
	/* One that is left again says nothing. */
	make("b", geteuid(), 0700);
	CHECK_OK(open_as(folder_path("b/../a"), geteuid(), &folder));
	CHECK(!folder.is_private);
	acme_folder_close(&folder);
}

static void
nothing_there(void)
{
	folder_make();
	folder_put("file", ACME_SPAN(""), 0600);
	CHECK_ERR(open_as(folder_path("no/b"), geteuid(), NULL),
		  ACME_ERR_NOT_FOUND);
	CHECK(strstr(fault.text, "/no: can't be opened: No such file"));
	CHECK_ERR(open_as(folder_path("file"), geteuid(), NULL),
		  ACME_ERR_SYSTEM);
	CHECK(strstr(fault.text, "/file: can't be opened: Not a directory"));
}

static void
no_name_is_that_long(void)
{
	char name[258] = "", path[300];

	memset(name, 'n', sizeof(name) - 1);
	folder_make();
	snprintf(path, sizeof(path), "%.40s/%s", folder_path("."), name);
	CHECK_ERR(open_as(path, geteuid(), NULL), ACME_ERR_SYSTEM);
	CHECK(strstr(fault.text, "can't be opened: File name too long"));
	folder_remove();
}

static void
current_folder_is_gone(void)
{
	folder_make();
	make("a", geteuid(), 0755);
	CHECK(!chdir(folder_path("a")) && !rmdir(folder_path("a")));
	CHECK_ERR(open_as("b", geteuid(), NULL), ACME_ERR_NOT_FOUND);
	CHECK(strstr(fault.text, ".: can't be opened: No such file"));
	CHECK(!chdir("/"));
	folder_remove();
}

/* The attack: a folder above is moved away, and a link is put in its place. */
static void
what_is_open_stays_what_it_was(void)
{
	struct acme_secret got = ACME_SECRET_INIT(64);
	struct acme_resolved_path at;

	folder_make();
	make("a", geteuid(), 0755);
	make("a/b", geteuid(), 0755);
	make("victim", geteuid(), 0755);
	make("victim/b", geteuid(), 0755);
	folder_put("a/b/key", ACME_SPAN("ours"), 0600);
	folder_put("victim/b/key", ACME_SPAN("victim's"), 0600);
	CHECK_OK(acme_resolved_path_open(&at, folder_path("a/b/key"), geteuid(),
					 &fault));
	CHECK(!rename(folder_path("a"), folder_path("away")));
	CHECK(!symlink("victim", folder_path("a")));
	CHECK_OK(acme_file_read(&at.found, &got, &fault));
	CHECK_SPAN(acme_buf_span(&got.buf), ACME_SPAN("ours"));
	CHECK_OK(acme_file_write(&at.found, ACME_SPAN("new"), &fault));
	CHECK(folder_has("away/b/key", ACME_SPAN("new")));
	CHECK(folder_has("victim/b/key", ACME_SPAN("victim's")));
	/* A link that is put at the name is not followed. */
	CHECK(!unlink(folder_path("away/b/key")));
	CHECK(!symlink(folder_path("victim/b/key"), folder_path("away/b/key")));
	acme_secret_clear(&got);
	CHECK_ERR(acme_file_read(&at.found, &got, &fault), ACME_ERR_INVALID);
	CHECK_OK(acme_file_write(&at.found, ACME_SPAN("new"), &fault));
	CHECK(folder_has("victim/b/key", ACME_SPAN("victim's")));
	acme_resolved_path_close(&at);
	acme_secret_clear(&got);
}

static int
a_plain_user(void)
{
	struct acme_secret got = ACME_SECRET_INIT(64);

	if (setgid(NOBODY) || setuid(NOBODY))
		return 1;
	/* His group may write: with a umask of 002 it may everywhere. */
	if (open_as(folder_path("own"), NOBODY, NULL))
		return 2;
	if (open_as(folder_path("open"), NOBODY, NULL) != ACME_ERR_INVALID)
		return 3;
	if (open_as(folder_path("others"), NOBODY, NULL) != ACME_ERR_INVALID)
		return 4;
	if (open_as(folder_path("sticky/own"), NOBODY, NULL))
		return 5;
	/* He was put where he could not go to by himself. */
	if (open_as(".", NOBODY, NULL) || open_as("own", NOBODY, NULL))
		return 7;
	/* He may enter, and not list, what is root's. */
	return resolved_read(folder_path("roots/file"), &got, &fault) ? 6 : 0;
}

static void
a_server_that_was_never_root(void)
{
	int status;
	pid_t pid;

	folder_make();
	CHECK(!chmod(folder_path("."), 0755));
	make("own", NOBODY, 0770);
	make("open", NOBODY, 0777);
	make("others", OTHER, 0755);
	make("sticky", 0, 01777);
	make("sticky/own", NOBODY, 0700);
	make("roots", 0, 0711);
	folder_put("roots/file", ACME_SPAN("public"), 0644);
	make("closed", 0, 0700);
	make("closed/his", NOBODY, 0700);
	make("closed/his/own", NOBODY, 0700);
	pid = fork();
	if (!pid)
		_exit(chdir(folder_path("closed/his")) ? 8 : a_plain_user());
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
	folder_remove();
}

static const struct test tests[] = {
	TEST(ways_to_the_same),	      TEST(private_by_one_of_them),
	TEST(nothing_there),	      TEST(no_name_is_that_long),
	TEST(current_folder_is_gone), TEST(what_is_open_stays_what_it_was),
};

static const struct test tests_of_root[] = {
	TEST(each_folder_is_judged),
	TEST(relative_paths_are_judged_as_absolute_ones),
	TEST(one_user_at_most),
	TEST(links_are_judged),
	TEST(a_files_link_is_judged),
	TEST(a_server_that_was_never_root),
};

TEST_MAIN_AND_ROOT(tests, tests_of_root)
