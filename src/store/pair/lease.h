/* SPDX-License-Identifier: MIT */
/*
 * Which of the processes that share a pair renews it: the newest, and the one
 * before it when that one ends.  A file beside the pair has two locks: of who
 * has the lease, and of who, being newer, is standby.  The kernel drops them
 * with the process, so none can be stale; the file stays, and means nothing.
 *
 * The locks are of the open file (Linux's F_OFD_SETLK), so two users in one
 * process are told apart, and a process that was forked off shares its
 * parent's.  Nothing here waits.
 */
#ifndef ACME_STORE_PAIR_LEASE_H
#define ACME_STORE_PAIR_LEASE_H

#include "store/file/path.h"

struct acme_lease {
	int fd; /* -1: not open */
	bool is_ours;
	bool is_standby; /* it waits, and who has the lease sees that */
	bool is_yielded; /* to a newer one; taken again only if free */
};

#define ACME_LEASE_INIT  \
	{                \
		.fd = -1 \
	}

/* The file ${cert}.lock (lock.h); allowed where it is open already.
 * ACME_ERR_SYSTEM: or it can't be locked. */
enum acme_err acme_lease_open(struct acme_lease *lease,
			      const struct acme_path *cert,
			      struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Do we have the lease?  Where a newer process waits, not any more; else where
 * we had it, or where nobody has.  ${newly}: we had it not.  It has to be open.
 */
bool acme_lease_take(struct acme_lease *lease, bool *newly);

/* Where a newer process waits, it may have it now. */
void acme_lease_offer(struct acme_lease *lease);

/* The locks go, too. */
void acme_lease_close(struct acme_lease *lease);

#endif
