/* SPDX-License-Identifier: MIT */
/*
 * store_steps STEP CERT KEY [NEW-CERT NEW-KEY]: what the plugin, or lws when it
 * starts, does to a pair on disk, and nothing else: for its calls to be
 * recorded.
 *
 *   live, next  commit the new pair; next: as .upd
 *   lws         make a vhost with the files
 *   read        read the pair, and put it in place
 *   start       lws, read: what a server does
 */
#include "store/file.h"
#include "store/pair.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXT_MAX 65536

static struct acme_fault fault;

static int
fail(const char *what)
{
	fprintf(stderr, "store_steps: %s: %s\n", what, fault.text);
	return 1;
}

static int
commit(const struct acme_pair_paths *paths, enum acme_pair_place place,
       char **files)
{
	struct acme_secret chain = ACME_SECRET_INIT(TEXT_MAX);
	struct acme_secret key = ACME_SECRET_INIT(TEXT_MAX);
	enum acme_err err = acme_file_read(files[0], &chain, &fault);

	if (!err)
		err = acme_file_read(files[1], &key, &fault);
	if (!err)
		err = acme_pair_commit(paths, place, acme_buf_span(&chain.buf),
				       acme_buf_span(&key.buf), &fault);
	acme_secret_clear(&chain);
	acme_secret_clear(&key);
	return err ? fail("commit") : 0;
}

static bool
lws_takes(const struct acme_pair_paths *paths)
{
	struct lws_context_creation_info info;
	struct lws_context *context;

	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
		       LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX |
		       LWS_SERVER_OPTION_IGNORE_MISSING_CERT;
	info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
	info.ssl_cert_filepath = paths->cert;
	info.ssl_private_key_filepath = paths->key;
	context = lws_create_context(&info);
	lws_context_destroy(context);
	return context;
}

static int
read_pair(const struct acme_pair_paths *paths)
{
	struct acme_secret key = ACME_SECRET_INIT(TEXT_MAX);
	struct acme_buf chain = ACME_BUF_INIT(TEXT_MAX);
	enum acme_err err =
		acme_pair_read(paths, time(NULL), &chain, &key, &fault);

	acme_secret_clear(&key);
	acme_buf_clear(&chain);
	return err && err != ACME_ERR_NOT_FOUND ? fail("read") : 0;
}

static int
start(const struct acme_pair_paths *paths, const char *step)
{
	if (strcmp(step, "read") && !lws_takes(paths))
		return fail("lws does not start");
	return strcmp(step, "lws") ? read_pair(paths) : 0;
}

int
main(int argc, char **argv)
{
	struct acme_pair_paths paths = { .who = "store_steps" };

	lws_set_log_level(LLL_ERR, NULL);
	if (argc < 4)
		return 2;
	paths.cert = argv[2];
	paths.key = argv[3];
	if (argc < 6)
		return start(&paths, argv[1]);
	return commit(&paths,
		      strcmp(argv[1], "next") ? ACME_PAIR_LIVE : ACME_PAIR_NEXT,
		      argv + 4);
}
