/* SPDX-License-Identifier: MIT */
/*
 * What events carry between the port and the flows.  The engine owns a
 * payload and frees it after its dispatch, unless an action takes it.
 */
#ifndef ACME_CLIENT_PAYLOAD_H
#define ACME_CLIENT_PAYLOAD_H

#include "base/buf.h"
#include "crypto/x509/chain.h"
#include "protocol/http/http_response.h"

#include <stdint.h>

/* A text or DER that a job made. */
struct acme_text {
	struct acme_buf buf;
};

/* A key, counted once by the box. */
struct acme_key_box {
	struct acme_key *key;
};

/* What the store gives. */
struct acme_stored {
	struct acme_secret key;
	struct acme_buf chain; /* ACME_RECORD_PAIR only */
	char *path;	       /* of the file, for people; or NULL */
};

/* What a CA issued, as it is to be served and stored. */
struct acme_issued {
	struct acme_buf chain;
	struct acme_cert_info info;
};

/* It is this process that orders. */
struct acme_lease_acquired {
	bool newly; /* just now: others may have done so before */
};

/* Why something is not to be had from the CA. */
struct acme_failure {
	struct acme_fault fault;
	enum acme_problem_type problem; /* the CA's word for it */
	struct acme_retry_after retry_after;
	bool account_barred; /* the operator was told already what to do */
};

/* All of these take NULL; an event may come without its payload where memory
 * was short. */
void acme_text_free(struct acme_text *text);

void acme_key_box_free(struct acme_key_box *box);

void acme_stored_free(struct acme_stored *stored);

void acme_cert_info_free(struct acme_cert_info *info);

void acme_issued_free(struct acme_issued *issued);

void acme_fault_free(struct acme_fault *fault);

void acme_lease_acquired_free(struct acme_lease_acquired *acquired);

void acme_failure_free(struct acme_failure *failure);

struct acme_text *acme_text_new(size_t limit);

/* Empty, for a key and a chain. */
struct acme_stored *acme_stored_new(void);

/* Empty, for a chain. */
struct acme_issued *acme_issued_new(void);

/* NULL where memory is short. */
struct acme_fault *acme_fault_new(enum acme_err err, const char *fmt, ...)
	ACME_PRINTF(2, 3);

/* A copy; NULL where memory is short. */
struct acme_failure *acme_failure_new(const struct acme_failure *failure);

/* What an exit gives: NULL where it says nothing. */
struct acme_failure *acme_failure_or_null(struct acme_failure *failure);

struct acme_fault *acme_fault_or_null(struct acme_fault *fault);

/* As a duration of a flow. */
uint64_t acme_retry_after_us(const struct acme_retry_after *retry_after);

/* Seconds as a duration of a flow; less than none is none. */
uint64_t acme_positive_us(int64_t s);

/* The later one that is told. */
const struct acme_retry_after *
acme_retry_after_later(const struct acme_retry_after *a,
		       const struct acme_retry_after *b);

/* Of which class is it?  NULL: memory was short. */
enum acme_err acme_fault_class(const struct acme_fault *fault);

/* What ${fault} says; NULL says that memory was short. */
void acme_fault_copy(struct acme_fault *to, const struct acme_fault *fault);

#endif
