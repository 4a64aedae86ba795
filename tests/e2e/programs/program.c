/* SPDX-License-Identifier: MIT */
#include "program.h"

#include <stdlib.h>

static struct lws_protocols protocols[] = {
	{ "http", lws_callback_http_dummy, 0, 0, 0, NULL, 0 },
	LWS_ACME_CLIENT_PROTOCOL,
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

void
program_options_init(struct program_options *options, const char *name,
		     char **words, const char *more_names)
{
	const char *texts[][2] = {
		{ "common-name", name },
		{ "directory-url", words[1] },
		{ "auth-path", "account.jwk" },
		{ "cert-path", "cert.pem" },
		{ "key-path", "key.pem" },
		{ "ca-file", words[3] },
		{ "subject-alt-name", more_names },
	};
	size_t i, n = sizeof(texts) / sizeof(*texts) - !more_names;

	for (i = 0; i < n; i++)
		options->of[i] = (struct lws_protocol_vhost_options){
			i + 1 < n ? &options->of[i + 1] : NULL, NULL,
			texts[i][0], texts[i][1]
		};
	options->plugin =
		(struct lws_protocol_vhost_options){ NULL, options->of,
						     LWS_ACME_CLIENT_NAME, "" };
}

void
program_options_files(struct program_options *options, const char *cert,
		      const char *key)
{
	options->of[3].value = cert;
	options->of[4].value = key;
}

void
program_context(struct lws_context_creation_info *info,
		lws_callback_function *callback)
{
	memset(info, 0, sizeof(*info));
	if (callback)
		protocols[0].callback = callback;
	info->options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
			LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	info->protocols = protocols;
}

void
program_tls(struct lws_context_creation_info *info, char **words)
{
	info->port = atoi(words[2]);
	info->options |= LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX;
}

void
program_files(struct lws_context_creation_info *info)
{
	info->ssl_cert_filepath = "cert.pem";
	info->ssl_private_key_filepath = "key.pem";
	info->options |= LWS_SERVER_OPTION_IGNORE_MISSING_CERT;
}

int
program_run(struct lws_context *context)
{
	while (lws_service(context, 0) >= 0)
		;
	lws_context_destroy(context);
	return 0;
}
