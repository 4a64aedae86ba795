/* SPDX-License-Identifier: MIT */
/*
 * Files that are written, made, read, removed and moved away, and the lease, on
 * a system that says no: a file is whole, and what cannot be told is not taken
 * for nothing.
 */
#define _DEFAULT_SOURCE /* S_ISLNK() */
#include "driver.h"
#include "store/folder.h"
#include "store/resolved.h"
#include "test.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534

#define OLD ACME_SPAN("what was there, of some length")
#define NEW ACME_SPAN("what is new, and a little longer than that")

static const char *
place(void)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s", folder_path(""));
	path[strlen(path) - 1] = '\0';
	return path;
}

static void
begin_empty(void)
{
	folder_make();
}

static void
begin_with_file(void)
{
	folder_make();
	folder_put("a", OLD, 0600);
}

/* As a crash leaves it. */
static void
begin_with_leftover(void)
{
	begin_with_file();
	folder_put("a.tmp", NEW, 0600);
}

static void
begin_with_leftover_alone(void)
{
	folder_make();
	folder_put("a.tmp", OLD, 0600);
}

/* The folder is behind a link. */
static void
begin_behind_link(void)
{
	folder_make();
	CHECK(!mkdir(folder_path("real"), 0700));
	folder_put("real/a", OLD, 0600);
	CHECK(!symlink("real", folder_path("way")));
}

/* A user's, where root makes what he is to open again. */
static void
begin_in_users_folder(void)
{
	begin_with_file();
	CHECK(!chown(folder_path(""), NOBODY, NOBODY));
	CHECK(!chown(folder_path("a"), NOBODY, NOBODY));
}

/* The operator's word for where the file is. */
static void
begin_with_link(void)
{
	folder_make();
	folder_put("b", OLD, 0600);
	CHECK(!symlink("b", folder_path("a")));
}

static bool
is_new_behind_link(void)
{
	return folder_has("b", NEW) && S_ISLNK(folder_mode("a"));
}

static void
check_link(void)
{
	CHECK(S_ISLNK(folder_mode("a")));
	CHECK(folder_has("b", OLD) || folder_has("b", NEW));
}

static bool
is_new(void)
{
	return folder_has("a", NEW);
}

static bool
is_gone(void)
{
	return !folder_holds("a");
}

static void
check_old_or_new(void)
{
	CHECK(folder_has("a", OLD) || folder_has("a", NEW));
	CHECK_INT(folder_mode("a") & 0777, 0600);
}

static void
check_new_or_none(void)
{
	CHECK(is_gone() || is_new());
}

#define PLACED .place = place, .folder = place

static enum acme_err
write_file(struct acme_fault *fault)
{
	return resolved_write(folder_path("a"), NEW, fault);
}

static bool
is_new_in_folder(void)
{
	return folder_has("real/a", NEW);
}

static void
check_folder(void)
{
	CHECK(S_ISLNK(folder_mode("way")));
	CHECK(folder_has("real/a", OLD) || folder_has("real/a", NEW));
}

static enum acme_err
write_in_folder(struct acme_fault *fault)
{
	return resolved_write(folder_path("way/a"), NEW, fault);
}

static enum acme_err
write_from_here(struct acme_fault *fault)
{
	enum acme_err err;

	CHECK(!chdir(folder_path("")));
	err = resolved_write("a", NEW, fault);
	CHECK(!chdir("/"));
	return err;
}

/* The folders above it lead there, too, and without them it is ".". */
static const char *
root(void)
{
	return "";
}

/* As who saves an account key: it may be there since it was tried. */
static enum acme_err
create_file(struct acme_fault *fault)
{
	enum acme_err err = resolved_create(folder_path("a"), NEW, fault);

	return err == ACME_ERR_EXISTS && is_new() ? ACME_OK : err;
}

static enum acme_err
remove_file(struct acme_fault *fault)
{
	return resolved_remove(folder_path("a"), fault);
}

static enum acme_err
probe_file(struct acme_fault *fault)
{
	return resolved_probe(folder_path("a"), fault);
}

static struct acme_secret content;

static enum acme_err
read_file(struct acme_fault *fault)
{
	acme_secret_clear(&content);
	content = (struct acme_secret)ACME_SECRET_INIT(1024);
	return resolved_read(folder_path("a"), &content, fault);
}

static bool
is_read(void)
{
	return acme_span_equal(acme_buf_span(&content.buf), OLD);
}

static void
end(void)
{
	acme_secret_clear(&content);
	folder_remove();
}

static void
check_old(void)
{
	CHECK(folder_has("a", OLD));
}

static bool
is_old(void)
{
	return folder_has("a", OLD);
}

static enum acme_err
copy_bad(struct acme_fault *fault)
{
	return resolved_bad(folder_path("a"), acme_quarantine_copy, fault);
}

static enum acme_err
move_bad(struct acme_fault *fault)
{
	return resolved_bad(folder_path("a"), acme_quarantine_move, fault);
}

static bool
is_kept(void)
{
	return folder_has("a.bad", OLD);
}

/* Never lost. */
static void
check_kept(void)
{
	CHECK(is_old() || is_kept());
}

static bool
is_moved(void)
{
	return is_kept() && is_gone();
}

static enum acme_err
take_lease(struct acme_fault *fault)
{
	struct acme_lease lease = ACME_LEASE_INIT;
	enum acme_err err = resolved_lease(&lease, folder_path("a"), fault);
	bool newly;

	if (!err) {
		CHECK(acme_lease_take(&lease, &newly) || faults_n_struck());
		CHECK(acme_lease_take(&lease, &newly) || faults_n_struck());
	}
	acme_lease_close(&lease);
	return err;
}

static enum acme_err
make_users_lease(struct acme_fault *fault)
{
	struct acme_resolved_path at = ACME_RESOLVED_PATH_INIT;
	struct acme_lease lease = ACME_LEASE_INIT;
	enum acme_err err = acme_resolved_path_open(&at, folder_path("a"),
						    ACME_ANY_ONE_USER, fault);

	if (!err)
		err = acme_lease_open(&lease, &at.named, fault);
	acme_lease_close(&lease);
	acme_resolved_path_close(&at);
	return err;
}

static bool
is_lease(void)
{
	return folder_holds("a.lock");
}

static void
each_operation(void)
{
	static const struct faults_operation operations[] = {
		{ "a file is written", begin_with_file, end, write_file, is_new,
		  check_old_or_new, PLACED, .n_least = 160 },
		{ "a file replaces a leftover", begin_with_leftover, end,
		  write_file, is_new, check_old_or_new, PLACED,
		  .n_least = 200 },
		{ "a file is made beside a leftover", begin_with_leftover_alone,
		  end, create_file, is_new, check_new_or_none, PLACED,
		  .n_least = 200 },
		{ "a file behind a link is written", begin_with_link, end,
		  write_file, is_new_behind_link, check_link, PLACED,
		  .n_least = 205 },
		{ "a file in a folder behind a link is written",
		  begin_behind_link, end, write_in_folder, is_new_in_folder,
		  check_folder, PLACED, .n_least = 200 },
		{ "a file is written by a path from here", begin_with_file, end,
		  write_from_here, is_new, check_old_or_new, .place = root,
		  .folder = place, .n_least = 160 },
		{ "a file is made", begin_empty, end, create_file, is_new,
		  check_new_or_none, PLACED, .n_least = 165 },
		{ "a file is read", begin_with_file, end, read_file, is_read,
		  check_old, PLACED, .n_least = 130 },
		{ "a file is removed", begin_with_file, end, remove_file,
		  is_gone, PLACED, .n_least = 115 },
		{ "a file is tried", begin_with_file, end, probe_file, is_old,
		  check_old, PLACED, .n_least = 160 },
		{ "a bad file is kept", begin_with_file, end, copy_bad, is_kept,
		  check_kept, PLACED, .n_least = 120 },
		{ "a bad file is moved", begin_with_file, end, move_bad,
		  is_moved, check_kept, PLACED, .n_least = 130 },
		{ "a lease is taken", begin_with_file, end, take_lease,
		  is_lease, check_old, PLACED, .n_least = 160 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

/* Somebody else removed it in that moment, which is as good. */
static void
leftover_that_goes(void)
{
	static const struct faults_plan plan = { .kind = FAULTS_FAILS,
						 .call = CALL_unlinkat,
						 .nth = 1,
						 .from_then_on = true,
						 .error = ENOENT };
	struct acme_fault fault;

	begin_with_leftover_alone();
	faults_begin(&plan);
	CHECK(resolved_write(folder_path("a"), NEW, &fault));
	faults_end();
	CHECK(faults_n_struck());
	CHECK_FOR(fault.text, strstr(fault.text, "/a.tmp: can't be made: "));
	CHECK(folder_has("a.tmp", OLD));
	end();
}

/* Nothing is written beside it then. */
static void
leftover_that_stays(void)
{
	static const struct faults_plan plan = { .kind = FAULTS_FAILS,
						 .call = CALL_unlinkat,
						 .nth = 1,
						 .error = EPERM };
	struct acme_fault fault;

	begin_with_leftover_alone();
	faults_begin(&plan);
	CHECK_ERR(resolved_write(folder_path("a"), NEW, &fault),
		  ACME_ERR_SYSTEM);
	faults_end();
	CHECK_INT(faults_n_struck(), 1);
	CHECK_FOR(fault.text, strstr(fault.text, "/a.tmp: can't be removed: "
						 "Operation not permitted"));
	CHECK(folder_has("a.tmp", OLD));
	CHECK_INT(folder_count(), 1);
	end();
}

/* A kernel without namespaces of users has no map; it is read once. */
static void
no_map_of_users(void)
{
	static const struct faults_plan plan = { .kind = FAULTS_FAILS,
						 .call = CALL_fopen,
						 .nth = 1,
						 .error = EACCES };
	struct acme_fault fault;

	begin_in_users_folder();
	faults_begin(&plan);
	CHECK_OK(make_users_lease(&fault));
	faults_end();
	CHECK_INT(faults_n_struck(), 1);
	CHECK(is_lease());
	end();
}

static void
in_a_users_folder(void)
{
	static const struct faults_operation operations[] = {
		{ "a user's lease is made", begin_in_users_folder, end,
		  make_users_lease, is_lease, check_old, PLACED,
		  .n_least = 100 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

static const struct test tests[] = {
	TEST(each_operation),
	TEST(leftover_that_goes),
	TEST(leftover_that_stays),
};

static const struct test tests_of_root[] = {
	TEST(no_map_of_users),
	TEST(in_a_users_folder),
};

TEST_MAIN_AND_ROOT(tests, tests_of_root)
