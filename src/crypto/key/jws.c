/* SPDX-License-Identifier: MIT */
/* This writes a JWS in the flattened JSON serialization (RFC 7515 §7.2.2). */
#include "crypto/key/jws.h"

#include "crypto/key/signature.h"
#include "format/base64url.h"
#include "format/json/json_write.h"

#define HEADER_MAX     8192
#define SIGNATURE_TEXT 2048 /* RSA-4096 takes 683 bytes */

static void
write_member(struct acme_json_write *write, const char *name, const char *text)
{
	if (text)
		acme_json_write_string(write, name, acme_span_str(text));
}

static enum acme_err
write_header(const struct acme_key *key, const struct acme_jws_header *header,
	     struct acme_buf *text)
{
	struct acme_buf jwk = ACME_BUF_INIT(HEADER_MAX);
	struct acme_json_write write;
	enum acme_err err = ACME_OK;

	if (!header->kid)
		err = acme_key_public_jwk(key, &jwk);
	if (err)
		goto out;
	acme_json_write_init(&write, text);
	acme_json_write_object(&write, NULL);
	write_member(&write, "alg", acme_signature_alg(key));
	write_member(&write, "kid", header->kid);
	if (!header->kid)
		acme_json_write_raw(&write, "jwk", acme_buf_span(&jwk));
	write_member(&write, "nonce", header->nonce);
	write_member(&write, "url", header->url);
	acme_json_write_object_end(&write);
	err = acme_json_write_finish(&write);
out:
	acme_buf_clear(&jwk);
	return err;
}

/* header "." payload, each base64url: what is signed (RFC 7515 §5.1). */
static enum acme_err
write_input(const struct acme_key *key, const struct acme_jws_header *header,
	    struct acme_span payload, struct acme_buf *input,
	    size_t *header_len)
{
	struct acme_buf text = ACME_BUF_INIT(HEADER_MAX);
	enum acme_err err;

	err = write_header(key, header, &text);
	if (!err)
		err = acme_base64url_encode(acme_buf_span(&text), input);
	*header_len = input->len;
	if (!err)
		err = acme_buf_add(input, ACME_SPAN("."));
	if (!err)
		err = acme_base64url_encode(payload, input);
	acme_buf_clear(&text);
	return err;
}

/* ${input} as write_input() made it. */
static enum acme_err
write_jws(struct acme_span input, size_t header_len, struct acme_span signature,
	  struct acme_buf *jws)
{
	struct acme_buf text = ACME_BUF_INIT(SIGNATURE_TEXT);
	struct acme_json_write write;
	enum acme_err err;

	err = acme_base64url_encode(signature, &text);
	if (err)
		goto out;
	acme_json_write_init(&write, jws);
	acme_json_write_object(&write, NULL);
	acme_json_write_string(&write, "protected",
			       acme_span(input.data, header_len));
	acme_json_write_string(&write, "payload",
			       acme_span(input.data + header_len + 1,
					 input.len - header_len - 1));
	acme_json_write_string(&write, "signature", acme_buf_span(&text));
	acme_json_write_object_end(&write);
	err = acme_json_write_finish(&write);
out:
	acme_buf_clear(&text);
	return err;
}

enum acme_err
acme_jws_sign(const struct acme_key *key, const struct acme_jws_header *header,
	      struct acme_span payload, struct acme_buf *jws,
	      struct acme_fault *fault)
{
	struct acme_buf input = ACME_BUF_INIT(jws->limit);
	unsigned char signature[ACME_SIGNATURE_MAX];
	size_t header_len = 0, signature_len = 0;
	enum acme_err err;
	int rc = 0;

	err = write_input(key, header, payload, &input, &header_len);
	if (!err)
		rc = acme_signature_make(key, acme_buf_span(&input), signature,
					 &signature_len);
	if (!err && !rc)
		err = write_jws(acme_buf_span(&input), header_len,
				acme_span(signature, signature_len), jws);
	acme_buf_clear(&input);
	if (rc)
		return acme_compat_fault(fault, ACME_ERR_CRYPTO, rc,
					 "JWS: signing");
	if (err)
		acme_fault_set(fault, err, "JWS: writing it, at most %zu bytes",
			       jws->limit);
	return err;
}
