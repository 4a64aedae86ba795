/* SPDX-License-Identifier: MIT */
/*
 * A CA's validator, whose ClientHello is here: a TLS handshake of our own, step
 * by step in the worker, with the challenge's certificate, and then the end.
 */
#ifndef ACME_LWS_SERVE_MBEDTLS_VALIDATOR_H
#define ACME_LWS_SERVE_MBEDTLS_VALIDATOR_H

#include "lws/serve/challenge_match.h"

/*
 * Take over ${wsi}, a watch (lws/loop/fd_watch.h) of ${fd}, from which
 * ${message}, the ClientHello, has been read.  ACME_ERR_MEMORY: it is as it
 * was.
 */
enum acme_err acme_validator_new(struct acme_hello_filters *filters,
				 struct lws *wsi, int fd,
				 const struct acme_hello *hello,
				 struct acme_span message) ACME_MUST_CHECK;

#endif
