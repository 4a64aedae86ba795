/* SPDX-License-Identifier: MIT */
/*
 * What the keeper of files does for a server that may have been taken over
 * since: it knows from root which records there are, and takes nothing for one
 * that is not such a record.
 */
#ifndef ACME_EDGE_KEEPER_POLICY_H
#define ACME_EDGE_KEEPER_POLICY_H

#include "edge/access.h"

/*
 * May ${access} be run for ${places}?  ACME_ERR_INVALID: no, and ${fault} says
 * why.  A state is of the names, the key type and the directory that root told,
 * and of the account key that is there; so there is one at most for each
 * ${places}.
 */
enum acme_err acme_keeper_allow(const struct acme_access *access,
				const struct acme_places *places,
				struct acme_fault *fault) ACME_MUST_CHECK;

#endif
