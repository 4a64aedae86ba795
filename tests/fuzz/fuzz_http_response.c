/* SPDX-License-Identifier: MIT */
/*
 * A response in one go and byte by byte: both say the same.  The first byte
 * of the input says whether the request was HEAD.
 */
#include "format/http/http_message.h"
#include "fuzz.h"

static enum acme_err
parse(struct acme_http_message *response, struct acme_buf *answer,
      struct acme_span input, size_t step, bool *complete)
{
	enum acme_err err = ACME_OK;
	size_t i, len;

	for (i = 0; i < input.len && !err && !*complete; i += step) {
		len = input.len - i < step ? input.len - i : step;
		FUZZ_ASSERT(
			!acme_buf_add(answer, acme_span(input.data + i, len)));
		err = acme_http_message_parse(response, answer, complete, NULL);
	}
	return err;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct acme_buf answers[2] = { ACME_BUF_INIT(1 << 20),
				       ACME_BUF_INIT(1 << 20) };
	struct acme_http_message responses[2];
	bool complete[2] = { false, false };
	enum acme_err err[2];
	size_t i;

	for (i = 0; i < 2 && len > 1; i++) {
		acme_http_message_init(&responses[i], data[0] == 'H');
		err[i] = parse(&responses[i], &answers[i],
			       acme_span(data + 1, len - 1), i ? 1 : len,
			       &complete[i]);
	}
	if (len > 1) {
		FUZZ_ASSERT(err[0] == err[1] && complete[0] == complete[1]);
		FUZZ_ASSERT(err[0] || responses[0].used == responses[1].used);
		FUZZ_ASSERT(
			err[0] ||
			acme_span_equal(acme_http_message_body(&responses[0],
							       &answers[0]),
					acme_http_message_body(&responses[1],
							       &answers[1])));
	}
	acme_buf_clear(&answers[0]);
	acme_buf_clear(&answers[1]);
	return 0;
}
