/* SPDX-License-Identifier: MIT */
/* What the keeper of files knows, and what it does for one request. */
#ifndef ACME_LWS_PRIVSEP_CHILD_REQUESTS_H
#define ACME_LWS_PRIVSEP_CHILD_REQUESTS_H

#include "lws/privsep/message.h"
#include "lws/privsep/policy.h"

/* Besides the kinds of access. */
#define ACME_PARCEL_ADD	  16 /* parts: auth, cert, key, who */
#define ACME_PARCEL_READY 17 /* number: the process's, or parts: why not */
#define ACME_PARCEL_DONE  18 /* parts: why not, key, chain */

/* What root told of: they last as long as the process. */
struct acme_keeper_places {
	struct acme_kept **at;
	int n;
};

struct acme_keeper_reply {
	struct acme_parcel parcel;
	/* What the parcel's parts lie in. */
	struct acme_access access;
	struct acme_fault fault;
};

/* Do it, or refuse it and log why.  ${reply} is to be cleared. */
void acme_keeper_request(struct acme_keeper_places *places,
			 const struct acme_parcel *question, bool from_root,
			 struct acme_keeper_reply *reply);

void acme_keeper_reply_clear(struct acme_keeper_reply *reply);

#endif
