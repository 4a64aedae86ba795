/* SPDX-License-Identifier: MIT */
/* This writes the request for an order (RFC 8555 §7.4). */
#include "protocol/v2/new_order.h"

#include "protocol/json_members_write.h"

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
		acme_json_put_identifier(&write, NULL, names[i]);
	acme_json_write_array_end(&write);
	acme_json_write_object_end(&write);
	return acme_json_write_finish(&write);
}
