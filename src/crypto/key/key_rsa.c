/* SPDX-License-Identifier: MIT */
/* This makes RSA keys of numbers, and takes the numbers of RSA keys. */
#include "crypto/key/key_rsa.h"

const char *const acme_key_rsa_names[ACME_KEY_RSA__MAX] = {
	[ACME_KEY_RSA_E] = "e",	  [ACME_KEY_RSA_N] = "n",
	[ACME_KEY_RSA_D] = "d",	  [ACME_KEY_RSA_P] = "p",
	[ACME_KEY_RSA_Q] = "q",	  [ACME_KEY_RSA_DP] = "dp",
	[ACME_KEY_RSA_DQ] = "dq", [ACME_KEY_RSA_QI] = "qi",
};

void
acme_key_rsa_init(struct acme_key_rsa *rsa)
{
	unsigned int i;

	for (i = 0; i < ACME_KEY_RSA__MAX; i++)
		mbedtls_mpi_init(&rsa->part[i]);
}

void
acme_key_rsa_clear(struct acme_key_rsa *rsa)
{
	unsigned int i;

	for (i = 0; i < ACME_KEY_RSA__MAX; i++)
		mbedtls_mpi_free(&rsa->part[i]);
}

int
acme_key_rsa_export(const mbedtls_rsa_context *from, struct acme_key_rsa *rsa)
{
	mbedtls_mpi *part = rsa->part;
	int rc;

	rc = mbedtls_rsa_export(from, &part[ACME_KEY_RSA_N],
				&part[ACME_KEY_RSA_P], &part[ACME_KEY_RSA_Q],
				&part[ACME_KEY_RSA_D], &part[ACME_KEY_RSA_E]);
	if (rc)
		return rc;
	return mbedtls_rsa_export_crt(from, &part[ACME_KEY_RSA_DP],
				      &part[ACME_KEY_RSA_DQ],
				      &part[ACME_KEY_RSA_QI]);
}

static bool
is_known(const mbedtls_mpi *part)
{
	return mbedtls_mpi_cmp_int(part, 0) != 0;
}

static const mbedtls_mpi *
known(const mbedtls_mpi *part)
{
	return is_known(part) ? part : NULL;
}

/* mbedTLS computes dp, dq and qi anew, so that a wrong one would be lost. */
static enum acme_err
compare(const mbedtls_rsa_context *made, const struct acme_key_rsa *rsa,
	struct acme_fault *fault)
{
	struct acme_key_rsa want;
	enum acme_err err = ACME_OK;
	unsigned int i;
	int rc;

	acme_key_rsa_init(&want);
	rc = acme_key_rsa_export(made, &want);
	if (rc)
		err = acme_compat_fault(fault, ACME_ERR_CRYPTO, rc, "RSA key");
	for (i = 0; !err && i < ACME_KEY_RSA__MAX; i++)
		if (is_known(&rsa->part[i]) &&
		    mbedtls_mpi_cmp_mpi(&rsa->part[i], &want.part[i]))
			err = acme_fault_set(fault, ACME_ERR_INVALID,
					     "RSA key: %s does not belong to "
					     "the other parts",
					     acme_key_rsa_names[i]);
	acme_key_rsa_clear(&want);
	return err;
}

static int
complete(const mbedtls_mpi *part, mbedtls_pk_context *pk)
{
	int rc;

	rc = mbedtls_pk_setup(pk, mbedtls_pk_info_from_type(MBEDTLS_PK_RSA));
	if (!rc)
		rc = mbedtls_rsa_import(
			mbedtls_pk_rsa(*pk), &part[ACME_KEY_RSA_N],
			known(&part[ACME_KEY_RSA_P]),
			known(&part[ACME_KEY_RSA_Q]), &part[ACME_KEY_RSA_D],
			&part[ACME_KEY_RSA_E]);
	return rc ? rc : mbedtls_rsa_complete(mbedtls_pk_rsa(*pk));
}

enum acme_err
acme_key_rsa_import(const struct acme_key_rsa *rsa, mbedtls_pk_context *pk,
		    struct acme_fault *fault)
{
	const mbedtls_mpi *part = rsa->part;
	int rc;

	if (is_known(&part[ACME_KEY_RSA_P]) != is_known(&part[ACME_KEY_RSA_Q]))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "RSA key: of p and q it has only one");
	rc = complete(part, pk);
	if (rc)
		return acme_compat_fault(
			fault, ACME_ERR_INVALID, rc,
			acme_compat_is_own(rc)
				? "RSA key: checking it"
				: "RSA key: its parts do not belong together");
	return compare(mbedtls_pk_rsa(*pk), rsa, fault);
}
