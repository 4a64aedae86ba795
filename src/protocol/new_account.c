/* SPDX-License-Identifier: MIT */
/*
 * RFC 8555 §7.3.
 */
#include "protocol/new_account.h"

#include "protocol/said.h"

enum acme_err
acme_new_account_write(const char *email, struct acme_buf *json)
{
	struct acme_json_write write;

	acme_json_write_init(&write, json);
	acme_json_write_object(&write, NULL);
	acme_json_write_bool(&write, "termsOfServiceAgreed", true);
	acme_said_contact(&write, email);
	acme_json_write_object_end(&write);
	return acme_json_write_finish(&write);
}
