/* SPDX-License-Identifier: MIT */
/*
 * This reads an order (RFC 8555 §7.1.3).  A member must be there when its
 * status makes it needed, and not before: CAs differ in what they repeat.
 */
#include "protocol/v2/order.h"

#include "protocol/identifier.h"
#include "protocol/json_members_read.h"

#include <stdlib.h>

static enum acme_err
copy_item(const struct acme_json_value *item, char **url,
	  struct acme_fault *fault)
{
	if (!acme_json_is(item, ACME_JSON_STRING))
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "member 'authorizations' holds a %s, "
				      "not a URL",
				      acme_json_type_name(item));
	return acme_json_get_copy_url(acme_json_text(item), "authorizations",
				      url, fault);
}

/* All of them are needed while the order is pending; later, those that are
 * right may tell why it failed. */
static enum acme_err
read_each(const struct acme_json_value *array, struct acme_order *order,
	  struct acme_fault *fault)
{
	bool needed = order->status == ACME_STATUS_PENDING;
	const struct acme_json_value *item = acme_json_first(array);
	enum acme_err err = ACME_OK;

	if (!item)
		return ACME_OK;
	order->authorizations = calloc(acme_json_n_items(array),
				       sizeof(*order->authorizations));
	if (!order->authorizations)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	for (; item && !err; item = acme_json_next(item)) {
		err = copy_item(item,
				order->authorizations + order->n_authorizations,
				fault);
		order->n_authorizations += !err;
		if (!needed && err != ACME_ERR_MEMORY)
			err = ACME_OK;
	}
	return err;
}

static enum acme_err
read_authorizations(const struct acme_json_value *root,
		    struct acme_order *order, struct acme_fault *fault)
{
	bool needed = order->status == ACME_STATUS_PENDING;
	const struct acme_json_value *array = NULL;
	enum acme_err err;

	err = acme_json_get_array(root, "authorizations", &array,
				  needed ? fault : NULL);
	if (!needed && err)
		return ACME_OK;
	if (!err && needed && !array)
		err = acme_json_get_missing("authorizations", fault);
	return err ? err : read_each(array, order, fault);
}

static enum acme_err
read_identifiers(const struct acme_json_value *root, struct acme_order *order,
		 struct acme_fault *fault)
{
	const struct acme_json_value *array = NULL, *item;
	enum acme_err err =
		acme_json_get_array(root, "identifiers", &array, fault);

	item = err ? NULL : acme_json_first(array);
	if (!item)
		return err;
	order->identifiers =
		calloc(acme_json_n_items(array), sizeof(*order->identifiers));
	if (!order->identifiers)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	for (; item && !err; item = acme_json_next(item)) {
		err = acme_identifier_read(
			item, order->identifiers + order->n_identifiers, fault);
		order->n_identifiers += !err;
	}
	return err;
}

/* One that its status does not need is no reason to refuse an order. */
static enum acme_err
read_url(const struct acme_json_value *root, const char *name, bool needed,
	 char **url, struct acme_fault *fault)
{
	enum acme_err err =
		acme_json_get_url(root, name, url, needed ? fault : NULL);

	return needed ? err : ACME_OK;
}

static enum acme_err
read_urls(const struct acme_json_value *root, struct acme_order *order,
	  struct acme_fault *fault)
{
	bool open = order->status == ACME_STATUS_PENDING ||
		    order->status == ACME_STATUS_READY;
	enum acme_err err;

	err = read_url(root, "finalize", open, &order->finalize, fault);
	if (!err && open && !order->finalize)
		err = acme_json_get_missing("finalize", fault);
	if (!err)
		err = read_url(root, "certificate",
			       order->status == ACME_STATUS_VALID,
			       &order->certificate, fault);
	return err;
}

static enum acme_err
read_members(const struct acme_json_value *root, struct acme_order *order,
	     struct acme_fault *fault)
{
	enum acme_err err = acme_status_read(root, &order->status, fault);

	if (!err)
		err = acme_json_get_string(root, "status", &order->status_word,
					   fault);
	if (!err)
		err = read_urls(root, order, fault);
	if (!err)
		err = read_identifiers(root, order, fault);
	if (!err)
		err = read_authorizations(root, order, fault);
	if (!err)
		acme_problem_read_value(acme_json_member(root, "error"),
					&order->error);
	return err;
}

enum acme_err
acme_order_read(struct acme_span json, struct acme_order *order,
		struct acme_fault *fault)
{
	struct acme_json *document = NULL;
	enum acme_err err = acme_json_get_parse(json, &document, fault);

	if (!err)
		err = read_members(acme_json_root(document), order, fault);
	acme_json_free(document);
	if (!err)
		return ACME_OK;
	acme_order_clear(order);
	return acme_fault_in(fault, err, "order");
}

static void
free_texts(char **texts, size_t n)
{
	while (n--)
		free(texts[n]);
	free(texts);
}

void
acme_order_clear(struct acme_order *order)
{
	free_texts(order->identifiers, order->n_identifiers);
	free_texts(order->authorizations, order->n_authorizations);
	free(order->status_word);
	free(order->finalize);
	free(order->certificate);
	acme_problem_clear(&order->error);
	*order = (struct acme_order){ .status = ACME_STATUS_UNKNOWN };
}
