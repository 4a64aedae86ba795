/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* chmod() */
#include "store/file/folder_look.h"
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

static void
owner_and_mode(void)
{
	struct acme_folder_facts found = { .mode = 0 };
	struct acme_fault fault;

	folder_make();
	CHECK(!chmod(folder_path("."), 0710));
	CHECK_OK(acme_folder_look(acme_span_str(folder_path(".")), &found,
				  &fault));
	CHECK_INT(found.mode, 0710);
	CHECK_INT(found.uid, geteuid());
	CHECK_INT(found.gid, getegid());
	folder_remove();
}

static void
not_there(void)
{
	struct acme_folder_facts found = { .mode = 1 };
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

/* Owner and group are not one number, as they are root's. */
static void
owner_and_group(void)
{
	struct acme_folder_facts found = { .mode = 0 };

	folder_make();
	CHECK(!chown(folder_path("."), 1234, 5678));
	CHECK_OK(acme_folder_look(acme_span_str(folder_path(".")), &found,
				  NULL));
	CHECK_INT(found.uid, 1234);
	CHECK_INT(found.gid, 5678);
	folder_remove();
}

static const struct test tests[] = {
	TEST(of_a_path),
	TEST(owner_and_mode),
	TEST(not_there),
};

static const struct test root_tests[] = {
	TEST(owner_and_group),
};

TEST_MAIN_AND_ROOT(tests, root_tests)
