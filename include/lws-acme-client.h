/* SPDX-License-Identifier: MIT */
/*
 * lws-acme-client: TLS certificates for the vhosts of a libwebsockets server,
 * from any ACME CA (RFC 8555), installed and renewed while it serves.
 *
 * 1. Put LWS_ACME_CLIENT_PROTOCOL into the protocols of the program.
 * 2. Give the TLS vhost the per-vhost options below, for the protocol
 *    LWS_ACME_CLIENT_NAME.  It starts without a certificate:
 *    ssl_cert_filepath and ssl_private_key_filepath are cert-path and
 *    key-path, and LWS_SERVER_OPTION_IGNORE_MISSING_CERT is set; or, with
 *    OpenSSL only, LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX with no files.
 * 3. For http-01, give a vhost on port 80 the protocol without options and a
 *    mount LWS_ACME_CLIENT_MOUNT: the CA finds the challenge responses there.
 *    For tls-alpn-01 and tls-sni-01, port 443 is enough.  Where several vhosts
 *    share it, the first one gets the CA's validators for all of them: if it
 *    has no ssl_cert_filepath, it needs the protocol too (without options
 *    will do), as lws does not tell of it.
 *
 * Giving the options is the agreement to the CA's terms of service.
 *
 * Options, each a text: auth-path, cert-path, key-path, directory-url and
 * common-name are needed; subject-alt-name (separated by commas), email,
 * country, state, locality, organization, ca-file, challenge, key-type,
 * account-key-type, renew-days and trace-path are not.  The README tells what
 * they mean.  A vhost whose options are wrong is served without the plugin, and
 * the log says why.
 *
 * Progress and result come to all protocols of the vhost, and of those that
 * serve the same certificate, as LWS_CALLBACK_VHOST_CERT_UPDATE.  `len` is the
 * state, and `in` a JSON object (or NULL) with "common-name" and one member
 * more ("order" is left out where the CA speaks ACME v1, which has none):
 *
 *   LWS_CUS_CREATE_KEYS  the account's key is made, once;     "directory-url"
 *   LWS_CUS_STARTING     a certificate is due and asked for;  "directory-url"
 *   LWS_CUS_REG          the account is registered, once a run; "directory-url"
 *   LWS_CUS_AUTH         the names are to be validated;       "order"
 *   LWS_CUS_CHALLENGE    the CA is asked to look for a name;  "name"
 *   LWS_CUS_CREATE_REQ   the CSR is made;                     "order"
 *   LWS_CUS_REQ          the CSR is sent;                     "order"
 *   LWS_CUS_CONFIRM      the CA has it, and signs;            "order"
 *   LWS_CUS_ISSUE        the certificate is downloaded;       "order"
 *   LWS_CUS_SUCCESS      it is served;                        "serial"
 *   LWS_CUS_FAILED       not this time, it is tried again;    "error"
 *   LWS_CUS_IDLE         nothing to do until one is due;      "serial"
 */
#ifndef LWS_ACME_CLIENT_H
#define LWS_ACME_CLIENT_H

#include <libwebsockets.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LWS_ACME_CLIENT_NAME	  "lws-acme-client"
#define LWS_ACME_CLIENT_PATH	  "/.well-known/acme-challenge"
#define LWS_ACME_CLIENT_N_OPTIONS 17

/* Their names; the first five are needed. */
extern const char *const lws_acme_client_options[LWS_ACME_CLIENT_N_OPTIONS];

/*
 * The one of ${words} that needs the fewest letters changed to be ${word}, for
 * a program that reads these options from people; NULL where more than half
 * of it would change.
 */
const char *lws_acme_client_nearest(const char *word, const char *const *words,
				    size_t n_words);

/*
 * For a vhost that has the options in ${info}.pvo: call this before
 * lws_create_vhost(), or lws_create_context(), with the same ${info}.  Once for
 * each vhost.  0: done; else the log says what is wrong.  Two things come too
 * late when lws tells the plugin of the vhost:
 *
 * - Where ssl_cert_filepath and ssl_private_key_filepath are the plugin's
 *   cert-path and key-path, and no pair that lws takes, it would not make the
 *   vhost; at a pipe it would wait for ever.  They are moved away, to .bad, and
 *   count as missing.
 * - Where there is a uid or username to become, and no
 *   LWS_SERVER_OPTION_EXPLICIT_VHOSTS, lws has given up root by then.  A
 *   process is forked that keeps the files with root's rights to them; it ends
 *   with this one.
 */
int lws_acme_prepare(const struct lws_context_creation_info *info);

/*
 * Are the options in ${info}.pvo right, as far as it can be seen without a CA?
 * Also the folders that they name, for a server that becomes ${info}.username
 * or ${info}.uid.  0: yes, or there are none; else the log says what is wrong,
 * and what to do.  For a program that rather ends than serves what is there: a
 * server of one certificate, for example.
 */
int lws_acme_check(const struct lws_context_creation_info *info);

/*
 * The plugin logs its steps, and what repeats what it has said, at lws's level
 * LLL_INFO; from now on at ${level}.  With LLL_USER, say, a program shows them
 * without lws's own lines of LLL_INFO, which are many.
 */
void lws_acme_info_level(int level);

int lws_acme_client_callback(struct lws *wsi, enum lws_callback_reasons reason,
			     void *user, void *in, size_t len);

/* An entry of a program's array of struct lws_protocols. */
#define LWS_ACME_CLIENT_PROTOCOL                                              \
	{                                                                     \
		LWS_ACME_CLIENT_NAME, lws_acme_client_callback,               \
			sizeof(struct lws_acme_client_session), 0, 0, NULL, 0 \
	}

/* The initialiser of a struct lws_protocol_vhost_options for a vhost that has
 * the protocol and none of its options.  An lws of version 4.2 or later that
 * loads plugins does not tell a vhost's protocols of it without this. */
#define LWS_ACME_CLIENT_NO_OPTIONS                   \
	{                                            \
		NULL, NULL, LWS_ACME_CLIENT_NAME, "" \
	}

/* The initialiser of a struct lws_http_mount, followed by ${next_mount}. */
#define LWS_ACME_CLIENT_MOUNT(next_mount)                           \
	{                                                           \
		.mount_next = (next_mount),                         \
		.mountpoint = LWS_ACME_CLIENT_PATH,                 \
		.origin = LWS_ACME_CLIENT_NAME,                     \
		.protocol = LWS_ACME_CLIENT_NAME,                   \
		.origin_protocol = LWSMPRO_CALLBACK,                \
		.mountpoint_len = sizeof(LWS_ACME_CLIENT_PATH) - 1, \
	}

/* What the plugin keeps of an HTTP request; private. */
struct lws_acme_client_session {
	void *response;
};

#ifdef __cplusplus
}
#endif

#endif
