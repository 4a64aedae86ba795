/* SPDX-License-Identifier: MIT */
/* This writes the payloads of ACME v1 (draft-ietf-acme-acme-03 §6). */
#include "protocol/v1.h"

#include "protocol/json_members_write.h"

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
	struct acme_json_write write;

	begin(&write, json, "new-reg");
	acme_json_put_contact(&write, email);
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
	acme_json_put_identifier(&write, "identifier", name);
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
	struct acme_json_write write;

	begin(&write, json, "new-cert");
	acme_json_put_csr(&write, csr_der);
	return end(&write);
}
