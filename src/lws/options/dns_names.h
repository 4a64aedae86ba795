/* SPDX-License-Identifier: MIT */
/* The DNS names that an operator wants in a certificate. */
#ifndef ACME_LWS_OPTIONS_DNS_NAMES_H
#define ACME_LWS_OPTIONS_DNS_NAMES_H

#include "client/config.h"

/*
 * Add the names of ${list}, separated by commas, to those of ${config}: in
 * lower case, without a trailing dot, each once.  ACME_ERR_INVALID names the
 * one that is no DNS name.
 */
enum acme_err acme_dns_names_add(struct acme_config *config, const char *list,
				 struct acme_fault *fault) ACME_MUST_CHECK;

/*
 * What is wrong with ${name}, in lower case and without a trailing dot, as a
 * name in a certificate: "is a wildcard, ..."; NULL: nothing.
 */
const char *acme_dns_name_complaint(const char *name);

#endif
