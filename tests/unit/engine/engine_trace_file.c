/* SPDX-License-Identifier: MIT */
/* Records in a file: what it begins with, how long it gets, and which file. */
#define _DEFAULT_SOURCE /* mkdtemp() */
#include "trace_rig.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX   (64 * 1024 * 1024) /* as sm_trace.h says */
#define HEADER_LEN 32
#define NAME_LEN   16
#define RECORD_LEN ((off_t)sizeof(struct sm_record))
#define FIRST_LEN  (HEADER_LEN + RECORD_LEN + NAME_LEN)
#define MAGIC	   "smtrc\xff\xff\xff"

static char folder[] = "/tmp/unit-trace-XXXXXX";
static char path[64];

static void
file_begins(void)
{
	strcpy(folder, "/tmp/unit-trace-XXXXXX");
	CHECK(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/flows.trace", folder);
}

static void
file_ends(int fd)
{
	close(fd);
	CHECK_INT(unlink(path), 0);
	CHECK_INT(rmdir(folder), 0);
}

static off_t
length(int fd)
{
	struct stat st;

	CHECK_INT(fstat(fd, &st), 0);
	return st.st_size;
}

/* A trace of ${size} bytes. */
static int
file_of(off_t size)
{
	int fd;

	file_begins();
	fd = sm_trace_open(path);
	CHECK(fd >= 0);
	CHECK_INT(write(fd, MAGIC, 8), 8);
	CHECK_INT(ftruncate(fd, size), 0);
	return fd;
}

static bool
is_named(int fd, off_t at, const char *name)
{
	char read[NAME_LEN];

	return pread(fd, read, NAME_LEN, at) == NAME_LEN &&
	       !strncmp(read, name, NAME_LEN);
}

static void
a_file_has_what_is_done_from_now_on(void)
{
	char magic[8];
	struct sm_record read;
	int fd;

	trace_rig_start();
	trace_rig_record(5);
	file_begins();
	fd = sm_trace_open(path);
	CHECK(fd >= 0);
	CHECK(sm_trace_to_file(&rig.kept, fd, 77));
	CHECK_INT(rig.n_pieces, 1); /* the five are of no file */
	CHECK_INT(length(fd), FIRST_LEN);
	CHECK_INT(pread(fd, magic, sizeof(magic), 0), sizeof(magic));
	CHECK(!memcmp(magic, MAGIC, sizeof(magic)));
	CHECK_INT(pread(fd, &read, sizeof(read), HEADER_LEN), RECORD_LEN);
	CHECK_INT(read.kind, SM_STEP_FLOW);
	CHECK(is_named(fd, HEADER_LEN + RECORD_LEN, "unit_trace"));
	trace_rig_record(2);
	sm_trace_write(&rig.kept);
	CHECK_INT(length(fd), FIRST_LEN + 2 * RECORD_LEN);
	file_ends(fd);
}

/* Two records, the first of a flow and with its name. */
static void
begin(const struct sm_flow *flow)
{
	rig.traced.sm.flow = flow;
	sm_trace_begin(&rig.traced.sm);
}

static void
a_new_flow_comes_with_its_name(void)
{
	static const struct sm_flow others[] = { { .name = "other" },
						 { .name = "third" } };
	const off_t at = FIRST_LEN + 2 * RECORD_LEN;
	const off_t third = at + NAME_LEN + 2 * RECORD_LEN;
	int fd = file_of(0);

	trace_rig_start();
	CHECK(sm_trace_to_file(&rig.kept, fd, 77));
	trace_rig_record(1);
	begin(&others[0]);
	begin(&others[1]);
	trace_rig_record(3);
	sm_trace_write(&rig.kept);
	CHECK_INT(length(fd), third + NAME_LEN + 4 * RECORD_LEN);
	CHECK(is_named(fd, at, "other"));
	CHECK(is_named(fd, third, "third"));
	file_ends(fd);
}

static void
what_a_crash_cut_is_cut_off(void)
{
	int fd = file_of(FIRST_LEN + RECORD_LEN - 1);

	trace_rig_start();
	CHECK(sm_trace_to_file(&rig.kept, fd, 77));
	CHECK_INT(length(fd), 2 * FIRST_LEN);
	file_ends(fd);
}

/* It had ${size} bytes and gets ${more}. */
static void
ends_full(off_t size, off_t more)
{
	int fd = file_of(size);

	trace_rig_start();
	errno = 0;
	CHECK(!sm_trace_to_file(&rig.kept, fd, 77));
	CHECK_INT(errno, EFBIG);
	CHECK_INT(length(fd), size + more);
	file_ends(fd);
}

static void
a_full_file_is_left_alone(void)
{
	ends_full(FILE_MAX + RECORD_LEN, 0);
	ends_full(FILE_MAX, 0);
	ends_full(FILE_MAX - RECORD_LEN, 0);
	ends_full(FILE_MAX - HEADER_LEN, HEADER_LEN);
	ends_full(FILE_MAX - HEADER_LEN - RECORD_LEN, HEADER_LEN + RECORD_LEN);
}

static void
a_file_gets_full(void)
{
	int fd = file_of(FILE_MAX - FIRST_LEN - 2 * RECORD_LEN);

	trace_rig_start();
	CHECK(sm_trace_to_file(&rig.kept, fd, 77));
	trace_rig_record(2);
	sm_trace_write(&rig.kept);
	CHECK(rig.kept.write);
	CHECK_INT(length(fd), FILE_MAX);
	trace_rig_record(1);
	sm_trace_write(&rig.kept);
	CHECK(!rig.kept.write);
	CHECK_INT(length(fd), FILE_MAX);
	file_ends(fd);
}

static void
a_file_that_is_not_for_writing_says_so(void)
{
	int fd = file_of(0), only_read = open(path, O_RDONLY);

	trace_rig_start();
	CHECK(!sm_trace_to_file(&rig.kept, only_read, 77));
	CHECK_INT(errno, EBADF);
	close(only_read);
	file_ends(fd);
}

static void
is_refused(void)
{
	errno = 0;
	CHECK_INT(sm_trace_open(path), -1);
	CHECK_INT(errno, EPERM);
}

static void
a_file_of_another_kind_is_refused(void)
{
	char other[80];
	int fd = file_of(0);

	CHECK_INT(fchmod(fd, 0640), 0);
	is_refused();
	CHECK_INT(fchmod(fd, 0602), 0);
	is_refused();
	CHECK_INT(fchmod(fd, 0600), 0);
	snprintf(other, sizeof(other), "%s/other", folder);
	CHECK_INT(link(path, other), 0);
	is_refused();
	CHECK_INT(unlink(other), 0);
	CHECK_INT(write(fd, "smtrx", 5), 5);
	is_refused();
	CHECK_INT(ftruncate(fd, 4), 0); /* as if cut */
	close(fd);
	fd = sm_trace_open(path);
	CHECK(fd >= 0);
	file_ends(fd);
	file_begins();
	CHECK_INT(mkfifo(path, 0600), 0);
	is_refused();
	file_ends(-1);
}

static const struct test tests[] = {
	TEST(a_file_has_what_is_done_from_now_on),
	TEST(a_new_flow_comes_with_its_name),
	TEST(what_a_crash_cut_is_cut_off),
	TEST(a_full_file_is_left_alone),
	TEST(a_file_gets_full),
	TEST(a_file_that_is_not_for_writing_says_so),
	TEST(a_file_of_another_kind_is_refused),
};

TEST_MAIN(tests)
