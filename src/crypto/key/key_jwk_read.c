/* SPDX-License-Identifier: MIT */
/*
 * This reads keys from JSON Web Keys (RFC 7517; RFC 7518 §6).  It is liberal in
 * what says nothing about the key (kid, use, key_ops, any order of members),
 * and strict in what does.  No fault quotes a number of the key.
 */
#include "crypto/key/key.h"

#include "base/utf8.h"
#include "crypto/key/key_private.h"
#include "crypto/key/key_rsa.h"
#include "format/base64url.h"
#include "format/json/json.h"

#include <mbedtls/platform_util.h>

#define NUMBER_MAX     512 /* bytes: RSA-4096's n */
#define COORDINATE_MAX 48  /* P-384 */
#define WORD_MAX       32  /* bytes of a file that a fault quotes */

static const struct {
	const char *crv; /* RFC 7518 §6.2.1.1 */
	mbedtls_ecp_group_id id;
	size_t len;
} curves[] = {
	{ "P-256", MBEDTLS_ECP_DP_SECP256R1, 32 },
	{ "P-384", MBEDTLS_ECP_DP_SECP384R1, COORDINATE_MAX },
};

#define N_CURVES (sizeof(curves) / sizeof(*curves))

/* Into ${bytes}, exactly ${len}, with zero bytes before a shorter number. */
static enum acme_err
read_padded(const struct acme_json_value *jwk, const char *name,
	    unsigned char *bytes, size_t len, struct acme_fault *fault)
{
	struct acme_secret number = ACME_SECRET_INIT(NUMBER_MAX);
	struct acme_span text;
	enum acme_err err;

	err = acme_json_string(jwk, name, &text, fault);
	if (!err)
		err = acme_base64url_decode(text, &number.buf, fault);
	if (err)
		acme_fault_in(fault, err, "JWK: member %s", name);
	else if (number.buf.len > len)
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "JWK: member %s is of %zu bytes, more "
				     "than %zu",
				     name, number.buf.len, len);
	else
		memset(bytes, 0, len);
	if (!err && number.buf.len)
		memcpy(bytes + len - number.buf.len, number.buf.data,
		       number.buf.len);
	acme_secret_clear(&number);
	return err;
}

static enum acme_err
not_supported(const char *member, struct acme_span word, const char *what_is,
	      struct acme_fault *fault)
{
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "JWK: %s \"%.*s\" is not supported (%s are)",
			      member,
			      (int)(word.len < WORD_MAX ? word.len : WORD_MAX),
			      word.data, what_is);
}

static enum acme_err
read_curve(const struct acme_json_value *jwk, size_t *curve,
	   struct acme_fault *fault)
{
	struct acme_span crv;
	enum acme_err err;
	size_t i;

	err = acme_json_string(jwk, "crv", &crv, fault);
	if (err)
		return acme_fault_in(fault, err, "JWK");
	for (i = 0; i < N_CURVES; i++)
		if (acme_span_equal(crv, acme_span_str(curves[i].crv))) {
			*curve = i;
			return ACME_OK;
		}
	return not_supported("crv", crv, "P-256 and P-384", fault);
}

/* ${point} is 04 || x || y (SEC 1 §2.3.3). */
static int
make_ec(mbedtls_pk_context *pk, mbedtls_ecp_group_id id,
	const unsigned char *point, const unsigned char *d, size_t len)
{
	mbedtls_ecp_keypair *ec;
	int rc;

	rc = mbedtls_pk_setup(pk, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY));
	if (rc)
		return rc;
	ec = mbedtls_pk_ec(*pk);
	rc = mbedtls_ecp_read_key(id, ec, d, len);
	if (rc)
		return rc;
	return mbedtls_ecp_point_read_binary(&ec->MBEDTLS_PRIVATE(grp),
					     &ec->MBEDTLS_PRIVATE(Q), point,
					     1 + 2 * len);
}

static enum acme_err
read_ec(const struct acme_json_value *jwk, mbedtls_pk_context *pk,
	struct acme_fault *fault)
{
	unsigned char point[1 + 2 * COORDINATE_MAX] = { 0x04 };
	unsigned char d[COORDINATE_MAX];
	enum acme_err err;
	size_t i = 0, len;
	int rc;

	err = read_curve(jwk, &i, fault);
	if (err)
		return err;
	len = curves[i].len;
	err = read_padded(jwk, "x", point + 1, len, fault);
	if (!err)
		err = read_padded(jwk, "y", point + 1 + len, len, fault);
	if (!err)
		err = read_padded(jwk, "d", d, len, fault);
	if (err)
		goto out;
	rc = make_ec(pk, curves[i].id, point, d, len);
	if (rc)
		err = acme_compat_fault(fault, ACME_ERR_INVALID, rc,
					"JWK: reading the EC key");
out:
	mbedtls_platform_zeroize(d, sizeof(d));
	return err;
}

static enum acme_err
read_rsa_part(const struct acme_json_value *jwk, enum acme_key_rsa_part i,
	      mbedtls_mpi *part, struct acme_fault *fault)
{
	unsigned char bytes[NUMBER_MAX];
	const char *name = acme_key_rsa_names[i];
	enum acme_err err;

	if (i > ACME_KEY_RSA_D && !acme_json_member(jwk, name))
		return ACME_OK;
	err = read_padded(jwk, name, bytes, sizeof(bytes), fault);
	if (!err && mbedtls_mpi_read_binary(part, bytes, sizeof(bytes)))
		err = acme_fault_set(fault, ACME_ERR_MEMORY,
				     "JWK: out of memory");
	mbedtls_platform_zeroize(bytes, sizeof(bytes));
	return err;
}

static enum acme_err
read_rsa(const struct acme_json_value *jwk, mbedtls_pk_context *pk,
	 struct acme_fault *fault)
{
	struct acme_key_rsa rsa;
	enum acme_err err = ACME_OK;
	unsigned int i;

	if (acme_json_member(jwk, "oth"))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "JWK: RSA with more than two primes is "
				      "not supported");
	acme_key_rsa_init(&rsa);
	for (i = 0; !err && i < ACME_KEY_RSA__MAX; i++)
		err = read_rsa_part(jwk, (enum acme_key_rsa_part)i,
				    &rsa.part[i], fault);
	if (!err)
		err = acme_key_rsa_import(&rsa, pk, fault);
	acme_key_rsa_clear(&rsa);
	return err;
}

static enum acme_err
read_jwk(const struct acme_json_value *jwk, mbedtls_pk_context *pk,
	 struct acme_fault *fault)
{
	struct acme_span kty;
	enum acme_err err;

	err = acme_json_string(jwk, "kty", &kty, fault);
	if (err)
		return acme_fault_in(fault, err, "JWK");
	if (acme_span_equal(kty, ACME_SPAN("EC")))
		return read_ec(jwk, pk, fault);
	if (acme_span_equal(kty, ACME_SPAN("RSA")))
		return read_rsa(jwk, pk, fault);
	return not_supported("kty", kty, "EC and RSA", fault);
}

enum acme_err
acme_key_from_jwk(struct acme_span jwk, struct acme_key **key,
		  struct acme_fault *fault)
{
	struct acme_json *json = NULL;
	mbedtls_pk_context pk;
	enum acme_err err;

	if (jwk.len > ACME_KEY_TEXT_MAX)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "JWK: longer than %d bytes",
				      ACME_KEY_TEXT_MAX);
	mbedtls_pk_init(&pk);
	err = acme_json_parse(acme_utf8_unmarked(jwk), &json, fault);
	if (err)
		acme_fault_in(fault, err, "JWK");
	else
		err = read_jwk(acme_json_root(json), &pk, fault);
	if (!err)
		err = acme_key_take(&pk, key, fault);
	acme_json_free(json);
	mbedtls_pk_free(&pk);
	return err;
}
