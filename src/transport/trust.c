/* SPDX-License-Identifier: MIT */
/*
 * Roots from a file.  mbedTLS reads it by itself; here it is only looked at
 * first, because mbedTLS would try to allocate what a folder says its size is,
 * and would wait for ever for a pipe.
 */
#define _POSIX_C_SOURCE 200809L /* strerror_r() */
#include "transport/trust_private.h"

#include <errno.h>
#include <mbedtls/md.h>
#include <mbedtls/pk.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BUNDLE_MAX 16777216 /* bytes; Debian's has 220 kB */

static const char *const system_bundles[] = {
	"/etc/ssl/certs/ca-certificates.crt", /* Debian, Arch, Alpine */
	"/etc/pki/tls/certs/ca-bundle.crt",   /* Fedora, RHEL */
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
	"/etc/ssl/ca-bundle.pem",		  /* SUSE */
	"/etc/ssl/cert.pem",			  /* Alpine, macOS, the BSDs */
	"/usr/local/share/certs/ca-root-nss.crt", /* FreeBSD */
};

static enum acme_err
unreadable(const char *path, int error, struct acme_fault *fault)
{
	char words[128] = "reason unknown";

	if (error)
		(void)strerror_r(error, words, sizeof(words));
	return acme_fault_set(
		fault, error == ENOENT ? ACME_ERR_NOT_FOUND : ACME_ERR_SYSTEM,
		"roots %s: can't be read: %s", path, words);
}

static enum acme_err
look(const char *path, struct acme_fault *fault)
{
	struct stat st;

	if (stat(path, &st))
		return unreadable(path, errno, fault);
	if (!S_ISREG(st.st_mode))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "roots %s: is no file", path);
	if (st.st_size > BUNDLE_MAX)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "roots %s: longer than %d bytes", path,
				      BUNDLE_MAX);
	return ACME_OK;
}

static enum acme_err
parse(const char *path, mbedtls_x509_crt *roots, struct acme_fault *fault)
{
	enum acme_err err = look(path, fault);
	int rc;

	if (err)
		return err;
	errno = 0;
	rc = mbedtls_x509_crt_parse_file(roots, path);
	/* More than 0: so many were left out, and others were taken. */
	if (rc >= 0)
		return ACME_OK;
	if (rc == MBEDTLS_ERR_PK_FILE_IO_ERROR)
		return unreadable(path, errno, fault);
	if (rc == MBEDTLS_ERR_PK_ALLOC_FAILED ||
	    rc == MBEDTLS_ERR_X509_ALLOC_FAILED)
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "roots %s: out of memory", path);
	return acme_fault_set(fault, ACME_ERR_INVALID,
			      "roots %s: no certificate in it", path);
}

static enum acme_err
digest_roots(struct acme_trust *trust)
{
	const mbedtls_x509_crt *crt;
	mbedtls_md_context_t md;
	int rc;

	mbedtls_md_init(&md);
	rc = mbedtls_md_setup(&md, mbedtls_md_info_from_type(MBEDTLS_MD_SHA256),
			      0);
	if (!rc)
		rc = mbedtls_md_starts(&md);
	for (crt = &trust->roots; !rc && crt; crt = crt->next)
		rc = mbedtls_md_update(&md, crt->raw.p, crt->raw.len);
	if (!rc)
		rc = mbedtls_md_finish(&md, trust->digest);
	mbedtls_md_free(&md);
	return rc ? ACME_ERR_MEMORY : ACME_OK;
}

static enum acme_err
parse_system(mbedtls_x509_crt *roots, struct acme_fault *fault)
{
	size_t i;

	for (i = 0; i < sizeof(system_bundles) / sizeof(*system_bundles); i++)
		if (!parse(system_bundles[i], roots, NULL))
			return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_NOT_FOUND,
			      "roots: none of the system's usual bundles is "
			      "there (%s, ...); ca-file may name one",
			      system_bundles[0]);
}

enum acme_err
acme_trust_load(const char *ca_file, struct acme_trust **trust,
		struct acme_fault *fault)
{
	struct acme_trust *made = calloc(1, sizeof(*made));
	enum acme_err err;

	if (!made)
		return acme_fault_set(fault, ACME_ERR_MEMORY,
				      "roots: out of memory");
	atomic_init(&made->n_refs, 1);
	mbedtls_x509_crt_init(&made->roots);
	err = ca_file ? parse(ca_file, &made->roots, fault)
		      : parse_system(&made->roots, fault);
	if (!err && digest_roots(made))
		err = acme_fault_set(fault, ACME_ERR_MEMORY,
				     "roots: out of memory");
	if (err)
		acme_trust_unref(made);
	else
		*trust = made;
	return err;
}

struct acme_trust *
acme_trust_ref(struct acme_trust *trust)
{
	atomic_fetch_add(&trust->n_refs, 1);
	return trust;
}

void
acme_trust_unref(struct acme_trust *trust)
{
	if (!trust || atomic_fetch_sub(&trust->n_refs, 1) != 1)
		return;
	mbedtls_x509_crt_free(&trust->roots);
	free(trust);
}
