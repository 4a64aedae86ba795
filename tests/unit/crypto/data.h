/* SPDX-License-Identifier: MIT */
/*
 * The files of tests/data/crypto.  One that can't be read ends the test.
 */
#ifndef TEST_CRYPTO_DATA_H
#define TEST_CRYPTO_DATA_H

#include "base/buf.h"
#include "crypto/key/key.h"
#include "crypto/x509/cert.h"
#include "test.h"

/* Append a file to ${text}. */
void data_add(struct acme_buf *text, const char *file);

/* A NAME.pem or NAME.jwk; its reader's error, and the fault. */
enum acme_err data_read_key(const char *file, struct acme_key **key,
			    struct acme_fault *fault) ACME_MUST_CHECK;

struct acme_key *data_key(const char *file);

/* Do both have one thumbprint? */
bool data_same_key(const struct acme_key *a, const struct acme_key *b);

/* A value that no certificate has, and whether it is still there. */
extern const struct acme_cert_info data_no_info;

bool data_is_no_info(const struct acme_cert_info *info);

#endif
