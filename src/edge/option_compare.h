/* SPDX-License-Identifier: MIT */
/* Do two vhosts want the same of one certificate? */
#ifndef ACME_EDGE_OPTION_COMPARE_H
#define ACME_EDGE_OPTION_COMPARE_H

#include "edge/options.h"

/* Are they for the same files? */
bool acme_options_same_files(const struct acme_options *a,
			     const struct acme_options *b);

/* The name of the first option that differs; NULL: none does. */
const char *acme_options_difference(const struct acme_options *a,
				    const struct acme_options *b);

#endif
