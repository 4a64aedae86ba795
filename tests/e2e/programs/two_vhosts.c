/* SPDX-License-Identifier: MIT */
/*
 * Two vhosts on one port, told apart by name, and no HTTP: the second one is
 * to have a certificate, and the first one gets all hellos.  That one has the
 * protocol and no files, or files and not the protocol.
 */
#include "program.h"

#include <stdbool.h>

static const struct lws_protocols foreign_protocols[] = {
	{ "http", lws_callback_http_dummy, 0, 0, 0, NULL, 0 },
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

static void
make_first(struct lws_context *context, struct lws_context_creation_info info,
	   bool unmanaged)
{
	static const struct lws_protocol_vhost_options none =
		LWS_ACME_CLIENT_NO_OPTIONS;

	info.vhost_name = "first.example.test";
	if (unmanaged) {
		program_files(&info);
		info.ssl_cert_filepath = "first.pem";
		info.protocols = foreign_protocols;
	} else {
		info.pvo = &none;
	}
	lws_create_vhost(context, &info);
}

/* NAME URL PORT CA-FILE [unmanaged: the first one is; else a CHALLENGE] */
int
main(int argc, char **argv)
{
	struct lws_context_creation_info info;
	struct program_options options;
	struct lws_protocol_vhost_options challenge = { options.of, NULL,
							"challenge", argv[5] };
	struct lws_context *context;
	bool unmanaged;

	if (argc < 5)
		return 2;
	program_context(&info, NULL);
	context = lws_create_context(&info);
	if (!context)
		return 1;
	program_tls(&info, argv + 1);
	unmanaged = argc > 5 && !strcmp(argv[5], "unmanaged");
	make_first(context, info, unmanaged);
	program_options_init(&options, argv[1], argv + 1, NULL);
	if (argc > 5 && !unmanaged)
		options.plugin.options = &challenge;
	program_files(&info);
	info.vhost_name = argv[1];
	info.pvo = &options.plugin;
	lws_create_vhost(context, &info);
	return program_run(context);
}
