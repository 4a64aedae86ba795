/* SPDX-License-Identifier: MIT */
/* The account's contact: one address, as RFC 8555 §7.3 has it. */
#ifndef ACME_LWS_OPTIONS_EMAIL_H
#define ACME_LWS_OPTIONS_EMAIL_H

/* Where the address begins in what was given: behind a "mailto:". */
const char *acme_email_address(const char *given);

/*
 * What is wrong with the address, or NULL.  It is taken as it stands into a
 * mailto URL (RFC 6068), so what would have to be encoded there is refused,
 * and so is a second address.
 */
const char *acme_email_complaint(const char *address);

#endif
