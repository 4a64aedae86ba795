/* SPDX-License-Identifier: MIT */
/*
 * What the privileged process does for a server that may have been taken over
 * since: it knows from root which records there are, and takes nothing for one
 * that is not such a record.
 */
#ifndef ACME_LWS_PRIVSEP_PRIVILEGED_PRIVSEP_POLICY_H
#define ACME_LWS_PRIVSEP_PRIVILEGED_PRIVSEP_POLICY_H

#include "lws/files/store_request.h"

/* The files of a vhost that root told of, opened then; this lasts as long as
 * the process. */
struct acme_privsep_files {
	struct acme_store_paths paths;
	struct acme_opened_paths opened;
	struct acme_fault no_auth, no_pair; /* why that is not open */
};

/*
 * May ${request} be run for ${files}?  ACME_ERR_INVALID: no, and ${fault} says
 * why.  A state is of the names, the key type and the directory that root told,
 * and of the account key that is there; so there is one at most for each
 * ${files}.
 */
enum acme_err
acme_privsep_policy_allows(const struct acme_store_request *request,
			   const struct acme_privsep_files *files,
			   struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Run it there, as acme_store_request_run() does.  The links of another ACME
 * client, who renews by them, are followed anew, as far as ${files} reach.
 */
void acme_privsep_policy_run(struct acme_privsep_files *files,
			     struct acme_store_request *request);

#endif
