/* SPDX-License-Identifier: MIT */
/*
 * What is known of one CA, and shared by all that talk to it: its directory,
 * our account there, nonces, connections.
 */
#ifndef ACME_CLIENT_CA_H
#define ACME_CLIENT_CA_H

#include "client/connection.h"
#include "client/nonces.h"
#include "client/pool.h"
#include "client/port.h"
#include "protocol/objects.h"

struct acme_ca {
	struct acme_port *port;
	struct sm_loop *loop;
	char *directory_url, *ca_file; /* ca_file: NULL is the system's */
	char *host;
	struct acme_endpoint endpoint;	 /* of the directory's URL */
	struct acme_directory directory; /* empty until it was fetched */
	struct acme_key *account_key;	 /* NULL until it was read or made */
	struct acme_buf thumbprint;	 /* of the account key */
	char *account_url;		 /* NULL until it is known */
	struct acme_nonces nonces;
	struct acme_pool pool;
	struct acme_connection connections[ACME_POOL_SIZE];
};

/* ACME_ERR_INVALID: ${directory_url} is no https URL.  It is to be cleared
 * after a failure, too. */
enum acme_err acme_ca_init(struct acme_ca *ca, const char *directory_url,
			   const char *ca_file, struct acme_port *port,
			   struct sm_loop *loop) ACME_MUST_CHECK;

/* Ends connections at once; nobody may use it any more. */
void acme_ca_clear(struct acme_ca *ca);

/* Keeps a count of ${key}. */
enum acme_err acme_ca_set_key(struct acme_ca *ca,
			      struct acme_key *key) ACME_MUST_CHECK;

/* token "." thumbprint (RFC 8555 §8.1), on the heap; NULL: memory is short. */
char *acme_ca_key_authorization(const struct acme_ca *ca, const char *token);

/* Is ${url} at the directory's host and port?  Others are not connected to. */
bool acme_ca_serves(const struct acme_ca *ca, const char *url);

#endif
