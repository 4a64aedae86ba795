/* SPDX-License-Identifier: MIT */
/*
 * With mbedTLS, a hello filter looks at each connection before lws has it.  lws
 * asks the first of a vhost's protocols of each connection that it accepts
 * whether it may come (lws/vhosts/vhost_hook.h).
 */
#include "lws/serve/hello_filter.h"

#include "lws/serve/mbedtls/preread.h"
#include "lws/vhosts/vhost_hook.h"

#include <stdlib.h>

struct acme_hello_filter {
	struct acme_vhost_hook_entry entry;
	struct acme_preread preread;
};

static bool
on_accept(struct acme_vhost_hook_entry *entry, int fd)
{
	struct acme_hello_filter *filter =
		lws_container_of(entry, struct acme_hello_filter, entry);

	return acme_preread_come(&filter->preread, fd);
}

static enum acme_err
listen_to(struct acme_hello_filter *filter, struct lws_vhost *vhost,
	  struct acme_fault *fault)
{
	const struct lws_protocols *protocol;
	bool has_tls;

	protocol = acme_vhost_hook_protocol(vhost, &has_tls);
	if (!protocol || !has_tls)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "vhost \"%s\" has no TLS",
				      lws_get_vhost_name(vhost));
	if (acme_vhost_hook_add(vhost, protocol, &filter->entry))
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	return ACME_OK;
}

enum acme_err
acme_hello_filter_new(struct acme_hello_filters *filters,
		      struct lws_vhost *vhost,
		      struct acme_hello_filter **filter,
		      struct acme_fault *fault)
{
	struct acme_hello_filter *made = calloc(1, sizeof(*made));
	enum acme_err err;

	if (!made)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	made->entry.on_accept = on_accept;
	err = acme_preread_init(&made->preread, filters, vhost);
	if (err)
		acme_fault_set(fault, err, "out of memory");
	else
		err = listen_to(made, vhost, fault);
	if (err)
		acme_hello_filter_free(made);
	else
		*filter = made;
	return err;
}

void
acme_hello_filter_free(struct acme_hello_filter *filter)
{
	if (!filter)
		return;
	acme_vhost_hook_remove(&filter->entry);
	acme_preread_clear(&filter->preread);
	free(filter);
}
