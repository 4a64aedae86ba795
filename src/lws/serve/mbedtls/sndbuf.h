/* SPDX-License-Identifier: MIT */
/*
 * Room for all that a TLS server says before its client responds.  lws with
 * mbedTLS signs in the middle of that, by the vhost's key as it was when the
 * hello came: if the first half did not fit, and a client may see to that, it
 * would sign later, when that key may have been replaced and freed.
 */
#ifndef ACME_LWS_SERVE_MBEDTLS_SNDBUF_H
#define ACME_LWS_SERVE_MBEDTLS_SNDBUF_H

/* Of the connection ${fd}.  Where it can't be had, nothing is done. */
void acme_sndbuf_make(int fd);

#endif
