/* SPDX-License-Identifier: MIT */
/*
 * lws reads a vhost's certificate and key itself, before any protocol is told
 * of the vhost; where they are no pair it makes no vhost, and lwsws serves
 * nothing.  So there is something to be done before lws.
 */
#ifndef ACME_LWS_STARTUP_PREFLIGHT_H
#define ACME_LWS_STARTUP_PREFLIGHT_H

#include "lws/files/store_request.h"

/*
 * Where lws would refuse what stands at cert-path and key-path, or at their
 * .upd, which it puts in place first, or would wait for another process when it
 * opens it: move that away (store/pair/quarantine.h), so that it counts as
 * missing.  A pair, an expired one, too, and half of one stays, as lws takes it
 * or does without.  Of ${store_paths} the account's may be "", and ${ca_file}
 * NULL.  It blocks, and comes before lws_create_vhost().
 * ACME_ERR_INVALID: lws would wait for ever for what could not be moved.
 */
enum acme_err acme_preflight(const struct acme_store_paths *store_paths,
			     const char *ca_file,
			     struct acme_fault *fault) ACME_MUST_CHECK;

#endif
