/* SPDX-License-Identifier: MIT */
/* The values of header fields that decide something. */
#include "format/http/field.h"
#include "proof.h"

int
main(void)
{
	struct acme_span value = proof_bytes();
	struct acme_fault fault;
	uint64_t len;

	(void)acme_field_content_length(value, &len, &fault);
	(void)acme_field_has_token(value, "close");
	(void)acme_field_is_chunked(value);
	(void)acme_field_is_media_type(value, "text/plain");
	(void)acme_field_is_nonce(value);
	return 0;
}
