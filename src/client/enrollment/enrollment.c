/* SPDX-License-Identifier: MIT */
/*
 * The parts of an enrollment are set, noted and reported here; its flows decide
 * when.
 */
#include "client/enrollment/enrollment.h"

#include <stdio.h>
#include <string.h>

void
acme_enrollment_init(struct acme_enrollment *enrollment,
		     struct acme_account *account, struct acme_config *config,
		     struct acme_port *port)
{
	*enrollment = (struct acme_enrollment){
		.account = account,
		.config = acme_config_ref(config),
		.port = port,
		.account_ref = { .port = port },
		.publications = { .port = port, .loop = account->ca.loop },
		.reminder = { .name = "", .why = "", .more = "" },
	};
	acme_live_pair_init(&enrollment->pair);
}

void
acme_enrollment_clear(struct acme_enrollment *enrollment)
{
	acme_account_ref_release(&enrollment->account_ref);
	while (enrollment->publications.first)
		acme_publication_stop(enrollment->publications.first);
	acme_state_clear(&enrollment->state);
	acme_live_pair_clear(&enrollment->pair);
	acme_config_unref(enrollment->config);
}

void
acme_enrollment_set_tags(struct acme_enrollment *enrollment)
{
	if (acme_state_tags(enrollment->config,
			    acme_buf_span(&enrollment->account->thumbprint),
			    enrollment->port->pair, &enrollment->tags))
		enrollment->tags = (struct acme_state_tags){ .pair = "" };
}

void
acme_enrollment_save_state(struct acme_enrollment *enrollment,
			   const struct sm_requester *requester)
{
	struct acme_buf json = ACME_BUF_INIT(ACME_STATE_MAX);
	struct acme_port *port = enrollment->port;

	memcpy(enrollment->state.wanted, enrollment->tags.wanted,
	       sizeof(enrollment->state.wanted));
	if (!enrollment->tags.pair[0] ||
	    acme_state_write(&enrollment->state, &json))
		sm_answer(requester->sm, requester->failed, NULL);
	else
		port->store_put(port, ACME_RECORD_STATE, enrollment->tags.pair,
				acme_buf_span(&json), requester);
	acme_buf_clear(&json);
}

const char *
acme_enrollment_name(const struct acme_enrollment *enrollment)
{
	return enrollment->config->names[0];
}

void
acme_enrollment_take_pair(struct acme_enrollment *enrollment,
			  struct acme_stored *stored)
{
	if (!stored)
		return;
	acme_live_pair_set(&enrollment->pair, &stored->key, &stored->chain);
	enrollment->pair.unstored.err = ACME_OK;
	acme_stored_free(stored);
}

void
acme_enrollment_note_served(struct acme_enrollment *enrollment,
			    const struct acme_cert_info *info)
{
	if (info)
		enrollment->served = *info;
	else if (enrollment->pair.info.not_after_s)
		enrollment->served = enrollment->pair.info;
	enrollment->seen = enrollment->served.not_after_s;
}

void
acme_enrollment_note_none_served(struct acme_enrollment *enrollment)
{
	enrollment->served = (struct acme_cert_info){ .not_after_s = 0 };
	enrollment->seen = true;
}

/* The line begins with the name: where there is no other, that is enough. */
static const char *
why(const struct acme_enrollment *enrollment)
{
	const char *text = enrollment->failure.fault.text;
	const char *name = acme_enrollment_name(enrollment);
	size_t len = strlen(name);

	if (enrollment->config->n_names == 1 && !strncmp(text, name, len) &&
	    !strncmp(text + len, ": ", 2))
		return text + len + 2;
	return text;
}

struct sm *
acme_enrollment_remind(struct acme_enrollment *enrollment,
		       struct acme_told *told, enum acme_log_level level,
		       const char *fmt, ...)
{
	struct acme_reminder *reminder = &enrollment->reminder;
	va_list args;

	*reminder = (struct acme_reminder){
		.told = told,
		.level = level,
		.name = acme_enrollment_name(enrollment),
		.why = why(enrollment),
		.more = "",
		.served = enrollment->seen ? &enrollment->served : NULL,
		.now_s = enrollment->port->now_s(enrollment->port),
	};
	va_start(args, fmt);
	vsnprintf(reminder->what, sizeof(reminder->what), fmt, args);
	va_end(args);
	return acme_reminder_prepare(reminder);
}

void
acme_enrollment_note_fault(struct acme_enrollment *enrollment,
			   const struct acme_fault *fault)
{
	acme_fault_copy(&enrollment->failure.fault, fault);
}

void
acme_enrollment_note_failure(struct acme_enrollment *enrollment,
			     const struct acme_failure *failure)
{
	enrollment->failure =
		(struct acme_failure){ .problem = ACME_PROBLEM_NONE };
	if (failure)
		enrollment->failure = *failure;
	else
		acme_fault_copy(&enrollment->failure.fault, NULL);
}

void
acme_enrollment_note_slow(struct acme_enrollment *enrollment, const char *what)
{
	acme_fault_set(&enrollment->failure.fault, ACME_ERR_SYSTEM, "%s", what);
}

void
acme_enrollment_note_issued(struct acme_enrollment *enrollment)
{
	if (strcmp(enrollment->served.serial, enrollment->issued) != 0)
		memcpy(enrollment->state.replaced, enrollment->served.serial,
		       sizeof(enrollment->state.replaced));
	memcpy(enrollment->state.certificate, enrollment->issued,
	       sizeof(enrollment->state.certificate));
	memcpy(enrollment->state.source, enrollment->tags.source,
	       sizeof(enrollment->state.source));
}

void
acme_enrollment_warn_not_saved(const struct acme_enrollment *enrollment,
			       const struct acme_fault *fault)
{
	struct acme_fault why;

	if (!enrollment->tags.pair[0])
		return;
	acme_fault_copy(&why, fault);
	acme_log(acme_enrollment_level(enrollment, ACME_LOG_WARN),
		 "%s: cannot save the state file: %s",
		 acme_enrollment_name(enrollment), why.text);
}

void
acme_enrollment_forget_order(struct acme_enrollment *enrollment)
{
	acme_state_set_url(&enrollment->state.order_url, ACME_SPAN(""));
	enrollment->state.replaced[0] = '\0';
}

enum acme_log_level
acme_enrollment_level(const struct acme_enrollment *enrollment,
		      enum acme_log_level level)
{
	return enrollment->told.reason ? ACME_LOG_INFO : level;
}

void
acme_enrollment_warn(const struct acme_enrollment *enrollment, const char *what)
{
	acme_log(acme_enrollment_level(enrollment, ACME_LOG_WARN), "%s: %s: %s",
		 acme_enrollment_name(enrollment), what,
		 enrollment->failure.fault.text);
}

void
acme_enrollment_report(const struct acme_enrollment *enrollment,
		       enum acme_progress progress, const char *text)
{
	enrollment->port->report(enrollment->port, progress, text);
}

void
acme_enrollment_note_dates(struct acme_enrollment *enrollment, const char *what,
			   int64_t at_s)
{
	char at[ACME_CERT_TIME_MAX], now[ACME_CERT_TIME_MAX];

	acme_cert_time_text(at_s, at);
	acme_cert_time_text(enrollment->port->now_s(enrollment->port), now);
	acme_fault_set(
		&enrollment->failure.fault, ACME_ERR_INVALID,
		"issued certificate: it %s %s, and the system clock says %s",
		what, at, now);
}
