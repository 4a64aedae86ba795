/* SPDX-License-Identifier: MIT */
/*
 * lwsws loads the plugin before it makes its vhosts, and tells it of them after
 * that: too late for files that lws refuses.  So they are looked at when it is
 * loaded; in another program that is the program's own to do
 * (lws_acme_prepare()).
 */
#define _GNU_SOURCE /* getopt_long() */
#include "lws/startup/lwsws_conf.h"

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* glibc tells a library's constructors what it tells main(). */
#if defined(__GLIBC__)

static bool
is_lwsws(const char *program)
{
	const char *slash = strrchr(program, '/');

	return !strcmp(slash ? slash + 1 : program, "lwsws");
}

/* As lwsws itself reads its command line, which it has done by now. */
static const char *
conf_folder(int argc, char **argv)
{
	static const struct option options[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "debug", required_argument, NULL, 'd' },
		{ "configdir", required_argument, NULL, 'c' },
		{ "no-default-plugins", no_argument, NULL, 'n' },
		{ NULL, 0, NULL, 0 },
	};
	const char *folder = "/etc/lwsws";
	int index = optind, tell = opterr, option;

	optind = 0; /* from the beginning */
	opterr = 0;
	while ((option = getopt_long(argc, argv, "hd:c:n", options, NULL)) >= 0)
		if (option == 'c')
			folder = optarg;
	optind = index;
	opterr = tell;
	return folder;
}

__attribute__((constructor)) static void
loaded(int argc, char **argv)
{
	if (argc > 0 && is_lwsws(argv[0]))
		acme_lwsws_conf_look(conf_folder(argc, argv));
}

#endif
