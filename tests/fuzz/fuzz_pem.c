/* SPDX-License-Identifier: MIT */
/*
 * All blocks of a text, decoded: each lies behind the one before.
 */
#include "format/pem.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct acme_buf der = ACME_BUF_INIT(65536);
	struct acme_pem_block block;
	struct acme_pem pem;
	bool found = true;
	size_t at = 0;

	acme_pem_init(&pem, acme_span(data, len));
	while (!acme_pem_next(&pem, &block, &found, NULL) && found) {
		FUZZ_ASSERT(pem.at > at && pem.at <= len);
		FUZZ_ASSERT(block.whole.data >= (const char *)data + at);
		at = pem.at;
		if (!acme_pem_decode(&block, &der, NULL))
			FUZZ_ASSERT(der.len <= block.body.len);
		acme_buf_clear(&der);
	}
	acme_buf_clear(&der);
	return 0;
}
