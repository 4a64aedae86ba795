/* SPDX-License-Identifier: MIT */
/*
 * This writes records to a file.  It begins with a header of 32 bytes, and so
 * does what a later run of the program adds; then there are records, in the
 * machine's byte order.  Behind the one of a new flow stand 16 bytes more, its
 * name.
 */
#define _POSIX_C_SOURCE 200809L /* openat() */
#include "engine/engine.h"

#if SM_TRACE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMAT	 1
#define NAME_LEN 16
#define FILE_MAX (64u * 1024 * 1024)
#define FLAGS \
	(O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

struct header {
	char magic[8];
	uint32_t byte_order; /* 0x01020304 */
	uint16_t format, level;
	uint64_t now_us;  /* of the host's clock */
	uint64_t real_us; /* since 1970, at the same time */
};

/* As no time of a record is: more than eight years. */
static const char magic[8] = {
	's', 'm', 't', 'r', 'c', '\xff', '\xff', '\xff'
};

/* Is it a trace, or the first bytes of one?  A key has the same mode. */
static bool
is_trace(int fd)
{
	char begin[sizeof(magic)];
	ssize_t n = pread(fd, begin, sizeof(begin), 0);

	return n >= 0 && !memcmp(begin, magic, (size_t)n);
}

/* With no other name (hard link), and nobody else's. */
static bool
is_own(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_nlink == 1 &&
	       st.st_uid == geteuid() && !(st.st_mode & (S_IRWXG | S_IRWXO)) &&
	       is_trace(fd);
}

int
sm_trace_open_at(int folder_fd, const char *name)
{
	int fd = openat(folder_fd, name, FLAGS | O_CREAT | O_EXCL,
			S_IRUSR | S_IWUSR);

	if (fd < 0 && errno == EEXIST)
		fd = openat(folder_fd, name, FLAGS);
	if (fd < 0 || is_own(fd))
		return fd;
	close(fd);
	errno = EPERM;
	return -1;
}

int
sm_trace_open(const char *path)
{
	return sm_trace_open_at(AT_FDCWD, path);
}

static bool
put(struct sm_trace *trace, const void *bytes, size_t len)
{
	ssize_t n = -1;

	if (len > trace->room)
		return false;
	do
		n = write(trace->fd, bytes, len);
	while (n < 0 && errno == EINTR);
	if (n != (ssize_t)len)
		return false;
	trace->room -= (uint32_t)len;
	return true;
}

static bool
put_name(struct sm_trace *trace, const struct sm_record *record)
{
	char name[NAME_LEN + 1] = "";

	strncpy(name, trace->flow[record->flow - 1]->name, NAME_LEN);
	return put(trace, name, NAME_LEN);
}

/* Up to the first record of a new flow, and that one with its name. */
static void
write_records(struct sm_trace *trace, const struct sm_record *records,
	      unsigned int n_records)
{
	unsigned int first = 0, i;
	bool good = true;

	for (i = 0; good && i < n_records; i++) {
		if (records[i].kind != SM_STEP_FLOW)
			continue;
		good = put(trace, records + first,
			   (i + 1 - first) * sizeof(*records)) &&
		       put_name(trace, records + i);
		first = i + 1;
	}
	if (good && first < n_records)
		good = put(trace, records + first,
			   (n_records - first) * sizeof(*records));
	if (!good)
		trace->write = NULL;
}

/* What a crash cut in the middle of a record is cut off. */
static bool
find_end(struct sm_trace *trace)
{
	off_t end = lseek(trace->fd, 0, SEEK_END);
	off_t whole = end - end % (off_t)sizeof(struct sm_record);

	if (end < 0 || (whole != end && ftruncate(trace->fd, whole)))
		return false;
	trace->room = whole < FILE_MAX ? FILE_MAX - (uint32_t)whole : 0;
	return true;
}

bool
sm_trace_to_file(struct sm_trace *trace, int fd, uint64_t real_us)
{
	struct header header = { .byte_order = 0x01020304,
				 .format = FORMAT,
				 .level = SM_TRACE,
				 .now_us = trace->now >> SM_ID_BITS,
				 .real_us = real_us };
	unsigned int i;
	bool good;

	memcpy(header.magic, magic, sizeof(magic));
	trace->fd = fd;
	if (!find_end(trace))
		return false;
	errno = EFBIG;
	sm_trace_write(trace); /* those before are of no file */
	good = put(trace, &header, sizeof(header));
	for (i = 1; good && i <= trace->n_flows; i++) {
		const struct sm_record record = sm_trace_flow(trace, i);

		good = put(trace, &record, sizeof(record)) &&
		       put_name(trace, &record);
	}
	if (good)
		trace->write = write_records;
	return good;
}
#else
/* ISO C wants a translation unit to hold something. */
extern int sm_trace_file_is_not_built;
#endif
