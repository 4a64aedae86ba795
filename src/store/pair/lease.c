/* SPDX-License-Identifier: MIT */
/*
 * The locks of the lease are two bytes of its file, which need not be there to
 * be locked.
 */
#define _GNU_SOURCE /* F_OFD_SETLK */
#include "store/pair/lease.h"

#include "store/file/errno_fault.h"
#include "store/file/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum lock_byte {
	LEASE_BYTE,
	STANDBY_BYTE
};

static struct flock
lock_of(enum lock_byte byte, short type)
{
	return (struct flock){ .l_type = type,
			       .l_whence = SEEK_SET,
			       .l_start = byte,
			       .l_len = 1 };
}

/* What the kernel can't say is no reason not to renew. */
static bool
set(const struct acme_lease *lease, enum lock_byte byte, short type)
{
	struct flock lock = lock_of(byte, type);

	return !fcntl(lease->fd, F_OFD_SETLK, &lock) ||
	       (errno != EAGAIN && errno != EACCES);
}

/* Does another one have it? */
static bool
is_taken(const struct acme_lease *lease, enum lock_byte byte)
{
	struct flock lock = lock_of(byte, F_WRLCK);

	return !fcntl(lease->fd, F_OFD_GETLK, &lock) && lock.l_type != F_UNLCK;
}

static enum acme_err
open_file(struct acme_lease *lease, const struct acme_path *path,
	  struct acme_fault *fault)
{
	struct flock lock = lock_of(LEASE_BYTE, F_WRLCK);
	enum acme_err err = acme_lock_open(path, &lease->fd, fault);

	if (err || !fcntl(lease->fd, F_OFD_GETLK, &lock))
		return err;
	err = acme_errno_fault(fault, path->path, "locked", errno);
	acme_lease_close(lease);
	return err;
}

enum acme_err
acme_lease_open(struct acme_lease *lease, const struct acme_path *cert,
		struct acme_fault *fault)
{
	struct acme_path path;
	enum acme_err err;

	if (lease->fd >= 0)
		return ACME_OK;
	err = acme_path_init(&path, cert->folder, cert->name, ".lock", fault);
	if (!err)
		err = open_file(lease, &path, fault);
	acme_path_clear(&path);
	return err;
}

void
acme_lease_offer(struct acme_lease *lease)
{
	if (!lease->is_ours || !is_taken(lease, STANDBY_BYTE))
		return;
	set(lease, LEASE_BYTE, F_UNLCK);
	lease->is_ours = false;
	lease->is_yielded = true;
}

/* Only one can be standby, and only that one takes the lease; but one that has
 * yielded it does not push anybody out. */
static void
try_to_take(struct acme_lease *lease)
{
	if (lease->is_yielded) {
		lease->is_ours = !is_taken(lease, STANDBY_BYTE) &&
				 set(lease, LEASE_BYTE, F_WRLCK);
		return;
	}
	if (!lease->is_standby)
		lease->is_standby = set(lease, STANDBY_BYTE, F_WRLCK);
	lease->is_ours = lease->is_standby && set(lease, LEASE_BYTE, F_WRLCK);
	if (!lease->is_ours)
		return;
	set(lease, STANDBY_BYTE, F_UNLCK);
	lease->is_standby = false;
}

bool
acme_lease_take(struct acme_lease *lease, bool *newly)
{
	bool was_ours = lease->is_ours;

	acme_lease_offer(lease);
	if (!was_ours)
		try_to_take(lease);
	*newly = lease->is_ours && !was_ours;
	return lease->is_ours;
}

void
acme_lease_close(struct acme_lease *lease)
{
	if (lease->fd >= 0)
		close(lease->fd);
	*lease = (struct acme_lease)ACME_LEASE_INIT;
}
