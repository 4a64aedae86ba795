/* SPDX-License-Identifier: MIT */
/*
 * What a server with mbedTLS would use its key for, told from a client's
 * hello.
 */
#ifndef ACME_TLS_KEY_EXCHANGE_H
#define ACME_TLS_KEY_EXCHANGE_H

#include "base/span.h"

/*
 * May mbedTLS, with its usual settings and an RSA key, respond to this
 * ClientHello, a whole message, by static RSA?  Then it needs the key once more
 * when the client has responded, and there is no forward secrecy.  In doubt:
 * true.  It is false for whoever offers no static RSA at all.
 */
bool acme_key_exchange_may_be_static(struct acme_span hello);

#endif
