/* SPDX-License-Identifier: MIT */
/*
 * A program that has another name for its certificate than the options: it
 * says so with LWS_CALLBACK_VHOST_CERT_AGING while the first is being got.
 */
#include "program.h"

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

/* NAME URL PORT CA-FILE */
int
main(int argc, char **argv)
{
	struct lws_context_creation_info info;
	struct program_options options;
	struct lws_context *context;
	lws_sorted_usec_list_t sul;

	if (argc < 5)
		return 2;
	program_context(&info, NULL);
	context = lws_create_context(&info);
	if (!context)
		return 1;
	name = argv[1];
	program_options_init(&options, "before.example.test", argv + 1, NULL);
	program_tls(&info, argv + 1);
	program_files(&info);
	info.vhost_name = name;
	info.pvo = &options.plugin;
	vhost = lws_create_vhost(context, &info);
	memset(&sul, 0, sizeof(sul));
	lws_sul_schedule(context, 0, &sul, override, 50 * LWS_US_PER_MS);
	return program_run(context);
}
