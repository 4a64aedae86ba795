/* SPDX-License-Identifier: MIT */
/* Can the server listen where it is to? */
#ifndef LWS_ACME_SERVER_PORTS_H
#define LWS_ACME_SERVER_PORTS_H

#include "lws-acme-server-args.h"

/* Asked before lws, whose log has the number of an error only; false: it has
 * been said which port, why, and what to do. */
bool server_ports_are_free(const struct server_args *args);

#endif
