/* SPDX-License-Identifier: MIT */
/* An HTTPS server for the files in www/ that gets its own certificate. */
#include <lws-acme-client.h>
#include <stdlib.h>
#include <string.h>

static const struct lws_protocols protocols[] = {
	{ "http", lws_callback_http_dummy, 0, 0, 0, NULL, 0 },
	LWS_ACME_CLIENT_PROTOCOL,
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};
static const struct lws_http_mount challenges = LWS_ACME_CLIENT_MOUNT(NULL);
static const struct lws_http_mount files = {
	.mountpoint = "/",
	.mountpoint_len = 1,
	.origin = "www",
	.origin_protocol = LWSMPRO_FILE,
	.def = "index.html",
};

int
main(int argc, char **argv)
{
	if (argc < 5) /* a ca-file for a CA that the system does not trust */
		return lwsl_err("NAME URL PORT HTTP-PORT [CA-FILE]\n"), 2;
	const struct lws_protocol_vhost_options options[] = {
		{ &options[1], NULL, "common-name", argv[1] },
		{ &options[2], NULL, "directory-url", argv[2] },
		{ &options[3], NULL, "auth-path", "account.jwk" },
		{ &options[4], NULL, "cert-path", "cert.pem" },
		{ &options[5], NULL, "key-path", "key.pem" },
		{ NULL, NULL, "ca-file", argc > 5 ? argv[5] : "" },
	}, plugin = { NULL, options, LWS_ACME_CLIENT_NAME, "" },
	   no_options = LWS_ACME_CLIENT_NO_OPTIONS;
	struct lws_context_creation_info info;
	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
		       LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	info.protocols = protocols;
	struct lws_context *context = lws_create_context(&info);

	info.port = atoi(argv[4]); /* where the CA looks: usually 80 */
	info.mounts = &challenges;
	info.pvo = &no_options;
	lws_create_vhost(context, &info);

	info.port = atoi(argv[3]); /* usually 443 */
	info.vhost_name = argv[1];
	info.ssl_cert_filepath = "cert.pem";
	info.ssl_private_key_filepath = "key.pem";
	info.options |= LWS_SERVER_OPTION_IGNORE_MISSING_CERT;
	info.mounts = &files;
	info.pvo = &plugin;
	lws_acme_prepare(&info);
	lws_create_vhost(context, &info);

	while (lws_service(context, 0) >= 0)
		;
	lws_context_destroy(context);
}
