/* SPDX-License-Identifier: MIT */
/*
 * These are the actions of storage.flow.  A pair that can't be stored stays in
 * memory, as what is served does, until it can be or a newer one is there; its
 * key is wiped with it.
 */
#include "client/certificate/storage.h"

#include "client/enrollment/enrollment.h"

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

void
acme_storage_note_fault(struct acme_storage *storage,
			const struct acme_fault *fault)
{
	struct acme_enrollment *a = storage->enrollment;

	acme_enrollment_note_fault(a, fault);
	a->pair.unstored = a->failure.fault;
}

void
acme_storage_note_timeout(struct acme_storage *storage, const char *sentence)
{
	struct acme_enrollment *a = storage->enrollment;

	acme_enrollment_note_slow(a, sentence);
	a->pair.unstored = a->failure.fault;
}

struct sm *
acme_storage_not_stored(struct acme_storage *storage)
{
	struct acme_enrollment *a = storage->enrollment;

	return acme_enrollment_remind(a, &a->told_unstored, ACME_LOG_ERR,
				      "cannot save certificate %s, it is in "
				      "memory alone, trying again",
				      a->pair.info.serial);
}

void
acme_storage_log_stored(struct acme_storage *storage)
{
	struct acme_enrollment *a = storage->enrollment;

	if (a->pair.unstored.err)
		acme_log(ACME_LOG_NOTICE, "%s: certificate %s is saved now",
			 acme_enrollment_name(a), a->pair.info.serial);
	a->pair.unstored.err = ACME_OK;
	a->told_unstored = (struct acme_told){ .reason = 0 };
}
