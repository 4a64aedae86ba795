/* SPDX-License-Identifier: MIT */
/*
 * The actions of storage.flow.  A pair that can't be stored stays in memory, as
 * what is served does, until it can be or a newer one is there; its key is wiped
 * with it.
 */
#include "client/certificate/storage.h"

#include "client/order/enrollment.h"

#include <string.h>

struct sm *
acme_storage_prepare(struct acme_storage *storage,
		     struct acme_enrollment *enrollment)
{
	*storage = (struct acme_storage){ .enrollment = enrollment };
	storage_sm_init(&storage->sm, storage);
	return &storage->sm.sm;
}

void
acme_storage_commit(struct acme_storage *storage,
		    const struct sm_requester *requester)
{
	struct acme_enrollment *a = storage->enrollment;

	a->port->store_commit(a->port, acme_buf_span(&a->pair.chain),
			      &a->pair.key_pem, requester);
}

/* Served all the same, and lost at the next start: the operator must know.  The
 * same reason is not told twice. */
static void
log_unstored(const struct acme_enrollment *a, const struct acme_fault *before)
{
	const struct acme_fault *fault = &a->pair.unstored;

	if (before->err && !strcmp(fault->text, before->text))
		return;
	acme_log(before->err ? ACME_LOG_WARN : ACME_LOG_ERR,
		 "%s: certificate %s is served from memory, and %snot saved "
		 "yet, which is tried again: %s",
		 acme_enrollment_name(a), a->pair.info.serial,
		 before->err ? "still " : "", fault->text);
}

void
acme_storage_note_store_failed(struct acme_storage *storage,
			       const struct acme_fault *fault)
{
	struct acme_fault *unstored = &storage->enrollment->pair.unstored;
	const struct acme_fault before = *unstored;

	acme_fault_copy(unstored, fault);
	log_unstored(storage->enrollment, &before);
}

void
acme_storage_note_stored(struct acme_storage *storage)
{
	struct acme_live_pair *pair = &storage->enrollment->pair;

	if (pair->unstored.err)
		acme_log(ACME_LOG_NOTICE, "%s: certificate %s is saved now",
			 acme_enrollment_name(storage->enrollment),
			 pair->info.serial);
	pair->unstored.err = ACME_OK;
}

void
acme_storage_note_timeout(struct acme_storage *storage, const char *sentence)
{
	struct acme_fault *fault = &storage->enrollment->pair.unstored;
	const struct acme_fault before = *fault;

	acme_fault_set(fault, ACME_ERR_SYSTEM, "%s", sentence);
	log_unstored(storage->enrollment, &before);
}
