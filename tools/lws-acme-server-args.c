/* SPDX-License-Identifier: MIT */
/*
 * Long options with a value each ("--port 443" or "--port=443"): the server's
 * own, and the plugin's under the plugin's names.
 */
#define _DEFAULT_SOURCE /* realpath() */
#include "lws-acme-server-args.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define N_NEEDED 5 /* of the plugin's options, and they come first */

enum own {
	PORT,
	HTTP_PORT,
	ROOT,
	USER,
	GROUP,
	EVENT_LOOP,
	VERBOSE,
	HELP,
	VERSION,
	N_OWN
};

static const char *const own_options[N_OWN] = {
	[PORT] = "port",       [HTTP_PORT] = "http-port",
	[ROOT] = "root",       [USER] = "user",
	[GROUP] = "group",     [EVENT_LOOP] = "event-loop",
	[VERBOSE] = "verbose", [HELP] = "help",
	[VERSION] = "version",
};

static const struct {
	const char *name;
	uint64_t option;
} event_loops[] = {
	{ "poll", 0 },
	{ "uv", LWS_SERVER_OPTION_LIBUV },
	{ "ev", LWS_SERVER_OPTION_LIBEV },
	{ "glib", LWS_SERVER_OPTION_GLIB },
};

static const char help[] =
	"Usage: lws-acme-server --root DIR --common-name NAME\n"
	"           --directory-url URL --auth-path FILE --cert-path FILE\n"
	"           --key-path FILE [OPTION VALUE]...\n"
	"\n"
	"Serve the files of a folder over HTTPS, with a certificate that the\n"
	"server gets from an ACME CA by itself, and renews for as long as it\n"
	"runs.  Using it means that you agree to the CA's terms of service.\n"
	"\n"
	"The server:\n"
	"  --root DIR               the folder to serve\n"
	"  --port N                 for HTTPS (443)\n"
	"  --http-port N            serve HTTP too, where the CA may look for\n"
	"                           proof: 80.  Without it the port for HTTPS\n"
	"                           is enough\n"
	"  --user NAME              give up root for this user once the ports\n"
	"                           are open; the files below stay root's\n"
	"  --group NAME             and for this group, if not the user's own\n"
	"  --event-loop NAME        poll (default), uv, ev or glib, where the\n"
	"                           installed libwebsockets has it\n"
	"\n"
	"The certificate:\n"
	"  --common-name NAME       the server's DNS name\n"
	"  --subject-alt-name LIST  more names, separated by commas\n"
	"  --key-type TYPE          p256 (default), p384, rsa2048, rsa3072,\n"
	"                           rsa4096\n"
	"  --renew-days N           renew when so many days are left (14, or\n"
	"                           a third of the lifetime where that is "
	"less)\n"
	"  --country XX, --state TEXT, --locality TEXT, --organization TEXT\n"
	"                           for the request; most CAs leave them out\n"
	"\n"
	"The CA:\n"
	"  --directory-url URL      https, for example\n"
	"               https://acme-v02.api.letsencrypt.org/directory\n"
	"  --email ADDRESS          where the CA may write to\n"
	"  --ca-file FILE           PEM roots for the CA's own HTTPS, where "
	"it\n"
	"                           is not one that the system trusts\n"
	"  --challenge TYPE         how it sees that the name leads here:\n"
	"                           http-01, tls-alpn-01, tls-sni-01 or "
	"auto\n"
	"                           (default): http-01 where there is an\n"
	"                           --http-port, and another where that fails\n"
	"  --account-key-type TYPE  as --key-type, for a new account\n"
	"\n"
	"Files that it makes and keeps, in folders that are there:\n"
	"  --auth-path FILE         the account's key\n"
	"  --cert-path FILE         the certificate with its chain\n"
	"  --key-path FILE          the certificate's key\n"
	"\n"
	"Other:\n"
	"  --verbose                log each step\n"
	"  --trace-path FILE        write each step to a file that flowtrace\n"
	"                           reads (if built with a trace)\n"
	"  -h, --help               print this, and end\n"
	"  -V, --version            print the version, and end\n"
	"\n"
	"Example:\n"
	"  lws-acme-server --root /srv/www --common-name www.example.com \\\n"
	"    --directory-url https://acme-v02.api.letsencrypt.org/directory "
	"\\\n"
	"    --email admin@example.com --auth-path /var/lib/acme/account.jwk "
	"\\\n"
	"    --cert-path /var/lib/acme/cert.pem "
	"--key-path /var/lib/acme/key.pem\n";

static bool
fail(const char *name, const char *what)
{
	fprintf(stderr, "lws-acme-server: --%s %s; --help tells more\n", name,
		what);
	return false;
}

/* With the ${value}, which a shell may have made of another. */
static bool
fail_of(const char *name, const char *value, const char *what)
{
	fprintf(stderr, "lws-acme-server: --%s \"%s\" %s; --help tells more\n",
		name, value, what);
	return false;
}

static bool
unknown(const char *name)
{
	const char *all[N_OWN + LWS_ACME_CLIENT_N_OPTIONS], *meant;
	char what[64];

	memcpy(all, own_options, sizeof(own_options));
	memcpy(all + N_OWN, lws_acme_client_options,
	       sizeof(lws_acme_client_options));
	meant = lws_acme_client_nearest(name, all, LWS_ARRAY_SIZE(all));
	if (!meant)
		return fail(name, "is no option");
	snprintf(what, sizeof(what), "is no option: is --%s meant?", meant);
	return fail(name, what);
}

static bool
set_port(const char *name, const char *value, int *port)
{
	char *end;
	long number = strtol(value, &end, 10);

	if (*end || end == value || number < 1 || number > 65535)
		return fail_of(name, value, "is no port from 1 to 65535");
	*port = (int)number;
	return true;
}

static bool
set_event_loop(const char *name, const char *value, uint64_t *option)
{
	size_t i;

	for (i = 0; i < LWS_ARRAY_SIZE(event_loops); i++)
		if (!strcmp(value, event_loops[i].name)) {
			*option = event_loops[i].option;
			return true;
		}
	return fail_of(name, value, "is not poll, uv, ev or glib");
}

static int
find(const char *const *words, int n_words, const char *word)
{
	int i = 0;

	while (i < n_words && strcmp(words[i], word))
		i++;
	return i < n_words ? i : -1;
}

static bool
set(struct server_args *args, const char *name, const char *value)
{
	int i = find(lws_acme_client_options, LWS_ACME_CLIENT_N_OPTIONS, name);

	if (i >= 0)
		args->plugin[i] = value;
	else if (!strcmp(name, own_options[PORT]))
		return set_port(name, value, &args->port);
	else if (!strcmp(name, own_options[HTTP_PORT]))
		return set_port(name, value, &args->http_port);
	else if (!strcmp(name, own_options[USER]))
		args->user = value;
	else if (!strcmp(name, own_options[GROUP]))
		args->group = value;
	else if (!strcmp(name, own_options[EVENT_LOOP]))
		return set_event_loop(name, value, &args->event_loop);
	else
		args->root = value;
	return true;
}

/* Those that take no value. */
static bool
flag(struct server_args *args, const char *name, int *status)
{
	if (!strcmp(name, own_options[VERBOSE])) {
		args->verbose = true;
		return true;
	}
	*status = EXIT_SUCCESS;
	if (!strcmp(name, own_options[HELP]))
		fputs(help, stdout);
	else
		puts("lws-acme-server " ACME_VERSION);
	return false;
}

/* The option at ${argv}, and its value; ${argv} is then at the last word. */
static bool
read_one(char ***argv, struct server_args *args, int *status)
{
	char *name = **argv, *value;
	int own;

	if (!strcmp(name, "-h"))
		return flag(args, own_options[HELP], status);
	if (!strcmp(name, "-V"))
		return flag(args, own_options[VERSION], status);
	if (strncmp(name, "--", 2)) {
		fprintf(stderr,
			"lws-acme-server: \"%s\" is no option; --help tells "
			"more\n",
			**argv);
		return false;
	}
	name += 2;
	value = strchr(name, '=');
	if (value)
		*value++ = '\0';
	own = find(own_options, N_OWN, name);
	if (own >= VERBOSE)
		return value ? fail(name, "takes no value")
			     : flag(args, name, status);
	if (own < 0 &&
	    find(lws_acme_client_options, LWS_ACME_CLIENT_N_OPTIONS, name) < 0)
		return unknown(name);
	if (!value)
		value = (*argv)[1] ? *++*argv : NULL;
	return value ? set(args, name, value) : fail(name, "needs a value");
}

static const char *
value_of(const struct server_args *args, const char *option)
{
	return args->plugin[find(lws_acme_client_options,
				 LWS_ACME_CLIENT_N_OPTIONS, option)];
}

/* Is ${path} the folder ${root}, or in it?  Both by their real paths; of one
 * that is not there yet, as far as it is there. */
static bool
is_in(const char *path, const char *root)
{
	size_t len = strcmp(root, "/") ? strlen(root) : 0;
	char real[PATH_MAX] = "";

	/* glibc: where it fails, ${real} is what is not there. */
	if (!realpath(path, real) && errno != ENOENT)
		return false;
	return !strncmp(real, root, len) && (real[len] == '/' || !real[len]);
}

/* What ${path} leads to, or the folder that it is in. */
static bool
is_served(const char *path, const char *root)
{
	const char *slash = strrchr(path, '/');
	char *folder =
		slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	bool found = is_in(path, root) || (folder && is_in(folder, root));

	free(folder);
	return found;
}

/* Whoever asked for the page would be sent the key. */
static bool
check_no_key_in_root(const struct server_args *args)
{
	static const char *const keys[] = { "auth-path", "key-path" };
	char *root = realpath(args->root, NULL);
	size_t i;

	for (i = 0; root && i < LWS_ARRAY_SIZE(keys); i++)
		if (is_served(value_of(args, keys[i]), root)) {
			free(root);
			return fail_of(keys[i], value_of(args, keys[i]),
				       "is in the folder that --root serves to "
				       "everybody: keep keys elsewhere");
		}
	free(root);
	return true;
}

/* What only this program can know of the values. */
static bool
check(const struct server_args *args)
{
	const char *challenge = value_of(args, "challenge");
	struct stat st;

	if (!args->root)
		return fail(own_options[ROOT], "is needed");
	if (stat(args->root, &st) || !S_ISDIR(st.st_mode))
		return fail_of(own_options[ROOT], args->root,
			       "is no folder that is there");
	if (!check_no_key_in_root(args))
		return false;
	if (args->http_port == args->port)
		return fail(own_options[HTTP_PORT], "is --port too: HTTP and "
						    "HTTPS need one each");
	if (challenge && !strcmp(challenge, "http-01") && !args->http_port)
		return fail("challenge", "http-01 needs --http-port: 80, or "
					 "where 80 is forwarded to");
	if (args->user && !getpwnam(args->user))
		return fail_of(own_options[USER], args->user,
			       "is no user of this system");
	if (args->group && !getgrnam(args->group))
		return fail_of(own_options[GROUP], args->group,
			       "is no group of this system");
	return true;
}

bool
server_args_read(char **argv, struct server_args *args, int *status)
{
	size_t i;

	*args = (struct server_args){ .port = 443 };
	*status = 2;
	while (*++argv)
		if (!read_one(&argv, args, status))
			return false;
	for (i = 0; i < N_NEEDED; i++)
		if (!args->plugin[i])
			return fail(lws_acme_client_options[i], "is needed");
	args->common_name = value_of(args, "common-name");
	args->cert_path = value_of(args, "cert-path");
	args->key_path = value_of(args, "key-path");
	return check(args);
}
