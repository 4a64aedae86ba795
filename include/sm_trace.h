/* SPDX-License-Identifier: MIT */
/*
 * What the engine did, for a host that wants to see it: only in a build with
 * SM_TRACE.  From level 1 on it is kept as records of 16 bytes, by number, the
 * last ones in memory and all in a file, which `flowtrace` reads.  At level 2
 * it is told step by step as well, and there are names.
 */
#ifndef SM_TRACE_H
#define SM_TRACE_H

#include "sm_table.h"

enum sm_step_kind {
	SM_STEP_TAKEN,
	SM_STEP_NO_GUARD_HELD, /* lines were there, no guard held */
	SM_STEP_IGNORED,       /* declared */
	SM_STEP_UNEXPECTED,    /* no line */
	SM_STEP_DROPPED,       /* an answer or an expiry that came too late */
	SM_STEP_UNPROMISED,    /* no action that raises it ran: a fault in C */
	SM_STEP_UNKEPT,	       /* it ended without what its exit promises */
	/* These are in records only. */
	SM_STEP_FLOW,	 /* from now on a flow has this number */
	SM_STEP_STARTED, /* an instance */
	SM_STEP_STOPPED, /* an instance, by its parent or from outside */
	/* And these at level 2 only. */
	SM_STEP_GUARD_TRUE,
	SM_STEP_GUARD_FALSE,
	SM_STEP_TIMER_ARMED,
	SM_STEP_TIMER_CANCELLED,
	SM_STEP_TIMER_OVERTAKEN, /* cancelled when it had run out already */
};

/* What the engine did with one event. */
struct sm_step {
	const struct sm *sm;
	enum sm_step_kind kind;
	uint16_t row; /* SM_STEP_TAKEN; of the last two: what was taken last */
	uint16_t action; /* SM_STEP_UNPROMISED: 1 + who posted it, or 0 */
	uint8_t from, to, event;
};

#if SM_TRACE
#define SM_TRACE_RECORDS 256 /* that are kept: a power of two */
#define SM_TRACE_FLOWS	 64  /* that have a number; of others none is kept */
#define SM_TRACE_TOLD	 64  /* so many records come with a failure */

struct sm_record {
	/* Microseconds of the host's clock << 16 | sm.id; SM_STEP_FLOW: the
	 * hash of its table. */
	uint64_t when;
	union {
		struct {
			uint16_t row; /* SM_STEP_STARTED: the parent's id */
			uint8_t from, to;
		} at;
		uint32_t ms;	/* SM_STEP_TIMER_ARMED: for so long */
		uint32_t guard; /* SM_STEP_GUARD_...: its number */
	} as;
	union {
		struct {
			uint8_t flow; /* from 1 */
			uint8_t event;
			uint8_t kind; /* enum sm_step_kind */
			uint8_t item; /* of an `each`, the lowest bits */
		};
		uint32_t what; /* all of them */
	};
};

/* The memory of a loop's trace; zero at first. */
struct sm_trace {
	uint64_t now; /* as in sm_record.when, without an id */
	uint32_t n;   /* of all records: ring[n % SM_TRACE_RECORDS] is next */
	uint32_t n_written, n_told;
	/* Where records go; ${trace} has its ${n_written} as it was. */
	void (*write)(struct sm_trace *trace, const struct sm_record *records,
		      unsigned int n_records);
	int fd; /* of sm_trace_to_file() */
	uint32_t room;
	unsigned int n_flows;
	const struct sm_flow *flow[SM_TRACE_FLOWS]; /* number 1 and up */
	struct sm_record ring[SM_TRACE_RECORDS];
};

/* Keep records of all that ${loop} does from now on. */
void sm_trace_start(struct sm_trace *trace, struct sm_loop *loop);

/*
 * Open a file for records, to be read and written by its owner alone: what is
 * there is added to, where it is a trace in a regular file of this user, with
 * one name and no link.  A negative value: errno says why; EPERM: it is not
 * such a file.
 */
int sm_trace_open(const char *path);

/* As sm_trace_open(), ${name} in the opened folder ${folder_fd}. */
int sm_trace_open_at(int folder_fd, const char *name);

/*
 * Write the records from now on to ${fd}, which belongs to the caller, and say
 * that it is ${real_us} since 1970.  false: errno says why.  The file ends at
 * 64 MiB, or where nothing can be written: then ${trace}->write is NULL.
 */
bool sm_trace_to_file(struct sm_trace *trace, int fd, uint64_t real_us);

/* Write what is not written yet; the loop does so at the end of each run. */
void sm_trace_write(struct sm_trace *trace);

/*
 * The next one that was not told of yet, of the last SM_TRACE_TOLD; NULL: there
 * is none.
 */
const struct sm_record *sm_trace_tell(struct sm_trace *trace);

/*
 * One line of text about a record, without newline.  At level 1 it has numbers,
 * and flowtrace turns them into words.  First stands how long ago it was:
 * "-0.112 exchange.flow:37 #12 SENT --PROBLEM [bad_nonce]--> NONCE"
 * Returns its length as snprintf() does.
 */
int sm_record_text(const struct sm_trace *trace, const struct sm_record *record,
		   char *text, size_t size);
#endif

#if SM_TRACE >= 2
/*
 * One line of text about a step, without time and newline:
 * "exchange.flow:99 #12 POST --RESPONSE [busy]--> BUSY"
 * Returns its length as snprintf() does.
 */
int sm_step_text(const struct sm_step *step, char *text, size_t size);

/* Is it a fault in what is written around the tables? */
bool sm_step_is_fault(const struct sm_step *step);

/* The line of the table behind a step that was taken. */
unsigned int sm_step_line(const struct sm_step *step);
#endif

#endif
