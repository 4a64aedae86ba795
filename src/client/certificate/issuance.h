/* SPDX-License-Identifier: MIT */
/*
 * The context of issuance.flow: one attempt to get a certificate.  Why it did
 * not end with issued stands in the enrollment's failure.
 */
#ifndef ACME_CLIENT_CERTIFICATE_ISSUANCE_H
#define ACME_CLIENT_CERTIFICATE_ISSUANCE_H

#include "client/certificate/installation.h"
#include "client/certificate/storage.h"
#include "client/order/acme_v1.h"
#include "client/order/acme_v2.h"
#include "client/order/order_csr.h"
#include "issuance.flow.h"

struct acme_enrollment;

struct acme_issuance {
	struct issuance_sm sm;
	struct acme_enrollment *enrollment;
	struct acme_order_csr order_csr; /* what is to come of the order */
	struct acme_cert_info issued;	 /* what came, when it was checked */
	struct acme_v2 order;
	struct acme_v1 order_v1; /* instead, where the CA speaks v1 */
	struct acme_storage storage;
	struct acme_installation installation;
};

/* Ready to be run.  ${enrollment} is borrowed for its life. */
struct sm *acme_issuance_prepare(struct acme_issuance *issuance,
				 struct acme_enrollment *enrollment);

#endif
