/* SPDX-License-Identifier: MIT */
/*
 * This checks whether a certificate is what a server needs: for its names, with
 * a key of the type that is wanted, and of a CA that made it for TLS servers.
 */
#include "crypto/x509/leaf.h"

#include "crypto/x509/leaf_private.h"

/* Of KeyUsage (RFC 5280 §4.2.1.3), its first octet: what a handshake takes. */
#define HANDSHAKE_BITS                       \
	(MBEDTLS_X509_KU_DIGITAL_SIGNATURE | \
	 MBEDTLS_X509_KU_KEY_ENCIPHERMENT | MBEDTLS_X509_KU_KEY_AGREEMENT)

/* As RFC 9525 §6.3 has it: the star is the whole first label. */
static bool
is_for(struct acme_span name, struct acme_span wanted)
{
	const char *dot = memchr(wanted.data, '.', wanted.len);

	if (name.len > 2 && name.data[0] == '*' && name.data[1] == '.' && dot) {
		name = acme_span(name.data + 1, name.len - 1);
		wanted = acme_span(dot,
				   wanted.len - (size_t)(dot - wanted.data));
	}
	return acme_span_equal_nocase(name, wanted);
}

static bool
has_name(const struct acme_leaf *leaf, const char *wanted)
{
	struct acme_span names = leaf->names, name;

	while (acme_leaf_next_name(&names, &name))
		if (is_for(name, acme_span_str(wanted)))
			return true;
	return false;
}

/* Bits of the modulus; BIT STRING, SEQUENCE, INTEGER (RFC 3279 §2.3.1). */
static size_t
rsa_bits(struct acme_span key)
{
	struct acme_span parts, modulus;

	if (!key.len || key.data[0])
		return 0;
	key = acme_span(key.data + 1, key.len - 1);
	if (!acme_leaf_next(&key, ACME_LEAF_SEQUENCE, &parts) ||
	    !acme_leaf_next(&parts, MBEDTLS_ASN1_INTEGER, &modulus) ||
	    !modulus.len)
		return 0;
	return (modulus.len - !modulus.data[0]) * 8;
}

static enum acme_key_type
key_type(const struct acme_leaf *leaf)
{
	static const struct {
		size_t bits;
		enum acme_key_type type;
	} rsa[] = { { 2048, ACME_KEY_RSA2048 },
		    { 3072, ACME_KEY_RSA3072 },
		    { 4096, ACME_KEY_RSA4096 } };
	size_t i, bits;

	if (acme_span_equal(leaf->key_kind,
			    ACME_SPAN(MBEDTLS_OID_EC_ALG_UNRESTRICTED))) {
		if (acme_span_equal(leaf->key_curve,
				    ACME_SPAN(MBEDTLS_OID_EC_GRP_SECP256R1)))
			return ACME_KEY_P256;
		if (acme_span_equal(leaf->key_curve,
				    ACME_SPAN(MBEDTLS_OID_EC_GRP_SECP384R1)))
			return ACME_KEY_P384;
	}
	bits = acme_span_equal(leaf->key_kind, ACME_SPAN(MBEDTLS_OID_PKCS1_RSA))
		       ? rsa_bits(leaf->key)
		       : 0;
	for (i = 0; i < sizeof(rsa) / sizeof(*rsa); i++)
		if (rsa[i].bits == bits)
			return rsa[i].type;
	return ACME_KEY__MAX;
}

static enum acme_err
check_fits(const struct acme_leaf *leaf, const char *const *names,
	   size_t n_names, enum acme_key_type type, struct acme_fault *fault)
{
	size_t i;

	for (i = 0; i < n_names; i++)
		if (!has_name(leaf, names[i]))
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "it is not for %s", names[i]);
	if (type != ACME_KEY__MAX && key_type(leaf) != type)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "its key is not of type %s",
				      acme_key_type_name(type));
	return ACME_OK;
}

enum acme_err
acme_leaf_fits(struct acme_span pem_or_der, const char *const *names,
	       size_t n_names, enum acme_key_type type,
	       struct acme_fault *fault)
{
	struct acme_leaf leaf;
	enum acme_err err = acme_leaf_read(pem_or_der, &leaf, fault);

	if (!err)
		err = check_fits(&leaf, names, n_names, type, fault);
	acme_buf_clear(&leaf.der);
	return err;
}

static bool
is_wanted(struct acme_span name, const char *const *names, size_t n_names)
{
	size_t i;

	for (i = 0; i < n_names; i++)
		if (is_for(name, acme_span_str(names[i])))
			return true;
	return false;
}

static enum acme_err
add_changes(const struct acme_leaf *leaf, const char *const *names,
	    size_t n_names, struct acme_buf *changes)
{
	struct acme_span old = leaf->names, name;
	enum acme_err err = ACME_OK;
	bool has_all = true;
	size_t i;

	for (i = 0; !err && i < n_names; i++)
		if (!has_name(leaf, names[i])) {
			has_all = false;
			err = acme_buf_addf(changes, " + %s", names[i]);
		}
	while (!err && !has_all && acme_leaf_next_name(&old, &name))
		if (!is_wanted(name, names, n_names))
			err = acme_buf_addf(changes, " - %.*s", (int)name.len,
					    name.data);
	return err;
}

enum acme_err
acme_leaf_changes(struct acme_span pem_or_der, const char *const *names,
		  size_t n_names, struct acme_buf *changes,
		  struct acme_fault *fault)
{
	struct acme_leaf leaf;
	enum acme_err err = acme_leaf_read(pem_or_der, &leaf, fault);

	if (!err)
		err = add_changes(&leaf, names, n_names, changes);
	acme_buf_clear(&leaf.der);
	return err;
}

/* Without the extension a key may be used for all (RFC 5280 §4.2.1.12). */
static bool
is_for_servers(const struct acme_leaf *leaf)
{
	struct acme_span purposes = leaf->purposes, each;

	if (!purposes.data)
		return true;
	while (acme_leaf_next(&purposes, MBEDTLS_ASN1_OID, &each))
		if (acme_span_equal(each, ACME_SPAN(MBEDTLS_OID_SERVER_AUTH)) ||
		    acme_span_equal(
			    each,
			    ACME_SPAN(MBEDTLS_OID_ANY_EXTENDED_KEY_USAGE)))
			return true;
	return false;
}

/* The first octet of a BIT STRING says how many bits of the last are none. */
static bool
is_for_handshakes(const struct acme_leaf *leaf)
{
	return !leaf->usage.data ||
	       (leaf->usage.len > 1 &&
		(acme_span_bytes(leaf->usage)[1] & HANDSHAKE_BITS));
}

static enum acme_err
check_serves(const struct acme_leaf *leaf, struct acme_fault *fault)
{
	if (acme_span_equal(leaf->subject, leaf->issuer))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "it is self-signed, and of no CA");
	if (!is_for_servers(leaf))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "its extended key usage is not for TLS "
				      "servers");
	if (!is_for_handshakes(leaf))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "its key usage is not for TLS "
				      "handshakes");
	return ACME_OK;
}

enum acme_err
acme_leaf_serves(struct acme_span pem_or_der, struct acme_fault *fault)
{
	struct acme_leaf leaf;
	enum acme_err err = acme_leaf_read(pem_or_der, &leaf, fault);

	if (!err)
		err = check_serves(&leaf, fault);
	acme_buf_clear(&leaf.der);
	return err;
}
