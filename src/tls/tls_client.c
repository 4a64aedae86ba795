/* SPDX-License-Identifier: MIT */
/*
 * A TLS client is made here.  There is no way to leave out the verification of
 * a CA: only the probe, which has no roots, does so.
 */
#include "tls/tls_client.h"

#include "tls/tls_fault.h"
#include "tls/tls_private.h"
#include "tls/tls_verify.h"

static const char *alpn[] = { "http/1.1", NULL };

/* TLS 1.3 sends its tickets after the handshake; 3.6 drops them unasked. */
static void
want_tickets(mbedtls_ssl_config *config)
{
#ifdef MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED
	mbedtls_ssl_conf_tls13_enable_signal_new_session_tickets(
		config, MBEDTLS_SSL_TLS1_3_SIGNAL_NEW_SESSION_TICKETS_ENABLED);
#else
	(void)config;
#endif
}

/*
 * With forward secrecy, and in TLS 1.2 without static RSA, whose padding has
 * been broken again and again.  One that mbedTLS does not have is passed over.
 */
static const int suites[] = {
	/* of TLS 1.3 */
	0x1301, 0x1302, 0x1303,
	/* ECDHE, with ECDSA and RSA: AES-GCM, ChaCha20, AES-CBC */
	0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc023, 0xc027, 0xc024,
	0xc028, 0xc009, 0xc013, 0xc00a, 0xc014,
	/* DHE with RSA: the same */
	0x009e, 0x009f, 0xccaa, 0x0067, 0x006b, 0x0033, 0x0039, 0
};

static int
configure(struct acme_tls *tls)
{
	mbedtls_ssl_config *config = &tls->config;
	int rc = acme_tls_configure(config, MBEDTLS_SSL_IS_CLIENT);

	if (rc)
		return rc;
	want_tickets(config);
	mbedtls_ssl_conf_verify(config, acme_tls_verify, tls);
	if (tls->trust) {
		mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_REQUIRED);
		mbedtls_ssl_conf_ca_chain(config, &tls->trust->roots, NULL);
		mbedtls_ssl_conf_ciphersuites(config, suites);
	} else {
		/* Not NONE: the leaf is learnt in acme_tls_verify(). */
		mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_OPTIONAL);
	}
	return mbedtls_ssl_conf_alpn_protocols(config, alpn);
}

/*
 * The name for mbedTLS to send (RFC 6066 §3: never an address) and to verify;
 * an address is verified in acme_tls_verify().
 */
static int
set_name(struct acme_tls *tls)
{
	bool is_address = acme_tls_verify_address(tls->name, &tls->address);

	return mbedtls_ssl_set_hostname(&tls->ssl,
					is_address ? NULL : tls->name);
}

static enum acme_err
set_up(struct acme_tls *tls, const struct acme_tls_session *session,
       struct acme_fault *fault)
{
	int rc = configure(tls);

	if (!rc)
		rc = mbedtls_ssl_setup(&tls->ssl, &tls->config);
	if (!rc)
		rc = set_name(tls);
	if (rc)
		return acme_tls_fault(tls, rc, "setup", fault);
	acme_tls_bytes_connect(tls);
	acme_tls_session_offer(tls, session);
	return ACME_OK;
}

static enum acme_err
new_client(const char *name, struct acme_trust *trust,
	   const struct acme_tls_session *session, struct acme_tls **tls,
	   struct acme_fault *fault)
{
	struct acme_tls *made;
	size_t len = strlen(name);
	enum acme_err err;

	if (!len || len > ACME_TLS_NAME_MAX)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "TLS: '%.40s' is no host name", name);
	made = acme_tls_alloc();
	if (!made)
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "%s: TLS setup: out of memory", name);
	memcpy(made->name, name, len + 1);
	made->trust = trust ? acme_trust_ref(trust) : NULL;
	err = set_up(made, session, fault);
	if (err)
		acme_tls_free(made);
	else
		*tls = made;
	return err;
}

enum acme_err
acme_tls_new(const char *name, struct acme_trust *trust,
	     const struct acme_tls_session *session, struct acme_tls **tls,
	     struct acme_fault *fault)
{
	/* Checked in every build: a client without roots is a probe. */
	if (!trust)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "%s: TLS without roots", name);
	return new_client(name, trust, session, tls, fault);
}

enum acme_err
acme_tls_new_probe(const char *name, struct acme_tls **tls,
		   struct acme_fault *fault)
{
	return new_client(name, NULL, NULL, tls, fault);
}
