/* SPDX-License-Identifier: MIT */
/* This reads a directory (RFC 8555 §7.1.1), and that of ACME v1. */
#include "protocol/v2/directory.h"

#include "protocol/json_members_read.h"

#include <stdlib.h>

static bool
is_v1(const struct acme_json_value *root)
{
	return acme_json_get_find(root, "new-reg") &&
	       !acme_json_get_find(root, "newNonce") &&
	       !acme_json_get_find(root, "newAccount") &&
	       !acme_json_get_find(root, "newOrder");
}

static enum acme_err
read_v2(const struct acme_json_value *root, struct acme_directory *directory,
	struct acme_fault *fault)
{
	enum acme_err err = acme_json_get_url(root, "newNonce",
					      &directory->new_nonce, fault);

	if (!err)
		err = acme_json_get_url(root, "newAccount",
					&directory->new_account, fault);
	if (!err)
		err = acme_json_get_url(root, "newOrder", &directory->new_order,
					fault);
	return err;
}

static enum acme_err
read_v1(const struct acme_json_value *root, struct acme_directory *directory,
	struct acme_fault *fault)
{
	enum acme_err err =
		acme_json_get_url(root, "new-reg", &directory->new_reg, fault);

	if (!err)
		err = acme_json_get_url(root, "new-authz",
					&directory->new_authz, fault);
	if (!err)
		err = acme_json_get_url(root, "new-cert", &directory->new_cert,
					fault);
	return err;
}

/* Nothing of it is needed. */
static enum acme_err
read_meta(const struct acme_json_value *meta, struct acme_directory *directory,
	  struct acme_fault *fault)
{
	acme_json_get_flag(meta, "externalAccountRequired",
			   &directory->external_account_required);
	if (!acme_json_get_span(meta, "termsOfService").len)
		return ACME_OK;
	return acme_json_get_string(meta, "termsOfService",
				    &directory->terms_of_service, fault);
}

static enum acme_err
check_v1(const struct acme_directory *directory, struct acme_fault *fault)
{
	if (!directory->new_reg)
		return acme_json_get_missing("new-reg", fault);
	if (!directory->new_authz)
		return acme_json_get_missing("new-authz", fault);
	if (!directory->new_cert)
		return acme_json_get_missing("new-cert", fault);
	return ACME_OK;
}

static enum acme_err
check_v2(const struct acme_directory *directory, struct acme_fault *fault)
{
	if (!directory->new_nonce)
		return acme_json_get_missing("newNonce", fault);
	if (!directory->new_account)
		return acme_json_get_missing("newAccount", fault);
	if (!directory->new_order)
		return acme_json_get_missing("newOrder", fault);
	return ACME_OK;
}

/* All that an order needs: half of a directory is none. */
static enum acme_err
read_urls(const struct acme_json_value *root, struct acme_directory *directory,
	  struct acme_fault *fault)
{
	bool v1 = is_v1(root);
	enum acme_err err = v1 ? read_v1(root, directory, fault)
			       : read_v2(root, directory, fault);

	if (err)
		return err;
	return v1 ? check_v1(directory, fault) : check_v2(directory, fault);
}

enum acme_err
acme_directory_read(struct acme_span json, struct acme_directory *directory,
		    struct acme_fault *fault)
{
	struct acme_json *document = NULL;
	const struct acme_json_value *root;
	enum acme_err err = acme_json_get_parse(json, &document, fault);

	root = acme_json_root(document);
	if (!err)
		err = read_urls(root, directory, fault);
	if (!err)
		err = read_meta(acme_json_get_find(root, "meta"), directory,
				fault);
	acme_json_free(document);
	if (!err)
		return ACME_OK;
	acme_directory_clear(directory);
	return acme_fault_in(fault, err, "directory");
}

void
acme_directory_clear(struct acme_directory *directory)
{
	free(directory->new_nonce);
	free(directory->new_account);
	free(directory->new_order);
	free(directory->new_reg);
	free(directory->new_authz);
	free(directory->new_cert);
	free(directory->terms_of_service);
	*directory = (struct acme_directory){ .new_nonce = NULL };
}
