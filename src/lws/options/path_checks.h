/* SPDX-License-Identifier: MIT */
/* The folders that a vhost's options name, looked at before it starts. */
#ifndef ACME_LWS_OPTIONS_PATH_CHECKS_H
#define ACME_LWS_OPTIONS_PATH_CHECKS_H

#include "lws/options/options.h"

/*
 * The log says which folder is not there, an error, or open to others, a
 * warning: one folder in the path that is one user's alone (0700) is enough; of
 * which option, for ${vhost_name}.  Nothing is refused for it:
 * what can't be written is tried again.
 */
void acme_path_checks_look(const struct acme_options *options,
			   const char *vhost_name);

#endif
