/* SPDX-License-Identifier: MIT */
/* Do two vhosts want the same of one certificate? */
#ifndef ACME_LWS_OPTIONS_OPTIONS_COMPARE_H
#define ACME_LWS_OPTIONS_OPTIONS_COMPARE_H

#include "lws/options/options.h"

/* Are they for the same files? */
bool acme_options_same_files(const struct acme_options *a,
			     const struct acme_options *b);

/* The name of the first option that differs; NULL: none does. */
const char *acme_options_difference(const struct acme_options *a,
				    const struct acme_options *b);

#endif
