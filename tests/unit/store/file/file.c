/* SPDX-License-Identifier: MIT */
/*
 * Files that are whole or not there.  The tests may run as root, whom no
 * permission stops: what fails here fails for everybody.
 */
#define _DEFAULT_SOURCE /* symlink(), flock(), setrlimit() */
#include "store/folder.h"
#include "store/resolved.h"
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define OLD ACME_SPAN("what was there")
#define NEW ACME_SPAN("what is new")

static struct acme_fault fault;

static void
writes_with_its_mode(void)
{
	mode_t umask_before;

	folder_make();
	CHECK_OK(resolved_write(folder_path("a"), NEW, &fault));
	CHECK(folder_has("a", NEW));
	CHECK_INT(folder_mode("a"), S_IFREG | 0600);
	/* Neither the mode before nor the umask decides. */
	folder_put("b", OLD, 0664);
	umask_before = umask(0377);
	CHECK_OK(resolved_write(folder_path("b"), NEW, &fault));
	umask(umask_before);
	CHECK(folder_has("b", NEW));
	CHECK_INT(folder_mode("b"), S_IFREG | 0600);
	CHECK_INT(folder_count(), 2);
}

static void
replaces_by_a_new_file(void)
{
	char got[64];
	ssize_t len;
	int fd;

	folder_make();
	folder_put("a", OLD, 0600);
	fd = open(folder_path("a"), O_RDONLY);
	CHECK(fd >= 0);
	CHECK_OK(resolved_write(folder_path("a"), NEW, &fault));
	/* Who has the old one open reads the old one to its end. */
	len = read(fd, got, sizeof(got));
	close(fd);
	CHECK(len > 0);
	CHECK_SPAN(acme_span(got, (size_t)len), OLD);
}

static void
creates_only_what_is_not_there(void)
{
	folder_make();
	CHECK_OK(resolved_create(folder_path("a"), OLD, &fault));
	CHECK_INT(folder_mode("a"), S_IFREG | 0600);
	CHECK_ERR(resolved_create(folder_path("a"), NEW, &fault),
		  ACME_ERR_EXISTS);
	CHECK(strstr(fault.text, "/a: exists already"));
	CHECK(folder_has("a", OLD));
	CHECK_INT(folder_count(), 1);
}

static void
reads_what_is_there(void)
{
	struct acme_secret got = ACME_SECRET_INIT(14);

	folder_make();
	folder_put("a", OLD, 0600);
	CHECK_OK(resolved_read(folder_path("a"), &got, &fault));
	CHECK_SPAN(acme_buf_span(&got.buf), OLD);
	acme_secret_clear(&got);
	folder_put("empty", acme_span(NULL, 0), 0600);
	CHECK_OK(resolved_read(folder_path("empty"), &got, &fault));
	CHECK_INT(got.buf.len, 0);
	acme_secret_clear(&got);
}

static void
refuses_to_read(void)
{
	struct acme_secret got = ACME_SECRET_INIT(13);

	folder_make();
	folder_put("a", OLD, 0600);
	CHECK_ERR(resolved_read(folder_path("a"), &got, &fault),
		  ACME_ERR_LIMIT);
	CHECK(strstr(fault.text, "/a: longer than 13 bytes"));
	CHECK_ERR(resolved_read(folder_path("b"), &got, &fault),
		  ACME_ERR_NOT_FOUND);
	CHECK_ERR(resolved_read(folder_path("a/b"), &got, &fault),
		  ACME_ERR_SYSTEM);
	CHECK(strstr(fault.text, "/a: can't be opened: Not a directory"));
	CHECK_ERR(resolved_read(folder_path(""), &got, &fault),
		  ACME_ERR_INVALID);
	CHECK_ERR(resolved_read(folder_path(".."), &got, &fault),
		  ACME_ERR_INVALID);
	CHECK(!mkfifo(folder_path("pipe"), 0600));
	CHECK_ERR(resolved_read(folder_path("pipe"), &got, &fault),
		  ACME_ERR_INVALID);
	CHECK_INT(got.buf.len, 0);
	acme_secret_clear(&got);
}

static void
refuses_impossible_places(void)
{
	static const struct {
		const char *name, *words;
		enum acme_err err;
	} cases[] = {
		{ "nowhere/a", "/nowhere: can't be opened: No such file",
		  ACME_ERR_NOT_FOUND },
		{ "file/a", "/file: can't be opened: Not a directory",
		  ACME_ERR_SYSTEM },
		{ "link/a", "/nowhere: can't be opened: No such file",
		  ACME_ERR_NOT_FOUND },
		{ "link", "/link: can't be followed: No such file",
		  ACME_ERR_SYSTEM },
	};
	size_t i;

	folder_make();
	folder_put("file", OLD, 0600);
	CHECK(!symlink("nowhere", folder_path("link")));
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		CHECK_ERR(
			resolved_write(folder_path(cases[i].name), NEW, &fault),
			cases[i].err);
		CHECK_FOR(fault.text, strstr(fault.text, cases[i].words));
		CHECK(resolved_create(folder_path(cases[i].name), NEW, NULL));
		CHECK(resolved_probe(folder_path(cases[i].name), NULL));
		CHECK_INT(folder_count(), 2);
	}
}

static void
refuses_a_folder_as_target(void)
{
	folder_make();
	CHECK(!mkdir(folder_path("d"), 0700));
	CHECK_ERR(resolved_write(folder_path("d"), NEW, &fault),
		  ACME_ERR_SYSTEM);
	CHECK(strstr(fault.text, "/d: can't be replaced: Is a directory"));
	CHECK_ERR(resolved_create(folder_path("d"), NEW, &fault),
		  ACME_ERR_EXISTS);
	CHECK_ERR(resolved_remove(folder_path("d"), &fault), ACME_ERR_SYSTEM);
	CHECK_ERR(resolved_probe(folder_path("d"), &fault), ACME_ERR_INVALID);
	CHECK_INT(folder_count(), 1);
}

/* Files end at 4096 bytes, as on a disk that is full. */
static void
survives_a_failing_write(void)
{
	static char big[8192];
	struct rlimit before, small;
	enum acme_err replaced, created;

	folder_make();
	folder_put("a", OLD, 0600);
	CHECK(!getrlimit(RLIMIT_FSIZE, &before));
	small = before;
	small.rlim_cur = 4096;
	signal(SIGXFSZ, SIG_IGN);
	CHECK(!setrlimit(RLIMIT_FSIZE, &small));
	replaced = resolved_write(folder_path("a"), acme_span(big, sizeof(big)),
				  &fault);
	created = resolved_create(folder_path("b"), acme_span(big, sizeof(big)),
				  NULL);
	CHECK(!setrlimit(RLIMIT_FSIZE, &before));
	CHECK_ERR(replaced, ACME_ERR_SYSTEM);
	CHECK_ERR(created, ACME_ERR_SYSTEM);
	CHECK(strstr(fault.text, "/a.tmp: can't be written: File too large"));
	CHECK(folder_has("a", OLD));
	CHECK_INT(folder_count(), 1);
}

static void
replaces_a_leftover(void)
{
	folder_make();
	folder_put("a", OLD, 0600);
	folder_put("a.tmp", ACME_SPAN("half of a key that a crash le"), 0640);
	CHECK_OK(resolved_write(folder_path("a"), NEW, &fault));
	CHECK(folder_has("a", NEW));
	CHECK_INT(folder_mode("a"), S_IFREG | 0600);
	CHECK_INT(folder_count(), 1);
	folder_put("b.tmp", OLD, 0600);
	CHECK_OK(resolved_create(folder_path("b"), NEW, &fault));
	CHECK(folder_has("b", NEW));
	CHECK_INT(folder_count(), 2);
}

static void
leaves_another_writers_file_alone(void)
{
	int fd;

	folder_make();
	folder_put("a.tmp", OLD, 0600);
	fd = open(folder_path("a.tmp"), O_RDWR);
	CHECK(fd >= 0 && !flock(fd, LOCK_EX));
	CHECK_ERR(resolved_write(folder_path("a"), NEW, &fault),
		  ACME_ERR_SYSTEM);
	CHECK(strstr(fault.text, "another process writes it"));
	CHECK(folder_has("a.tmp", OLD));
	CHECK_INT(folder_count(), 1);
	close(fd);
	CHECK_OK(resolved_write(folder_path("a"), NEW, &fault));
	CHECK(folder_has("a", NEW));
	CHECK_INT(folder_count(), 1);
}

static void
writes_through_links_only_at_the_place(void)
{
	folder_make();
	folder_put("real", OLD, 0600);
	folder_put("victim", OLD, 0600);
	CHECK(!symlink("real", folder_path("link")));
	CHECK_OK(resolved_write(folder_path("link"), NEW, &fault));
	CHECK(S_ISLNK(folder_mode("link")));
	CHECK(folder_has("real", NEW));
	CHECK_ERR(resolved_create(folder_path("link"), OLD, &fault),
		  ACME_ERR_EXISTS);
	CHECK_INT(folder_count(), 3);
	/* One that somebody laid where the temporary file goes. */
	CHECK(!symlink("victim", folder_path("a.tmp")));
	CHECK_ERR(resolved_write(folder_path("a"), NEW, &fault),
		  ACME_ERR_SYSTEM);
	CHECK(folder_has("victim", OLD));
	CHECK_OK(resolved_remove(folder_path("link"), &fault));
	CHECK(folder_has("real", NEW));
}

static void
removes(void)
{
	folder_make();
	folder_put("a", OLD, 0600);
	CHECK_OK(resolved_remove(folder_path("a"), &fault));
	CHECK_INT(folder_count(), 0);
	CHECK_OK(resolved_remove(folder_path("a"), &fault));
}

static void
probes_without_a_trace(void)
{
	folder_make();
	CHECK_OK(resolved_probe(folder_path("a"), &fault));
	CHECK_INT(folder_count(), 0);
	folder_put("a", OLD, 0600);
	CHECK_OK(resolved_probe(folder_path("a"), &fault));
	CHECK(folder_has("a", OLD));
	CHECK_INT(folder_count(), 1);
}

static void
writes_in_the_current_folder(void)
{
	folder_make();
	CHECK(!chdir(folder_path("")));
	CHECK_OK(resolved_write("a", NEW, &fault));
	CHECK(folder_has("a", NEW));
	CHECK(!chdir("/"));
	folder_remove();
}

static const struct test tests[] = {
	TEST(writes_with_its_mode),
	TEST(replaces_by_a_new_file),
	TEST(creates_only_what_is_not_there),
	TEST(reads_what_is_there),
	TEST(refuses_to_read),
	TEST(refuses_impossible_places),
	TEST(refuses_a_folder_as_target),
	TEST(survives_a_failing_write),
	TEST(replaces_a_leftover),
	TEST(leaves_another_writers_file_alone),
	TEST(writes_through_links_only_at_the_place),
	TEST(removes),
	TEST(probes_without_a_trace),
	TEST(writes_in_the_current_folder),
};

TEST_MAIN(tests)
