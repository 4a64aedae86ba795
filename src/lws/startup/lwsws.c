/* SPDX-License-Identifier: MIT */
/*
 * lwsws finds this in libprotocol_lws_acme_client.so: it takes the symbol's
 * name from the file's.  The header's members differ from one version of the
 * plugin API to the next (190 in lws 4.1, 191 in 4.3, 192 in 5.0), so they are
 * named; a built plugin fits the lws that it was built with.  The symbol's
 * visibility is said here: LWS_VISIBLE, in lws 4.3, says nothing outside lws.
 */
#include "lws-acme-client.h"

static const struct lws_protocols protocols[] = { LWS_ACME_CLIENT_PROTOCOL };

extern const lws_plugin_protocol_t lws_acme_client;

__attribute__((visibility("default")))
const lws_plugin_protocol_t lws_acme_client = {
	.hdr = {
		.name = LWS_ACME_CLIENT_NAME,
		._class = "lws_protocol_plugin",
#if LWS_PLUGIN_API_MAGIC >= 191
		.lws_build_hash = LWS_BUILD_HASH,
#endif
		.api_magic = LWS_PLUGIN_API_MAGIC,
	},
	.protocols = protocols,
	.count_protocols = LWS_ARRAY_SIZE(protocols),
};
