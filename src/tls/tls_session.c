/* SPDX-License-Identifier: MIT */
/*
 * This keeps the sessions that a later connection resumes.  A resumed handshake
 * shows no certificate, so it verifies none: what was verified is remembered
 * with the session, and it is offered only where a full handshake would judge
 * the same thing again.  That is: for the same name, against the same roots,
 * while the leaf is in date.
 */
#include "tls/tls_session.h"

#include "tls/tls_private.h"

#include <stdlib.h>
#include <string.h>

struct acme_tls_session {
	char name[ACME_TLS_NAME_MAX + 1];
	unsigned char trust_digest[ACME_TRUST_DIGEST_LEN];
	mbedtls_x509_time leaf_valid_to;
	mbedtls_ssl_session ssl;
};

static bool
fits(const struct acme_tls_session *session, const struct acme_tls *tls)
{
	return tls->trust && !strcmp(session->name, tls->name) &&
	       !memcmp(session->trust_digest, tls->trust->digest,
		       ACME_TRUST_DIGEST_LEN) &&
	       !mbedtls_x509_time_is_past(&session->leaf_valid_to);
}

void
acme_tls_session_offer(struct acme_tls *tls,
		       const struct acme_tls_session *session)
{
	/* One that mbedTLS does not take costs a full handshake, no more. */
	if (session && fits(session, tls))
		(void)mbedtls_ssl_set_session(&tls->ssl, &session->ssl);
}

struct acme_tls_session *
acme_tls_session_take(struct acme_tls *tls)
{
	const mbedtls_x509_crt *leaf = mbedtls_ssl_get_peer_cert(&tls->ssl);
	struct acme_tls_session *session;

	if (!tls->up || !tls->trust || !leaf)
		return NULL;
	session = calloc(1, sizeof(*session));
	if (!session)
		return NULL;
	mbedtls_ssl_session_init(&session->ssl);
	if (mbedtls_ssl_get_session(&tls->ssl, &session->ssl)) {
		acme_tls_session_free(session);
		return NULL;
	}
	memcpy(session->name, tls->name, sizeof(session->name));
	memcpy(session->trust_digest, tls->trust->digest,
	       ACME_TRUST_DIGEST_LEN);
	session->leaf_valid_to = leaf->valid_to;
	return session;
}

void
acme_tls_session_free(struct acme_tls_session *session)
{
	if (!session)
		return;
	mbedtls_ssl_session_free(&session->ssl);
	free(session);
}
