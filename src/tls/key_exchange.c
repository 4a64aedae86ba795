/* SPDX-License-Identifier: MIT */
/*
 * mbedTLS goes by its own order of cipher suites, where AES and ChaCha with an
 * ephemeral exchange stand before all that is static; it takes the first that
 * the hello offers with all that belongs to it.
 */
#include "tls/key_exchange.h"

#include "format/client_hello.h"
#include "format/vector.h"

#include <mbedtls/ecp.h>
#include <mbedtls/ssl_ciphersuites.h>
#include <mbedtls/version.h>
#if MBEDTLS_VERSION_NUMBER < 0x03000000
#define MBEDTLS_PRIVATE(member) member
#endif

#define TLS_1_2		     0x0303
#define EXTENSION_GROUPS     10u
#define EXTENSION_SIGNATURES 13u
#define SIGNED_BY_RSA	     1
#define SHA256		     4
#define SHA512		     6

/* The IANA registry, TLS Cipher Suites. */
static const struct {
	unsigned short id;
	bool ec, before_tls_1_2;
} ephemeral[] = {
	/* ECDHE_RSA: AES GCM, ChaCha, AES CBC */
	{ 0xc02f, true, false },
	{ 0xc030, true, false },
	{ 0xcca8, true, false },
	{ 0xc027, true, false },
	{ 0xc028, true, false },
	{ 0xc013, true, true },
	{ 0xc014, true, true },
	/* DHE_RSA: the same */
	{ 0x009e, false, false },
	{ 0x009f, false, false },
	{ 0xccaa, false, false },
	{ 0x0067, false, false },
	{ 0x006b, false, false },
	{ 0x0033, false, true },
	{ 0x0039, false, true },
};

/* The numbers of two octets each that an extension lists. */
static struct acme_span
list_of(struct acme_span hello, unsigned int type)
{
	struct acme_span body = acme_client_hello_extension(hello, type);
	struct acme_span list;

	return acme_vector_take(&body, 2, &list) && !body.len
		       ? list
		       : acme_span(NULL, 0);
}

/* false at the end of ${list}. */
static bool
take_number(struct acme_span *list, unsigned int *number)
{
	if (list->len < 2)
		return false;
	*number = (unsigned int)acme_vector_number(acme_span(list->data, 2));
	return acme_vector_skip(list, 2);
}

static bool
offers_group(struct acme_span hello)
{
	struct acme_span list = list_of(hello, EXTENSION_GROUPS);
	unsigned int group;

	while (take_number(&list, &group))
		if (mbedtls_ecp_curve_info_from_tls_id((uint16_t)group))
			return true;
	return false;
}

/* Of the server, by RSA (RFC 5246 §7.4.1.4.1). */
static bool
offers_signature(struct acme_span hello)
{
	struct acme_span list = list_of(hello, EXTENSION_SIGNATURES);
	unsigned int pair;

	while (take_number(&list, &pair))
		if ((pair & 0xff) == SIGNED_BY_RSA && pair >> 8 >= SHA256 &&
		    pair >> 8 <= SHA512)
			return true;
	return false;
}

static bool
is_ephemeral(unsigned int suite, bool tls_1_2, bool group)
{
	size_t i;

	for (i = 0; i < sizeof(ephemeral) / sizeof(*ephemeral); i++)
		if (ephemeral[i].id == suite &&
		    mbedtls_ssl_ciphersuite_from_id((int)suite))
			return (group || !ephemeral[i].ec) &&
			       (tls_1_2 || ephemeral[i].before_tls_1_2);
	return false;
}

static bool
offers_ephemeral(struct acme_span hello)
{
	bool tls_1_2 = acme_client_hello_version(hello) >= TLS_1_2;
	struct acme_span suites = acme_client_hello_suites(hello);
	bool group = offers_group(hello);
	unsigned int suite;

	if (tls_1_2 && !offers_signature(hello))
		return false;
	while (take_number(&suites, &suite))
		if (is_ephemeral(suite, tls_1_2, group))
			return true;
	return false;
}

static bool
is_static(unsigned int suite)
{
	const mbedtls_ssl_ciphersuite_t *info =
		mbedtls_ssl_ciphersuite_from_id((int)suite);

	return info &&
	       info->MBEDTLS_PRIVATE(key_exchange) == MBEDTLS_KEY_EXCHANGE_RSA;
}

bool
acme_key_exchange_may_be_static(struct acme_span hello)
{
	struct acme_span suites = acme_client_hello_suites(hello);
	unsigned int suite;

	while (take_number(&suites, &suite))
		if (is_static(suite))
			return !offers_ephemeral(hello);
	return false;
}
