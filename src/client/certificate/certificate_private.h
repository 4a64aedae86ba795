/* SPDX-License-Identifier: MIT */
/*
 * The context of certificate.flow, for its files only: certificate.c has the
 * actions, renewal.c when one is due, renewal_reason.c says why,
 * certificate_state.c what is stored of it.
 */
#ifndef ACME_CLIENT_CERTIFICATE_CERTIFICATE_PRIVATE_H
#define ACME_CLIENT_CERTIFICATE_CERTIFICATE_PRIVATE_H

#include "certificate.flow.h"
#include "client/certificate/backoff.h"
#include "client/certificate/foreign.h"
#include "client/certificate/installation.h"
#include "client/certificate/issuance.h"
#include "client/certificate/standby.h"
#include "client/certificate/startup.h"
#include "client/certificate/storage.h"
#include "client/enrollment/enrollment.h"

/* Says why a certificate is due. */
typedef void (*acme_log_reason_fn)(const struct acme_certificate *c,
				   enum acme_log_level level);

/* Which reason was told, and of what certificates. */
struct acme_reason_told {
	acme_log_reason_fn log; /* NULL: none */
	char served[ACME_SERIAL_HEX_MAX], stored[ACME_SERIAL_HEX_MAX];
};

struct acme_certificate {
	struct certificate_sm sm;
	struct acme_enrollment enrollment;
	acme_log_reason_fn log_reason;
	struct acme_reason_told reason_told;
	union { /* it runs one of them at a time */
		struct acme_startup startup;
		struct acme_foreign foreign;
		struct acme_installation installation;
		struct acme_storage storage;
		struct acme_standby standby;
		struct acme_issuance issuance;
		struct acme_backoff backoff;
	} run;
};

#endif
