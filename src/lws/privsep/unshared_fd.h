/* SPDX-License-Identifier: MIT */
/* Descriptors that a forked process must not have. */
#ifndef ACME_LWS_PRIVSEP_UNSHARED_FD_H
#define ACME_LWS_PRIVSEP_UNSHARED_FD_H

/* Who has one keeps this, until it is let go. */
struct acme_unshared_fd {
	struct acme_unshared_fd *next;
	int fd; /* -1 in a process that was forked since */
};

/* From now on ${fd} is closed in a process that fork() makes of this one. */
void acme_unshared_fd_keep(struct acme_unshared_fd *unshared, int fd);

/* Close it. */
void acme_unshared_fd_close(struct acme_unshared_fd *unshared);

#endif
