/* SPDX-License-Identifier: MIT */
/*
 * What the program that the server is part of is told, step by step: the
 * states of lws's LWS_CALLBACK_VHOST_CERT_UPDATE, in words of ours.
 */
#ifndef ACME_CLIENT_PROGRESS_H
#define ACME_CLIENT_PROGRESS_H

enum acme_progress {
	ACME_PROGRESS_STARTED,
	ACME_PROGRESS_ISSUED,
	ACME_PROGRESS_FAILED,
	ACME_PROGRESS_IDLE,	      /* until the next one is due */
	ACME_PROGRESS_CREATE_KEYS,    /* the account's key is made */
	ACME_PROGRESS_REGISTER,	      /* newAccount */
	ACME_PROGRESS_AUTHORIZE,      /* the order's names are validated */
	ACME_PROGRESS_CHALLENGE,      /* the CA may look for a response */
	ACME_PROGRESS_CREATE_REQUEST, /* the CSR is made */
	ACME_PROGRESS_REQUEST,	      /* finalize */
	ACME_PROGRESS_CONFIRM,	      /* the CA has the CSR, and signs */
	ACME_PROGRESS_ISSUE,	      /* the certificate is downloaded */
	ACME_PROGRESS__MAX
};

#endif
