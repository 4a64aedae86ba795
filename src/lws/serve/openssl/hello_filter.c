/* SPDX-License-Identifier: MIT */
/*
 * With OpenSSL, challenges by TLS are responded to from a callback on the
 * vhost's SSL_CTX, which sees each hello first.  A validator's connection
 * changes over to an SSL_CTX of ours, as lws's own callbacks (for ALPN, and for
 * names of vhosts) must not see it.  When the handshake is done it is shut down
 * from inside, so that what lws reads from it is its end.
 */
#include "lws/serve/hello_filter.h"

#include "lws/serve/challenge_match.h"
#include "lws/serve/openssl/server_tls_openssl.h"

#include <stdlib.h>
#include <sys/socket.h>

static const unsigned char protocol_list[] = "\x0a" ACME_HELLO_PROTOCOL;

struct acme_hello_filter {
	SSL_CTX *of_vhost; /* counted */
	SSL_CTX *own;
	struct acme_server_tls_challenges *challenges;
};

static struct acme_span
extension_of(SSL *hello, unsigned int type)
{
	const unsigned char *bytes;
	size_t len;

	if (!SSL_client_hello_get0_ext(hello, type, &bytes, &len))
		return acme_span(NULL, 0);
	return acme_span(bytes, len);
}

/* What a client does with the connection after the handshake is lost. */
static void
end_connection(SSL *ssl)
{
	SSL_shutdown(ssl);
	SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
	shutdown(SSL_get_rfd(ssl), SHUT_RDWR);
}

/* The handshake is done. */
static enum acme_challenge_type
type_of(const SSL *ssl)
{
	const unsigned char *protocol;
	unsigned int len;

	SSL_get0_alpn_selected(ssl, &protocol, &len);
	return len ? ACME_CHALLENGE_TLS_ALPN_01 : ACME_CHALLENGE_TLS_SNI_01;
}

static void
on_progress(const SSL *progress, int where, int value)
{
	SSL *ssl = (SSL *)(uintptr_t)progress;
	struct acme_hello_filter *filter =
		SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);

	(void)value;
	if (!(where & SSL_CB_HANDSHAKE_DONE))
		return;
	if (filter && name)
		filter->challenges->seen(filter->challenges, type_of(ssl),
					 acme_span_str(name));
	end_connection(ssl);
}

/* No client certificate, no resumption: only the pair is of interest. */
static bool
change_over(SSL *ssl, SSL_CTX *own, const struct acme_server_tls_pair *pair)
{
	if (!SSL_set_SSL_CTX(ssl, own) || !acme_server_tls_give(ssl, pair))
		return false;
	SSL_set_verify(ssl, SSL_VERIFY_NONE, NULL);
	SSL_set_options(ssl, SSL_OP_NO_TICKET);
	SSL_set_info_callback(ssl, on_progress);
	return SSL_set_num_tickets(ssl, 0) &&
	       SSL_set_min_proto_version(ssl, TLS1_2_VERSION) &&
	       SSL_set_session_id_context(ssl, protocol_list,
					  sizeof(protocol_list) - 1);
}

static int
on_hello(SSL *ssl, int *alert, void *arg)
{
	const struct acme_hello_filter *filter = arg;
	struct acme_hello hello = {
		.server_name = extension_of(ssl, TLSEXT_TYPE_server_name),
		.protocols = extension_of(
			ssl,
			TLSEXT_TYPE_application_layer_protocol_negotiation),
	};

	acme_challenge_match(&hello, filter->challenges);
	if (hello.is == ACME_HELLO_ORDINARY)
		return SSL_CLIENT_HELLO_SUCCESS;
	*alert = SSL_AD_UNRECOGNIZED_NAME;
	if (hello.is == ACME_HELLO_REFUSED)
		return SSL_CLIENT_HELLO_ERROR;
	*alert = SSL_AD_INTERNAL_ERROR;
	return change_over(ssl, filter->own, hello.pair)
		       ? SSL_CLIENT_HELLO_SUCCESS
		       : SSL_CLIENT_HELLO_ERROR;
}

/* tls-alpn-01 offers this one alone; tls-sni-01 may offer any, and has none. */
static int
select_protocol(SSL *ssl, const unsigned char **out, unsigned char *out_len,
		const unsigned char *in, unsigned int in_len, void *arg)
{
	(void)ssl;
	(void)arg;
	if (!acme_span_equal(
		    acme_span(in, in_len),
		    acme_span(protocol_list, sizeof(protocol_list) - 1)))
		return SSL_TLSEXT_ERR_NOACK;
	*out = in + 1;
	*out_len = *in;
	return SSL_TLSEXT_ERR_OK;
}

/* Where there is none, OpenSSL asks lws's, which knows no such SSL_CTX. */
static int
accept_name(SSL *ssl, int *alert, void *arg)
{
	(void)ssl;
	(void)alert;
	(void)arg;
	return SSL_TLSEXT_ERR_OK;
}

static bool
make_own(struct acme_hello_filter *filter)
{
	filter->own = SSL_CTX_new(TLS_server_method());
	if (!filter->own)
		return false;
	SSL_CTX_set_session_cache_mode(filter->own, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_alpn_select_cb(filter->own, select_protocol, NULL);
	SSL_CTX_set_tlsext_servername_callback(filter->own, accept_name);
	return SSL_CTX_set_app_data(filter->own, filter);
}

enum acme_err
acme_hello_filter_new(struct acme_hello_filters *filters,
		      struct lws_vhost *vhost,
		      struct acme_hello_filter **filter,
		      struct acme_fault *fault)
{
	struct acme_hello_filter *made;
	enum acme_err err;
	SSL_CTX *ctx = NULL;

	err = acme_server_tls_ctx(vhost, &ctx, fault);
	if (err)
		return err;
	made = calloc(1, sizeof(*made));
	if (!made || !make_own(made)) {
		acme_hello_filter_free(made);
		return acme_server_tls_refused("no SSL_CTX", fault);
	}
	made->challenges = filters->challenges;
	made->of_vhost = ctx;
	SSL_CTX_up_ref(ctx);
	SSL_CTX_set_client_hello_cb(ctx, on_hello, made);
	*filter = made;
	return ACME_OK;
}

/* Connections under way may keep our SSL_CTX: it must not lead here. */
void
acme_hello_filter_free(struct acme_hello_filter *filter)
{
	if (!filter)
		return;
	if (filter->of_vhost)
		SSL_CTX_set_client_hello_cb(filter->of_vhost, NULL, NULL);
	if (filter->own)
		SSL_CTX_set_app_data(filter->own, NULL);
	SSL_CTX_free(filter->of_vhost);
	SSL_CTX_free(filter->own);
	free(filter);
}
