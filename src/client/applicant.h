/* SPDX-License-Identifier: MIT */
/*
 * One certificate's own part of what it takes to get it: what the operator
 * wants, the server that it is for, what runs learnt of it, and the answers
 * that stand for it.  What it shares with others is its CA's (client/ca.h).
 */
#ifndef ACME_CLIENT_APPLICANT_H
#define ACME_CLIENT_APPLICANT_H

#include "client/ca.h"
#include "client/config.h"
#include "client/state.h"

struct acme_publication;

struct acme_applicant {
	struct acme_ca *ca; /* borrowed */
	struct acme_config *config;
	struct acme_port *port;
	struct acme_hold hold; /* of the CA's account */
	struct acme_state state;
	struct acme_state_tags tags;	       /* "": no key yet */
	struct acme_publication *publications; /* answers not yet withdrawn */
	struct acme_refusal refusal;	       /* why the last attempt failed */
};

/* Counts ${config}; borrows ${ca} and ${port} for its life. */
void acme_applicant_init(struct acme_applicant *applicant, struct acme_ca *ca,
			 struct acme_config *config, struct acme_port *port);

/* Ends publications at once and lets the account go; while the CA is still
 * there. */
void acme_applicant_clear(struct acme_applicant *applicant);

/* When the account's key is known: without a tag the state is neither read
 * nor written. */
void acme_applicant_set_tags(struct acme_applicant *applicant);

/* Put the state into the port's store; done has no payload. */
void acme_applicant_save_state(struct acme_applicant *applicant,
			       const struct acme_asker *asker);

#endif
