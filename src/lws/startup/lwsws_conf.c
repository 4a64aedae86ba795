/* SPDX-License-Identifier: MIT */
/*
 * This reads lwsws's configuration before lwsws does.  It uses lws's own
 * parser, as lwsws is about to do: it has comments, and what is wrong is wrong
 * for both.
 */
#include "lws/startup/lwsws_conf.h"

#include "base/buf.h"
#include "lws/files/store_request.h"
#include "lws/startup/preflight.h"
#include "store/file/file.h"

#include <libwebsockets.h>
#include <stdlib.h>

#if defined(LWS_WITH_LEJP) && defined(LWS_WITH_DIR) /* lwsws needs both */

#define FILE_MAX  (1024 * 1024)
#define VALUE_MAX 4096

enum member {
	NAME,
	LWS_CERT,
	LWS_KEY,
	AUTH,
	CERT,
	KEY,
	CA,
	N_MEMBERS,
	VHOST = N_MEMBERS
};

static const char *const members[] = {
	[NAME] = "vhosts[].name",
	[LWS_CERT] = "vhosts[].host-ssl-cert",
	[LWS_KEY] = "vhosts[].host-ssl-key",
	[AUTH] = "vhosts[].ws-protocols[].lws-acme-client.auth-path",
	[CERT] = "vhosts[].ws-protocols[].lws-acme-client.cert-path",
	[KEY] = "vhosts[].ws-protocols[].lws-acme-client.key-path",
	[CA] = "vhosts[].ws-protocols[].lws-acme-client.ca-file",
	[VHOST] = "vhosts[]",
};

/* Of the vhost that is being read. */
struct vhost {
	struct acme_buf values[N_MEMBERS];
};

static void
clear(struct vhost *vhost)
{
	size_t i;

	for (i = 0; i < N_MEMBERS; i++)
		acme_buf_clear(&vhost->values[i]);
}

static bool
are_equal(const struct vhost *vhost, enum member a, enum member b)
{
	return acme_span_equal(acme_buf_span(&vhost->values[a]),
			       acme_buf_span(&vhost->values[b]));
}

static void
look(const struct vhost *vhost)
{
	const char *cert = vhost->values[CERT].data;
	const char *key = vhost->values[KEY].data;
	struct acme_store_paths store_paths = {
		.auth = acme_buf_str(&vhost->values[AUTH]),
		.cert = cert,
		.key = key,
	};
	struct acme_fault fault;
	char *who;

	if (!cert || !key || are_equal(vhost, CERT, KEY) ||
	    !are_equal(vhost, CERT, LWS_CERT) ||
	    !are_equal(vhost, KEY, LWS_KEY))
		return;
	who = acme_store_paths_who(acme_buf_str(&vhost->values[NAME]));
	store_paths.who = who;
	if (who &&
	    acme_preflight(&store_paths, vhost->values[CA].data, &fault)) {
		lwsl_err("%s\n", fault.text);
		exit(EXIT_FAILURE); /* lwsws would do nothing any more */
	}
	free(who);
}

static signed char
take(struct lejp_ctx *json, char reason)
{
	struct vhost *vhost = json->user;
	unsigned int member = json->path_match - 1u; /* 0: none matches */

	if (member > VHOST)
		return 0;
	if (member == VHOST) {
		if (reason == LEJPCB_OBJECT_END)
			look(vhost);
		if (reason == LEJPCB_OBJECT_START ||
		    reason == LEJPCB_OBJECT_END)
			clear(vhost);
	} else if (reason == LEJPCB_VAL_STR_START) {
		acme_buf_clear(&vhost->values[member]);
	} else if (reason == LEJPCB_VAL_STR_CHUNK ||
		   reason == LEJPCB_VAL_STR_END) {
		return (signed char)-!!acme_buf_add(
			&vhost->values[member],
			acme_span(json->buf, json->npos));
	}
	return 0;
}

/* Where it ends early, lwsws serves nothing, and says why. */
static void
read_vhosts(struct acme_span text)
{
	struct vhost vhost;
	struct lejp_ctx json;
	size_t i;

	for (i = 0; i < N_MEMBERS; i++)
		vhost.values[i] = (struct acme_buf)ACME_BUF_INIT(VALUE_MAX);
	lejp_construct(&json, take, &vhost, members, LWS_ARRAY_SIZE(members));
	(void)lejp_parse(&json, (const unsigned char *)text.data,
			 (int)text.len);
	lejp_destruct(&json);
	clear(&vhost);
}

static void
read_file(const char *folder, const char *name)
{
	struct acme_secret text = ACME_SECRET_INIT(FILE_MAX);
	struct acme_buf path = ACME_BUF_INIT(VALUE_MAX);

	if (!acme_buf_addf(&path, "%s/%s", folder, name) &&
	    !acme_file_read_path(path.data, &text, NULL))
		read_vhosts(acme_buf_span(&text.buf));
	acme_buf_clear(&path);
	acme_secret_clear(&text);
}

static int
read_entry(const char *folder, void *user, struct lws_dir_entry *entry)
{
	(void)user;
	if (entry->type == LDOT_FILE || entry->type == LDOT_UNKNOWN)
		read_file(folder, entry->name);
	return 0;
}

void
acme_lwsws_conf_look(const char *folder)
{
	struct acme_buf more = ACME_BUF_INIT(VALUE_MAX);

	read_file(folder, "conf");
	if (!acme_buf_addf(&more, "%s/conf.d", folder))
		lws_dir(more.data, NULL, read_entry);
	acme_buf_clear(&more);
}

#else

void
acme_lwsws_conf_look(const char *folder)
{
	(void)folder;
}

#endif
