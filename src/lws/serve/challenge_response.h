/* SPDX-License-Identifier: MIT */
/* What all challenges do alike with a response that we published. */
#ifndef ACME_LWS_SERVE_CHALLENGE_RESPONSE_H
#define ACME_LWS_SERVE_CHALLENGE_RESPONSE_H

#include "client/port.h"

/* Tell who published it of the first client: a flood of clients must not
 * become a flood of events. */
void acme_challenge_response_fetched(struct acme_challenge_response *response);

#endif
