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
#define _DEFAULT_SOURCE /* geteuid() */
#include "store/file/file.h"
#include "store/pair/pair.h"

#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TEXT_MAX 65536

static struct acme_fault fault;

static int
fail(const char *what)
{
	fprintf(stderr, "store_steps: %s: %s\n", what, fault.text);
	return 1;
}

static int
commit(const struct acme_pair_at *pair, enum acme_pair_state state,
       char **files)
{
	struct acme_secret chain = ACME_SECRET_INIT(TEXT_MAX);
	struct acme_secret key = ACME_SECRET_INIT(TEXT_MAX);
	enum acme_err err = acme_file_read_path(files[0], &chain, &fault);

	if (!err)
		err = acme_file_read_path(files[1], &key, &fault);
	if (!err)
		err = acme_pair_commit(pair, state, acme_buf_span(&chain.buf),
				       acme_buf_span(&key.buf), &fault);
	acme_secret_clear(&chain);
	acme_secret_clear(&key);
	return err ? fail("commit") : 0;
}

static bool
lws_takes(char **paths)
{
	struct lws_context_creation_info info;
	struct lws_context *context;

	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
		       LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX |
		       LWS_SERVER_OPTION_IGNORE_MISSING_CERT;
	info.port = CONTEXT_PORT_NO_LISTEN_SERVER;
	info.ssl_cert_filepath = paths[0];
	info.ssl_private_key_filepath = paths[1];
	context = lws_create_context(&info);
	lws_context_destroy(context);
	return context;
}

static int
read_pair(const struct acme_pair_at *pair)
{
	struct acme_secret key = ACME_SECRET_INIT(TEXT_MAX);
	struct acme_buf chain = ACME_BUF_INIT(TEXT_MAX);
	enum acme_err err =
		acme_pair_read(pair, true, time(NULL), &chain, &key, &fault);

	acme_secret_clear(&key);
	acme_buf_clear(&chain);
	return err && err != ACME_ERR_NOT_FOUND ? fail("read") : 0;
}

static int
start(const struct acme_pair_at *pair, const char *step, char **paths)
{
	if (strcmp(step, "read") && !lws_takes(paths))
		return fail("lws does not start");
	return strcmp(step, "lws") ? read_pair(pair) : 0;
}

int
main(int argc, char **argv)
{
	struct acme_resolved_path cert, key = ACME_RESOLVED_PATH_INIT;
	const struct acme_pair_at pair = { .cert = &cert,
					   .key = &key,
					   .who = "store_steps" };
	int status;

	lws_set_log_level(LLL_ERR, NULL);
	if (argc < 4)
		return 2;
	if (acme_resolved_path_open(&cert, argv[2], geteuid(), &fault) ||
	    acme_resolved_path_open(&key, argv[3], geteuid(), &fault))
		return fail("open");
	if (argc < 6)
		status = start(&pair, argv[1], argv + 2);
	else
		status = commit(&pair,
				strcmp(argv[1], "next") ? ACME_PAIR_LIVE
							: ACME_PAIR_NEXT,
				argv + 4);
	acme_resolved_path_close(&cert);
	acme_resolved_path_close(&key);
	return status;
}
