/* SPDX-License-Identifier: MIT */
/*
 * With mbedTLS, a guard looks at each connection before lws has it.  lws asks
 * the first of a vhost's protocols of each connection that it accepts whether
 * it may come (lws/vhosts/vhost_hook.h).
 */
#include "lws/serve/guard.h"

#include "lws/serve/mbedtls/preread.h"
#include "lws/vhosts/vhost_hook.h"

#include <stdlib.h>

struct acme_server_tls_guard {
	struct acme_vhost_hook_entry entry;
	struct acme_preread preread;
};

static bool
on_accept(struct acme_vhost_hook_entry *entry, int fd)
{
	struct acme_server_tls_guard *guard =
		lws_container_of(entry, struct acme_server_tls_guard, entry);

	return acme_preread_come(&guard->preread, fd);
}

static enum acme_err
listen_to(struct acme_server_tls_guard *guard, struct lws_vhost *vhost,
	  struct acme_fault *fault)
{
	const struct lws_protocols *protocol;
	bool has_tls;

	protocol = acme_vhost_hook_protocol(vhost, &has_tls);
	if (!protocol || !has_tls)
		return acme_fault_set(fault, ACME_ERR_INVALID,
				      "vhost \"%s\" has no TLS",
				      lws_get_vhost_name(vhost));
	if (acme_vhost_hook_add(vhost, protocol, &guard->entry))
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	return ACME_OK;
}

enum acme_err
acme_server_tls_guard_new(struct acme_server_tls_guards *guards,
			  struct lws_vhost *vhost,
			  struct acme_server_tls_guard **guard,
			  struct acme_fault *fault)
{
	struct acme_server_tls_guard *made = calloc(1, sizeof(*made));
	enum acme_err err;

	if (!made)
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	made->entry.on_accept = on_accept;
	err = acme_preread_init(&made->preread, guards, vhost);
	if (err)
		acme_fault_set(fault, err, "out of memory");
	else
		err = listen_to(made, vhost, fault);
	if (err)
		acme_server_tls_guard_free(made);
	else
		*guard = made;
	return err;
}

void
acme_server_tls_guard_free(struct acme_server_tls_guard *guard)
{
	if (!guard)
		return;
	acme_vhost_hook_remove(&guard->entry);
	acme_preread_clear(&guard->preread);
	free(guard);
}
