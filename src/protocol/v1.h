/* SPDX-License-Identifier: MIT */
/*
 * The payloads of ACME v1 (draft-ietf-acme-acme-03, as Boulder spoke it): each
 * names the resource that it is for.  All append to ${json}, and fail with
 * ACME_ERR_SYNTAX where a text is not UTF-8.
 */
#ifndef ACME_PROTOCOL_V1_H
#define ACME_PROTOCOL_V1_H

#include "base/buf.h"

/* ${email} may be NULL. */
enum acme_err acme_v1_new_reg_write(const char *email,
				    struct acme_buf *json) ACME_MUST_CHECK;

/* ${agreement} is the URL of the terms; NULL changes nothing. */
enum acme_err acme_v1_reg_write(const char *agreement,
				struct acme_buf *json) ACME_MUST_CHECK;

enum acme_err acme_v1_new_authz_write(const char *name,
				      struct acme_buf *json) ACME_MUST_CHECK;

/* ${type}: "http-01" */
enum acme_err acme_v1_challenge_write(const char *type,
				      const char *key_authorization,
				      struct acme_buf *json) ACME_MUST_CHECK;

enum acme_err acme_v1_new_cert_write(struct acme_span csr_der,
				     struct acme_buf *json) ACME_MUST_CHECK;

#endif
