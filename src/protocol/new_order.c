/* SPDX-License-Identifier: MIT */
/*
 * RFC 8555 §7.4.
 */
#include "protocol/new_order.h"

#include "format/json_write.h"

static void
write_identifier(struct acme_json_write *write, const char *name)
{
	acme_json_write_object(write, NULL);
	acme_json_write_string(write, "type", ACME_SPAN("dns"));
	acme_json_write_string(write, "value", acme_span_str(name));
	acme_json_write_object_end(write);
}

enum acme_err
acme_new_order_write(const char *const *names, size_t n_names,
		     struct acme_buf *json)
{
	struct acme_json_write write;
	size_t i;

	acme_json_write_init(&write, json);
	acme_json_write_object(&write, NULL);
	acme_json_write_array(&write, "identifiers");
	for (i = 0; i < n_names; i++)
		write_identifier(&write, names[i]);
	acme_json_write_array_end(&write);
	acme_json_write_object_end(&write);
	return acme_json_write_finish(&write);
}
