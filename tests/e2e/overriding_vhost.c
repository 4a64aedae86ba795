/* SPDX-License-Identifier: MIT */
/*
 * A program that has another name for its certificate than the options: it
 * says so with LWS_CALLBACK_VHOST_CERT_AGING while the first is being got.
 */
#include "lws-acme-client.h"

#include <stdlib.h>
#include <string.h>

static const struct lws_protocols protocols[] = {
	{ "http", lws_callback_http_dummy, 0, 0, 0, NULL, 0 },
	LWS_ACME_CLIENT_PROTOCOL,
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

static struct lws_vhost *vhost;
static const char *name;

static void
override(lws_sorted_usec_list_t *sul)
{
	struct lws_acme_cert_aging_args args;

	(void)sul;
	memset(&args, 0, sizeof(args));
	args.vh = vhost;
	args.element_overrides[LWS_TLS_REQ_ELEMENT_COMMON_NAME] = name;
	lws_callback_vhost_protocols_vhost(vhost, LWS_CALLBACK_VHOST_CERT_AGING,
					   &args, 0);
}

static void
serve(struct lws_context *context, struct lws_context_creation_info *info,
      char **words)
{
	const struct lws_protocol_vhost_options options[] = {
		{ &options[1], NULL, "common-name", "before.example.test" },
		{ &options[2], NULL, "directory-url", words[1] },
		{ &options[3], NULL, "auth-path", "account.jwk" },
		{ &options[4], NULL, "cert-path", "cert.pem" },
		{ &options[5], NULL, "key-path", "key.pem" },
		{ NULL, NULL, "ca-file", words[3] },
	};
	const struct lws_protocol_vhost_options plugin = { NULL, options,
							   LWS_ACME_CLIENT_NAME,
							   "" };
	lws_sorted_usec_list_t sul;

	info->port = atoi(words[2]);
	info->ssl_cert_filepath = "cert.pem";
	info->ssl_private_key_filepath = "key.pem";
	info->options |= LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX |
			 LWS_SERVER_OPTION_IGNORE_MISSING_CERT;
	info->vhost_name = words[0];
	info->pvo = &plugin;
	vhost = lws_create_vhost(context, info);
	memset(&sul, 0, sizeof(sul));
	lws_sul_schedule(context, 0, &sul, override, 50 * LWS_US_PER_MS);
	while (lws_service(context, 0) >= 0)
		;
}

/* NAME URL PORT CA-FILE */
int
main(int argc, char **argv)
{
	struct lws_context_creation_info info;
	struct lws_context *context;

	if (argc < 5)
		return 2;
	name = argv[1];
	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
		       LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	info.protocols = protocols;
	context = lws_create_context(&info);
	if (!context)
		return 1;
	serve(context, &info, argv + 1);
	lws_context_destroy(context);
	return 0;
}
