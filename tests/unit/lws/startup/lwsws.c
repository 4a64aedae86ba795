/* SPDX-License-Identifier: MIT */
/* The plugin as the loader of each plugin API reads it. */
#include "lws-acme-client.h"
#include "plugin_api.h"
#include "test.h"

extern const lws_plugin_protocol_t lws_acme_client;

static void
header(void)
{
	CHECK_STR(lws_acme_client.hdr.name, "lws-acme-client");
	CHECK_STR(lws_acme_client.hdr._class, "lws_protocol_plugin");
	CHECK(lws_acme_client.hdr.api_magic == LWS_PLUGIN_API_MAGIC);
#ifdef PLUGIN_API
	CHECK_STR(lws_acme_client.hdr.lws_build_hash, "of-this-lws");
#endif
}

static void
one_protocol(void)
{
	CHECK(lws_acme_client.count_protocols == 1);
	CHECK_STR(lws_acme_client.protocols[0].name, "lws-acme-client");
	CHECK(lws_acme_client.protocols[0].callback ==
	      lws_acme_client_callback);
	CHECK(!lws_acme_client.extensions);
	CHECK(!lws_acme_client.count_extensions);
}

static const struct test tests[] = {
	TEST(header),
	TEST(one_protocol),
};

TEST_MAIN(tests)
