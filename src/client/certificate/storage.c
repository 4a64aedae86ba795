/* SPDX-License-Identifier: MIT */
/*
 * The actions of storage.flow.  A pair that can't be stored stays in memory, as
 * what is served does, until it can be or a newer one is there; its key is wiped
 * with it.
 */
#include "client/certificate/storage.h"

#include "client/enrollment/enrollment.h"

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
 * same reason is not told twice of one certificate. */
static void
note_unstored(struct acme_enrollment *of, const struct acme_fault *why)
{
	struct acme_live_pair *pair = &of->pair;
	bool told = pair->told_unstored;

	if (told && !strcmp(why->text, pair->unstored.text))
		return;
	pair->unstored = *why;
	pair->told_unstored = true;
	acme_log(told ? ACME_LOG_WARN : ACME_LOG_ERR,
		 "%s: certificate %s is served from memory, and %snot saved "
		 "yet, trying again: %s",
		 acme_enrollment_name(of), pair->info.serial,
		 told ? "still " : "", why->text);
}

void
acme_storage_note_store_failed(struct acme_storage *storage,
			       const struct acme_fault *fault)
{
	struct acme_fault why;

	acme_fault_copy(&why, fault);
	note_unstored(storage->enrollment, &why);
}

void
acme_storage_note_timeout(struct acme_storage *storage, const char *sentence)
{
	struct acme_fault why;

	acme_fault_set(&why, ACME_ERR_SYSTEM, "%s", sentence);
	note_unstored(storage->enrollment, &why);
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
	pair->told_unstored = false;
}
