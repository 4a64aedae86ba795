/* SPDX-License-Identifier: MIT */
/*
 * When a certificate is due, from what is really served and the wall clock.
 */
#include "client/certificate_private.h"

#define DAY_S	     86400
#define RENEW_REST_S (14 * DAY_S) /* due with less than two weeks left */

static int64_t
lifetime_s(const struct acme_cert_info *info)
{
	return info->not_after_s - info->not_before_s;
}

/*
 * So much is left when it is due: two weeks or a third of the lifetime,
 * whichever is shorter.  renew-days, where it would make a short-lived
 * certificate due for ever, gives way to half of the lifetime.
 */
static int64_t
due_rest_s(const struct acme_certificate *c)
{
	int64_t wanted = (int64_t)c->ca.config->renew_days * DAY_S;
	int64_t life = lifetime_s(&c->served);

	if (wanted)
		return wanted < life / 2 ? wanted : life / 2;
	return RENEW_REST_S < life / 3 ? RENEW_REST_S : life / 3;
}

static int64_t
rest_s(const struct acme_certificate *c)
{
	return c->served.not_after_s - c->ca.port->now_s(c->ca.port);
}

static uint64_t
positive_us(int64_t s)
{
	return s > 0 ? (uint64_t)s * 1000000 : 0;
}

uint64_t
acme_certificate_until_due_us(const struct acme_certificate *c)
{
	return positive_us(rest_s(c) - due_rest_s(c));
}

uint64_t
acme_certificate_eighth_of_rest_us(const struct acme_certificate *c)
{
	return positive_us(rest_s(c)) / 8;
}

bool
acme_certificate_due(const struct acme_certificate *c,
		     const struct sm_event *event)
{
	(void)event;
	return rest_s(c) <= due_rest_s(c);
}
