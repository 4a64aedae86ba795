/* SPDX-License-Identifier: MIT */
/*
 * This looks at what a client says first, and decides what follows.  The bytes
 * are looked at where they are, in the socket, because lws reads them from
 * there.
 */
#include "lws/serve/mbedtls/hello_peek.h"
#include "lws/serve/mbedtls/server_tls_mbedtls.h"
#include "lws/serve/mbedtls/sni.h"
#include "lws/vhosts/listener_list.h"
#include "tls/key_exchange.h"

#include <stdlib.h>
#include <sys/socket.h>

#define EXTENSION_SERVER_NAME 0u
#define EXTENSION_ALPN	      16u

#define ALERT_HANDSHAKE_FAILURE 40
#define ALERT_ILLEGAL_PARAMETER 47
#define ALERT_DECODE_ERROR	50
#define ALERT_UNRECOGNIZED_NAME 112

enum acme_err
acme_hello_peek_init(struct acme_hello_peek *peek,
		     struct acme_hello_filters *filters,
		     struct lws_vhost *vhost)
{
	*peek = (struct acme_hello_peek){ .hello_filters = filters,
					  .vhost = vhost };
	peek->message.limit = ACME_CLIENT_HELLO_MAX;
	peek->bytes = malloc(ACME_CLIENT_HELLO_RECORDS_MAX);
	return peek->bytes ? ACME_OK : ACME_ERR_MEMORY;
}

void
acme_hello_peek_clear(struct acme_hello_peek *peek)
{
	acme_buf_clear(&peek->message);
	free(peek->bytes);
	peek->bytes = NULL;
}

/* What is unread would reset the connection, and the alert might be lost. */
static enum acme_hello_peeked
refuse(struct acme_hello_peek *peek, int fd, char alert)
{
	const char record[] = { 21, 3, 3, 0, 2, 2 /* fatal */, alert };

	(void)!recv(fd, peek->bytes, ACME_CLIENT_HELLO_RECORDS_MAX,
		    MSG_DONTWAIT);
	(void)!send(fd, record, sizeof(record), MSG_DONTWAIT | MSG_NOSIGNAL);
	return ACME_HELLO_PEEKED_OVER;
}

/* On the port of another one, where lws will look. */
static bool
is_beside(const struct acme_listener *listener, struct lws_vhost *vhost)
{
	return listener->has_tls &&
	       lws_get_vhost_listen_port(listener->vhost) ==
		       lws_get_vhost_listen_port(vhost);
}

/* The vhost that lws will choose, by the port alone where the hello has no
 * name. */
static struct lws_vhost *
vhost_of(const struct acme_hello_peek *peek, struct acme_span message)
{
	const struct acme_listener *listener =
		peek->hello_filters->listeners->first;
	struct lws_vhost *vhost = NULL;
	enum acme_sni_fit fit, best = ACME_SNI_NOT;
	struct acme_span text;

	if (!acme_sni_text(message, &text))
		return peek->vhost;
	for (; listener; listener = listener->next) {
		if (!is_beside(listener, peek->vhost))
			continue;
		fit = acme_sni_fits(lws_get_vhost_name(listener->vhost), text);
		if (vhost && fit <= best)
			continue;
		vhost = listener->vhost;
		best = fit;
	}
	return vhost ? vhost : peek->vhost;
}

static enum acme_hello_peeked
judge(struct acme_hello_peek *peek, int fd, struct acme_hello *hello)
{
	struct acme_span message = acme_buf_span(&peek->message);

	hello->server_name =
		acme_client_hello_extension(message, EXTENSION_SERVER_NAME);
	hello->protocols = acme_client_hello_extension(message, EXTENSION_ALPN);
	acme_challenge_match(hello, peek->hello_filters->challenges);
	if (hello->is == ACME_HELLO_CHALLENGE)
		return ACME_HELLO_PEEKED_CHALLENGE;
	if (hello->is == ACME_HELLO_REFUSED)
		return refuse(peek, fd, ALERT_UNRECOGNIZED_NAME);
	/* mbedTLS would ask lws for a vhost by each of its names. */
	if (acme_client_hello_has_twice(message, EXTENSION_SERVER_NAME))
		return refuse(peek, fd, ALERT_ILLEGAL_PARAMETER);
	/* As OpenSSL does it; lws would crash, or show its placeholder. */
	if (!acme_server_tls_has_certificate(vhost_of(peek, message)))
		return refuse(peek, fd, ALERT_HANDSHAKE_FAILURE);
	/* lws would take the key of a certificate that was replaced since. */
	if (acme_key_exchange_may_be_static(message))
		return refuse(peek, fd, ALERT_HANDSHAKE_FAILURE);
	return ACME_HELLO_PEEKED_ORDINARY;
}

enum acme_hello_peeked
acme_hello_peek_look(struct acme_hello_peek *peek, int fd, size_t *said,
		     size_t *len, struct acme_hello *hello)
{
	ssize_t n = recv(fd, peek->bytes, ACME_CLIENT_HELLO_RECORDS_MAX,
			 MSG_PEEK | MSG_DONTWAIT);

	*said = n > 0 ? (size_t)n : 0;
	if (!n)
		return ACME_HELLO_PEEKED_OVER;
	switch (acme_client_hello_find(acme_span(peek->bytes, *said),
				       &peek->message, len)) {
	case ACME_CLIENT_HELLO_PARTIAL:
		return ACME_HELLO_PEEKED_WAIT;
	case ACME_CLIENT_HELLO_WHOLE:
		return judge(peek, fd, hello);
	case ACME_CLIENT_HELLO_BAD:
		return refuse(peek, fd, ALERT_DECODE_ERROR);
	case ACME_CLIENT_HELLO_NOT_TLS:
		break; /* lws's options tell what it is */
	}
	return ACME_HELLO_PEEKED_ORDINARY;
}
