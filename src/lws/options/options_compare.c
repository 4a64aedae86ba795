/* SPDX-License-Identifier: MIT */
/*
 * This finds the option by which two vhosts differ.  It goes in the order of
 * the README's table.
 */
#include "lws/options/options_compare.h"

static bool
same(const char *a, const char *b)
{
	return acme_span_equal(acme_span_str(a), acme_span_str(b)) && !a == !b;
}

bool
acme_options_same_files(const struct acme_options *a,
			const struct acme_options *b)
{
	return same(a->cert_path, b->cert_path) ||
	       same(a->key_path, b->key_path);
}

/* The common name is the first. */
static bool
same_other_names(const struct acme_config *a, const struct acme_config *b)
{
	size_t i, n_same = 0;

	if (a->n_names != b->n_names)
		return false;
	for (i = 0; i < a->n_names; i++)
		n_same += same(a->names[i], b->names[i]);
	return n_same == a->n_names;
}

const char *
acme_options_difference(const struct acme_options *a,
			const struct acme_options *b)
{
	const struct acme_config *x = a->config, *y = b->config;
	const struct acme_csr_subject *s = &x->subject, *t = &y->subject;
	const struct {
		const char *option;
		bool same;
	} looks[] = {
		{ "auth-path", same(a->auth_path, b->auth_path) },
		{ "cert-path", same(a->cert_path, b->cert_path) },
		{ "key-path", same(a->key_path, b->key_path) },
		{ "directory-url", same(x->directory_url, y->directory_url) },
		{ "common-name", same(x->names[0], y->names[0]) },
		{ "subject-alt-name", same_other_names(x, y) },
		{ "email", same(x->email, y->email) },
		{ "country", same(s->country, t->country) },
		{ "state", same(s->state, t->state) },
		{ "locality", same(s->locality, t->locality) },
		{ "organization", same(s->organization, t->organization) },
		{ "ca-file", same(x->ca_file, y->ca_file) },
		{ "challenge", x->challenge == y->challenge },
		{ "key-type", x->key_type == y->key_type },
		{ "account-key-type",
		  x->account_key_type == y->account_key_type },
		{ "renew-days", x->renew_days == y->renew_days },
		{ "trace-path", same(a->trace_path, b->trace_path) },
	};
	size_t i;

	for (i = 0; i < LWS_ARRAY_SIZE(looks); i++)
		if (!looks[i].same)
			return looks[i].option;
	return NULL;
}
