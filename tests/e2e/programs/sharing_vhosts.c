/* SPDX-License-Identifier: MIT */
/*
 * Three vhosts with the same certificate files: one has the plugin's options,
 * one shares its port (and may have options, too), and one has another port and
 * does not know the plugin at all.  Each tells what its protocols are told.
 */
#include "program.h"

#include <stdlib.h>

static void
tell(struct lws_vhost *vhost, enum lws_cert_update_state state,
     const char *json)
{
	static const char *const names[] = {
		[LWS_CUS_IDLE] = "IDLE",
		[LWS_CUS_STARTING] = "STARTING",
		[LWS_CUS_SUCCESS] = "SUCCESS",
		[LWS_CUS_FAILED] = "FAILED",
		[LWS_CUS_CREATE_KEYS] = "CREATE_KEYS",
		[LWS_CUS_REG] = "REG",
		[LWS_CUS_AUTH] = "AUTH",
		[LWS_CUS_CHALLENGE] = "CHALLENGE",
		[LWS_CUS_CREATE_REQ] = "CREATE_REQ",
		[LWS_CUS_REQ] = "REQ",
		[LWS_CUS_CONFIRM] = "CONFIRM",
		[LWS_CUS_ISSUE] = "ISSUE",
	};

	lwsl_notice("vhost %s: progress %s %s\n", lws_get_vhost_name(vhost),
		    names[state], json);
	if (state == LWS_CUS_SUCCESS)
		lwsl_notice("vhost %s is told of a certificate\n",
			    lws_get_vhost_name(vhost));
}

static int
callback(struct lws *wsi, enum lws_callback_reasons reason, void *user,
	 void *in, size_t len)
{
	if (reason == LWS_CALLBACK_VHOST_CERT_UPDATE)
		tell(lws_get_vhost(wsi), (enum lws_cert_update_state)len, in);
	return lws_callback_http_dummy(wsi, reason, user, in, len);
}

static const struct lws_protocols unmanaged[] = {
	{ "http", callback, 0, 0, 0, NULL, 0 },
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

static void
make(struct lws_context *context, struct lws_context_creation_info *info,
     const char *name, const struct lws_protocol_vhost_options *pvo)
{
	info->vhost_name = name;
	info->pvo = pvo;
	lws_create_vhost(context, info);
}

static int
serve(struct lws_context *context, struct lws_context_creation_info *info,
      char **words)
{
	const struct lws_protocol_vhost_options none =
		LWS_ACME_CLIENT_NO_OPTIONS;
	struct program_options options;
	struct lws_protocol_vhost_options more, other;

	program_options_init(&options, words[0], words, words[5]);
	more = (struct lws_protocol_vhost_options){ options.of, NULL,
						    "renew-days", words[6] };
	other = (struct lws_protocol_vhost_options){ NULL, &more,
						     LWS_ACME_CLIENT_NAME, "" };
	program_tls(info, words);
	program_files(info);
	make(context, info, words[0], &options.plugin);
	make(context, info, words[5], words[6] ? &other : &none);
	info->port = atoi(words[4]);
	info->protocols = unmanaged;
	make(context, info, "unmanaged", NULL);
	return program_run(context);
}

/* NAME URL PORT CA-FILE OTHER-PORT OTHER-NAME [RENEW-DAYS of the second one,
 * which then has all other options, too; "" is none] */
int
main(int argc, char **argv)
{
	struct lws_context_creation_info info;
	struct lws_context *context;

	if (argc < 7)
		return 2;
	program_context(&info, callback);
	context = lws_create_context(&info);
	return context ? serve(context, &info, argv + 1) : 1;
}
