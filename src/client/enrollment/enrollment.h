/* SPDX-License-Identifier: MIT */
/*
 * What all orders of one certificate share: what the operator wants, the
 * server that it is for, what runs learnt of it, and the challenge responses
 * that are published for it.  What it shares with other certificates belongs
 * to the account (client/account/account.h).
 */
#ifndef ACME_CLIENT_ENROLLMENT_ENROLLMENT_H
#define ACME_CLIENT_ENROLLMENT_ENROLLMENT_H

#include "client/account/account.h"
#include "client/account/account_ref.h"
#include "client/config.h"
#include "client/enrollment/live_pair.h"
#include "client/enrollment/publication.h"
#include "client/enrollment/reminder.h"
#include "client/enrollment/state_file.h"

struct acme_enrollment {
	struct acme_account *account; /* borrowed */
	struct acme_config *config;
	struct acme_port *port;
	struct acme_account_ref account_ref; /* of the CA's account */
	struct acme_state state;
	struct acme_state_tags tags; /* "": no key yet */
	struct acme_live_pair pair;
	struct acme_told told;		  /* why there is no new certificate */
	struct acme_told told_unstored;	  /* why the pair is not on disk */
	char issued[ACME_SERIAL_HEX_MAX]; /* serial of the last one ordered */
	struct acme_cert_info served; /* what was seen last; zero: nothing */
	bool seen;		      /* it is known what is served */
	bool unusable;		      /* a pair is stored, and is none */
	bool was_writable;	      /* a pair could be stored once */
	struct acme_publications publications; /* not yet withdrawn */
	struct acme_failure failure;	       /* why the last attempt failed */
	struct acme_reminder reminder;
};

/* Counts ${config}; borrows ${account} and ${port} for its life. */
void acme_enrollment_init(struct acme_enrollment *enrollment,
			  struct acme_account *account,
			  struct acme_config *config, struct acme_port *port);

/* Ends publications at once and lets the account go; while the CA is still
 * there. */
void acme_enrollment_clear(struct acme_enrollment *enrollment);

/* When the account's key is known: without a tag the state is neither read
 * nor written. */
void acme_enrollment_set_tags(struct acme_enrollment *enrollment);

/* The first name, for the log. */
const char *acme_enrollment_name(const struct acme_enrollment *enrollment);

/* Take what the store gave for the pair; NULL, where memory was short, changes
 * nothing. */
void acme_enrollment_take_pair(struct acme_enrollment *enrollment,
			       struct acme_stored *stored);

/* What is served: ${info}, or, where nobody could see it (NULL), the pair. */
void acme_enrollment_note_served(struct acme_enrollment *enrollment,
				 const struct acme_cert_info *info);

/* Nothing is served. */
void acme_enrollment_note_none_served(struct acme_enrollment *enrollment);

/*
 * A reminder that is ready to be run: ${fmt} says what is wrong, and the
 * failure why.  ${told} is borrowed.
 */
struct sm *acme_enrollment_remind(struct acme_enrollment *enrollment,
				  struct acme_told *told,
				  enum acme_log_level level, const char *fmt,
				  ...) ACME_PRINTF(4, 5);

/* Why the last attempt failed; NULL says that memory was short. */
void acme_enrollment_note_fault(struct acme_enrollment *enrollment,
				const struct acme_fault *fault);
void acme_enrollment_note_failure(struct acme_enrollment *enrollment,
				  const struct acme_failure *failure);

/* The last attempt failed: a disk or a worker was slow, say. */
void acme_enrollment_note_slow(struct acme_enrollment *enrollment,
			       const char *what);

/* Put the state into the port's store; done has no payload. */
void acme_enrollment_save_state(struct acme_enrollment *enrollment,
				const struct sm_requester *requester);

/* The state names the certificate that was ordered last, and which one it is to
 * replace, until forget_order says that it is there. */
void acme_enrollment_note_issued(struct acme_enrollment *enrollment);

/* ${fault} may be NULL.  Silent where there is no key to name the state by. */
void acme_enrollment_warn_not_saved(const struct acme_enrollment *enrollment,
				    const struct acme_fault *fault);

/* There is no order under way, and no certificate on its way. */
void acme_enrollment_forget_order(struct acme_enrollment *enrollment);

/* An attempt that repeats a failed one says what the first did to who asks for
 * more alone. */
enum acme_log_level
acme_enrollment_level(const struct acme_enrollment *enrollment,
		      enum acme_log_level level);

/* "${name}: ${what}: " and why the last attempt failed. */
void acme_enrollment_warn(const struct acme_enrollment *enrollment,
			  const char *what);

/* Tell the program. */
void acme_enrollment_report(const struct acme_enrollment *enrollment,
			    enum acme_progress progress, const char *text);

/* The certificate that came for an order is no good: "${what} ${at}". */
void acme_enrollment_note_dates(struct acme_enrollment *enrollment,
				const char *what, int64_t at_s);

#endif
