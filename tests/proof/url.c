/* SPDX-License-Identifier: MIT */
/* A URL of a CA: what it is split into lies in it. */
#include "format/url.h"
#include "proof.h"

int
main(void)
{
	struct acme_span text = proof_bytes();
	struct acme_fault fault;
	struct acme_url url;

	if (acme_url_parse(text, nondet_bool(), &url, &fault))
		return 0;
	PROOF_READABLE(url.host);
	PROOF_READABLE(url.authority);
	PROOF_READABLE(url.target);
	PROOF_READABLE(acme_url_host_bare(&url));
	return 0;
}
