/* SPDX-License-Identifier: MIT */
/*
 * The context of certificate.flow, for its files only: certificate.c has the
 * actions, renewal.c when one is due, certificate_state.c what is stored of it.
 */
#ifndef ACME_CLIENT_CERTIFICATE_PRIVATE_H
#define ACME_CLIENT_CERTIFICATE_PRIVATE_H

#include "certificate.flow.h"
#include "client/applicant.h"
#include "client/backoff.h"
#include "client/certificate.h"
#include "client/foreign.h"
#include "client/installation.h"
#include "client/issuance.h"
#include "client/standby.h"
#include "client/startup.h"
#include "client/storage.h"

struct acme_certificate {
	struct certificate_sm sm;
	struct acme_applicant applicant;
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
