/* SPDX-License-Identifier: MIT */
/*
 * This reads an identifier (RFC 8555 §7.1.3).  Only DNS names are ordered; a CA
 * that leaves out the type means them.
 */
#include "protocol/identifier.h"

#include "protocol/json_members_read.h"

enum acme_err
acme_identifier_read(const struct acme_json_value *identifier, char **value,
		     struct acme_fault *fault)
{
	struct acme_span type = acme_json_get_span(identifier, "type");
	enum acme_err err;

	if (type.len && !acme_span_equal_nocase(type, ACME_SPAN("dns")))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "identifier: its type is '%.*s', and "
				      "only 'dns' was asked for",
				      (int)type.len, type.data);
	err = acme_json_get_string(identifier, "value", value, fault);
	if (!err && !*value)
		err = acme_json_get_missing("value", fault);
	return err ? acme_fault_in(fault, err, "identifier") : ACME_OK;
}
