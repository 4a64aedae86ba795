/* SPDX-License-Identifier: MIT */
/*
 * What is left of the certificate that is really served, by the wall clock:
 * certificate.flow decides with it when one is due.
 */
#include "client/certificate_private.h"

#define DAY_S 86400

static uint64_t
positive_us(int64_t s)
{
	return s > 0 ? (uint64_t)s * 1000000 : 0;
}

static uint64_t
lifetime_us(const struct acme_certificate *c)
{
	return positive_us(c->served.not_after_s - c->served.not_before_s);
}

uint64_t
acme_certificate_rest_us(const struct acme_certificate *c)
{
	return positive_us(c->served.not_after_s -
			   c->applicant.port->now_s(c->applicant.port));
}

/* What came, and is not taken yet. */
uint64_t
acme_certificate_issued_rest_us(const struct acme_certificate *c)
{
	return positive_us(c->credential.info.not_after_s -
			   c->applicant.port->now_s(c->applicant.port));
}

/* Until it begins to be valid. */
uint64_t
acme_certificate_issued_ahead_us(const struct acme_certificate *c)
{
	return positive_us(c->credential.info.not_before_s -
			   c->applicant.port->now_s(c->applicant.port));
}

uint64_t
acme_certificate_third_of_life_us(const struct acme_certificate *c)
{
	return lifetime_us(c) / 3;
}

/* Until less than a third of its life is left, where that is to come. */
uint64_t
acme_certificate_until_third_us(const struct acme_certificate *c)
{
	uint64_t rest_us = acme_certificate_rest_us(c);
	uint64_t third_us = acme_certificate_third_of_life_us(c);

	return rest_us < third_us ? SM_UNKNOWN : rest_us - third_us + 1000000;
}

uint64_t
acme_certificate_half_of_life_us(const struct acme_certificate *c)
{
	return lifetime_us(c) / 2;
}

uint64_t
acme_certificate_eighth_of_rest_us(const struct acme_certificate *c)
{
	uint64_t rest_us = acme_certificate_rest_us(c);

	return rest_us ? rest_us / 8 : SM_UNKNOWN;
}

uint64_t
acme_certificate_renew_days_us(const struct acme_certificate *c)
{
	return positive_us((int64_t)c->applicant.config->renew_days * DAY_S);
}

/* Did the operator say when? */
bool
acme_certificate_fixed(const struct acme_certificate *c,
		       const struct sm_event *event)
{
	(void)event;
	return c->applicant.config->renew_days;
}

bool
acme_certificate_unserved(const struct acme_certificate *c,
			  const struct sm_event *event)
{
	(void)event;
	return !c->served.not_after_s;
}
