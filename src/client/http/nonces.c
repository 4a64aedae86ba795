/* SPDX-License-Identifier: MIT */
/* Nonces are kept in a short stack; where it is full, the oldest goes. */
#include "client/http/nonces.h"

#include <stdlib.h>

void
acme_nonces_put(struct acme_nonces *nonces, struct acme_span nonce)
{
	char *copy;

	if (!nonce.len)
		return;
	copy = acme_span_dup(nonce);
	if (!copy)
		return;
	if (nonces->n == ACME_NONCES_MAX) {
		free(nonces->nonce[0]);
		memmove(nonces->nonce, nonces->nonce + 1,
			(ACME_NONCES_MAX - 1) * sizeof(*nonces->nonce));
		nonces->n--;
	}
	nonces->nonce[nonces->n++] = copy;
}

char *
acme_nonces_take(struct acme_nonces *nonces)
{
	return nonces->n ? nonces->nonce[--nonces->n] : NULL;
}

void
acme_nonces_clear(struct acme_nonces *nonces)
{
	while (nonces->n)
		free(nonces->nonce[--nonces->n]);
}
