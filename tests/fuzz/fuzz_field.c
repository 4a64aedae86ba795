/* SPDX-License-Identifier: MIT */
/*
 * One field value, given to every parser of values; URLs and base64url, too.
 */
#include "base/buf.h"
#include "format/base64url.h"
#include "format/http/field.h"
#include "format/http/link.h"
#include "format/url.h"
#include "fuzz.h"

static void
check_links(struct acme_span value)
{
	struct acme_link link;
	bool found = true;
	size_t left;

	do {
		left = value.len;
		if (acme_link_next(&value, &link, &found, NULL))
			return;
		FUZZ_ASSERT(!found || value.len < left);
		FUZZ_ASSERT(!found || link.rel.len ||
			    !acme_link_has_rel(&link, "up"));
	} while (found);
}

/* What a reference becomes is a URL, and stays what it is. */
static void
check_reference(struct acme_span value)
{
	char *url = NULL, *again = NULL;
	struct acme_url split;

	if (acme_url_resolve("https://ca.example/acme/o?x", value, &url, NULL))
		return;
	FUZZ_ASSERT(!acme_url_parse(acme_span_str(url), false, &split, NULL));
	FUZZ_ASSERT(!acme_url_resolve("https://a/", acme_span_str(url), &again,
				      NULL));
	FUZZ_ASSERT(!strcmp(url, again));
	free(url);
	free(again);
}

static void
check_base64url(struct acme_span value)
{
	struct acme_buf bytes = ACME_BUF_INIT(65536);
	struct acme_buf again = ACME_BUF_INIT(65536);

	if (!acme_base64url_decode(value, &bytes, NULL)) {
		FUZZ_ASSERT(
			!acme_base64url_encode(acme_buf_span(&bytes), &again));
		FUZZ_ASSERT(acme_span_equal(acme_buf_span(&again), value));
	}
	acme_buf_clear(&bytes);
	acme_buf_clear(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct acme_span value = acme_span(data, len);
	int64_t seconds = 0;
	struct acme_url url;
	uint64_t n;

	if (!acme_field_retry_after(value, 1794182400, &seconds, NULL))
		FUZZ_ASSERT(seconds >= 0 && seconds <= INT32_MAX);
	FUZZ_ASSERT(acme_field_content_length(value, &n, NULL) || len);
	FUZZ_ASSERT(!acme_field_is_nonce(value) || len);
	FUZZ_ASSERT(!acme_field_has_token(value, "close") || len >= 5);
	FUZZ_ASSERT(!acme_field_is_media_type(value, "a/b") || len >= 3);
	if (!acme_url_parse(value, true, &url, NULL))
		FUZZ_ASSERT(url.https && url.port && url.host.len);
	check_links(value);
	check_reference(value);
	check_base64url(value);
	return 0;
}
