/* SPDX-License-Identifier: MIT */
/*
 * This writes the request for an account, and reads the account's status
 * (RFC 8555 §7.3).
 */
#include "protocol/v2/new_account.h"

#include "protocol/json_members_read.h"
#include "protocol/json_members_write.h"

enum acme_err
acme_new_account_write(const char *email, struct acme_buf *json)
{
	struct acme_json_write write;

	acme_json_write_init(&write, json);
	acme_json_write_object(&write, NULL);
	acme_json_write_bool(&write, "termsOfServiceAgreed", true);
	acme_json_put_contact(&write, email);
	acme_json_write_object_end(&write);
	return acme_json_write_finish(&write);
}

enum acme_status
acme_new_account_status(struct acme_span json)
{
	enum acme_status status = ACME_STATUS_UNKNOWN;
	struct acme_json *document = NULL;

	if (acme_json_get_parse(json, &document, NULL) ||
	    acme_status_read(acme_json_root(document), &status, NULL))
		status = ACME_STATUS_UNKNOWN;
	acme_json_free(document);
	return status;
}
