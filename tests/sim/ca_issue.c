/* SPDX-License-Identifier: MIT */
/*
 * The CA's own key and certificate, and those that it signs: for the key of
 * the CSR and the names of the order, by the world's wall clock.
 */
#define _POSIX_C_SOURCE 200809L /* gmtime_r() */
#include "ca_private.h"

#include "crypto/random.h"

#include <mbedtls/asn1write.h>
#include <mbedtls/oid.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#include <mbedtls/x509_csr.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define CA_NAME	 "CN=Model CA"
#define SANS_MAX (64 * 1024)

static void
must(int rc, const char *what)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "model CA: %s: -0x%04x\n", what, (unsigned int)-rc);
	abort();
}

static void
make_key(mbedtls_pk_context *key)
{
	mbedtls_pk_init(key);
	must(mbedtls_pk_setup(key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)),
	     "a key");
	must(mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(*key),
				 acme_random, NULL),
	     "a key");
}

static void
x509_time(int64_t unix_s, char text[16])
{
	time_t at = (time_t)unix_s;
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(text, 16, "%Y%m%d%H%M%S", &tm);
}

/* mbedTLS 2.28 has only the first function, and 3.6 says not to use it. */
static void
set_serial(mbedtls_x509write_cert *crt, unsigned int serial)
{
#if MBEDTLS_VERSION_NUMBER < 0x03040000
	mbedtls_mpi number;

	mbedtls_mpi_init(&number);
	must(mbedtls_mpi_lset(&number, (int)serial), "a serial");
	must(mbedtls_x509write_crt_set_serial(crt, &number), "a serial");
	mbedtls_mpi_free(&number);
#else
	unsigned char bytes[] = { (unsigned char)(serial >> 8),
				  (unsigned char)serial };

	must(mbedtls_x509write_crt_set_serial_raw(crt, bytes, sizeof(bytes)),
	     "a serial");
#endif
}

static void
set_basics(struct ca *ca, mbedtls_x509write_cert *crt, const char *subject,
	   mbedtls_pk_context *key, int64_t lifetime_s)
{
	int64_t now_s = ca->world->vhost.port.now_s(&ca->world->vhost.port);
	char from[16], to[16];

	x509_time(now_s - ca->backdate_s, from);
	x509_time(now_s + lifetime_s, to);
	mbedtls_x509write_crt_init(crt);
	mbedtls_x509write_crt_set_version(crt, MBEDTLS_X509_CRT_VERSION_3);
	mbedtls_x509write_crt_set_md_alg(crt, MBEDTLS_MD_SHA256);
	mbedtls_x509write_crt_set_subject_key(crt, key);
	mbedtls_x509write_crt_set_issuer_key(crt, &ca->key);
	set_serial(crt, 0x1000 + ca->n_certificates++);
	must(mbedtls_x509write_crt_set_subject_name(crt, subject), "a subject");
	must(mbedtls_x509write_crt_set_issuer_name(crt, CA_NAME), "an issuer");
	must(mbedtls_x509write_crt_set_validity(crt, from, to), "a validity");
}

static void
write_pem(mbedtls_x509write_cert *crt, struct acme_buf *pem)
{
	size_t buffer = SANS_MAX * 2;
	unsigned char *text = malloc(buffer);

	if (!text)
		abort();
	must(mbedtls_x509write_crt_pem(crt, text, buffer, acme_random, NULL),
	     "a certificate");
	if (acme_buf_add(pem, acme_span_str((char *)text)))
		abort();
	free(text);
	mbedtls_x509write_crt_free(crt);
}

void
ca_issue_init(struct ca *ca)
{
	mbedtls_x509write_cert crt;

	make_key(&ca->key);
	set_basics(ca, &crt, CA_NAME, &ca->key, (int64_t)20 * 365 * 86400);
	must(mbedtls_x509write_crt_set_basic_constraints(&crt, 1, -1),
	     "constraints");
	write_pem(&crt, &ca->own);
}

/* GeneralNames of dNSName (RFC 5280 §4.2.1.6), written from its end. */
static void
set_names(mbedtls_x509write_cert *crt, const struct ca_order *order)
{
	unsigned char *buffer = malloc(SANS_MAX), *at = buffer + SANS_MAX;
	size_t i, name_len, len = 0;
	const char *name;

	if (!buffer)
		abort();
	for (i = order->n_authzs; i--;) {
		name = order->authzs[i].name;
		name_len = strlen(name);
		at -= name_len;
		memcpy(at, name, name_len);
		len += name_len;
		len += (size_t)mbedtls_asn1_write_len(&at, buffer, name_len);
		*--at = MBEDTLS_ASN1_CONTEXT_SPECIFIC | 2;
		len++;
	}
	len += (size_t)mbedtls_asn1_write_len(&at, buffer, len);
	*--at = MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE;
	len++;
	must(mbedtls_x509write_crt_set_extension(
		     crt, MBEDTLS_OID_SUBJECT_ALT_NAME,
		     MBEDTLS_OID_SIZE(MBEDTLS_OID_SUBJECT_ALT_NAME), 0, at,
		     len),
	     "names");
	free(buffer);
}

static bool
contains(struct acme_span bytes, const char *word)
{
	size_t len = strlen(word);

	for (; bytes.len >= len; bytes.data++, bytes.len--)
		if (!memcmp(bytes.data, word, len))
			return true;
	return false;
}

/* mbedTLS 2.28 reads no extensions of a CSR: the names are looked for. */
static bool
names_are_there(const struct ca_order *order, struct acme_span csr_der)
{
	size_t i;

	for (i = 0; i < order->n_authzs; i++)
		if (!contains(csr_der, order->authzs[i].name))
			return false;
	return true;
}

/* Where it is last: a common name stands before the alternative names. */
static size_t
last_at(struct acme_span der, const char *name)
{
	size_t len = strlen(name), at = der.len - len;

	while (at && memcmp(der.data + at, name, len) != 0)
		at--;
	return at;
}

static bool
first_fits(const struct ca_order *order, struct acme_span csr_der)
{
	const char *first = order->authzs[0].name;
	size_t i;

	for (i = 1; i < order->n_authzs; i++)
		if (last_at(csr_der, order->authzs[i].name) <
		    last_at(csr_der, first))
			first = order->authzs[i].name;
	return !order->ca->first_is_cn || strlen(first) <= 64;
}

/* SEQUENCE of one OID, id-kp-clientAuth. */
static void
set_for_clients(mbedtls_x509write_cert *crt)
{
	static const unsigned char purposes[] =
		"\x30\x0a\x06\x08" MBEDTLS_OID_CLIENT_AUTH;

	must(mbedtls_x509write_crt_set_extension(
		     crt, MBEDTLS_OID_EXTENDED_KEY_USAGE,
		     MBEDTLS_OID_SIZE(MBEDTLS_OID_EXTENDED_KEY_USAGE), 0,
		     purposes, sizeof(purposes) - 1),
	     "purposes");
}

static void
sign_leaf(struct ca_order *order, mbedtls_pk_context *key)
{
	struct ca *ca = order->ca;
	mbedtls_x509write_cert crt;

	set_basics(ca, &crt, ca->subject ? ca->subject : "CN=leaf", key,
		   ca->lifetime_s);
	set_names(&crt, order);
	if (ca->for_clients)
		set_for_clients(&crt);
	write_pem(&crt, &order->chain);
	if (acme_buf_add(&order->chain, acme_buf_span(&ca->own)))
		abort();
}

bool
ca_issue(struct ca_order *order, struct acme_span csr_der)
{
	struct ca *ca = order->ca;
	mbedtls_x509_csr csr;
	bool fine;

	mbedtls_x509_csr_init(&csr);
	fine = !mbedtls_x509_csr_parse_der(&csr, acme_span_bytes(csr_der),
					   csr_der.len) &&
	       names_are_there(order, csr_der) && first_fits(order, csr_der);
	if (fine && ca->wrong_chains) {
		ca->wrong_chains--;
		sign_leaf(order, &ca->key);
	} else if (fine) {
		sign_leaf(order, &csr.pk);
	}
	mbedtls_x509_csr_free(&csr);
	return fine;
}
