/* SPDX-License-Identifier: MIT */
/* A server shows what it is, and asks nothing. */
#include "tls/tls_server.h"

#include "crypto/x509/parsed_pair_private.h"
#include "tls/tls_fault.h"
#include "tls/tls_private.h"

#include <stdio.h>

static int
set_up(struct acme_tls *tls)
{
	struct acme_parsed_pair *pair = tls->pair;
	int rc;

	rc = acme_tls_configure(&tls->config, MBEDTLS_SSL_IS_SERVER);
	if (rc)
		return rc;
	mbedtls_ssl_conf_authmode(&tls->config, MBEDTLS_SSL_VERIFY_NONE);
	rc = mbedtls_ssl_conf_own_cert(&tls->config, &pair->chain,
				       acme_key_pk(pair->key));
	if (!rc && tls->protocols[0])
		rc = mbedtls_ssl_conf_alpn_protocols(&tls->config,
						     tls->protocols);
	if (!rc)
		rc = mbedtls_ssl_setup(&tls->ssl, &tls->config);
	return rc;
}

enum acme_err
acme_tls_new_server(struct acme_parsed_pair *pair, const char *protocol,
		    struct acme_tls **tls, struct acme_fault *fault)
{
	struct acme_tls *made = acme_tls_alloc();
	enum acme_err err;
	int rc;

	if (!made)
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "TLS setup: out of memory");
	snprintf(made->name, sizeof(made->name), "client");
	made->pair = acme_parsed_pair_ref(pair);
	made->protocols[0] = protocol;
	rc = set_up(made);
	if (rc) {
		err = acme_tls_fault(made, rc, "setup", fault);
		acme_tls_free(made);
		return err;
	}
	acme_tls_bytes_connect(made);
	*tls = made;
	return ACME_OK;
}
