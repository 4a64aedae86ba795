/* SPDX-License-Identifier: MIT */
/* This writes the request that finalizes an order (RFC 8555 §7.4). */
#include "protocol/v2/finalize.h"

#include "protocol/json_members_write.h"

enum acme_err
acme_finalize_write(struct acme_span csr_der, struct acme_buf *json)
{
	struct acme_json_write write;

	acme_json_write_init(&write, json);
	acme_json_write_object(&write, NULL);
	acme_json_put_csr(&write, csr_der);
	acme_json_write_object_end(&write);
	return acme_json_write_finish(&write);
}
