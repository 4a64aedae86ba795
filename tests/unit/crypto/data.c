/* SPDX-License-Identifier: MIT */
#include "data.h"

#define TEXT_MAX 65536 /* of a file */

void
data_add(struct acme_buf *text, const char *file)
{
	char path[512], *buffer;
	FILE *from;
	size_t len;

	snprintf(path, sizeof(path), TEST_DATA "/crypto/%s", file);
	from = fopen(path, "rb");
	if (!from)
		TEST_FAIL("can't open %s", path);
	CHECK_OK(acme_buf_reserve(text, TEXT_MAX, &buffer));
	len = fread(buffer, 1, TEXT_MAX, from);
	fclose(from);
	CHECK(len && len < TEXT_MAX);
	acme_buf_used(text, len);
}

enum acme_err
data_read_key(const char *file, struct acme_key **key, struct acme_fault *fault)
{
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	const char *dot = strrchr(file, '.');
	enum acme_err err;

	CHECK(dot);
	data_add(&text, file);
	if (!strcmp(dot, ".jwk"))
		err = acme_key_from_jwk(acme_buf_span(&text), key, fault);
	else
		err = acme_key_from_pem(acme_buf_span(&text), key, fault);
	acme_buf_clear(&text);
	return err;
}

struct acme_key *
data_key(const char *file)
{
	struct acme_key *key = NULL;
	struct acme_fault fault = { ACME_OK, "" };

	if (data_read_key(file, &key, &fault))
		TEST_FAIL("%s: %s", file, fault.text);
	return key;
}

bool
data_same_key(const struct acme_key *a, const struct acme_key *b)
{
	struct acme_buf of_a = ACME_BUF_INIT(64), of_b = ACME_BUF_INIT(64);
	bool same;

	CHECK_OK(acme_key_thumbprint(a, &of_a));
	CHECK_OK(acme_key_thumbprint(b, &of_b));
	CHECK_INT(of_a.len, 43);
	same = acme_span_equal(acme_buf_span(&of_a), acme_buf_span(&of_b));
	acme_buf_clear(&of_a);
	acme_buf_clear(&of_b);
	return same;
}

const struct acme_cert_info data_no_info = { -1, -2, "none", "nobody", 77, 78 };

bool
data_is_no_info(const struct acme_cert_info *info)
{
	return info->not_before_s == -1 && info->not_after_s == -2 &&
	       !strcmp(info->serial, "none") &&
	       !strcmp(info->issuer, "nobody") && info->n_names == 77 &&
	       info->n_certs == 78;
}
