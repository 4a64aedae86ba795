/* SPDX-License-Identifier: MIT */
/* What the programs of these tests have in common: NAME URL PORT CA-FILE. */
#ifndef E2E_PROGRAM_H
#define E2E_PROGRAM_H

#include "lws-acme-client.h"

#include <string.h>

/* All options of the plugin for one vhost, as its pvo. */
struct program_options {
	struct lws_protocol_vhost_options of[7], plugin;
};

/* ${words} are the program's; with NULL for ${more_names} there are none. */
void program_options_init(struct program_options *options, const char *name,
			  char **words, const char *more_names);

/* Others than cert.pem and key.pem. */
void program_options_files(struct program_options *options, const char *cert,
			   const char *key);

/* An HTTP protocol that does nothing, or ${callback}; and the plugin. */
void program_context(struct lws_context_creation_info *info,
		     lws_callback_function *callback);

/* The vhosts that come have TLS, on port words[2]; */
void program_tls(struct lws_context_creation_info *info, char **words);

/* and with the files that the options name. */
void program_files(struct lws_context_creation_info *info);

/* For ever; main()'s status. */
int program_run(struct lws_context *context);

#endif
