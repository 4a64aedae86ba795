/* SPDX-License-Identifier: MIT */
/*
 * RFC 8555 §7.3.
 */
#include "protocol/new_account.h"

#include "format/json_write.h"

static void
write_contact(struct acme_json_write *write, const struct acme_buf *mailto)
{
	if (!mailto->len)
		return;
	acme_json_write_array(write, "contact");
	acme_json_write_string(write, NULL, acme_buf_span(mailto));
	acme_json_write_array_end(write);
}

enum acme_err
acme_new_account_write(const char *email, struct acme_buf *json)
{
	struct acme_buf mailto = ACME_BUF_INIT(SIZE_MAX);
	struct acme_json_write write;
	enum acme_err err = ACME_OK;

	if (email)
		err = acme_buf_addf(&mailto, "mailto:%s", email);
	if (err)
		return err;
	acme_json_write_init(&write, json);
	acme_json_write_object(&write, NULL);
	acme_json_write_bool(&write, "termsOfServiceAgreed", true);
	write_contact(&write, &mailto);
	acme_json_write_object_end(&write);
	err = acme_json_write_finish(&write);
	acme_buf_clear(&mailto);
	return err;
}
