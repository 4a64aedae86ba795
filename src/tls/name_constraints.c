/* SPDX-License-Identifier: MIT */
/*
 * Only the host that is meant is compared, and not each name of a certificate:
 * nobody is taken for one of the others here.
 */
#include "tls/name_constraints.h"

#include "crypto/x509/extension.h"

#include <mbedtls/asn1.h>

#define SEQUENCE  (MBEDTLS_ASN1_CONSTRUCTED | MBEDTLS_ASN1_SEQUENCE)
#define PERMITTED (MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED | 0)
#define EXCLUDED  (MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED | 1)

enum form { /* choices of GeneralName (RFC 5280 §4.2.1.6) */
	FORM_DNS = 2,
	FORM_DIRECTORY = 4,
	FORM_ADDRESS = 7,
	FORM__MAX = 9,
};

struct judge {
	const struct acme_constrained_host *host;
	const mbedtls_x509_crt *below;
	bool critical;
};

/* What a list of subtrees says of the names that there are, form by form. */
struct verdict {
	bool limited[FORM__MAX], matched[FORM__MAX];
};

static struct acme_span
last(struct acme_span span, size_t len)
{
	return acme_span(span.data + span.len - len, len);
}

/* The name itself and all below; OpenSSL writes ".b" for what is below only. */
static bool
matches_dns(struct acme_span base, struct acme_span name)
{
	if (name.len && name.data[name.len - 1] == '.')
		name.len--;
	if (!base.len)
		return true;
	if (base.len > name.len ||
	    !acme_span_equal_nocase(last(name, base.len), base))
		return false;
	return base.len == name.len || base.data[0] == '.' ||
	       name.data[name.len - base.len - 1] == '.';
}

/* An address and a mask. */
static bool
matches_address(struct acme_span base, struct acme_span address)
{
	size_t i;

	if (base.len != 2 * address.len)
		return false;
	for (i = 0; i < address.len; i++)
		if ((base.data[i] ^ address.data[i]) &
		    base.data[address.len + i])
			return false;
	return true;
}

static bool
is_string(char tag)
{
	return tag == MBEDTLS_ASN1_UTF8_STRING ||
	       tag == MBEDTLS_ASN1_PRINTABLE_STRING;
}

/* As RFC 5280 §7.1 in its simple part: letters of any case, and a text is the
 * same in either kind of string. */
static bool
begins_with(struct acme_span name, struct acme_span base)
{
	size_t i;

	for (i = 0; i < base.len; i++)
		if (i >= name.len ||
		    (!acme_span_equal_nocase(acme_span(name.data + i, 1),
					     acme_span(base.data + i, 1)) &&
		     !(is_string(name.data[i]) && is_string(base.data[i]))))
			return false;
	return true;
}

/* What is in a Name, a SEQUENCE; a NULL span where it is none. */
static struct acme_span
name_content(struct acme_span name)
{
	unsigned char *at = (unsigned char *)name.data;
	size_t len;

	if (!name.len ||
	    mbedtls_asn1_get_tag(&at, at + name.len, &len, SEQUENCE))
		return acme_span(NULL, 0);
	return acme_span(at, len);
}

static struct acme_span
subject_of(const mbedtls_x509_crt *crt)
{
	return name_content(
		acme_span(crt->subject_raw.p, crt->subject_raw.len));
}

/* Has the certificate below an alternative name of this form? */
static bool
has_form(const mbedtls_x509_crt *crt, unsigned int form)
{
	const mbedtls_x509_sequence *san = &crt->subject_alt_names;

	for (; san && san->buf.p; san = san->next)
		if ((san->buf.tag & MBEDTLS_ASN1_TAG_VALUE_MASK) == (int)form)
			return true;
	return false;
}

/* Is there a name of this form to be judged, and is it in the subtree? */
static bool
concerns(const struct judge *judge, unsigned int form)
{
	if (form == FORM_DNS)
		return judge->host->name.len;
	if (form == FORM_ADDRESS)
		return judge->host->address.len;
	if (form == FORM_DIRECTORY)
		return subject_of(judge->below).len;
	return judge->critical && has_form(judge->below, form);
}

static bool
matches(const struct judge *judge, unsigned int form, struct acme_span base)
{
	if (form == FORM_DNS)
		return matches_dns(base, judge->host->name);
	if (form == FORM_ADDRESS)
		return matches_address(base, judge->host->address);
	return form == FORM_DIRECTORY &&
	       begins_with(subject_of(judge->below), name_content(base));
}

/* A GeneralSubtree at ${at}: its base is a GeneralName. */
static bool
read_subtree(const struct judge *judge, unsigned char *at,
	     const unsigned char *end, struct verdict *verdict)
{
	struct acme_span base;
	unsigned int form;
	size_t len;
	int tag;

	if (at == end || !(*at & MBEDTLS_ASN1_CONTEXT_SPECIFIC))
		return false;
	tag = *at;
	form = (unsigned int)tag & MBEDTLS_ASN1_TAG_VALUE_MASK;
	if (form >= FORM__MAX || mbedtls_asn1_get_tag(&at, end, &len, tag))
		return false;
	base = acme_span(at, len);
	if (form == FORM_DIRECTORY && !name_content(base).data)
		return false;
	if (!concerns(judge, form))
		return true;
	verdict->limited[form] = true;
	if (matches(judge, form, base))
		verdict->matched[form] = true;
	return true;
}

/* The list with ${tag} at ${at}, if it is there; false: it can't be read. */
static bool
read_subtrees(const struct judge *judge, unsigned char **at,
	      const unsigned char *end, int tag, struct verdict *verdict)
{
	const unsigned char *list_end;
	size_t len;

	if (*at == end || **at != tag)
		return true;
	if (mbedtls_asn1_get_tag(at, end, &len, tag))
		return false;
	list_end = *at + len;
	while (*at < list_end) {
		if (mbedtls_asn1_get_tag(at, list_end, &len, SEQUENCE) ||
		    !read_subtree(judge, *at, *at + len, verdict))
			return false;
		*at += len;
	}
	return true;
}

static bool
leaves(const struct verdict *permitted, const struct verdict *excluded)
{
	unsigned int form;

	for (form = 0; form < FORM__MAX; form++)
		if ((permitted->limited[form] && !permitted->matched[form]) ||
		    excluded->matched[form])
			return false;
	return true;
}

/* What is not understood and forbids, forbids all that it might. */
static bool
leaves_forms(const struct verdict *excluded)
{
	unsigned int form;

	for (form = 0; form < FORM__MAX; form++)
		if (excluded->limited[form] && form != FORM_DNS &&
		    form != FORM_ADDRESS && form != FORM_DIRECTORY)
			return false;
	return true;
}

bool
acme_name_constraints_allow(const mbedtls_x509_crt *ca,
			    const mbedtls_x509_crt *below,
			    const struct acme_constrained_host *host)
{
	struct verdict permitted = { .limited = { false } };
	struct verdict excluded = { .limited = { false } };
	struct judge judge = { .host = host, .below = below };
	struct acme_span value = acme_extension_find(
		ca, ACME_OID_NAME_CONSTRAINTS, &judge.critical);
	unsigned char *at = (unsigned char *)value.data, *end;
	size_t len;

	if (!at)
		return true;
	end = at + value.len;
	if (mbedtls_asn1_get_tag(&at, end, &len, SEQUENCE) || at + len != end)
		return false;
	return read_subtrees(&judge, &at, end, PERMITTED, &permitted) &&
	       read_subtrees(&judge, &at, end, EXCLUDED, &excluded) &&
	       at == end && leaves(&permitted, &excluded) &&
	       leaves_forms(&excluded);
}
