/* SPDX-License-Identifier: MIT */
/* The values of header fields that decide something. */
#include "any_length.h"

#define START acme_span_bytes(value)
#define IS_STEP(key_spans) \
	(PROOF_IS_STATE(cs, key_spans) && p < pe && proof_is_in(START, p, pe))

#define ANY_content_length()                                    \
	(p = (void *)proof_place(START, pe), cs = nondet_int(), \
	 number = nondet_size(), first = nondet_size(),         \
	 n_numbers = nondet_unsigned())
#define KEPT_content_length() IS_STEP(_content_length_key_spans)

#define ANY_token_list()                                        \
	(p = (void *)proof_place(START, pe), cs = nondet_int(), \
	 begin = (void *)proof_place(START, p), found = nondet_bool())
#define KEPT_token_list() \
	(IS_STEP(_token_list_key_spans) && proof_is_in(START, begin, p))

#define ANY_media_type()                                        \
	(p = (void *)proof_place(START, pe), cs = nondet_int(), \
	 end = (void *)proof_place(START, p))
#define KEPT_media_type() \
	(IS_STEP(_media_type_key_spans) && proof_is_in(START, end, p))

#define ANY_replay_nonce() \
	(p = (void *)proof_place(START, pe), cs = nondet_int())
#define KEPT_replay_nonce() IS_STEP(_replay_nonce_key_spans)

#define ANY_delay_seconds()                                     \
	(p = (void *)proof_place(START, pe), cs = nondet_int(), \
	 seconds = nondet_number())
#define KEPT_delay_seconds()                                  \
	(IS_STEP(_delay_seconds_key_spans) && seconds >= 0 && \
	 seconds <= 10 * (int64_t)ACME_FIELD_MAX_RETRY_AFTER_S)

#include "inside/field.c"

/* Proved as "http_date_calendar", and as "retry_after" for a few bytes. */
enum acme_err
acme_http_date_parse(struct acme_span value, int64_t now_s, int64_t *unix_s,
		     struct acme_fault *fault)
{
	(void)now_s;
	PROOF_READABLE(value);
	*unix_s = nondet_number();
	__CPROVER_assume(*unix_s >= -62135596800 && *unix_s < 253402300800);
	return nondet_bool() ? ACME_OK
			     : acme_fault_set(fault, ACME_ERR_SYNTAX, "no");
}

int
main(void)
{
	struct acme_span value = proof_bytes();
	struct acme_fault fault;
	int64_t after_s = 0;
	uint64_t len;

	(void)acme_field_content_length(value, &len, &fault);
	(void)acme_field_has_token(value, "close");
	(void)acme_field_is_chunked(value);
	(void)acme_field_is_media_type(value, "text/plain");
	(void)acme_field_is_nonce(value);
	if (!acme_field_retry_after(value, nondet_number(), &after_s, &fault))
		__CPROVER_assert(
			after_s >= 0 && after_s <= ACME_FIELD_MAX_RETRY_AFTER_S,
			"a time that can be waited for");
	return 0;
}
