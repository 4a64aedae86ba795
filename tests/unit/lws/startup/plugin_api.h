/* SPDX-License-Identifier: MIT */
/*
 * The plugin API of the lws that is there, or (PLUGIN_API) one whose header is
 * laid out here as in lws 4.3 and 5.0.  Included before the plugin's source.
 */
#ifndef PLUGIN_API_H
#define PLUGIN_API_H

#include <libwebsockets.h>

#ifdef PLUGIN_API
#undef LWS_PLUGIN_API_MAGIC
#define LWS_PLUGIN_API_MAGIC PLUGIN_API
#undef LWS_BUILD_HASH
#define LWS_BUILD_HASH	      "of-this-lws"
#define lws_plugin_protocol_t struct plugin_protocol

struct plugin_protocol {
	struct {
		const char *name, *_class, *lws_build_hash;
		unsigned int api_magic;
#if PLUGIN_API >= 192
		int priority;
#endif
	} hdr;
	const struct lws_protocols *protocols;
	const struct lws_extension *extensions;
	int count_protocols, count_extensions;
};
#endif

#endif
