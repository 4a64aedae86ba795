/* SPDX-License-Identifier: MIT */
/*
 * What the TLS library that lws was built with is needed for: serving a
 * certificate that lws did not load, and responding to tls-alpn-01 (RFC 8737)
 * and tls-sni-01 (ACME v1) on a vhost's own port.  One set of files for each
 * such library; lws/serve/challenge_match.h is what they share.
 */
#ifndef ACME_LWS_SERVE_SERVER_TLS_H
#define ACME_LWS_SERVE_SERVER_TLS_H

#include "base/buf.h"
#include "client/port.h"

#include <libwebsockets.h>

struct acme_listeners;
struct acme_lws_context;
struct acme_preread;
struct acme_validator;

/* A chain and its key, parsed. */
struct acme_server_tls_pair;

/* A vhost that serves a pair. */
struct acme_served_vhost {
	struct lws_context *context;
	struct lws_vhost *vhost;
	const char *cert_path, *key_path; /* of the plugin's options */
};

/* Takes milliseconds: in the worker. */
enum acme_err acme_server_tls_parse(struct acme_span chain_pem,
				    struct acme_span key_pem,
				    struct acme_server_tls_pair **pair,
				    struct acme_fault *fault) ACME_MUST_CHECK;

void acme_server_tls_free(struct acme_server_tls_pair *pair);

/* Does lws itself load it from files of these texts?  It may want more of them
 * than acme_server_tls_parse(). */
enum acme_err acme_server_tls_loads(struct acme_span chain_pem,
				    struct acme_span key_pem,
				    struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Why nothing may be asked of this lws: the program's has another TLS library
 * than the one that the plugin was built for, and so other structures behind
 * the same names.  NULL: it is the right one.
 */
const char *acme_server_tls_other_lws(void);

/* Have the vhost ready for its first client, who may come before it has a
 * certificate; before lws's loop runs. */
enum acme_err acme_server_tls_prepare(const struct acme_served_vhost *served,
				      struct acme_fault *fault) ACME_MUST_CHECK;

/* Did lws load a certificate for the vhost, and leave out its chain? */
bool acme_server_tls_lacks_chain(struct lws_vhost *vhost);

/*
 * New connections to the vhost get ${pair} from now on, and those that are
 * there stay as they are; on the loop's thread.  The pair is taken on success.
 */
enum acme_err
acme_server_tls_serve_take(const struct acme_served_vhost *served,
			   struct acme_server_tls_pair *pair,
			   struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * Append the DER of the certificate that a client gets who asks for ${name}
 * over ${fd}, which blocks, for as long as its time limit says.
 * ACME_ERR_SYSTEM, ACME_ERR_MEMORY: that could not be seen; any other error:
 * the server shows none.
 */
enum acme_err acme_server_tls_probe(int fd, const char *name,
				    struct acme_buf *leaf,
				    struct acme_fault *fault) ACME_MUST_CHECK;

/* Whom a hello filter asks; on the loop's thread. */
struct acme_server_tls_challenges {
	/*
	 * The pair that a validator of this type gets who asks for this name;
	 * NULL: no such challenge is published.
	 */
	struct acme_server_tls_pair *(*find)(
		struct acme_server_tls_challenges *self,
		enum acme_challenge_type type, struct acme_span name);
	/* A client has seen that pair. */
	void (*seen)(struct acme_server_tls_challenges *self,
		     enum acme_challenge_type type, struct acme_span name);
};

/* What the hello filters of one lws context share. */
struct acme_hello_filters {
	struct acme_lws_context *lws;
	struct acme_listeners *listeners; /* of which lws will choose one */
	struct acme_server_tls_challenges *challenges;
	/* With mbedTLS: */
	struct acme_preread *prereads; /* one for each port */
	size_t n_preread;	       /* clients, of all of them */
	struct acme_validator *validators;
};

#endif
