/* SPDX-License-Identifier: MIT */
/* Sessions that resume. */
#ifndef ACME_TLS_TLS_SESSION_H
#define ACME_TLS_TLS_SESSION_H

struct acme_tls;

/* What is kept of an ended connection, so that the next one resumes it. */
struct acme_tls_session;

/*
 * What the next connection may resume; NULL before the handshake and after an
 * error.  Best taken at the end: with TLS 1.3 a ticket comes as if it were
 * plaintext, through acme_tls_read().
 */
struct acme_tls_session *acme_tls_session_take(struct acme_tls *tls);

void acme_tls_session_free(struct acme_tls_session *session);

/* Offer ${session} (may be NULL) if it is of the same name and trust. */
void acme_tls_session_offer(struct acme_tls *tls,
			    const struct acme_tls_session *session);

#endif
