/* SPDX-License-Identifier: MIT */
/*
 * RFC 8555 §7.4.
 */
#include "protocol/finalize.h"

#include "format/base64url.h"
#include "format/json_write.h"

enum acme_err
acme_finalize_write(struct acme_span csr_der, struct acme_buf *json)
{
	struct acme_buf csr = ACME_BUF_INIT(SIZE_MAX);
	enum acme_err err = acme_base64url_encode(csr_der, &csr);
	struct acme_json_write write;

	if (err)
		return err;
	acme_json_write_init(&write, json);
	acme_json_write_object(&write, NULL);
	acme_json_write_string(&write, "csr", acme_buf_span(&csr));
	acme_json_write_object_end(&write);
	err = acme_json_write_finish(&write);
	acme_buf_clear(&csr);
	return err;
}
