/* SPDX-License-Identifier: MIT */
/*
 * The context of certificate.flow, for its files only: certificate.c has the
 * actions, certificate_notes.c what is noted and told to people.
 */
#ifndef ACME_CLIENT_CERTIFICATE_PRIVATE_H
#define ACME_CLIENT_CERTIFICATE_PRIVATE_H

#include "base/log.h"
#include "certificate.flow.h"
#include "client/acme_v1.h"
#include "client/acme_v2.h"
#include "client/applicant.h"
#include "client/certificate.h"

struct acme_certificate {
	struct certificate_sm sm;
	struct acme_applicant applicant;
	struct acme_v2 order;
	struct acme_v1 order_v1;	   /* instead, where the CA speaks v1 */
	struct acme_credential credential; /* what is to come of it */
	struct acme_secret key_pem;	   /* what is to be installed */
	struct acme_buf chain;
	struct acme_fault unkept;   /* why they are not on disk; OK: they are */
	struct acme_cert_info held; /* the pair in memory; zero: none */
	struct acme_cert_info issued; /* what the order brought */
	struct acme_cert_info served; /* what the probe saw; zero: nothing */
};

/* The common name, for the log. */
const char *acme_certificate_name(const struct acme_certificate *certificate);

/* The pair in memory, and what is the matter with it. */
void acme_certificate_log_held(const struct acme_certificate *certificate,
			       enum acme_log_level level, const char *what);

/* How long until the next attempt; one of the two waits has begun. */
uint64_t acme_certificate_pause_us(const struct acme_certificate *certificate);

#endif
