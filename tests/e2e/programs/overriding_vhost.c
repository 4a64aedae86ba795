/* SPDX-License-Identifier: MIT */
/*
 * A program that has another name for its certificate than the options, and
 * another CA: it says so with LWS_CALLBACK_VHOST_CERT_AGING while the first is
 * being got, or from within the callback that tells of that.
 */
#include "program.h"

static struct lws_vhost *vhost;
static const char *name, *url;

static void
override(lws_sorted_usec_list_t *sul)
{
	struct lws_acme_cert_aging_args args;

	(void)sul;
	memset(&args, 0, sizeof(args));
	args.vh = vhost;
	args.element_overrides[LWS_TLS_REQ_ELEMENT_COMMON_NAME] = name;
	args.element_overrides[LWS_TLS_SET_DIR_URL] = url;
	lws_callback_vhost_protocols_vhost(vhost, LWS_CALLBACK_VHOST_CERT_AGING,
					   &args, 0);
}

static int
told(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in,
     size_t len)
{
	if (reason == LWS_CALLBACK_VHOST_CERT_UPDATE && len == LWS_CUS_STARTING)
		override(NULL);
	return lws_callback_http_dummy(wsi, reason, user, in, len);
}

/* NAME URL PORT CA-FILE [OTHER-URL, which the options have; it overrides
 * where it is told that this one is asked] */
int
main(int argc, char **argv)
{
	struct lws_context_creation_info info;
	struct program_options options;
	struct lws_context *context;
	lws_sorted_usec_list_t sul;
	int is_deferred = argc > 5;

	if (argc < 5)
		return 2;
	program_context(&info, is_deferred ? told : NULL);
	context = lws_create_context(&info);
	if (!context)
		return 1;
	name = argv[1];
	url = argv[2];
	if (is_deferred)
		argv[2] = argv[5];
	program_options_init(&options, "before.example.test", argv + 1, NULL);
	program_tls(&info, argv + 1);
	program_files(&info);
	info.vhost_name = name;
	info.pvo = &options.plugin;
	vhost = lws_create_vhost(context, &info);
	memset(&sul, 0, sizeof(sul));
	if (!is_deferred)
		lws_sul_schedule(context, 0, &sul, override,
				 50 * LWS_US_PER_MS);
	return program_run(context);
}
