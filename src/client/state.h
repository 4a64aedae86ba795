/* SPDX-License-Identifier: MIT */
/*
 * What a run leaves to the next, of one certificate: JSON, as
 * docs/state-file.md has it.  There is one record for each directory URL,
 * account key, set of names and key type: another of these is another
 * certificate, of which nothing is known yet.
 */
#ifndef ACME_CLIENT_STATE_H
#define ACME_CLIENT_STATE_H

#include "base/buf.h"
#include "client/config.h"
#include "crypto/cert.h"

#include <stdint.h>

#define ACME_STATE_MAX		(64 * 1024) /* bytes of text */
#define ACME_STATE_TAG_LEN	16
#define ACME_STATE_IDENTITY_MAX (128 * 1024)

struct acme_state {
	char *account_url; /* NULL until it is known */
	char *order_url;   /* of the order under way, or NULL */
	char certificate[ACME_SERIAL_HEX_MAX]; /* serial of the last one */
	unsigned int n_failures;	       /* since then */
	int64_t attempt_s; /* Unix time; not before; 0: at once */
};

/* Append it to ${json}. */
enum acme_err acme_state_write(const struct acme_state *state,
			       struct acme_buf *json) ACME_MUST_CHECK;

/*
 * Fill ${state}, which was zeroed or cleared.  ACME_ERR_INVALID: another
 * version, or members that make no sense; ${state} stays empty.
 */
enum acme_err acme_state_read(struct acme_span json, struct acme_state *state,
			      struct acme_fault *fault) ACME_MUST_CHECK;

void acme_state_clear(struct acme_state *state);

/* Set ${url} to a copy of ${text}; NULL where that is empty, or memory short. */
void acme_state_set_url(char **url, struct acme_span text);

/* What tells the record of this certificate from others: 16 letters and a NUL. */
enum acme_err acme_state_tag(const struct acme_config *config,
			     struct acme_span thumbprint,
			     char tag[ACME_STATE_TAG_LEN + 1]) ACME_MUST_CHECK;

/* The same in two steps: append to ${identity} what is known without a key. */
enum acme_err acme_state_identity(const struct acme_config *config,
				  struct acme_buf *identity) ACME_MUST_CHECK;

enum acme_err
acme_state_tag_of(struct acme_span identity, struct acme_span thumbprint,
		  char tag[ACME_STATE_TAG_LEN + 1]) ACME_MUST_CHECK;

#endif
