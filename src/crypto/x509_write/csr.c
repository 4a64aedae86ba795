/* SPDX-License-Identifier: MIT */
/*
 * This writes CSRs.  What is asked for is checked here, because a CA says less
 * of what is wrong with it.
 */
#include "crypto/x509_write/csr.h"

#include "crypto/key/key_private.h"
#include "crypto/x509_write/san.h"

#include <mbedtls/oid.h>
#include <stdlib.h>

#define DNS_NAME_MAX 253 /* RFC 1035 §3.1, as text */

/* All of a CSR but its names, with an RSA-4096 key and signature. */
#define REST_MAX 8192

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '*' ||
	       c == '_';
}

static enum acme_err
check_name(const char *name, struct acme_fault *fault)
{
	const char *c;

	for (c = name; is_name_char(*c); c++)
		;
	if (*c || c == name)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "CSR: \"%s\" is not a DNS name (letters, "
				      "digits, '-', '.'; others as xn--...)",
				      name);
	if (c - name > DNS_NAME_MAX)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "CSR: \"%.64s...\" is longer than %d "
				      "characters",
				      name, DNS_NAME_MAX);
	return ACME_OK;
}

static bool
is_one_of(const char *name, const char *const *names, size_t n_names)
{
	size_t i;

	for (i = 0; i < n_names; i++)
		if (acme_span_equal_nocase(acme_span_str(name),
					   acme_span_str(names[i])))
			return true;
	return false;
}

/* RFC 8555 §7.4: the CSR has the order's identifiers, and no others. */
static enum acme_err
check_names(const char *common_name, const char *const *names, size_t n_names,
	    struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;
	size_t i;

	if (!n_names)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "CSR: there is no name");
	for (i = 0; !err && i < n_names; i++)
		err = check_name(names[i], fault);
	if (!err && common_name && *common_name &&
	    !is_one_of(common_name, names, n_names))
		err = acme_fault_set(fault, ACME_ERR_INVALID,
				     "CSR: common name \"%s\" is not one of "
				     "the names",
				     common_name);
	return err;
}

/* ${buffer} of ${max} bytes: for the names, then for the whole. */
static int
write_csr(mbedtls_x509write_csr *csr, const char *const *names, size_t n_names,
	  unsigned char *buffer, size_t max)
{
	struct acme_span san;
	int rc;

	rc = acme_san_write(names, n_names, buffer, max);
	if (rc < 0)
		return rc;
	san = acme_span(buffer + max - rc, (size_t)rc);
	rc = acme_compat_csr_extension(
		csr, ACME_SPAN(MBEDTLS_OID_SUBJECT_ALT_NAME), san);
	if (rc)
		return rc;
	return mbedtls_x509write_csr_der(csr, buffer, max, acme_random, NULL);
}

enum acme_err
acme_csr_make(const struct acme_key *key,
	      const struct acme_csr_subject *subject, const char *const *names,
	      size_t n_names, struct acme_buf *der, struct acme_fault *fault)
{
	mbedtls_x509write_csr csr;
	unsigned char *buffer = NULL;
	enum acme_err err;
	size_t max;
	int rc;

	mbedtls_x509write_csr_init(&csr);
	mbedtls_x509write_csr_set_md_alg(&csr, MBEDTLS_MD_SHA256);
	mbedtls_x509write_csr_set_key(&csr, acme_key_pk(key));
	err = check_names(subject->common_name, names, n_names, fault);
	if (err)
		goto out;
	err = acme_csr_subject_store(subject, &csr.MBEDTLS_PRIVATE(subject),
				     fault);
	if (err) {
		acme_fault_in(fault, err, "CSR");
		goto out;
	}
	max = acme_san_max(names, n_names) + REST_MAX;
	buffer = malloc(max);
	rc = buffer ? write_csr(&csr, names, n_names, buffer, max)
		    : MBEDTLS_ERR_X509_ALLOC_FAILED;
	if (rc < 0) {
		err = acme_compat_fault(fault, ACME_ERR_CRYPTO, rc,
					"CSR: making it");
		goto out;
	}
	err = acme_buf_add(der, acme_span(buffer + max - rc, (size_t)rc));
	if (err)
		acme_fault_set(fault, err, "CSR: longer than %zu bytes",
			       der->limit);
out:
	free(buffer);
	mbedtls_x509write_csr_free(&csr);
	return err;
}
