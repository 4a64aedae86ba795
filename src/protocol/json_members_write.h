/* SPDX-License-Identifier: MIT */
/*
 * What payloads of both versions of ACME say in the same words.  Each is a
 * member of the object that is being written; where memory is short the
 * writer has its error.
 */
#ifndef ACME_PROTOCOL_JSON_MEMBERS_WRITE_H
#define ACME_PROTOCOL_JSON_MEMBERS_WRITE_H

#include "format/json/json_write.h"

/* "contact", of an e-mail address; NULL: nothing. */
void acme_json_put_contact(struct acme_json_write *write, const char *email);

/* The object of a DNS name; ${member} NULL: in an array. */
void acme_json_put_identifier(struct acme_json_write *write, const char *member,
			      const char *name);

/* "csr", base64url of its DER. */
void acme_json_put_csr(struct acme_json_write *write, struct acme_span der);

#endif
