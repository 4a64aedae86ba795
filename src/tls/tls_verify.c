/* SPDX-License-Identifier: MIT */
/*
 * This judges the certificate of the peer.  mbedTLS verifies the chain, the
 * dates and a DNS name; it has no check for an address (2.28), or one only for
 * some (3.6), so an address is compared here, and with iPAddress names alone
 * (RFC 9110 §4.3.5).  Nor has it one for name constraints, or for what a CA is
 * meant for.  A doubt about a CA is put off until the leaf comes, the last: if
 * only no root is known, the chain may be in another order.
 */
#include "tls/tls_verify.h"

#include "tls/name_constraints.h"
#include "tls/policies.h"
#include "tls/tls_chain.h"

#include <arpa/inet.h>
#include <mbedtls/asn1.h>
#include <mbedtls/oid.h>
#include <stdio.h>
#include <string.h>

#define SAN_DNS	    2 /* RFC 5280 §4.2.1.6: choices of GeneralName */
#define SAN_ADDRESS 7

#define NAMES_MAX 120 /* bytes of a certificate's names in a sentence */
#define CN_MAX	  80

bool
acme_tls_verify_address(const char *name, struct acme_tls_address *address)
{
	if (inet_pton(AF_INET, name, address->bytes) == 1)
		address->len = 4;
	else if (inet_pton(AF_INET6, name, address->bytes) == 1)
		address->len = 16;
	else
		address->len = 0;
	return address->len > 0;
}

static int
san_type(const mbedtls_x509_sequence *san)
{
	return san->buf.tag & MBEDTLS_ASN1_TAG_VALUE_MASK;
}

static const mbedtls_x509_sequence *
first_san(const mbedtls_x509_crt *crt)
{
	/* The list's head is part of the certificate, and empty without any. */
	return crt->subject_alt_names.buf.p ? &crt->subject_alt_names : NULL;
}

static bool
has_address(const mbedtls_x509_crt *crt, const struct acme_tls_address *address)
{
	const mbedtls_x509_sequence *san;

	for (san = first_san(crt); san; san = san->next)
		if (san_type(san) == SAN_ADDRESS &&
		    san->buf.len == address->len &&
		    !memcmp(san->buf.p, address->bytes, address->len))
			return true;
	return false;
}

static void
san_text(const mbedtls_x509_sequence *san, char *text, size_t size)
{
	int family = san->buf.len == 4 ? AF_INET : AF_INET6;

	if (san_type(san) == SAN_DNS)
		snprintf(text, size, "%.*s", (int)san->buf.len,
			 (const char *)san->buf.p);
	else if (san_type(san) != SAN_ADDRESS ||
		 (san->buf.len != 4 && san->buf.len != 16) ||
		 !inet_ntop(family, san->buf.p, text, (socklen_t)size))
		snprintf(text, size, "another kind of name");
}

/* The certificate's names, as many as fit. */
static void
names_text(const mbedtls_x509_crt *crt, char names[NAMES_MAX])
{
	const mbedtls_x509_sequence *san;
	char one[NAMES_MAX];
	size_t used = 0;

	snprintf(names, NAMES_MAX, "no name");
	for (san = first_san(crt); san; san = san->next) {
		san_text(san, one, sizeof(one));
		if (used + strlen(one) + sizeof(", ...") > NAMES_MAX) {
			snprintf(names + used, NAMES_MAX - used, ", ...");
			return;
		}
		used += (size_t)snprintf(names + used, NAMES_MAX - used, "%s%s",
					 used ? ", " : "", one);
	}
}

static void
common_name(const mbedtls_x509_name *name, char text[CN_MAX])
{
	snprintf(text, CN_MAX, "unknown");
	for (; name; name = name->next)
		if (name->oid.p &&
		    !MBEDTLS_OID_CMP(MBEDTLS_OID_AT_CN, &name->oid))
			snprintf(text, CN_MAX, "%.*s", (int)name->val.len,
				 (const char *)name->val.p);
}

static void
judge_dates(struct acme_tls *tls, const mbedtls_x509_crt *crt, int depth,
	    uint32_t flags)
{
	const char *which =
		depth ? "a certificate of its chain" : "certificate";
	const mbedtls_x509_time *t = flags & MBEDTLS_X509_BADCERT_EXPIRED
					     ? &crt->valid_to
					     : &crt->valid_from;

	acme_fault_set(
		&tls->verdict, ACME_ERR_TLS,
		"%s: %s %s %04d-%02d-%02d %02d:%02d:%02d UTC", tls->name, which,
		flags & MBEDTLS_X509_BADCERT_EXPIRED ? "expired at"
						     : "is not valid before",
		t->year, t->mon, t->day, t->hour, t->min, t->sec);
}

static void
judge_name(struct acme_tls *tls, const mbedtls_x509_crt *crt)
{
	char names[NAMES_MAX];

	names_text(crt, names);
	acme_fault_set(&tls->verdict, ACME_ERR_TLS,
		       "%s: certificate is for another name (%s)", tls->name,
		       names);
}

static void
judge_trust(struct acme_tls *tls, const mbedtls_x509_crt *leaf)
{
	char issuer[CN_MAX];

	if (tls->verdict.err)
		return;
	common_name(&leaf->issuer, issuer);
	acme_fault_set(&tls->verdict, ACME_ERR_TLS,
		       "%s: certificate is not trusted: no root known for its "
		       "issuer '%s' (ca-file may name one)",
		       tls->name, issuer);
}

/* The CA at ${depth} must not sign for what is below it. */
static void
judge_authority(struct acme_tls *tls, const mbedtls_x509_crt *crt,
		const char *why)
{
	char name[CN_MAX];

	common_name(&crt->subject, name);
	acme_fault_set(&tls->verdict, ACME_ERR_TLS,
		       "%s: certificate is refused: '%s', which is above it, "
		       "%s",
		       tls->name, name, why);
}

static void
judge_rest(struct acme_tls *tls, int depth, uint32_t flags)
{
	char words[160] = "";

	if (flags & MBEDTLS_X509_BADCERT_EXT_KEY_USAGE)
		snprintf(words, sizeof(words), "%s",
			 "its extended key usage is not for TLS servers");
	else if (flags & MBEDTLS_X509_BADCERT_KEY_USAGE)
		snprintf(words, sizeof(words), "%s",
			 "its key usage is not for TLS handshakes");
	else
		mbedtls_x509_crt_verify_info(words, sizeof(words), "", flags);
	/* mbedTLS has a line for each flag. */
	acme_fault_set(&tls->verdict, ACME_ERR_TLS, "%s: %s is refused: %.*s",
		       tls->name,
		       depth ? "a certificate of its chain" : "certificate",
		       (int)strcspn(words, "\n"), words);
}

/* One sentence for all that is wrong: what the operator must mend first. */
static void
judge(struct acme_tls *tls, const mbedtls_x509_crt *crt, int depth,
      uint32_t flags)
{
	if (flags &
	    (MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE))
		judge_dates(tls, crt, depth, flags);
	else if (flags & MBEDTLS_X509_BADCERT_CN_MISMATCH)
		judge_name(tls, crt);
	else if (depth && flags & MBEDTLS_X509_BADCERT_EXT_KEY_USAGE)
		judge_authority(tls, crt,
				"is not for TLS servers (extended key usage)");
	else if (flags)
		judge_rest(tls, depth, flags);
}

static int
note_leaf(struct acme_tls *tls, const mbedtls_x509_crt *crt)
{
	acme_buf_clear(&tls->leaf);
	return acme_buf_add(&tls->leaf, acme_span(crt->raw.p, crt->raw.len))
		       ? MBEDTLS_ERR_X509_ALLOC_FAILED
		       : 0;
}

/* mbedTLS takes a common name for a DNS name where there is no alternative
 * one; RFC 9525 §2 does not. */
static bool
has_other_name(const struct acme_tls *tls, const mbedtls_x509_crt *leaf)
{
	if (tls->address.len)
		return !has_address(leaf, &tls->address);
	return !first_san(leaf);
}

/* Of a root too: whoever made it said what it is for. */
static bool
is_for_servers(const mbedtls_x509_crt *crt)
{
	return !mbedtls_x509_crt_check_extended_key_usage(
		crt, MBEDTLS_OID_SERVER_AUTH,
		MBEDTLS_OID_SIZE(MBEDTLS_OID_SERVER_AUTH));
}

/* What the CA at ${ca} of the path has against what is below it; or NULL. */
static const char *
objection(const struct acme_tls *tls, unsigned int ca,
	  const struct acme_constrained_host *host)
{
	unsigned int below;

	for (below = 0; below < ca; below++)
		if (!acme_name_constraints_allow(tls->path[ca],
						 tls->path[below], host))
			return "may not sign for it (name constraints)";
	if (!acme_policies_allow(tls->path, tls->path_len, ca))
		return "requires a certificate policy that the chain does not "
		       "have (policy constraints)";
	return NULL;
}

static uint32_t
judge_constraints(struct acme_tls *tls)
{
	struct acme_constrained_host host = {
		.address = acme_span(tls->address.bytes, tls->address.len),
	};
	const char *why;
	unsigned int ca;

	if (!tls->address.len)
		host.name = acme_span_str(tls->name);
	for (ca = tls->path_len - 1; ca; ca--) {
		why = objection(tls, ca, &host);
		if (!why)
			continue;
		if (!tls->verdict.err)
			judge_authority(tls, tls->path[ca], why);
		return MBEDTLS_X509_BADCERT_OTHER;
	}
	return 0;
}

/* What mbedTLS has not looked at, or looks at later and has no words for. */
static uint32_t
more_doubts(struct acme_tls *tls, const mbedtls_x509_crt *crt, int depth)
{
	uint32_t doubts =
		is_for_servers(crt) ? 0 : MBEDTLS_X509_BADCERT_EXT_KEY_USAGE;

	if (depth)
		return doubts;
	if (mbedtls_x509_crt_check_key_usage(crt,
					     MBEDTLS_X509_KU_DIGITAL_SIGNATURE))
		doubts |= MBEDTLS_X509_BADCERT_KEY_USAGE;
	if (has_other_name(tls, crt))
		doubts |= MBEDTLS_X509_BADCERT_CN_MISMATCH;
	return doubts;
}

static void
begin(struct acme_tls *tls, int depth)
{
	tls->path_len = (unsigned int)depth + 1;
	tls->doubts = 0;
	tls->verdict.err = ACME_OK;
}

/* All again, with the same eyes, if that makes a chain of it. */
static int
verify_sorted(struct acme_tls *tls, const mbedtls_x509_crt *leaf,
	      uint32_t *flags)
{
	struct acme_tls_chain chain;
	uint32_t again = 0;
	int rc;

	if (!acme_tls_chain_sort(leaf, &tls->trust->roots, &chain)) {
		judge_trust(tls, leaf);
		return 0;
	}
	tls->path_len = 0;
	rc = mbedtls_x509_crt_verify_with_profile(
		&chain.crt[0], &tls->trust->roots, NULL,
		&mbedtls_x509_crt_profile_default,
		tls->address.len ? NULL : tls->name, &again, acme_tls_verify,
		tls);
	*flags = again;
	return rc == MBEDTLS_ERR_X509_CERT_VERIFY_FAILED ? 0 : rc;
}

static int
verify_leaf(struct acme_tls *tls, const mbedtls_x509_crt *leaf, uint32_t *flags)
{
	int rc = note_leaf(tls, leaf);

	*flags |= tls->doubts;
	if (!rc && *flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) {
		if (tls->sorted) {
			judge_trust(tls, leaf);
		} else {
			tls->sorted = true;
			rc = verify_sorted(tls, leaf, flags);
		}
	} else if (!rc) {
		*flags |= judge_constraints(tls);
	}
	tls->path_len = 0;
	return rc;
}

int
acme_tls_verify(void *arg, mbedtls_x509_crt *crt, int depth, uint32_t *flags)
{
	struct acme_tls *tls = arg;

	if (!tls->trust)
		return depth ? 0 : note_leaf(tls, crt);
	if (depth >= ACME_TLS_DEPTH_MAX)
		return MBEDTLS_ERR_X509_FATAL_ERROR;
	/* The top of the chain comes first. */
	if (!tls->path_len)
		begin(tls, depth);
	tls->path[depth] = crt;
	*flags |= more_doubts(tls, crt, depth);
	if (!tls->verdict.err)
		judge(tls, crt, depth,
		      *flags & ~(uint32_t)MBEDTLS_X509_BADCERT_NOT_TRUSTED);
	if (!depth)
		return verify_leaf(tls, crt, flags);
	/* The leaf comes in any case, and gets them back. */
	tls->doubts |= *flags;
	*flags = 0;
	return 0;
}
