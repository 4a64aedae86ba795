/* SPDX-License-Identifier: MIT */
/*
 * A vhost for each name on one port, and no HTTP: each has a certificate of its
 * own, and all have one account.  It gives up root for ${ACME_USER} and
 * ${ACME_GROUP}, where they are set.
 */
#include "program.h"

#include <stdio.h>
#include <stdlib.h>

#define N_MAX 4

/* lws looks at it once it has all vhosts. */
static struct own {
	struct program_options options;
	char cert[100], key[100];
} of[N_MAX];

static void
make(struct lws_context *context, struct lws_context_creation_info *info,
     char **words, const char *name, struct own *own)
{
	snprintf(own->cert, sizeof(own->cert), "%s.crt.pem", name);
	snprintf(own->key, sizeof(own->key), "%s.key.pem", name);
	program_options_init(&own->options, name, words, NULL);
	program_options_files(&own->options, own->cert, own->key);
	info->ssl_cert_filepath = own->cert;
	info->ssl_private_key_filepath = own->key;
	info->vhost_name = name;
	info->pvo = &own->options.plugin;
	lws_create_vhost(context, info);
}

/* NAME URL PORT CA-FILE [NAME...] */
int
main(int argc, char **argv)
{
	struct lws_context_creation_info info;
	struct lws_context *context;
	int i;

	if (argc < 5 || argc > 4 + N_MAX)
		return 2;
	program_context(&info, NULL);
	info.username = getenv("ACME_USER");
	info.groupname = getenv("ACME_GROUP");
	context = lws_create_context(&info);
	if (!context)
		return 1;
	program_tls(&info, argv + 1);
	program_files(&info);
	make(context, &info, argv + 1, argv[1], &of[0]);
	for (i = 5; i < argc; i++)
		make(context, &info, argv + 1, argv[i], &of[i - 4]);
	return program_run(context);
}
