/* SPDX-License-Identifier: MIT */
/* Validators look at the name and the digest, and at no date (RFC 8737 §3). */
#include "crypto/x509_write/challenge_cert.h"

#include "crypto/digest.h"
#include "crypto/key/key.h"
#include "crypto/key/key_private.h"
#include "crypto/x509_write/san.h"

#include <mbedtls/asn1write.h>
#include <mbedtls/oid.h>
#include <stdio.h>

#define DNS_NAME_MAX 253 /* RFC 1035 §3.1, as text */
#define SERIAL_LEN   16
#define DIGEST_LEN   32
#define SAN_MAX	     300

/* As RFC 5280 §4.1.2.5 writes that there is no good end. */
#define NOT_BEFORE "20000101000000"
#define NOT_AFTER  "99991231235959"
#define SUBJECT	   "CN=" ACME_CHALLENGE_CERT_SUBJECT

/* 1.3.6.1.5.5.7.1.31, id-pe-acmeIdentifier */
#define OID_ACME_IDENTIFIER "\x2b\x06\x01\x05\x05\x07\x01\x1f"

static int
set_extension(mbedtls_x509write_cert *crt, struct acme_span oid, bool critical,
	      const unsigned char *value, size_t len)
{
	return mbedtls_x509write_crt_set_extension(crt, oid.data, oid.len,
						   critical, value, len);
}

static int
set_name(mbedtls_x509write_cert *crt, const char *name)
{
	unsigned char buffer[SAN_MAX];
	int len = acme_san_write(&name, 1, buffer, sizeof(buffer));

	if (len < 0)
		return len;
	return set_extension(crt, ACME_SPAN(MBEDTLS_OID_SUBJECT_ALT_NAME),
			     false, buffer + sizeof(buffer) - len, (size_t)len);
}

static int
set_digest(mbedtls_x509write_cert *crt, struct acme_span key_authorization)
{
	unsigned char value[2 + DIGEST_LEN] = { MBEDTLS_ASN1_OCTET_STRING,
						DIGEST_LEN };
	int rc;

	rc = mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256),
			acme_span_bytes(key_authorization),
			key_authorization.len, value + 2);
	if (rc)
		return rc;
	return set_extension(crt, ACME_SPAN(OID_ACME_IDENTIFIER), true, value,
			     sizeof(value));
}

static int
set_serial(mbedtls_x509write_cert *crt)
{
	unsigned char serial[SERIAL_LEN];
	int rc = acme_random(NULL, serial, sizeof(serial));

	serial[0] = (unsigned char)((serial[0] & 0x3f) | 0x40);
	return rc ? rc : acme_compat_crt_serial(crt, serial, sizeof(serial));
}

static int
fill(mbedtls_x509write_cert *crt, const char *name,
     struct acme_span key_authorization)
{
	int rc = set_serial(crt);

	if (!rc)
		rc = mbedtls_x509write_crt_set_subject_name(crt, SUBJECT);
	if (!rc)
		rc = mbedtls_x509write_crt_set_issuer_name(crt, SUBJECT);
	if (!rc)
		rc = mbedtls_x509write_crt_set_validity(crt, NOT_BEFORE,
							NOT_AFTER);
	if (!rc)
		rc = set_name(crt, name);
	if (!rc && key_authorization.len)
		rc = set_digest(crt, key_authorization);
	return rc;
}

static enum acme_err
sign(mbedtls_x509write_cert *crt, struct acme_buf *cert,
     struct acme_fault *fault)
{
	unsigned char pem[ACME_CHALLENGE_CERT_MAX];
	enum acme_err err;
	int rc;

	rc = mbedtls_x509write_crt_pem(crt, pem, sizeof(pem), acme_random,
				       NULL);
	if (rc)
		return acme_compat_fault(fault, ACME_ERR_CRYPTO, rc,
					 "challenge certificate: signing it");
	err = acme_buf_add(cert, acme_span_str((const char *)pem));
	if (err)
		acme_fault_set(fault, err,
			       "challenge certificate: longer than %zu bytes",
			       cert->limit);
	return err;
}

static enum acme_err
make(const struct acme_key *key, const char *name,
     struct acme_span key_authorization, struct acme_buf *cert,
     struct acme_fault *fault)
{
	mbedtls_x509write_cert crt;
	enum acme_err err;
	int rc;

	mbedtls_x509write_crt_init(&crt);
	mbedtls_x509write_crt_set_version(&crt, MBEDTLS_X509_CRT_VERSION_3);
	mbedtls_x509write_crt_set_md_alg(&crt, MBEDTLS_MD_SHA256);
	mbedtls_x509write_crt_set_subject_key(&crt, acme_key_pk(key));
	mbedtls_x509write_crt_set_issuer_key(&crt, acme_key_pk(key));
	rc = fill(&crt, name, key_authorization);
	if (rc)
		err = acme_compat_fault(fault, ACME_ERR_CRYPTO, rc,
					"challenge certificate: making it");
	else
		err = sign(&crt, cert, fault);
	mbedtls_x509write_crt_free(&crt);
	return err;
}

enum acme_err
acme_challenge_sni_name(struct acme_span key_authorization,
			char name[ACME_CHALLENGE_SNI_NAME_MAX])
{
	char digest[ACME_DIGEST_HEX_MAX];
	enum acme_err err;

	err = acme_digest_hex(key_authorization, 2 * DIGEST_LEN, digest);
	if (err)
		return err;
	snprintf(name, ACME_CHALLENGE_SNI_NAME_MAX, "%.*s.%s.acme.invalid",
		 DIGEST_LEN, digest, digest + DIGEST_LEN);
	return ACME_OK;
}

enum acme_err
acme_challenge_cert_make(const char *name, struct acme_span key_authorization,
			 struct acme_buf *cert, struct acme_secret *key_pem,
			 struct acme_fault *fault)
{
	struct acme_key *key = NULL;
	enum acme_err err;

	if (!*name || strlen(name) > DNS_NAME_MAX)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "challenge certificate: \"%.64s\" is no "
				      "DNS name",
				      name);
	err = acme_key_generate(ACME_KEY_P256, &key, fault);
	if (err)
		return err;
	err = make(key, name, key_authorization, cert, fault);
	if (!err) {
		err = acme_key_to_pem(key, key_pem);
		if (err)
			acme_fault_set(fault, err,
				       "challenge certificate: its key can't "
				       "be written");
	}
	acme_key_unref(key);
	return err;
}
