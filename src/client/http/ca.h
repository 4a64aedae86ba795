/* SPDX-License-Identifier: MIT */
/*
 * A CA as requests see it: its directory and the hosts that this names, the
 * nonces that it gave, the connections to it, and the key that signs what is
 * sent to it.
 */
#ifndef ACME_CLIENT_HTTP_CA_H
#define ACME_CLIENT_HTTP_CA_H

#include "client/http/connection.h"
#include "client/http/nonces.h"
#include "client/http/origin.h"
#include "client/http/pool.h"
#include "client/port.h"
#include "crypto/key/key.h"
#include "protocol/v2/objects.h"

struct acme_ca {
	struct acme_port *port;
	struct sm_loop *loop;
	char *directory_url, *ca_file; /* ca_file: NULL is the system's */
	char *directory_at; /* where that was redirected to; NULL: nowhere */
	struct acme_directory directory; /* empty until it was fetched */
	bool nonce_by_get;		 /* newNonce takes no HEAD */
	struct acme_nonces nonces;
	struct acme_key *key; /* the account's; NULL: not known yet */
	struct acme_pool pool;
	struct acme_connection connections[CONNECTION_POOL_SIZE];
};

/*
 * Borrows ${port} for its life, of which it uses the clock, the streams and
 * the worker.  ${ca_file} may be NULL.  ACME_ERR_INVALID, ACME_ERR_SYNTAX: the
 * directory's URL is no https URL.  It is to be cleared after a failure, too.
 */
enum acme_err acme_ca_init(struct acme_ca *ca, const char *directory_url,
			   const char *ca_file, struct acme_port *port,
			   struct sm_loop *loop) ACME_MUST_CHECK;

/* Ends connections at once; nobody may use it any more. */
void acme_ca_clear(struct acme_ca *ca);

/* The directory came from ${url}: it is that of directory_url, whatever that
 * was redirected to. */
void acme_ca_note_redirect(struct acme_ca *ca, const char *url);

/* May connections be made to it?  To the host of the directory, and to those
 * that the directory names. */
bool acme_ca_serves(const struct acme_ca *ca, struct acme_origin origin);

/* newNonce; ACME v1 has none: each response brings one, the directory too. */
const char *acme_ca_nonce_url(const struct acme_ca *ca);

#endif
