/* SPDX-License-Identifier: MIT */
/*
 * The world as the ACME client sees it: streams, a worker, a store, challenge
 * responses, and the server whose certificate this is.  The real one is
 * src/lws; a test is another.  Everything that takes time is asked for and
 * answered by an event; no function here fails on the spot or calls back.
 */
#ifndef ACME_CLIENT_PORT_H
#define ACME_CLIENT_PORT_H

#include "client/payload.h"
#include "client/progress.h"
#include "sm.h"

/*
 * A struct sm_requester is who asks, and the events that answer: done's payload
 * stands below each request; failed always carries a struct acme_fault.  There
 * are two answers, but where a third is named.
 */

struct acme_stream; /* the port's */

/* A stream tells its observer by these events, until it is closed. */
struct acme_stream_observer {
	struct sm *sm;
	uint8_t resolved;	/* its addresses are known */
	uint8_t connected;	/* to one of them */
	uint8_t address_failed; /* one did; once until the next is tried */
	uint8_t up;		/* TLS done, chain and name verified */
	uint8_t bytes; /* there are bytes to take; once until they are taken */
	uint8_t down;  /* struct acme_fault: resolve, tcp, tls, closed */
};

/* Where a stream leads. */
struct acme_endpoint {
	const char *host; /* also the name that its certificate must have */
	uint16_t port;
	const char *ca_file; /* PEM roots, or NULL: the system's */
};

/*
 * Something that takes time and knows no state: run() on any thread, then
 * finish() on the loop's, which answers and frees the job.  Where the port
 * ends meanwhile, finish() may come without run(); nobody waits by then.
 */
struct acme_job {
	struct acme_job *next; /* the port's */
	void (*run)(struct acme_job *job);
	void (*finish)(struct acme_job *job);
};

enum acme_record {
	ACME_RECORD_ACCOUNT_KEY, /* JWK */
	ACME_RECORD_PAIR,	 /* PEM key and chain that belong together */
	ACME_RECORD_ORDER_KEY,	 /* PEM key of an order under way */
	ACME_RECORD_STATE,	 /* JSON; several, told apart by a tag */
};

enum acme_challenge_type {
	ACME_CHALLENGE_HTTP_01,	    /* RFC 8555 §8.3 */
	ACME_CHALLENGE_TLS_ALPN_01, /* RFC 8737 */
	ACME_CHALLENGE_TLS_SNI_01,  /* of ACME v1 */
	ACME_CHALLENGE__MAX
};

/* Who published a challenge response. */
struct acme_fetch_observer {
	struct sm *sm;
	uint8_t fetched; /* for the first time */
};

/* A challenge response; it lives until it is withdrawn. */
struct acme_challenge_response {
	struct acme_challenge_response *next; /* the port's */
	enum acme_challenge_type type;
	const char *identifier;
	const char *token;
	const char *key_authorization;
	struct acme_fetch_observer observer;
	bool notified; /* the port's */
};

struct acme_port {
	/* What tells the pair from others, for as long as it is used. */
	const char *pair;

	/* Unix time: it may jump. */
	int64_t (*now_s)(struct acme_port *port);

	/* Resolve the host.  ${stream} is set before any event comes. */
	void (*stream_open)(struct acme_port *port,
			    const struct acme_endpoint *to,
			    const struct acme_stream_observer *observer,
			    struct acme_stream **stream);
	/* Try one more of its addresses, if there is one, beside those that
	 * are being tried.  Where all have failed, down comes. */
	void (*stream_next_address)(struct acme_stream *stream);
	/* What is wrong with each address; class tcp. */
	void (*stream_addresses)(const struct acme_stream *stream,
				 struct acme_fault *fault);
	/* Begin TLS on what is connected. */
	void (*stream_secure)(struct acme_stream *stream);
	/* Plaintext, copied.  A failure comes as down. */
	void (*stream_write)(struct acme_stream *stream,
			     struct acme_span bytes);
	/* Append what came; ACME_ERR_LIMIT where it is
	 * more than ${into} takes. */
	enum acme_err (*stream_take)(struct acme_stream *stream,
				     struct acme_buf *into);
	/* No event comes after this.  NULL is allowed. */
	void (*stream_close)(struct acme_stream *stream);

	void (*work)(struct acme_port *port, struct acme_job *job);

	/* struct acme_stored; ACME_ERR_NOT_FOUND where there is none.
	 * ${tag} is of letters and digits; NULL but for a state. */
	void (*store_get)(struct acme_port *port, enum acme_record record,
			  const char *tag, const struct sm_requester *by);
	/* No payload.  The account key never replaces one. */
	void (*store_put)(struct acme_port *port, enum acme_record record,
			  const char *tag, struct acme_span text,
			  const struct sm_requester *by);
	/* Could all records be written?  No payload. */
	void (*store_try)(struct acme_port *port,
			  const struct sm_requester *by);
	/* They become the pair; the new key that was put is forgotten. */
	void (*store_commit)(struct acme_port *port, struct acme_span chain,
			     const struct acme_secret *key,
			     const struct sm_requester *by);

	/*
	 * Of the processes that share the pair's files the newest orders, and
	 * the next when that ends.  struct acme_lease_acquired: this one does,
	 * until it asks again or offers; failed: another one.
	 */
	void (*ask_lease)(struct acme_port *port,
			  const struct sm_requester *by);
	/* A newer process that waits may have it. */
	void (*offer_lease)(struct acme_port *port);

	/* Is there a server that can respond to the CA in this way, as far as
	 * the port knows? */
	bool (*can_publish)(struct acme_port *port,
			    enum acme_challenge_type type);
	/* No payload. */
	void (*publish)(struct acme_port *port,
			struct acme_challenge_response *response,
			const struct sm_requester *by);
	/* At once, and allowed where it was not published. */
	void (*withdraw)(struct acme_port *port,
			 struct acme_challenge_response *response);

	/* New connections get this pair from now on.  No payload. */
	void (*install)(struct acme_port *port, struct acme_span chain,
			const struct acme_secret *key,
			const struct sm_requester *by);
	/* struct acme_cert_info: what a client gets now.  other, with a
	 * struct acme_fault: that is no certificate; failed: it can't be told,
	 * for want of time, memory or descriptors here. */
	void (*probe)(struct acme_port *port, const struct sm_requester *by);

	/* Look who keeps the pair's files, for kept_by().  No payload. */
	void (*look_for_owner)(struct acme_port *port,
			       const struct sm_requester *by);
	/* The other ACME client that keeps them, for people; NULL: they are
	 * ours. */
	const char *(*kept_by)(struct acme_port *port);

	/* Tell the program that the server is part of; ${text} may be NULL. */
	void (*report)(struct acme_port *port, enum acme_progress progress,
		       const char *text);
};

#endif
