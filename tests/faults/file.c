/* SPDX-License-Identifier: MIT */
/*
 * Files that are written, made, read, removed and moved away, and the lease, on
 * a system that says no: a file is whole, and what cannot be told is not taken
 * for nothing.
 */
#define _DEFAULT_SOURCE /* S_ISLNK() */
#include "driver.h"
#include "store/folder.h"
#include "store/located.h"
#include "test.h"

#include <sys/stat.h>
#include <unistd.h>

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
	return located_write(folder_path("a"), NEW, fault);
}

/* As who saves an account key: it may be there since it was tried. */
static enum acme_err
create_file(struct acme_fault *fault)
{
	enum acme_err err = located_create(folder_path("a"), NEW, fault);

	return err == ACME_ERR_EXISTS && is_new() ? ACME_OK : err;
}

static enum acme_err
remove_file(struct acme_fault *fault)
{
	return located_remove(folder_path("a"), fault);
}

static enum acme_err
probe_file(struct acme_fault *fault)
{
	return located_probe(folder_path("a"), fault);
}

static struct acme_secret content;

static enum acme_err
read_file(struct acme_fault *fault)
{
	acme_secret_clear(&content);
	content = (struct acme_secret)ACME_SECRET_INIT(1024);
	return located_read(folder_path("a"), &content, fault);
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
	return located_bad(folder_path("a"), acme_quarantine_copy, fault);
}

static enum acme_err
move_bad(struct acme_fault *fault)
{
	return located_bad(folder_path("a"), acme_quarantine_move, fault);
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
	enum acme_err err = located_lease(&lease, folder_path("a"), fault);
	bool newly;

	if (!err)
		CHECK(acme_lease_take(&lease, &newly) || faults_n_struck());
	acme_lease_close(&lease);
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
		{ "a file behind a link is written", begin_with_link, end,
		  write_file, is_new_behind_link, check_link, PLACED,
		  .n_least = 205 },
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

static const struct test tests[] = {
	TEST(each_operation),
};

TEST_MAIN(tests)
