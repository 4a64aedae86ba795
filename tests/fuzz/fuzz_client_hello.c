/* SPDX-License-Identifier: MIT */
/*
 * The bytes as the first ones of a connection, and as a message: what is found
 * lies inside them, more bytes change no verdict but PARTIAL, and to wait for
 * ${len} brings a client on.
 */
#include "format/client_hello.h"
#include "format/tls_hello.h"
#include "fuzz.h"
#include "lws/serve/mbedtls/sni.h"
#include "tls/key_exchange.h"

#include <string.h>

static void
check_inside(struct acme_span whole, struct acme_span part)
{
	FUZZ_ASSERT(!part.len ||
		    (part.data >= whole.data &&
		     part.data + part.len <= whole.data + whole.len));
}

static void
read_message(struct acme_span message)
{
	static const unsigned int types[] = { 0, 10, 13, 16, 43, 65535 };
	struct acme_span body, name;
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		body = acme_client_hello_extension(message, types[i]);
		check_inside(message, body);
		if (acme_tls_hello_server_name(body, &name))
			check_inside(body, name);
	}
	check_inside(message, acme_client_hello_suites(message));
	FUZZ_ASSERT(acme_client_hello_version(message) <= 0xffff);
	(void)acme_key_exchange_may_be_static(message);
	(void)acme_client_hello_has_twice(message, types[0]);
	if (acme_sni_text(message, &name))
		check_inside(message, name);
}

static enum acme_client_hello
look(struct acme_span bytes, size_t n, struct acme_buf *message, size_t *len)
{
	return acme_client_hello_find(acme_span(bytes.data, n), message, len);
}

/* A part of the bytes, as they may come. */
static void
check_prefix(struct acme_span bytes, size_t n, enum acme_client_hello found)
{
	struct acme_buf message = ACME_BUF_INIT(ACME_CLIENT_HELLO_MAX);
	enum acme_client_hello before;
	size_t len = 0;

	before = look(bytes, n, &message, &len);
	if (before == ACME_CLIENT_HELLO_PARTIAL)
		FUZZ_ASSERT(len > n && len <= ACME_CLIENT_HELLO_RECORDS_MAX);
	else
		FUZZ_ASSERT(before == found);
	acme_buf_clear(&message);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct acme_buf message = ACME_BUF_INIT(ACME_CLIENT_HELLO_MAX);
	struct acme_span bytes = acme_span(data, len);
	enum acme_client_hello found;
	size_t n = 0;

	found = look(bytes, len, &message, &n);
	check_prefix(bytes, len / 2, found);
	check_prefix(bytes, len ? len - 1 : 0, found);
	if (found == ACME_CLIENT_HELLO_WHOLE) {
		FUZZ_ASSERT(n <= len && message.len + 5 <= n);
		check_prefix(bytes, n, found);
		read_message(acme_buf_span(&message));
	}
	if (found == ACME_CLIENT_HELLO_NOT_TLS)
		FUZZ_ASSERT(len && *data != 22);
	acme_buf_clear(&message);
	read_message(bytes);
	return 0;
}
