/* SPDX-License-Identifier: MIT */
/*
 * What the plugin's memory is measured against: tools/lws-acme-server.c's
 * vhosts without the plugin, with a certificate from files.
 *
 * base_server HTTPS-PORT HTTP-PORT CERTIFICATE KEY FOLDER NAME
 */
#include <libwebsockets.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const struct lws_protocols protocols[] = {
	{ "http", lws_callback_http_dummy, 0, 0, 0, NULL, 0 },
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

static struct lws_http_mount files = {
	.mountpoint = "/",
	.def = "index.html",
	.origin_protocol = LWSMPRO_FILE,
	.mountpoint_len = 1,
};

static bool
create(struct lws_context *context, char **args)
{
	struct lws_context_creation_info info;

	memset(&info, 0, sizeof(info));
	info.vhost_name = "http";
	info.port = atoi(args[2]);
	info.protocols = protocols;
	if (!lws_create_vhost(context, &info))
		return false;
	files.origin = args[5];
	info.vhost_name = args[6];
	info.port = atoi(args[1]);
	info.mounts = &files;
	info.ssl_cert_filepath = args[3];
	info.ssl_private_key_filepath = args[4];
	info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	return lws_create_vhost(context, &info);
}

int
main(int argc, char **argv)
{
	struct lws_context_creation_info info;
	struct lws_context *context;

	if (argc != 7)
		return EXIT_FAILURE;
	lws_set_log_level(LLL_ERR | LLL_WARN | LLL_NOTICE, NULL);
	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
		       LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	context = lws_create_context(&info);
	if (!context || !create(context, argv))
		return EXIT_FAILURE;
	while (lws_service(context, 0) >= 0)
		;
	lws_context_destroy(context);
	return EXIT_SUCCESS;
}
