/* SPDX-License-Identifier: MIT */
/*
 * Three vhosts with the same certificate files: one has the plugin's options,
 * one shares its port (and may have options, too), and one has another port and does not know the plugin
 * at all.  Each tells what its protocols are told.
 */
#include "lws-acme-client.h"

#include <stdlib.h>
#include <string.h>

static int
callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
	 void *in, size_t len)
{
	if (reason == LWS_CALLBACK_VHOST_CERT_UPDATE && len == LWS_CUS_SUCCESS)
		lwsl_notice("vhost %s is told of a certificate\n",
			    lws_get_vhost_name(lws_get_vhost(wsi)));
	return lws_callback_http_dummy(wsi, reason, user, in, len);
}

static const struct lws_protocols protocols[] = {
	{ "http", callback, 0, 0, 0, NULL, 0 },
	LWS_ACME_CLIENT_PROTOCOL,
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

static const struct lws_protocols stranger[] = {
	{ "http", callback, 0, 0, 0, NULL, 0 },
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

static const struct lws_protocol_vhost_options none =
	LWS_ACME_CLIENT_NO_OPTIONS;

static struct lws_context *context;

static void
run(void)
{
	while (lws_service(context, 0) >= 0)
		;
	lws_context_destroy(context);
}

static void
serve(struct lws_context_creation_info *info, char **words)
{
	const struct lws_protocol_vhost_options options[] = {
		{ &options[1], NULL, "common-name", words[0] },
		{ &options[2], NULL, "directory-url", words[1] },
		{ &options[3], NULL, "auth-path", "account.jwk" },
		{ &options[4], NULL, "cert-path", "cert.pem" },
		{ &options[5], NULL, "key-path", "key.pem" },
		{ &options[6], NULL, "subject-alt-name", words[5] },
		{ NULL, NULL, "ca-file", words[3] },
	};
	const struct lws_protocol_vhost_options plugin = { NULL, options,
							   LWS_ACME_CLIENT_NAME,
							   "" };

	const struct lws_protocol_vhost_options more = { options, NULL,
							 "renew-days",
							 words[6] },
						other = { NULL, &more,
							  LWS_ACME_CLIENT_NAME,
							  "" };

	info->ssl_cert_filepath = "cert.pem";
	info->ssl_private_key_filepath = "key.pem";
	info->options |= LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX |
			 LWS_SERVER_OPTION_IGNORE_MISSING_CERT;
	info->port = atoi(words[2]);
	info->vhost_name = words[0];
	info->pvo = &plugin;
	lws_create_vhost(context, info);
	info->vhost_name = words[5];
	info->pvo = words[6] ? &other : &none;
	lws_create_vhost(context, info);
	info->pvo = NULL;
	info->port = atoi(words[4]);
	info->vhost_name = "stranger";
	info->protocols = stranger;
	lws_create_vhost(context, info);
	run();
}

/* NAME URL PORT CA-FILE OTHER-PORT OTHER-NAME [RENEW-DAYS of the second one,
 * which then has all other options, too; "" is none] */
int
main(int argc, char **argv)
{
	struct lws_context_creation_info info;

	if (argc < 7)
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
