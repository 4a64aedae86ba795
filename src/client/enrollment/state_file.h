/* SPDX-License-Identifier: MIT */
/*
 * What a run leaves to the next, of one certificate: JSON, as
 * docs/state-file.md has it.  There is one record for each pair.  What it knows
 * of an attempt is of use for the same directory URL, account key, names and
 * key type only; of the certificate it knows which directory and account it is
 * of.
 */
#ifndef ACME_CLIENT_ENROLLMENT_STATE_FILE_H
#define ACME_CLIENT_ENROLLMENT_STATE_FILE_H

#include "base/buf.h"
#include "client/config.h"
#include "crypto/x509/cert.h"

#include <stdint.h>

#define ACME_STATE_MAX		  (64 * 1024) /* bytes of text */
#define ACME_STATE_TAG_LEN	  16
#define ACME_STATE_CHALLENGE_SIZE 48 /* all types that we know, and a NUL */

struct acme_state {
	char *account_url; /* NULL until it is known */
	char *order_url;   /* of the order under way, or NULL */
	int64_t ordered_s; /* when that was made; 0: not known */
	char certificate[ACME_SERIAL_HEX_MAX]; /* serial of the last one */
	char replaced[ACME_SERIAL_HEX_MAX];    /* by that, which may be lost */
	char source[ACME_STATE_TAG_LEN + 1];   /* of that; "": not known */
	/* By which the names were validated: "http-01, tls-alpn-01"; "": not
	 * known. */
	char challenge[ACME_STATE_CHALLENGE_SIZE];
	char wanted[ACME_STATE_TAG_LEN + 1]; /* by the attempts below */
	/* Since then; how many of them count is said by certificate.flow. */
	unsigned int n_failures;
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

/* Set ${url} to a copy of ${text}, or NULL where that is empty; where memory is
 * short, it stays. */
void acme_state_set_url(char **url, struct acme_span text);

/* What was learnt for another directory, account, names or key type. */
void acme_state_forget_attempts(struct acme_state *state);

/* Each is of 16 letters and a NUL. */
struct acme_state_tags {
	char pair[ACME_STATE_TAG_LEN + 1];   /* whose state it is */
	char source[ACME_STATE_TAG_LEN + 1]; /* directory and account */
	char wanted[ACME_STATE_TAG_LEN + 1]; /* with names and key type */
	/* The last two, by the directory's URL as it is spelt: earlier
	 * versions wrote these. */
	char spelt_source[ACME_STATE_TAG_LEN + 1];
	char spelt_wanted[ACME_STATE_TAG_LEN + 1];
};

/* ${pair} tells it from others; ${tags} is untouched on failure. */
enum acme_err acme_state_tags(const struct acme_config *config,
			      struct acme_span thumbprint, const char *pair,
			      struct acme_state_tags *tags) ACME_MUST_CHECK;

/* Where ${state} has a tag by the URL's spelling, it is given the other. */
void acme_state_update_tags(struct acme_state *state,
			    const struct acme_state_tags *tags);

/* The first of them. */
enum acme_err
acme_state_pair_tag(const char *pair,
		    char tag[ACME_STATE_TAG_LEN + 1]) ACME_MUST_CHECK;

#endif
