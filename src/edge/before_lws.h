/* SPDX-License-Identifier: MIT */
/*
 * lws reads a vhost's certificate and key itself, before any protocol hears of
 * the vhost; where they are no pair it makes no vhost, and lwsws serves
 * nothing.  So there is something to be done before lws.
 */
#ifndef ACME_EDGE_BEFORE_LWS_H
#define ACME_EDGE_BEFORE_LWS_H

/*
 * Where lws would refuse what stands at ${cert} and ${key}, or at their .upd,
 * which it puts in place first: move that away (store/bad.h), so that it counts as
 * missing.  A pair, an expired one, too, and half of one stays, as lws takes
 * it or does without.  It blocks, and comes before lws_create_vhost().
 */
void acme_before_lws(const char *cert, const char *key, const char *who);

#endif
