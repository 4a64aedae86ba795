/* SPDX-License-Identifier: MIT */
/*
 * Where an operator's link leads, asked again: who opened it before root was
 * given up sees what another ACME client renews by it, and reaches nothing
 * else.
 */
#define _DEFAULT_SOURCE /* lchown(), symlink() */
#include "store/file/path.h"

#include "store/file/file.h"
#include "store/folder.h"
#include "test.h"

#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534

static struct acme_resolved_path at;
static struct acme_fault fault;

static void
lead_to(const char *target)
{
	unlink(folder_path("live/crt"));
	CHECK(!symlink(target, folder_path("live/crt")));
}

static void
begin(void)
{
	folder_make();
	CHECK(!mkdir(folder_path("live"), 0700));
	CHECK(!mkdir(folder_path("archive"), 0700));
	CHECK(!mkdir(folder_path("other"), 0700));
	folder_put("archive/crt1", ACME_SPAN("first"), 0600);
	folder_put("archive/crt2", ACME_SPAN("second"), 0600);
	folder_put("other/crt2", ACME_SPAN("other"), 0600);
	lead_to("../archive/crt1");
	CHECK_OK(acme_resolved_path_open(&at, folder_path("live/crt"),
					 geteuid(), &fault));
}

static bool
holds(const char *text)
{
	struct acme_secret got = ACME_SECRET_INIT(64);
	bool is_it =
		!acme_file_read(&at.found, &got, &fault) &&
		acme_span_equal(acme_buf_span(&got.buf), acme_span_str(text));

	acme_secret_clear(&got);
	return is_it;
}

/* And what it was is still there. */
static void
is_refused(enum acme_err err, const char *words)
{
	CHECK_ERR(acme_resolved_path_follow(&at, &fault), err);
	CHECK_FOR(fault.text, strstr(fault.text, words));
	CHECK(holds("first"));
}

static void
end(void)
{
	acme_resolved_path_close(&at);
	folder_remove();
}

static void
follows_to_another_name(void)
{
	begin();
	CHECK_OK(acme_resolved_path_follow(&at, &fault));
	CHECK(holds("first"));
	lead_to("../archive/crt2");
	CHECK(holds("first"));
	CHECK_OK(acme_resolved_path_follow(&at, &fault));
	CHECK(holds("second"));
	CHECK(strstr(at.found.path, "/archive/crt2"));
	lead_to(folder_path("archive/crt1"));
	CHECK_OK(acme_resolved_path_follow(&at, &fault));
	CHECK(holds("first"));
	end();
}

static void
follows_to_no_other_folder(void)
{
	begin();
	lead_to("../other/crt2");
	is_refused(ACME_ERR_INVALID, "/other/crt2, which is in another folder");
	lead_to("/etc/passwd");
	is_refused(ACME_ERR_INVALID, "/etc/passwd, which is in another folder");
	CHECK(!unlink(folder_path("live/crt")));
	folder_put("live/crt", ACME_SPAN("no link"), 0600);
	is_refused(ACME_ERR_INVALID, "in another folder");
	/* By a link there, from the right one to another. */
	CHECK(!unlink(folder_path("archive/crt2")));
	CHECK(!symlink("../other/crt2", folder_path("archive/crt2")));
	lead_to("../archive/crt2");
	is_refused(ACME_ERR_INVALID, "/other/crt2, which is in another folder");
	end();
}

static void
leads_nowhere(void)
{
	begin();
	lead_to("../archive/crt3");
	is_refused(ACME_ERR_SYSTEM, "/live/crt");
	lead_to("../none/crt1");
	is_refused(ACME_ERR_NOT_FOUND, "/none");
	lead_to("crt");
	is_refused(ACME_ERR_SYSTEM, "/live/crt");
	lead_to("../archive/");
	is_refused(ACME_ERR_SYSTEM, "/live/crt: can't be followed: Is a dir");
	lead_to("..");
	is_refused(ACME_ERR_SYSTEM, "/live/crt: can't be followed: Is a dir");
	end();
}

static void
is_judged_again(void)
{
	begin();
	lead_to("../archive/crt2");
	CHECK(!lchown(folder_path("live/crt"), NOBODY, NOBODY));
	is_refused(ACME_ERR_INVALID, "is another user's");
	lead_to("../archive/crt2");
	CHECK(!chmod(folder_path("archive"), 0770));
	is_refused(ACME_ERR_INVALID, "chmod go-w");
	CHECK(!chmod(folder_path("archive"), 0700));
	CHECK(!chmod(folder_path("."), 0770));
	is_refused(ACME_ERR_INVALID, "chmod go-w");
	CHECK(!chmod(folder_path("."), 0700));
	CHECK_OK(acme_resolved_path_follow(&at, &fault));
	CHECK(holds("second"));
	end();
}

static const struct test tests[] = {
	TEST(follows_to_another_name),
	TEST(follows_to_no_other_folder),
	TEST(leads_nowhere),
};

static const struct test tests_of_root[] = {
	TEST(is_judged_again),
};

TEST_MAIN_AND_ROOT(tests, tests_of_root)
