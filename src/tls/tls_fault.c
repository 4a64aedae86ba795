/* SPDX-License-Identifier: MIT */
/* This says what went wrong in TLS, in words that an operator understands. */
#include "tls/tls_fault.h"

#include "crypto/compat.h"
#include "tls/tls_private.h"

#include <mbedtls/error.h>

#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define BAD_VERSION MBEDTLS_ERR_SSL_BAD_HS_PROTOCOL_VERSION
#else
#define BAD_VERSION MBEDTLS_ERR_SSL_BAD_PROTOCOL_VERSION
#endif

#define UNKNOWN_EXTENSION \
	(MBEDTLS_ERR_X509_INVALID_EXTENSIONS + MBEDTLS_ERR_ASN1_UNEXPECTED_TAG)

/* RFC 8446 §6: the alerts that a client may meet. */
static const struct {
	int code;
	const char *words;
} alerts[] = {
	{ MBEDTLS_SSL_ALERT_MSG_HANDSHAKE_FAILURE,
	  "handshake_failure: no cipher, or a certificate of ours is wanted" },
	{ MBEDTLS_SSL_ALERT_MSG_PROTOCOL_VERSION,
	  "protocol_version: it does not speak our versions of TLS" },
	{ MBEDTLS_SSL_ALERT_MSG_UNRECOGNIZED_NAME,
	  "unrecognized_name: it does not know this host name" },
	{ MBEDTLS_SSL_ALERT_MSG_NO_APPLICATION_PROTOCOL,
	  "no_application_protocol: it does not speak http/1.1" },
	{ MBEDTLS_SSL_ALERT_MSG_INTERNAL_ERROR, "internal_error" },
	{ MBEDTLS_SSL_ALERT_MSG_DECODE_ERROR, "decode_error" },
	{ MBEDTLS_SSL_ALERT_MSG_DECRYPT_ERROR, "decrypt_error" },
	{ MBEDTLS_SSL_ALERT_MSG_BAD_RECORD_MAC, "bad_record_mac" },
	{ MBEDTLS_SSL_ALERT_MSG_UNEXPECTED_MESSAGE, "unexpected_message" },
	{ MBEDTLS_SSL_ALERT_MSG_ILLEGAL_PARAMETER, "illegal_parameter" },
	{ MBEDTLS_SSL_ALERT_MSG_ACCESS_DENIED, "access_denied" },
};

static enum acme_err
alert_fault(const struct acme_tls *tls, struct acme_fault *fault)
{
	/* The alert's body is level and description; mbedTLS has no other
	 * way to ask for it. */
	int code = tls->ssl.MBEDTLS_PRIVATE(in_msg)[1];
	size_t i;

	for (i = 0; i < sizeof(alerts) / sizeof(*alerts); i++)
		if (alerts[i].code == code)
			return acme_fault_set(fault, ACME_ERR_TLS,
					      "%s: peer refused: alert %s",
					      tls->name, alerts[i].words);
	return acme_fault_set(fault, ACME_ERR_TLS, "%s: peer refused: alert %d",
			      tls->name, code);
}

/* A record has one of four types, and its version is 3.x (RFC 8446 §5.1). */
static bool
is_tls(const struct acme_tls *tls)
{
	return !tls->head_len ||
	       (tls->head[0] >= MBEDTLS_SSL_MSG_CHANGE_CIPHER_SPEC &&
		tls->head[0] <= MBEDTLS_SSL_MSG_APPLICATION_DATA &&
		(tls->head_len < 2 || tls->head[1] == 3));
}

static bool
is_memory(int rc)
{
	return rc == MBEDTLS_ERR_SSL_ALLOC_FAILED || acme_compat_is_memory(rc);
}

static enum acme_err
other_fault(const struct acme_tls *tls, int rc, const char *doing,
	    struct acme_fault *fault)
{
	char words[128];

	if (is_memory(rc))
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "%s: TLS %s: out of memory", tls->name,
				      doing);
	mbedtls_strerror(rc, words, sizeof(words));
	return acme_fault_set(fault, ACME_ERR_TLS, "%s: TLS %s: %s", tls->name,
			      doing, words);
}

enum acme_err
acme_tls_fault(const struct acme_tls *tls, int rc, const char *doing,
	       struct acme_fault *fault)
{
	if (!is_tls(tls))
		return acme_fault_set(
			fault, ACME_ERR_TLS, "%s: peer does not speak TLS%s",
			tls->name,
			memcmp(tls->head, "HTTP/", 5) ? ""
						      : ", but plain HTTP");
	switch (rc) {
	case MBEDTLS_ERR_X509_CERT_VERIFY_FAILED:
		return acme_fault_set(fault, ACME_ERR_TLS, "%s",
				      tls->verdict.text);
	case MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE:
		return alert_fault(tls, fault);
	case UNKNOWN_EXTENSION:
		return acme_fault_set(fault, ACME_ERR_TLS,
				      "%s: a certificate of its chain has a "
				      "critical extension that mbedTLS does "
				      "not know (name constraints are read in "
				      "a root alone)",
				      tls->name);
	case BAD_VERSION:
		return acme_fault_set(
			fault, ACME_ERR_TLS,
			"%s: peer does not support TLS 1.2 or later",
			tls->name);
	case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
	case MBEDTLS_ERR_SSL_CONN_EOF:
		return acme_fault_set(fault, ACME_ERR_CLOSED,
				      "%s: peer closed the connection in the "
				      "TLS %s",
				      tls->name, doing);
	default:
		return other_fault(tls, rc, doing, fault);
	}
}
