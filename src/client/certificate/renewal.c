/* SPDX-License-Identifier: MIT */
/*
 * These are the guards and durations by which certificate.flow decides when a
 * certificate is due: what is left of the one that is really served, by the
 * wall clock, and whether it is what is wanted.
 */
#include "client/certificate/certificate_private.h"

#include "client/certificate/renewal.h"
#include "crypto/x509/leaf.h"

#include <string.h>

#define DAY_S	 86400
#define US_PER_S 1000000

static uint64_t
lifetime_us(const struct acme_certificate *c)
{
	const struct acme_cert_info *served = &c->enrollment.served;

	return acme_positive_us(served->not_after_s - served->not_before_s);
}

uint64_t
acme_certificate_rest_us(const struct acme_certificate *c)
{
	const struct acme_enrollment *a = &c->enrollment;

	return acme_positive_us(a->served.not_after_s -
				a->port->now_s(a->port));
}

/* Until it begins to be valid. */
uint64_t
acme_certificate_ahead_us(const struct acme_certificate *c)
{
	const struct acme_enrollment *a = &c->enrollment;

	return acme_positive_us(a->served.not_before_s -
				a->port->now_s(a->port));
}

uint64_t
acme_certificate_third_of_life_us(const struct acme_certificate *c)
{
	return lifetime_us(c) / 3;
}

/* The wall clock is asked for whole seconds. */
uint64_t
acme_certificate_until_due_us(const struct acme_certificate *c)
{
	uint64_t rest_us = acme_certificate_rest_us(c);
	uint64_t before_us = acme_certificate_renew_before_us(c);

	return rest_us < before_us ? SM_UNKNOWN
				   : rest_us - before_us + US_PER_S;
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
	int64_t days = c->enrollment.config->renew_days;

	return days ? acme_positive_us(days * DAY_S) : SM_UNKNOWN;
}

bool
acme_certificate_not_served(const struct acme_certificate *c)
{
	return !c->enrollment.served.not_after_s;
}

static enum acme_err
check_fits(const struct acme_enrollment *a, struct acme_fault *fault)
{
	const struct acme_config *config = a->config;

	return acme_leaf_fits(acme_buf_span(&a->pair.chain),
			      acme_config_names(config), config->n_names,
			      config->key_type_given ? config->key_type
						     : ACME_KEY__MAX,
			      fault);
}

static bool
is_recorded(const struct acme_enrollment *a)
{
	return !strcmp(a->state.certificate, a->served.serial);
}

/* One that was adopted has no source. */
static bool
is_ordered(const struct acme_enrollment *a)
{
	return is_recorded(a) && a->state.source[0];
}

/* What the CA issued is what the CA issues: only another's is judged by what
 * clients take. */
enum acme_err
acme_renewal_check_good(const struct acme_enrollment *a,
			struct acme_fault *fault)
{
	enum acme_err err = check_fits(a, fault);

	if (!err && !is_ordered(a))
		err = acme_leaf_serves(acme_buf_span(&a->pair.chain), fault);
	return err;
}

/* Is it for other names, or of another key type than the operator gave, or one
 * that no client takes? */
bool
acme_certificate_unfit(const struct acme_certificate *c)
{
	return acme_renewal_check_good(&c->enrollment, NULL);
}

bool
acme_certificate_ordered(const struct acme_certificate *c)
{
	return is_ordered(&c->enrollment);
}

/* By another directory, or for another account; one whose key was lost, and
 * made anew, is no other. */
static bool
is_of_another(const struct acme_enrollment *a)
{
	return is_ordered(a) && strcmp(a->state.source, a->tags.source) != 0;
}

/* It was ordered, issued and lost before it was there: an order alone, that is
 * under way, is no reason to replace a pair that is good. */
bool
acme_renewal_is_superseded(const struct acme_enrollment *a)
{
	return a->state.replaced[0] && !is_recorded(a) &&
	       !strcmp(a->state.replaced, a->served.serial);
}

/* The server has another one than the files, or the state knows that it is not
 * what the operator wants now, or that another one was issued instead. */
bool
acme_certificate_changed(const struct acme_certificate *c)
{
	const struct acme_enrollment *a = &c->enrollment;

	return strcmp(a->served.serial, a->pair.info.serial) != 0 ||
	       acme_renewal_is_superseded(a) ||
	       (is_of_another(a) && !a->account->key_was_made);
}

bool
acme_certificate_recorded(const struct acme_certificate *c)
{
	return is_recorded(&c->enrollment) && !is_of_another(&c->enrollment);
}
