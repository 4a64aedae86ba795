/* SPDX-License-Identifier: MIT */
/*
 * Two vhosts on one port, told apart by name, and no HTTP: the second one is
 * to have a certificate, and the first one gets all hellos.
 */
#include "lws-acme-client.h"

#include <stdlib.h>
#include <string.h>

static const struct lws_protocols protocols[] = {
	{ "http", lws_callback_http_dummy, 0, 0, 0, NULL, 0 },
	LWS_ACME_CLIENT_PROTOCOL,
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

static struct lws_context *context;

static void
serve(struct lws_context_creation_info *info, char **words)
{
	const struct lws_protocol_vhost_options options[] = {
		{ &options[1], NULL, "common-name", words[0] },
		{ &options[2], NULL, "directory-url", words[1] },
		{ &options[3], NULL, "auth-path", "account.jwk" },
		{ &options[4], NULL, "cert-path", "cert.pem" },
		{ &options[5], NULL, "key-path", "key.pem" },
		{ NULL, NULL, "ca-file", words[3] },
	};
	const struct lws_protocol_vhost_options no_options =
		LWS_ACME_CLIENT_NO_OPTIONS;
	const struct lws_protocol_vhost_options plugin = { NULL, options,
							   LWS_ACME_CLIENT_NAME,
							   "" };

	info->port = atoi(words[2]);
	info->options |= LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX;
	info->vhost_name = "first.example.test";
	info->pvo = &no_options;
	lws_create_vhost(context, info);
	info->vhost_name = words[0];
	info->pvo = &plugin;
	info->ssl_cert_filepath = "cert.pem";
	info->ssl_private_key_filepath = "key.pem";
	info->options |= LWS_SERVER_OPTION_IGNORE_MISSING_CERT;
	lws_create_vhost(context, info);
	while (lws_service(context, 0) >= 0)
		;
	lws_context_destroy(context);
}

/* NAME URL PORT CA-FILE */
int
main(int argc, char **argv)
{
	struct lws_context_creation_info info;

	if (argc < 5)
		return 2;
	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
		       LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	info.protocols = protocols;
	context = lws_create_context(&info);
	if (!context)
		return 1;
	serve(&info, argv + 1);
	return 0;
}
