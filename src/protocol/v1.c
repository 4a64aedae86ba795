/* SPDX-License-Identifier: MIT */
/*
 * draft-ietf-acme-acme-03 §6.
 */
#include "protocol/v1.h"

#include "format/base64url.h"
#include "format/json_write.h"

static void
begin(struct acme_json_write *write, struct acme_buf *json,
      const char *resource)
{
	acme_json_write_init(write, json);
	acme_json_write_object(write, NULL);
	acme_json_write_string(write, "resource", acme_span_str(resource));
}

static enum acme_err
end(struct acme_json_write *write)
{
	acme_json_write_object_end(write);
	return acme_json_write_finish(write);
}

enum acme_err
acme_v1_new_reg_write(const char *email, struct acme_buf *json)
{
	struct acme_buf mailto = ACME_BUF_INIT(SIZE_MAX);
	struct acme_json_write write;
	enum acme_err err = ACME_OK;

	if (email)
		err = acme_buf_addf(&mailto, "mailto:%s", email);
	if (err)
		return err;
	begin(&write, json, "new-reg");
	acme_json_write_array(&write, "contact");
	if (email)
		acme_json_write_string(&write, NULL, acme_buf_span(&mailto));
	acme_json_write_array_end(&write);
	acme_buf_clear(&mailto);
	return end(&write);
}

enum acme_err
acme_v1_reg_write(const char *agreement, struct acme_buf *json)
{
	struct acme_json_write write;

	begin(&write, json, "reg");
	if (agreement)
		acme_json_write_string(&write, "agreement",
				       acme_span_str(agreement));
	return end(&write);
}

enum acme_err
acme_v1_new_authz_write(const char *name, struct acme_buf *json)
{
	struct acme_json_write write;

	begin(&write, json, "new-authz");
	acme_json_write_object(&write, "identifier");
	acme_json_write_string(&write, "type", ACME_SPAN("dns"));
	acme_json_write_string(&write, "value", acme_span_str(name));
	acme_json_write_object_end(&write);
	return end(&write);
}

enum acme_err
acme_v1_challenge_write(const char *type, const char *key_authorization,
			struct acme_buf *json)
{
	struct acme_json_write write;

	begin(&write, json, "challenge");
	acme_json_write_string(&write, "type", acme_span_str(type));
	acme_json_write_string(&write, "keyAuthorization",
			       acme_span_str(key_authorization));
	return end(&write);
}

enum acme_err
acme_v1_new_cert_write(struct acme_span csr_der, struct acme_buf *json)
{
	struct acme_buf csr = ACME_BUF_INIT(SIZE_MAX);
	enum acme_err err = acme_base64url_encode(csr_der, &csr);
	struct acme_json_write write;

	if (err)
		return err;
	begin(&write, json, "new-cert");
	acme_json_write_string(&write, "csr", acme_buf_span(&csr));
	acme_buf_clear(&csr);
	return end(&write);
}
