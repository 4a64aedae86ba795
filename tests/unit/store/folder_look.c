/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* chmod() */
#include "folder.h"
#include "store/folder.h"
#include "test.h"

#include <sys/stat.h>
#include <unistd.h>

static void
of_a_path(void)
{
	static const struct {
		const char *path, *folder;
	} cases[] = {
		{ "/etc/acme/auth.jwk", "/etc/acme" },
		{ "/auth.jwk", "/" },
		{ "auth.jwk", "." },
		{ "acme/auth.jwk", "acme" },
		{ "", "." },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_SPAN(acme_folder_of(cases[i].path),
			   acme_span_str(cases[i].folder));
}

static struct acme_folder
looked_at(unsigned int mode)
{
	const char *path = folder_path(".");
	struct acme_folder found = { .mode = 0 };
	struct acme_fault fault;

	CHECK(!chmod(path, mode));
	CHECK_OK(acme_folder_look(acme_span_str(path), &found, &fault));
	CHECK(found.mode == mode);
	return found;
}

static void
private_by_its_mode(void)
{
	static const unsigned int open[] = { 0755, 0750, 0701, 0720, 01700 };
	struct acme_folder folder;
	size_t i;

	folder_make();
	folder = looked_at(0700);
	CHECK(acme_folder_is_private(&folder));
	for (i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
		folder = looked_at(open[i]);
		CHECK(!acme_folder_is_private(&folder));
	}
	folder_remove();
}

static void
private_by_its_owner(void)
{
	const unsigned int uid = geteuid(), gid = getegid();
	const struct {
		struct acme_folder folder;
		bool private;
	} cases[] = {
		{ { 0700, uid, gid }, true },
		{ { 0700, 0, 0 }, true },
		{ { 0700, uid + 1, gid }, false },
		{ { 0700, uid, gid + 1 }, false },
		{ { 0700, 0, gid + 1 }, false },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK(acme_folder_is_private(&cases[i].folder) ==
		      cases[i].private);
}

static void
not_there(void)
{
	struct acme_folder found = { .mode = 1 };
	struct acme_fault fault;
	const char *path;

	folder_make();
	path = folder_path("none");
	CHECK(acme_folder_look(acme_span_str(path), &found, &fault) ==
	      ACME_ERR_NOT_FOUND);
	CHECK(strstr(fault.text, path));
	path = folder_path("file");
	folder_put("file", acme_span_str(""), 0600);
	CHECK(acme_folder_look(acme_span_str(path), &found, &fault) ==
	      ACME_ERR_SYSTEM);
	CHECK(strstr(fault.text, path) && strstr(fault.text, "not a folder"));
	path = folder_path("file/folder");
	CHECK(acme_folder_look(acme_span_str(path), &found, &fault) ==
	      ACME_ERR_SYSTEM);
	CHECK(strstr(fault.text, path));
	CHECK(found.mode == 1);
	folder_remove();
}

static const struct test tests[] = {
	TEST(of_a_path),
	TEST(private_by_its_mode),
	TEST(private_by_its_owner),
	TEST(not_there),
};

TEST_MAIN(tests)
