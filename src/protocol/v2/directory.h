/* SPDX-License-Identifier: MIT */
/*
 * The directory: where a CA's resources are (RFC 8555 §7.1.1).
 */
#ifndef ACME_PROTOCOL_V2_DIRECTORY_H
#define ACME_PROTOCOL_V2_DIRECTORY_H

#include "base/buf.h"

/* One set of these; that of v1 where the CA has no other. */
struct acme_directory {
	char *new_nonce, *new_account, *new_order;
	char *new_reg, *new_authz, *new_cert; /* of ACME v1 */
	/* For a person to read; any kind of URL.  NULL where there is none. */
	char *terms_of_service;
	bool external_account_required;
};

enum acme_err acme_directory_read(struct acme_span json,
				  struct acme_directory *directory,
				  struct acme_fault *fault) ACME_MUST_CHECK;

void acme_directory_clear(struct acme_directory *directory);

#endif
