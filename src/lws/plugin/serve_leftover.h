/* SPDX-License-Identifier: MIT */
/* A vhost whose options are wrong serves on what was got before. */
#ifndef ACME_LWS_PLUGIN_SERVE_LEFTOVER_H
#define ACME_LWS_PLUGIN_SERVE_LEFTOVER_H

#include <libwebsockets.h>

/*
 * Serve the pair in the cert-path and key-path of ${options}, where both are
 * there; the files are only read.  When the vhost begins: it reads at once.
 */
void acme_serve_leftover(struct lws_context *context, struct lws_vhost *vhost,
			 const struct lws_protocol_vhost_options *options);

#endif
