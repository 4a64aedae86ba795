/* SPDX-License-Identifier: MIT */
/*
 * The bytes as either extension: a name lies inside them, and a list of one
 * protocol is just as long as that.
 */
#include "format/tls_hello.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct acme_span extension = acme_span(data, len);
	const struct acme_span protocol = ACME_SPAN("acme-tls/1");
	struct acme_span name;

	if (acme_tls_hello_offers_only(extension, protocol))
		FUZZ_ASSERT(len == 3 + protocol.len);
	if (acme_tls_hello_server_name(extension, &name)) {
		FUZZ_ASSERT(name.len && name.len == len - 5);
		FUZZ_ASSERT(name.data == extension.data + 5);
	}
	return 0;
}
