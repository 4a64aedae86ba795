/* SPDX-License-Identifier: MIT */
/* The command line of lws-acme-server. */
#ifndef LWS_ACME_SERVER_ARGS_H
#define LWS_ACME_SERVER_ARGS_H

#include "lws-acme-client.h"

#include <stdbool.h>

struct server_args {
	int port, http_port; /* http_port 0: no HTTP */
	const char *root, *common_name, *cert_path, *key_path;
	const char *user, *group; /* NULL: nothing is given up */
	bool verbose;
	uint64_t event_loop; /* an LWS_SERVER_OPTION_; 0: lws's own */
	const char *plugin[LWS_ACME_CLIENT_N_OPTIONS]; /* NULL: not given */
};

/*
 * false: the program is to end with ${status}, and what there is to say has
 * been printed.
 */
bool server_args_read(char **argv, struct server_args *args, int *status);

#endif
