/* SPDX-License-Identifier: MIT */
/*
 * Records of what was done: which of them are kept, told of and written, in
 * which pieces, and into which files.
 */
#define _DEFAULT_SOURCE /* mkdtemp() */
#include "engine/engine.h"

#include "test.h"
#include "unit_trace.flow.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct traced {
	struct unit_trace_sm sm;
};

#if SM_TRACE
#define FILE_MAX   (64 * 1024 * 1024) /* as sm_trace.h says */
#define HEADER_LEN 32
#define NAME_LEN   16
#define RECORD_LEN ((off_t)sizeof(struct sm_record))
#define FIRST_LEN  (HEADER_LEN + RECORD_LEN + NAME_LEN)
#define N_BEGIN	   3 /* records: the flow, the instance, its first state */
#define MAGIC	   "smtrc\xff\xff\xff"

static struct traced traced;
static struct sm_trace kept;
static unsigned int n_pieces, piece[8]; /* what was written at a time */
static uint32_t next_written;

static void
write_piece(struct sm_trace *trace, const struct sm_record *records,
	    unsigned int n)
{
	CHECK(records == trace->ring + next_written % SM_TRACE_RECORDS);
	CHECK_INT(trace->n_written, next_written);
	CHECK(n_pieces < sizeof(piece) / sizeof(*piece));
	piece[n_pieces++] = n;
	next_written += n;
}

/* All that was done is written, and nothing since. */
static void
start(void)
{
	world_init();
	kept = (struct sm_trace){ .write = write_piece };
	next_written = 0;
	n_pieces = 0;
	sm_trace_start(&kept, &world.loop);
	unit_trace_sm_init(&traced.sm, &traced);
	sm_start(&traced.sm.sm, &world.loop);
	world_settle();
	CHECK_INT(kept.n, N_BEGIN);
	n_pieces = 0;
}

static void
record(unsigned int n)
{
	while (n--)
		sm_record(&traced.sm.sm, 0, SM_WHAT(0, 0, SM_STEP_IGNORED, 0));
}

static void
each_step_is_a_record(void)
{
	const struct sm_record *r;

	start();
	CHECK_INT(kept.ring[0].kind, SM_STEP_FLOW);
	CHECK(kept.ring[0].when == unit_trace_flow.hash);
	CHECK_INT(kept.ring[1].kind, SM_STEP_STARTED);
	CHECK_INT(kept.ring[2].kind, SM_STEP_TAKEN);
	world.now_us += 5;
	unit_trace_post_go(&traced.sm);
	world_settle();
	CHECK_INT(kept.n, N_BEGIN + 1);
	r = &kept.ring[N_BEGIN];
	CHECK_INT(r->kind, SM_STEP_TAKEN);
	CHECK_INT(r->flow, 1);
	CHECK_INT(r->event, UNIT_TRACE_GO);
	CHECK_INT(r->as.at.from, 1);
	CHECK_INT(r->as.at.to, 1);
	CHECK(r->as.at.row != kept.ring[2].as.at.row);
	CHECK(r->when == ((SECOND_US + 5) << 16 | traced.sm.sm.id));
}

static void
the_end_of_a_run_writes(void)
{
	start();
	unit_trace_post_go(&traced.sm);
	CHECK_INT(n_pieces, 0);
	world_settle();
	CHECK_INT(n_pieces, 1);
	CHECK_INT(piece[0], 1);
	CHECK_INT(kept.n_written, kept.n);
}

static void
half_a_ring_is_written_in_a_run(void)
{
	const unsigned int half = SM_TRACE_RECORDS / 2;

	start();
	record(half - N_BEGIN - 1);
	CHECK_INT(n_pieces, 0);
	record(1);
	CHECK_INT(n_pieces, 1);
	CHECK_INT(piece[0], half - N_BEGIN);
	record(half);
	CHECK_INT(n_pieces, 2);
	CHECK_INT(piece[1], half);
}

static void
around_the_end_two_pieces_are_written(void)
{
	start();
	record(SM_TRACE_RECORDS - N_BEGIN - 10);
	sm_trace_write(&kept);
	n_pieces = 0;
	record(25);
	sm_trace_write(&kept);
	CHECK_INT(n_pieces, 2);
	CHECK_INT(piece[0], 10);
	CHECK_INT(piece[1], 15);
	n_pieces = 0;
	sm_trace_write(&kept);
	CHECK_INT(n_pieces, 0);
}

/* The last one is in one piece, up to the end. */
static void
up_to_the_end_one_piece_is_written(void)
{
	start();
	record(SM_TRACE_RECORDS - N_BEGIN - 10);
	sm_trace_write(&kept);
	n_pieces = 0;
	record(10);
	sm_trace_write(&kept);
	CHECK_INT(n_pieces, 1);
	CHECK_INT(piece[0], 10);
}

static void
a_flow_too_many_has_no_records(void)
{
	static struct sm_flow flows[SM_TRACE_FLOWS];
	struct sm *sm = &traced.sm.sm;
	const struct sm_flow *own = sm->flow;
	unsigned int i;

	start();
	for (i = 1; i < SM_TRACE_FLOWS; i++) {
		sm->flow = &flows[i];
		sm_trace_begin(sm);
		CHECK_INT(kept.n_flows, i + 1);
		CHECK_INT(kept.n, N_BEGIN + 2 * i);
		CHECK(sm->trace == &kept);
	}
	sm->flow = &flows[0];
	sm_trace_begin(sm);
	record(1);
	CHECK(!sm->trace);
	CHECK_INT(kept.n_flows, SM_TRACE_FLOWS);
	CHECK_INT(kept.n, N_BEGIN + 2 * (SM_TRACE_FLOWS - 1));
	/* One that has its number keeps it. */
	sm->flow = own;
	sm_trace_begin(sm);
	CHECK_INT(kept.n, N_BEGIN + 2 * (SM_TRACE_FLOWS - 1) + 1);
}

static unsigned int
n_told(void)
{
	unsigned int n = 0;

	while (sm_trace_tell(&kept))
		n++;
	return n;
}

static void
the_last_ones_are_told_once(void)
{
	start();
	CHECK_INT(n_told(), N_BEGIN - 1); /* a flow is told of by number */
	CHECK_INT(n_told(), 0);
	record(SM_TRACE_TOLD);
	CHECK_INT(n_told(), SM_TRACE_TOLD);
	record(SM_TRACE_TOLD + 1);
	CHECK(sm_trace_tell(&kept) ==
	      &kept.ring[(kept.n - SM_TRACE_TOLD) % SM_TRACE_RECORDS]);
	CHECK_INT(n_told(), SM_TRACE_TOLD - 1);
}

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

	start();
	record(5);
	file_begins();
	fd = sm_trace_open(path);
	CHECK(fd >= 0);
	CHECK(sm_trace_to_file(&kept, fd, 77));
	CHECK_INT(n_pieces, 1); /* the five are of no file */
	CHECK_INT(length(fd), FIRST_LEN);
	CHECK_INT(pread(fd, magic, sizeof(magic), 0), sizeof(magic));
	CHECK(!memcmp(magic, MAGIC, sizeof(magic)));
	CHECK_INT(pread(fd, &read, sizeof(read), HEADER_LEN), RECORD_LEN);
	CHECK_INT(read.kind, SM_STEP_FLOW);
	CHECK(is_named(fd, HEADER_LEN + RECORD_LEN, "unit_trace"));
	record(2);
	sm_trace_write(&kept);
	CHECK_INT(length(fd), FIRST_LEN + 2 * RECORD_LEN);
	file_ends(fd);
}

/* Two records, the first of a flow and with its name. */
static void
begin(const struct sm_flow *flow)
{
	traced.sm.sm.flow = flow;
	sm_trace_begin(&traced.sm.sm);
}

static void
a_new_flow_comes_with_its_name(void)
{
	static const struct sm_flow others[] = { { .name = "other" },
						 { .name = "third" } };
	const off_t at = FIRST_LEN + 2 * RECORD_LEN;
	const off_t third = at + NAME_LEN + 2 * RECORD_LEN;
	int fd = file_of(0);

	start();
	CHECK(sm_trace_to_file(&kept, fd, 77));
	record(1);
	begin(&others[0]);
	begin(&others[1]);
	record(3);
	sm_trace_write(&kept);
	CHECK_INT(length(fd), third + NAME_LEN + 4 * RECORD_LEN);
	CHECK(is_named(fd, at, "other"));
	CHECK(is_named(fd, third, "third"));
	file_ends(fd);
}

static void
what_a_crash_cut_is_cut_off(void)
{
	int fd = file_of(FIRST_LEN + RECORD_LEN - 1);

	start();
	CHECK(sm_trace_to_file(&kept, fd, 77));
	CHECK_INT(length(fd), 2 * FIRST_LEN);
	file_ends(fd);
}

/* It had ${size} bytes and gets ${more}. */
static void
ends_full(off_t size, off_t more)
{
	int fd = file_of(size);

	start();
	errno = 0;
	CHECK(!sm_trace_to_file(&kept, fd, 77));
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

	start();
	CHECK(sm_trace_to_file(&kept, fd, 77));
	record(2);
	sm_trace_write(&kept);
	CHECK(kept.write);
	CHECK_INT(length(fd), FILE_MAX);
	record(1);
	sm_trace_write(&kept);
	CHECK(!kept.write);
	CHECK_INT(length(fd), FILE_MAX);
	file_ends(fd);
}

static void
a_file_that_is_not_for_writing_says_so(void)
{
	int fd = file_of(0), only_read = open(path, O_RDONLY);

	start();
	CHECK(!sm_trace_to_file(&kept, only_read, 77));
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
	TEST(each_step_is_a_record),
	TEST(the_end_of_a_run_writes),
	TEST(half_a_ring_is_written_in_a_run),
	TEST(around_the_end_two_pieces_are_written),
	TEST(up_to_the_end_one_piece_is_written),
	TEST(a_flow_too_many_has_no_records),
	TEST(the_last_ones_are_told_once),
	TEST(a_file_has_what_is_done_from_now_on),
	TEST(a_new_flow_comes_with_its_name),
	TEST(what_a_crash_cut_is_cut_off),
	TEST(a_full_file_is_left_alone),
	TEST(a_file_gets_full),
	TEST(a_file_that_is_not_for_writing_says_so),
	TEST(a_file_of_another_kind_is_refused),
};
#else
static void
nothing_is_kept(void)
{
	struct traced traced;

	world_init();
	unit_trace_sm_init(&traced.sm, &traced);
	sm_start(&traced.sm.sm, &world.loop);
	world_settle();
	unit_trace_post_end(&traced.sm);
	world_settle();
	CHECK(traced.sm.sm.over);
}

static const struct test tests[] = { TEST(nothing_is_kept) };
#endif

TEST_MAIN(tests)
