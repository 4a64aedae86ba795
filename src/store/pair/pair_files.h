/* SPDX-License-Identifier: MIT */
/*
 * The names that a pair may be found under, what stands there, and which of it
 * is the pair.  For the store, and for what comes before lws.
 */
#ifndef ACME_STORE_PAIR_PAIR_FILES_H
#define ACME_STORE_PAIR_PAIR_FILES_H

#include "store/pair/pair_at.h"
#include "store/pair/staging.h"

enum acme_pair_file {
	ACME_FILE_UPD,	     /* to be put in place by lws */
	ACME_FILE_NEXT,	     /* via the symlink of both; lws may have begun */
	ACME_FILE_LIVE,	     /* in place */
	ACME_FILE_ORDER_KEY, /* KEY.new: there is no such chain */
	ACME_FILE_OLD,	     /* what was in place before */
	ACME_FILE__MAX
};

/* A name, and the text there once it was read. */
struct acme_pair_text {
	struct acme_path path; /* no name: there is no such file */
	const char *part;      /* what it is called in a staging folder */
	const struct acme_staging_link *via; /* always; or NULL */
	struct acme_secret text;
	size_t limit; /* of what is kept of it, in bytes */
	bool is_read;
	enum acme_err err; /* of reading it */
	struct acme_fault fault;
};

struct acme_pair_files {
	struct acme_pair_text certs[ACME_FILE__MAX], keys[ACME_FILE__MAX];
	struct acme_staging_link next, live;
	const char *who;
	acme_pair_is_served is_served;
	struct acme_fault unjudged; /* .err: one that was checked was not */
};

/* A chain and its key among the files. */
struct acme_pair_found {
	struct acme_pair_text *cert, *key;
	int64_t not_after_s;
};

/* Clear ${files} in any case. */
enum acme_err acme_pair_files_init(struct acme_pair_files *files,
				   const struct acme_pair_at *pair,
				   struct acme_fault *fault) ACME_MUST_CHECK;

void acme_pair_files_clear(struct acme_pair_files *files);

/* Once; what ${text} is of. */
void acme_pair_files_read(const struct acme_pair_files *files,
			  struct acme_pair_text *text);

/* What the system did not let us read may be good, and must not be taken for
 * bad: its ${err}, or ACME_OK. */
enum acme_err acme_pair_text_refused(const struct acme_pair_text *text,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/* The same of all that was read. */
enum acme_err acme_pair_files_refused(const struct acme_pair_files *files,
				      struct acme_fault *fault) ACME_MUST_CHECK;

/* What could not be judged, for want of memory or random bytes, may be good,
 * and must not be taken for bad: why, or ACME_OK. */
enum acme_err
acme_pair_files_unjudged(const struct acme_pair_files *files,
			 struct acme_fault *fault) ACME_MUST_CHECK;

/* Do they belong together, by our own eyes?  For what we made ourselves. */
enum acme_err acme_pair_check(struct acme_span chain, struct acme_span key,
			      struct acme_fault *fault) ACME_MUST_CHECK;

/* Read CERT and KEY under the name ${file}, and check them. */
enum acme_err acme_pair_files_at(struct acme_pair_files *files,
				 enum acme_pair_file file,
				 struct acme_pair_found *found,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/* What ${texts} (certs or keys) have under the name ${file}, read; or, where
 * lws has put that in place already, what is there. */
struct acme_pair_text *acme_pair_files_now(struct acme_pair_text *texts,
					   const struct acme_pair_files *files,
					   enum acme_pair_file file);

/* Read all, and find the pair: see acme_pair_read(). */
enum acme_err acme_pair_files_find(struct acme_pair_files *files, int64_t now_s,
				   struct acme_pair_found *found,
				   struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Is what is in place of use?  A chain is, where the key is there, in place or
 * moved away already (lws moves one after the other); and a key likewise.
 */
bool acme_pair_files_cert_is_good(struct acme_pair_files *files);
bool acme_pair_files_key_is_good(struct acme_pair_files *files);

struct acme_staging acme_pair_found_texts(const struct acme_pair_found *found);

#endif
