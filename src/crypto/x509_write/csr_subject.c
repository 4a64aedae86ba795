/* SPDX-License-Identifier: MIT */
/*
 * This checks the parts of a distinguished name by the limits of RFC 5280,
 * appendix A.1, which a CA would otherwise hold against the whole order.
 */
#include "crypto/x509_write/csr_subject.h"

#include "base/utf8.h"

#include <mbedtls/asn1write.h>
#include <mbedtls/oid.h>

#define COMMON_NAME_MAX 64 /* ub-common-name */

struct part {
	const char *name;
	struct acme_span oid;
	const char *value;
	size_t max; /* characters */
};

/* Of valid UTF-8: all but continuation bytes begin a character. */
static size_t
count_characters(struct acme_span text)
{
	size_t i, n = 0;

	for (i = 0; i < text.len; i++)
		if ((acme_span_bytes(text)[i] & 0xc0) != 0x80)
			n++;
	return n;
}

static bool
has_control(struct acme_span text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (acme_span_bytes(text)[i] < ' ' || text.data[i] == 0x7f)
			return true;
	return false;
}

static enum acme_err
check(const struct part *part, struct acme_span value, struct acme_fault *fault)
{
	size_t n;

	if (!acme_utf8_is_valid(value))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "\"%s\" is not UTF-8", part->name);
	if (has_control(value))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "\"%s\" has a control character",
				      part->name);
	n = count_characters(value);
	if (n > part->max)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "\"%s\" has %zu characters, "
				      "more than %zu",
				      part->name, n, part->max);
	return ACME_OK;
}

static enum acme_err
store(const struct part *part, int tag, mbedtls_asn1_named_data **list,
      struct acme_fault *fault)
{
	struct acme_span value = acme_span_str(part->value);
	mbedtls_asn1_named_data *stored;
	enum acme_err err;

	if (!value.len)
		return ACME_OK;
	err = check(part, value, fault);
	if (err)
		return err;
	stored = mbedtls_asn1_store_named_data(
		list, part->oid.data, part->oid.len, acme_span_bytes(value),
		value.len);
	if (!stored)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	stored->val.tag = tag;
	return ACME_OK;
}

static bool
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A PrintableString of two letters (X.520, CountryName). */
static enum acme_err
store_country(const char *country, mbedtls_asn1_named_data **list,
	      struct acme_fault *fault)
{
	struct part part = { "country", ACME_SPAN(MBEDTLS_OID_AT_COUNTRY),
			     country, 2 };

	if (!country || !*country)
		return ACME_OK;
	if (strlen(country) != 2 || !is_letter(country[0]) ||
	    !is_letter(country[1]))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "\"country\" is \"%.32s\": give the two "
				      "letters of ISO 3166",
				      country);
	return store(&part, MBEDTLS_ASN1_PRINTABLE_STRING, list, fault);
}

static bool
fits_common_name(const char *name)
{
	return count_characters(acme_span_str(name)) <= COMMON_NAME_MAX;
}

enum acme_err
acme_csr_subject_store(const struct acme_csr_subject *subject,
		       mbedtls_asn1_named_data **list, struct acme_fault *fault)
{
	const struct part parts[] = {
		{ "state", ACME_SPAN(MBEDTLS_OID_AT_STATE), subject->state,
		  128 },
		{ "locality", ACME_SPAN(MBEDTLS_OID_AT_LOCALITY),
		  subject->locality, 128 },
		{ "organization", ACME_SPAN(MBEDTLS_OID_AT_ORGANIZATION),
		  subject->organization, 64 },
		{ "common name", ACME_SPAN(MBEDTLS_OID_AT_CN),
		  fits_common_name(subject->common_name) ? subject->common_name
							 : NULL,
		  COMMON_NAME_MAX },
	};
	enum acme_err err;
	size_t i;

	err = store_country(subject->country, list, fault);
	for (i = 0; !err && i < sizeof(parts) / sizeof(*parts); i++)
		err = store(&parts[i], MBEDTLS_ASN1_UTF8_STRING, list, fault);
	return err;
}

enum acme_err
acme_csr_subject_check(const struct acme_csr_subject *subject,
		       struct acme_fault *fault)
{
	mbedtls_asn1_named_data *list = NULL;
	enum acme_err err = acme_csr_subject_store(subject, &list, fault);

	mbedtls_asn1_free_named_data_list(&list);
	return err;
}
