/* SPDX-License-Identifier: MIT */
/*
 * Key pairs are made and counted here, and their types are known.  Every key,
 * wherever it comes from, passes acme_key_take(), which proves that its parts
 * belong together.
 */
#include "crypto/key/key.h"

#include "crypto/key/key_private.h"

#include <assert.h>
#include <mbedtls/rsa.h>
#include <stdlib.h>

#define RSA_EXPONENT 65537

static const struct {
	const char *name;
	mbedtls_ecp_group_id curve;
	unsigned int rsa_bits; /* 0: EC */
} types[ACME_KEY__MAX] = {
	[ACME_KEY_P256] = { "p256", MBEDTLS_ECP_DP_SECP256R1, 0 },
	[ACME_KEY_P384] = { "p384", MBEDTLS_ECP_DP_SECP384R1, 0 },
	[ACME_KEY_RSA2048] = { "rsa2048", MBEDTLS_ECP_DP_NONE, 2048 },
	[ACME_KEY_RSA3072] = { "rsa3072", MBEDTLS_ECP_DP_NONE, 3072 },
	[ACME_KEY_RSA4096] = { "rsa4096", MBEDTLS_ECP_DP_NONE, 4096 },
};

const char *
acme_key_type_name(enum acme_key_type type)
{
	return (unsigned int)type < ACME_KEY__MAX ? types[type].name
						  : "unknown";
}

bool
acme_key_type_parse(struct acme_span name, enum acme_key_type *type)
{
	unsigned int i;

	for (i = 0; i < ACME_KEY__MAX; i++)
		if (acme_span_equal(name, acme_span_str(types[i].name))) {
			*type = (enum acme_key_type)i;
			return true;
		}
	return false;
}

/* The type with this curve, or for RSA with MBEDTLS_ECP_DP_NONE and bits. */
static bool
find_type(mbedtls_ecp_group_id curve, size_t rsa_bits, enum acme_key_type *type)
{
	unsigned int i;

	for (i = 0; i < ACME_KEY__MAX; i++)
		if (types[i].curve == curve && types[i].rsa_bits == rsa_bits) {
			*type = (enum acme_key_type)i;
			return true;
		}
	return false;
}

static enum acme_err
classify_ec(const mbedtls_pk_context *pk, enum acme_key_type *type,
	    struct acme_fault *fault)
{
	const mbedtls_ecp_curve_info *curve;
	mbedtls_ecp_group_id id = mbedtls_pk_ec(*pk)->MBEDTLS_PRIVATE(grp).id;

	if (find_type(id, 0, type))
		return ACME_OK;
	curve = mbedtls_ecp_curve_info_from_grp_id(id);
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "key: curve %s is not supported "
			      "(P-256 and P-384 are)",
			      curve ? curve->name : "without a name");
}

static enum acme_err
classify(const mbedtls_pk_context *pk, enum acme_key_type *type,
	 struct acme_fault *fault)
{
	size_t bits = mbedtls_pk_get_bitlen(pk);

	if (mbedtls_pk_get_type(pk) == MBEDTLS_PK_ECKEY)
		return classify_ec(pk, type, fault);
	if (mbedtls_pk_get_type(pk) != MBEDTLS_PK_RSA)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "key: %s is not supported",
				      mbedtls_pk_get_name(pk));
	if (find_type(MBEDTLS_ECP_DP_NONE, bits, type))
		return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "key: RSA of %zu bits is not supported "
			      "(2048, 3072 and 4096 are)",
			      bits);
}

static enum acme_err
take(mbedtls_pk_context *pk, enum acme_key_type type, struct acme_key **key,
     struct acme_fault *fault)
{
	int rc = acme_compat_check_pair(pk, pk);
	struct acme_key *made;

	if (rc)
		return acme_compat_fault(
			fault, ACME_ERR_INVALID, rc,
			acme_compat_is_own(rc)
				? "key: checking it"
				: "key: its parts do not belong together");
	made = calloc(1, sizeof(*made));
	if (!made)
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "key: out of memory");
	made->pk = *pk;
	made->type = type;
	made->n_refs = 1;
	mbedtls_pk_init(pk);
	*key = made;
	return ACME_OK;
}

enum acme_err
acme_key_take(mbedtls_pk_context *pk, struct acme_key **key,
	      struct acme_fault *fault)
{
	enum acme_key_type type = ACME_KEY__MAX;
	enum acme_err err = classify(pk, &type, fault);

	return err ? err : take(pk, type, key, fault);
}

enum acme_err
acme_key_take_any(mbedtls_pk_context *pk, struct acme_key **key,
		  struct acme_fault *fault)
{
	enum acme_key_type type = ACME_KEY__MAX;

	if (classify(pk, &type, NULL))
		type = ACME_KEY__MAX;
	return take(pk, type, key, fault);
}

static int
generate(mbedtls_pk_context *pk, enum acme_key_type type)
{
	int rc;

	rc = mbedtls_pk_setup(
		pk, mbedtls_pk_info_from_type(types[type].rsa_bits
						      ? MBEDTLS_PK_RSA
						      : MBEDTLS_PK_ECKEY));
	if (rc)
		return rc;
	if (types[type].rsa_bits)
		return mbedtls_rsa_gen_key(mbedtls_pk_rsa(*pk), acme_random,
					   NULL, types[type].rsa_bits,
					   RSA_EXPONENT);
	return mbedtls_ecp_gen_key(types[type].curve, mbedtls_pk_ec(*pk),
				   acme_random, NULL);
}

enum acme_err
acme_key_generate(enum acme_key_type type, struct acme_key **key,
		  struct acme_fault *fault)
{
	mbedtls_pk_context pk;
	enum acme_err err;
	int rc;

	assert((unsigned int)type < ACME_KEY__MAX);
	mbedtls_pk_init(&pk);
	rc = generate(&pk, type);
	err = rc ? acme_compat_fault(fault, ACME_ERR_CRYPTO, rc,
				     "key: generating it")
		 : acme_key_take(&pk, key, fault);
	mbedtls_pk_free(&pk);
	return err;
}

enum acme_key_type
acme_key_type(const struct acme_key *key)
{
	return key->type;
}

struct acme_key *
acme_key_ref(struct acme_key *key)
{
	key->n_refs++;
	return key;
}

void
acme_key_unref(struct acme_key *key)
{
	if (!key || --key->n_refs)
		return;
	mbedtls_pk_free(&key->pk);
	free(key);
}
