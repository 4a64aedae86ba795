/* SPDX-License-Identifier: MIT */
/*
 * lws tells the first of a vhost's protocols of each connection that it
 * accepts, before it does anything with it, and is told there what to do; and
 * each of them of the vhost's end.  That protocol is the program's, or
 * lwsws's: its callback is replaced in the vhost's own copy of the list, and
 * called for all that it is told of.
 */
#ifndef ACME_LWS_VHOSTS_VHOST_HOOK_H
#define ACME_LWS_VHOSTS_VHOST_HOOK_H

#include "base/fault.h"

#include <libwebsockets.h>
#include <stdbool.h>

struct acme_vhost_hook;

/* Who listens there. */
struct acme_vhost_hook_entry {
	struct acme_vhost_hook_entry *next; /* of the hook */
	struct acme_vhost_hook *hook;	    /* NULL: the vhost has ended */
	/* false: lws is not to have the connection ${fd}.  Or NULL. */
	bool (*on_accept)(struct acme_vhost_hook_entry *entry, int fd);
	/* It is no entry of the hook any more, and the vhost is freed next.  Or
	 * NULL. */
	void (*on_destroy)(struct acme_vhost_hook_entry *entry);
};

/*
 * The protocol that is told of a vhost's connections, asked of one that nobody
 * will use, as lws has no other way; NULL: lws takes none.
 */
const struct lws_protocols *acme_vhost_hook_protocol(struct lws_vhost *vhost,
						     bool *has_tls);

/* ${entry}, with its functions, is told of ${vhost} until it is removed.
 * ACME_ERR_MEMORY. */
enum acme_err
acme_vhost_hook_add(struct lws_vhost *vhost,
		    const struct lws_protocols *protocol,
		    struct acme_vhost_hook_entry *entry) ACME_MUST_CHECK;

/* One that was never added, and is zero, is allowed. */
void acme_vhost_hook_remove(struct acme_vhost_hook_entry *entry);

#endif
