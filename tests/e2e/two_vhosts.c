/* SPDX-License-Identifier: MIT */
/*
 * Two vhosts on one port, told apart by name, and no HTTP: the second one is
 * to have a certificate, and the first one gets all hellos.
 */
#include "program.h"

/* NAME URL PORT CA-FILE */
int
main(int argc, char **argv)
{
	const struct lws_protocol_vhost_options none =
		LWS_ACME_CLIENT_NO_OPTIONS;
	struct lws_context_creation_info info;
	struct program_options options;
	struct lws_context *context;

	if (argc < 5)
		return 2;
	program_context(&info, NULL);
	context = lws_create_context(&info);
	if (!context)
		return 1;
	program_tls(&info, argv + 1);
	info.vhost_name = "first.example.test";
	info.pvo = &none;
	lws_create_vhost(context, &info);
	program_options_init(&options, argv[1], argv + 1, NULL);
	program_files(&info);
	info.vhost_name = argv[1];
	info.pvo = &options.plugin;
	lws_create_vhost(context, &info);
	return program_run(context);
}
