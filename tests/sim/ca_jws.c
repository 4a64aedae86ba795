/* SPDX-License-Identifier: MIT */
/*
 * What is signed (RFC 8555 §6.2 to §6.5).  The signature itself is not
 * verified; the header, its nonce and the payload are.
 */
#include "ca_private.h"

#include "format/base64url.h"
#include "format/json/json.h"

#include <mbedtls/md.h>
#include <stdio.h>
#include <stdlib.h>

#define NONCE_FORM "n0nce-%zu"

void
ca_wrong(struct ca *ca, const char *resource, const char *what)
{
	ca_add(&ca->wrong, "%s: %s\n", resource, what);
}

void
ca_nonce_give(struct ca *ca, struct acme_buf *headers)
{
	unsigned char *more = realloc(ca->nonce_used, ca->n_nonces + 1);

	if (!more)
		abort();
	ca->nonce_used = more;
	ca->nonce_used[ca->n_nonces] = false;
	ca_add(headers, "Replay-Nonce: " NONCE_FORM "\r\n", ca->n_nonces++);
}

static bool
use_nonce(struct ca *ca, struct acme_span nonce)
{
	char text[64];
	size_t n;

	snprintf(text, sizeof(text), "%.*s", (int)nonce.len, nonce.data);
	if (sscanf(text, NONCE_FORM, &n) != 1 || n >= ca->n_nonces)
		return false;
	if (ca->nonce_used[n])
		ca->n_reused++;
	if (ca->nonce_used[n] || n < ca->first_nonce)
		return false;
	ca->nonce_used[n] = true;
	return true;
}

static struct acme_json *
decode(struct acme_span text)
{
	struct acme_buf bytes = ACME_BUF_INIT(CA_TEXT_MAX);
	struct acme_json *json = NULL;

	if (!acme_base64url_decode(text, &bytes, NULL) &&
	    acme_json_parse(acme_buf_span(&bytes), &json, NULL))
		json = NULL;
	acme_buf_clear(&bytes);
	return json;
}

static struct acme_span
member(const struct acme_json_value *object, const char *name)
{
	return acme_json_text(acme_json_member(object, name));
}

/* RFC 7638 §3: of an EC key. */
static void
thumbprint(const struct acme_json_value *jwk, char *text, size_t size)
{
	static const char *const names[] = { "crv", "kty", "x", "y" };
	struct acme_buf canon = ACME_BUF_INIT(CA_TEXT_MAX);
	struct acme_buf out = ACME_BUF_INIT(CA_TEXT_MAX);
	unsigned char hash[32];
	struct acme_span value;
	size_t i;

	for (i = 0; i < 4; i++) {
		value = member(jwk, names[i]);
		ca_add(&canon, "%c\"%s\":\"%.*s\"", i ? ',' : '{', names[i],
		       (int)value.len, value.data ? value.data : "");
	}
	ca_add(&canon, "}");
	if (mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256),
		       acme_span_bytes(acme_buf_span(&canon)), canon.len,
		       hash) ||
	    acme_base64url_encode(acme_span(hash, sizeof(hash)), &out))
		abort();
	snprintf(text, size, "%s", acme_buf_str(&out));
	acme_buf_clear(&canon);
	acme_buf_clear(&out);
}

static void
check_url(struct ca_exchange *x, struct acme_span url)
{
	char own[256];

	snprintf(own, sizeof(own), "https://%s/%s", x->ca->host, x->path);
	if (!acme_span_equal(url, acme_span_str(own)))
		ca_wrong(x->ca, x->resource, "the URL that is signed differs");
}

/* §6.2: jwk for newAccount, kid for all else; in v1, jwk for all. */
static bool
wants_kid(const struct ca_exchange *x)
{
	return !x->ca->v1 && strcmp(x->resource, "newAccount");
}

static bool
check_key(struct ca_exchange *x, const struct acme_json_value *header)
{
	const struct acme_json_value *jwk = acme_json_member(header, "jwk");
	struct acme_span kid = member(header, "kid");
	char own[64];

	x->has_kid = kid.len;
	if (x->has_kid == (jwk != NULL) || x->has_kid != wants_kid(x))
		ca_wrong(x->ca, x->resource, "kid or jwk is out of place");
	if (jwk)
		thumbprint(jwk, x->thumbprint, sizeof(x->thumbprint));
	snprintf(own, sizeof(own), "https://%s/account/%u", x->ca->host,
		 x->ca->n_accounts);
	if (x->has_kid &&
	    (!x->ca->account[0] || !acme_span_equal(kid, acme_span_str(own)))) {
		ca_refuse(x, 400,
			  CA_PROBLEM("accountDoesNotExist", "no such account"));
		return false;
	}
	return true;
}

static bool
check_header(struct ca_exchange *x, const struct acme_json_value *header)
{
	if (!use_nonce(x->ca, member(header, "nonce"))) {
		ca_refuse(x, 400, CA_PROBLEM("badNonce", "a used nonce"));
		return false;
	}
	if (!acme_span_equal(member(header, "alg"), ACME_SPAN("ES256")))
		ca_wrong(x->ca, x->resource, "alg is not ES256");
	check_url(x, member(header, "url"));
	return check_key(x, header);
}

bool
ca_jws_read(struct ca_exchange *x)
{
	struct acme_json *jws = NULL, *header = NULL;
	const struct acme_json_value *root;
	bool fine = false;

	if (acme_json_parse(x->body, &jws, NULL)) {
		ca_wrong(x->ca, x->resource, "the body is no JWS");
		ca_refuse(x, 400, CA_PROBLEM("malformed", "no JWS"));
		return false;
	}
	root = acme_json_root(jws);
	header = decode(member(root, "protected"));
	if (acme_base64url_decode(member(root, "payload"), &x->payload, NULL) ||
	    !header || !member(root, "signature").len)
		ca_wrong(x->ca, x->resource, "the JWS is not whole");
	else
		fine = check_header(x, acme_json_root(header));
	acme_json_free(header);
	acme_json_free(jws);
	return fine;
}
