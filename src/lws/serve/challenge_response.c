/* SPDX-License-Identifier: MIT */
/* This tells who published a response, once, that it was fetched. */
#include "lws/serve/challenge_response.h"

void
acme_challenge_response_fetched(struct acme_challenge_response *response)
{
	if (!response->notified)
		sm_post(response->observer.sm, response->observer.fetched,
			NULL);
	response->notified = true;
}
