/* SPDX-License-Identifier: MIT */
/*
 * A small HTTPS file server with lws-acme-client: it starts without a
 * certificate and gets one.  It knows nothing of the plugin but its public
 * header.
 */
#define _GNU_SOURCE /* sigaction, dl_iterate_phdr */
#include "lws-acme-client.h"
#include "lws-acme-server-args.h"
#include "lws-acme-server-ports.h"

#include <dlfcn.h>
#include <link.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct lws_context *context;
static volatile sig_atomic_t ending;

static const struct lws_protocols protocols[] = {
	{ "http", lws_callback_http_dummy, 0, 0, 0, NULL, 0 },
	LWS_ACME_CLIENT_PROTOCOL,
	{ NULL, NULL, 0, 0, 0, NULL, 0 },
};

/* lws keeps these, so they last as long as the process. */
static struct lws_protocol_vhost_options options[LWS_ACME_CLIENT_N_OPTIONS];
static struct lws_protocol_vhost_options plugin = {
	.name = LWS_ACME_CLIENT_NAME,
	.value = "",
};
static struct lws_http_mount files = {
	.mountpoint = "/",
	.def = "index.html",
	.origin_protocol = LWSMPRO_FILE,
	.mountpoint_len = 1,
};
static const struct lws_protocol_vhost_options no_options =
	LWS_ACME_CLIENT_NO_OPTIONS;
static const struct lws_http_mount challenges = LWS_ACME_CLIENT_MOUNT(NULL);

static void
end(int signal_number)
{
	(void)signal_number;
	ending = 1;
	if (context)
		lws_cancel_service(context);
}

/* Called in another library's loop, which watches signals itself. */
static void
end_loop(void *handle, int signal_number)
{
	(void)handle;
	(void)signal_number;
	ending = 1;
	lws_context_destroy(context);
}

/* lws has libev and glib watch SIGINT, and no other. */
static void
interrupt(int signal_number)
{
	(void)signal_number;
	raise(SIGINT);
}

/* Others read their configuration anew: here it is the command line. */
static void
hang_up(int signal_number)
{
	static const char said[] =
		"lws-acme-server: SIGHUP changes nothing: certificates are "
		"renewed without it; for other options stop and start the "
		"server\n";
	ssize_t n = write(STDERR_FILENO, said, sizeof(said) - 1);

	(void)n; /* there is nobody else to tell */
	(void)signal_number;
}

static void
catch_signals(const struct server_args *args)
{
	const struct sigaction by_hang_up = { .sa_handler = hang_up,
					      .sa_flags = SA_RESTART };
	const struct sigaction by_end = { .sa_handler = end };
	const struct sigaction by_loop = { .sa_handler = interrupt };

	if (!args->event_loop)
		sigaction(SIGINT, &by_end, NULL);
	sigaction(SIGTERM, args->event_loop ? &by_loop : &by_end, NULL);
	sigaction(SIGHUP, &by_hang_up, NULL);
}

/* lws takes 0 for a group that stays as it is, and that would be root's.  Their
 * types are lws's: int, and since 4.2 those of the system. */
static bool
give_up_root(const struct server_args *args,
	     struct lws_context_creation_info *info)
{
	const struct passwd *user;

	if (!args->user)
		return true;
	user = getpwnam(args->user);
	if (!user) {
		lwsl_err("--user %s: there is no such user\n", args->user);
		return false;
	}
	info->username = args->user;
	info->groupname = args->group;
	info->uid = (__typeof__(info->uid))user->pw_uid;
	info->gid = (__typeof__(info->gid))user->pw_gid;
	return true;
}

static bool
options_are_right(const struct server_args *args)
{
	struct lws_context_creation_info info;
	size_t i;

	for (i = 0; i < LWS_ACME_CLIENT_N_OPTIONS; i++) {
		if (!args->plugin[i])
			continue;
		options[i].name = lws_acme_client_options[i];
		options[i].value = args->plugin[i];
		options[i].next = plugin.options;
		plugin.options = &options[i];
	}
	memset(&info, 0, sizeof(info));
	info.pvo = &plugin;
	return give_up_root(args, &info) && !lws_acme_check(&info);
}

static bool
create_https(const struct server_args *args)
{
	struct lws_context_creation_info info;

	memset(&info, 0, sizeof(info));
	files.origin = args->root;
	info.vhost_name = args->common_name;
	info.port = args->port;
	info.protocols = protocols;
	info.pvo = &plugin;
	info.mounts = &files;
	/* No files for lws: a pair that it can't load would keep it from
	 * starting, and the plugin restores what it stored. */
	info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
		       LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX;
#if defined(LWS_WITH_MBEDTLS)
	/* Other than with OpenSSL, the plugin has no way but by these. */
	info.ssl_cert_filepath = args->cert_path;
	info.ssl_private_key_filepath = args->key_path;
	info.options |= LWS_SERVER_OPTION_IGNORE_MISSING_CERT;
#endif
	if (lws_acme_prepare(&info))
		return false;
	return lws_create_vhost(context, &info);
}

static bool
create_http(const struct server_args *args)
{
	struct lws_context_creation_info info;

	memset(&info, 0, sizeof(info));
	info.vhost_name = "http";
	info.port = args->http_port;
	info.protocols = protocols;
	info.pvo = &no_options;
	info.mounts = &challenges;
	return lws_create_vhost(context, &info);
}

static int
is_loop(struct dl_phdr_info *info, size_t size, void *path)
{
	(void)size;
	if (!strstr(info->dlpi_name, "libwebsockets-evlib"))
		return 0;
	*(const char **)path = info->dlpi_name;
	return 1;
}

/* lws 4.3 loads its half of an event loop as a plugin, unloads it with the
 * context, and is called in it again after that. */
static void
keep_loop(void)
{
	const char *path;

	if (dl_iterate_phdr(is_loop, &path))
		dlopen(path, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
}

static bool
create(const struct server_args *args)
{
	struct lws_context_creation_info info;

	memset(&info, 0, sizeof(info));
	if (!give_up_root(args, &info))
		return false;
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
		       LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT | args->event_loop;
	info.signal_cb = end_loop;
	info.pcontext = &context; /* NULL when it is gone */
	context = lws_create_context(&info);
	keep_loop();
	return context && (!args->http_port || create_http(args)) &&
	       create_https(args);
}

int
main(int argc, char **argv)
{
	struct server_args args;
	int levels = LLL_ERR | LLL_WARN | LLL_NOTICE;
	int status;

	(void)argc;
	if (!server_args_read(argv, &args, &status))
		return status;
	lws_acme_info_level(LLL_USER); /* lws has too much to say at LLL_INFO */
	if (args.verbose)
		levels |= LLL_USER;
	lws_set_log_level(levels, NULL);
	if (!options_are_right(&args))
		return 2;
	if (!server_ports_are_free(&args))
		return EXIT_FAILURE;
	catch_signals(&args);
	if (create(&args))
		while (!ending && lws_service(context, 0) >= 0)
			;
	lws_context_destroy(context);
	return ending ? EXIT_SUCCESS : EXIT_FAILURE;
}
