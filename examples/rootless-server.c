/* SPDX-License-Identifier: MIT */
/*
 * An HTTPS server that gives up root for another user once its port is open.
 * Its certificate's files stay root's, in a folder that nobody else may enter.
 */
#include <lws-acme-client.h>
#include <stdlib.h>
#include <string.h>

static const struct lws_protocols protocols[] = {
	{ "http", lws_callback_http_dummy, 0, 0, 0, NULL, 0 },
	LWS_ACME_CLIENT_PROTOCOL,
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

int
main(int argc, char **argv)
{
	if (argc < 6) /* a ca-file for a CA that the system does not trust */
		return lwsl_err("NAME URL PORT USER GROUP [CA-FILE]\n"), 2;
	const struct lws_protocol_vhost_options options[] = {
		{ &options[1], NULL, "common-name", argv[1] },
		{ &options[2], NULL, "directory-url", argv[2] },
		{ &options[3], NULL, "auth-path", "keys/account.jwk" },
		{ &options[4], NULL, "cert-path", "keys/cert.pem" },
		{ &options[5], NULL, "key-path", "keys/key.pem" },
		{ NULL, NULL, "ca-file", argc > 6 ? argv[6] : "" },
	}, plugin = { NULL, options, LWS_ACME_CLIENT_NAME, "" };
	struct lws_context_creation_info info;
	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
		       LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX |
		       LWS_SERVER_OPTION_IGNORE_MISSING_CERT;
	info.protocols = protocols;
	info.pvo = &plugin;
	info.vhost_name = argv[1];
	info.port = atoi(argv[3]); /* usually 443 */
	info.ssl_cert_filepath = "keys/cert.pem";
	info.ssl_private_key_filepath = "keys/key.pem";
	info.username = argv[4];
	info.groupname = argv[5];

	/* Without LWS_SERVER_OPTION_EXPLICIT_VHOSTS, lws_create_context() gives
	 * up root before the plugin hears of the vhost. */
	if (lws_acme_prepare(&info))
		return 1;
	struct lws_context *context = lws_create_context(&info);

	while (context && lws_service(context, 0) >= 0)
		;
	lws_context_destroy(context);
}
