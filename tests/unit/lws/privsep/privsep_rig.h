/* SPDX-License-Identifier: MIT */
/* A privileged process of files, and a server that gave up root. */
#ifndef TEST_KEEPER_RIG_H
#define TEST_KEEPER_RIG_H

#include "client/enrollment/state_file.h"
#include "lws/privsep/privileged/privileged.h"
#include "lws/privsep/privileged/sandbox.h"
#include "lws/privsep/privsep.h"
#include "test.h"

#define STATE "{\"version\":1,\"failures\":0,\"not-before\":0}"

extern char folder[], auth[64], cert[64], key[64];
extern char tag[ACME_STATE_TAG_LEN + 1]; /* of the pair's state */
extern struct acme_store_paths paths;
extern struct acme_privsep *privsep;
extern struct acme_fault fault;
extern int number, notes;

/* A new one. */
void make_account_key(struct acme_secret *jwk);

/* An empty folder, and a privileged process that knows nothing yet. */
void begin(void);
void end(void);

/* Call ${work} in a process of its own, where it has to succeed. */
void in_a_process(void (*work)(void));

/* Call ${server} in a process that starts a privileged process as root, and
 * then is not root any more. */
void serve(void (*server)(void));

/* The same, and ${as_root} before root is given up; NULL: nothing. */
void serve_after(void (*as_root)(void), void (*server)(void));

/* Ask the privileged process. */
enum acme_err run(enum acme_store_request_kind kind, enum acme_record record,
		  const char *of, struct acme_span text,
		  struct acme_secret *got);

/* Does the privileged process say this, now or soon? */
bool says(const char *what);

/* But locks. */
int count_files(void);

/* The server's end of the socket, as who took it over would find it. */
int find_socket(void);

#endif
