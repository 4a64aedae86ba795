/* SPDX-License-Identifier: MIT */
/*
 * This reads roots from a bundle.  All certificates lie in one block, and
 * mbedTLS's parsed ones point into it: copies of each, and a buffer for each
 * one's PEM, would leave the heap in crumbs when they are let go.
 */
#include "tls/trust/trust.h"

#include "crypto/x509/cert_outline.h"
#include "crypto/x509/cert_private.h"
#include "crypto/x509/extension.h"
#include "tls/trust/trust_aux.h"
#include "tls/trust/trust_file.h"
#include "tls/trust/trust_private.h"

#include <mbedtls/md.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX    8192 /* bytes */
#define LEFT_OUT_MAX 10
#define NAME_MAX_LEN 64 /* bytes that are told; RFC 5280: 64 characters */

static const char begin[] = "-----BEGIN";

static const char *const system_bundles[] = {
	"/etc/ssl/certs/ca-certificates.crt", /* Debian, Arch, Alpine */
	"/etc/pki/tls/certs/ca-bundle.crt",   /* Fedora, RHEL */
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
	"/etc/ssl/ca-bundle.pem",		  /* SUSE */
	"/etc/ssl/cert.pem",			  /* Alpine, macOS, the BSDs */
	"/usr/local/share/certs/ca-root-nss.crt", /* FreeBSD */
};

/* A bundle that is being read. */
struct reader {
	struct acme_trust *trust;
	struct acme_fault *first; /* why the first one was left out */
	unsigned int n_left_out, n_logged;
	bool one_will_do;
};

static void
note_left_out(struct reader *reader, const struct acme_fault *fault)
{
	struct acme_buf *lines = &reader->trust->left_out;

	if (!reader->first->err)
		*reader->first = *fault;
	reader->n_left_out++;
	if (reader->n_logged < LEFT_OUT_MAX &&
	    !acme_buf_addf(lines, "%s\n", fault->text))
		reader->n_logged++;
}

/* Those that have no line; without memory for that they are not told. */
static void
note_more(const struct reader *reader)
{
	if (reader->n_left_out > reader->n_logged &&
	    acme_buf_addf(&reader->trust->left_out, "and %u more\n",
			  reader->n_left_out - reader->n_logged))
		return;
}

/* Of the DER from ${at} on; one that does not parse is forgotten. */
static enum acme_err
add_root(struct reader *reader, size_t at, struct acme_fault *fault)
{
	struct acme_trust *trust = reader->trust;
	struct acme_buf *ders = &trust->ders;
	int rc;

	rc = mbedtls_x509_crt_parse_der_with_ext_cb(
		&trust->roots, (unsigned char *)ders->data + at, ders->len - at,
		0, acme_extension_accept, NULL);
	if (!rc)
		return ACME_OK;
	ders->len = at;
	return acme_compat_fault(fault, ACME_ERR_INVALID, rc, "certificate");
}

/* Behind the BEGIN of a block that is malformed. */
static bool
skip_block(struct acme_pem *pem)
{
	const char *from = pem->text.data + pem->at;
	const char *end = pem->text.data + pem->text.len;
	const char *at = strstr(from, begin);

	at = at ? strstr(at + 1, begin) : NULL;
	pem->at = (size_t)((at ? at : end) - pem->text.data);
	return at;
}

/* From ${at} on there is the DER of one, and what OpenSSL wrote behind it. */
static enum acme_err
cut_aux(struct acme_buf *ders, size_t at, size_t cert_len,
	struct acme_fault *fault)
{
	struct acme_span all = acme_span(ders->data + at, ders->len - at);
	struct acme_span aux =
		acme_span(all.data + cert_len, all.len - cert_len);

	if (!acme_trust_aux_allows(aux)) {
		ders->len = at;
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "certificate: it is not trusted for TLS "
				      "servers");
	}
	ders->len = at + cert_len;
	return ACME_OK;
}

/* For a person; it stays where it is when the certificate is forgotten. */
static struct acme_span
name_of(struct acme_span der)
{
	struct acme_span issuer, subject, word = acme_span("", 0);

	if (acme_cert_outline(der, &issuer, &subject))
		word = acme_cert_outline_word(subject);
	return word.len > NAME_MAX_LEN ? acme_span(word.data, NAME_MAX_LEN)
				       : word;
}

static enum acme_err
add_block(struct reader *reader, const struct acme_pem_block *block,
	  struct acme_fault *fault)
{
	struct acme_buf *ders = &reader->trust->ders;
	size_t at = ders->len, cert_len = 0;
	struct acme_span word;
	enum acme_err err;

	if (!acme_cert_is_block(block))
		return ACME_OK;
	err = acme_cert_decode(block, ders, &cert_len, fault);
	word = name_of(acme_span(ders->data + at, cert_len));
	if (!err)
		err = cut_aux(ders, at, cert_len, fault);
	if (!err)
		err = add_root(reader, at, fault);
	if (err && word.len)
		acme_fault_in(fault, err, "line %u (%.*s)", block->line,
			      (int)word.len, word.data);
	else if (err)
		acme_fault_in(fault, err, "line %u", block->line);
	return err;
}

static enum acme_err
add_blocks(struct reader *reader, struct acme_span text)
{
	struct acme_pem_block block;
	struct acme_fault fault = { .err = ACME_OK };
	struct acme_pem pem;
	bool found = true;

	acme_pem_init(&pem, text);
	while (found &&
	       !(reader->one_will_do && reader->trust->roots.version)) {
		if (acme_pem_next(&pem, &block, &found, &fault)) {
			note_left_out(reader, &fault);
			found = skip_block(&pem);
		} else if (found && add_block(reader, &block, &fault)) {
			if (fault.err == ACME_ERR_MEMORY)
				return ACME_ERR_MEMORY;
			note_left_out(reader, &fault);
		}
	}
	return ACME_OK;
}

/* Of any other text there is nothing to be said. */
static bool
is_der(struct acme_span text)
{
	return text.len > 1 && acme_span_bytes(text)[0] == 0x30 &&
	       acme_span_bytes(text)[1] >= 0x80;
}

/* PEM, or the DER of one.  Others may have been left out. */
static enum acme_err
add_text(struct reader *reader, struct acme_span text)
{
	struct acme_trust *trust = reader->trust;
	enum acme_err err = acme_trust_room(&trust->ders, text.len);
	bool is_pem = strstr(text.data, begin);

	if (!err && is_pem)
		err = add_blocks(reader, text);
	else if (!err && !acme_buf_add(&trust->ders, text))
		err = add_root(reader, 0, is_der(text) ? reader->first : NULL);
	if (err != ACME_ERR_MEMORY)
		err = trust->roots.version ? ACME_OK : ACME_ERR_INVALID;
	return err;
}

static enum acme_err
parse(const char *path, struct acme_trust *trust, bool one_will_do,
      struct acme_fault *fault)
{
	struct acme_fault first = { .err = ACME_OK };
	struct reader reader = { .trust = trust,
				 .first = &first,
				 .one_will_do = one_will_do };
	struct acme_buf text = ACME_BUF_INIT(0);
	enum acme_err err = acme_trust_read(path, &text, fault);

	if (err)
		return err;
	err = add_text(&reader, acme_buf_span(&text));
	acme_trust_room_free(&text);
	note_more(&reader);
	if (!err)
		return ACME_OK;
	acme_buf_clear(&trust->left_out);
	mbedtls_x509_crt_free(&trust->roots);
	acme_trust_room_free(&trust->ders);
	if (err == ACME_ERR_MEMORY)
		return acme_fault_set(fault, err, "roots %s: out of memory",
				      path);
	return acme_fault_set(fault, err, "roots %s: no certificate in it%s%s",
			      path, first.err ? " that can be used: " : "",
			      first.text);
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
parse_system(struct acme_trust *trust, struct acme_fault *fault)
{
	size_t i;

	for (i = 0; i < sizeof(system_bundles) / sizeof(*system_bundles); i++)
		if (!parse(system_bundles[i], trust, false, NULL))
			return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_NOT_FOUND,
			      "roots: none of the system's usual bundles is "
			      "there (%s, ...); ca-file may name one",
			      system_bundles[0]);
}

static struct acme_trust *
trust_new(struct acme_fault *fault)
{
	struct acme_trust *made = calloc(1, sizeof(*made));

	if (!made) {
		acme_fault_set(fault, ACME_ERR_MEMORY, "roots: out of memory");
		return NULL;
	}
	atomic_init(&made->n_refs, 1);
	mbedtls_x509_crt_init(&made->roots);
	made->left_out = (struct acme_buf)ACME_BUF_INIT(LINES_MAX);
	return made;
}

enum acme_err
acme_trust_check(const char *ca_file, struct acme_fault *fault)
{
	struct acme_trust *made = trust_new(fault);
	enum acme_err err =
		made ? parse(ca_file, made, true, fault) : ACME_ERR_MEMORY;

	acme_trust_unref(made);
	return err;
}

enum acme_err
acme_trust_load(const char *ca_file, struct acme_trust **trust,
		struct acme_fault *fault)
{
	struct acme_trust *made = trust_new(fault);
	enum acme_err err;

	if (!made)
		return ACME_ERR_MEMORY;
	err = ca_file ? parse(ca_file, made, false, fault)
		      : parse_system(made, fault);
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
	acme_trust_room_free(&trust->ders);
	acme_buf_clear(&trust->left_out);
	free(trust);
}

struct acme_span
acme_trust_left_out(const struct acme_trust *trust)
{
	return acme_buf_span(&trust->left_out);
}
