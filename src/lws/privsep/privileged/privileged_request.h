/* SPDX-License-Identifier: MIT */
/* What the privileged process knows, and what it does for one request. */
#ifndef ACME_LWS_PRIVSEP_PRIVILEGED_PRIVILEGED_REQUEST_H
#define ACME_LWS_PRIVSEP_PRIVILEGED_PRIVILEGED_REQUEST_H

#include "lws/privsep/privileged/privsep_message.h"
#include "lws/privsep/privileged/privsep_policy.h"

/* Besides the kinds of access. */
#define ACME_PRIVSEP_MESSAGE_ADD 16 /* parts: auth, cert, key, who */
#define ACME_PRIVSEP_MESSAGE_READY \
	17 /* number: the process's, or parts: why not */
#define ACME_PRIVSEP_MESSAGE_DONE 18 /* parts: why not, key, chain */

/* What root told of: they last as long as the process. */
struct acme_privileged_paths {
	struct acme_privsep_files **at;
	int n;
};

struct acme_privileged_reply {
	struct acme_privsep_message message;
	/* What the message's parts lie in. */
	struct acme_store_request request;
	struct acme_fault fault;
};

/* Do it, or refuse it and log why.  ${reply} is to be cleared. */
void acme_privileged_request(struct acme_privileged_paths *paths,
			     const struct acme_privsep_message *asked,
			     bool from_root,
			     struct acme_privileged_reply *reply);

void acme_privileged_reply_clear(struct acme_privileged_reply *reply);

#endif
