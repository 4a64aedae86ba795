/* SPDX-License-Identifier: MIT */
/*
 * This writes the members that payloads of both versions of ACME have (RFC 8555
 * §7.3, §7.4, §9.7.7; draft-ietf-acme-acme-03 §6).
 */
#include "protocol/json_members_write.h"

#include "format/base64url.h"

/* ${text} is a text, or ${err} says why it is none. */
static void
write_text(struct acme_json_write *write, const char *member,
	   struct acme_buf *text, enum acme_err err)
{
	if (err && !write->err)
		write->err = err;
	acme_json_write_string(write, member, acme_buf_span(text));
	acme_buf_clear(text);
}

void
acme_json_put_contact(struct acme_json_write *write, const char *email)
{
	struct acme_buf mailto = ACME_BUF_INIT(SIZE_MAX);

	if (!email)
		return;
	acme_json_write_array(write, "contact");
	write_text(write, NULL, &mailto,
		   acme_buf_addf(&mailto, "mailto:%s", email));
	acme_json_write_array_end(write);
}

void
acme_json_put_identifier(struct acme_json_write *write, const char *member,
			 const char *name)
{
	acme_json_write_object(write, member);
	acme_json_write_string(write, "type", ACME_SPAN("dns"));
	acme_json_write_string(write, "value", acme_span_str(name));
	acme_json_write_object_end(write);
}

void
acme_json_put_csr(struct acme_json_write *write, struct acme_span der)
{
	struct acme_buf csr = ACME_BUF_INIT(SIZE_MAX);

	write_text(write, "csr", &csr, acme_base64url_encode(der, &csr));
}
