/* SPDX-License-Identifier: MIT */
#include "tls_server.h"

#include "crypto/compat.h"
#include "crypto/random.h"
#include "crypto/x509/extension.h"
#include "format/pem.h"
#include "test.h"

#include <mbedtls/ssl_ticket.h>

#define MIB 1048576

struct tls_server {
	mbedtls_x509_crt chain;
	mbedtls_pk_context key;
	mbedtls_ssl_ticket_context tickets;
	mbedtls_ssl_config config;
	mbedtls_ssl_context ssl;
	struct acme_buf in, out;
	unsigned int n_resumed;
	char sni[256];
};

static int
parse_ticket(void *arg, mbedtls_ssl_session *session, unsigned char *buf,
	     size_t len)
{
	struct tls_server *server = arg;
	int rc = mbedtls_ssl_ticket_parse(&server->tickets, session, buf, len);

	server->n_resumed += !rc;
	return rc;
}

static int
write_ticket(void *arg, const mbedtls_ssl_session *session,
	     unsigned char *start, const unsigned char *end, size_t *len,
	     uint32_t *lifetime)
{
	struct tls_server *server = arg;

	return mbedtls_ssl_ticket_write(&server->tickets, session, start, end,
					len, lifetime);
}

static int
note_sni(void *arg, mbedtls_ssl_context *ssl, const unsigned char *name,
	 size_t len)
{
	struct tls_server *server = arg;

	(void)ssl;
	snprintf(server->sni, sizeof(server->sni), "%.*s", (int)len,
		 (const char *)name);
	return 0;
}

static int
send_bytes(void *arg, const unsigned char *bytes, size_t len)
{
	struct tls_server *server = arg;

	CHECK_OK(acme_buf_add(&server->out, acme_span(bytes, len)));
	return (int)len;
}

static int
receive_bytes(void *arg, unsigned char *bytes, size_t len)
{
	struct tls_server *server = arg;

	if (!server->in.len)
		return MBEDTLS_ERR_SSL_WANT_READ;
	if (len > server->in.len)
		len = server->in.len;
	memcpy(bytes, server->in.data, len);
	acme_buf_drop(&server->in, len);
	return (int)len;
}

/* As mbedTLS would, but for what CAs are limited by. */
static enum acme_err
add_block(void *arg, const struct acme_pem_block *block,
	  struct acme_fault *fault)
{
	struct acme_buf der = ACME_BUF_INIT(MIB);
	mbedtls_x509_crt *chain = arg;

	CHECK_OK(acme_pem_decode(block, &der, fault));
	CHECK_INT(mbedtls_x509_crt_parse_der_with_ext_cb(
			  chain, acme_span_bytes(acme_buf_span(&der)), der.len,
			  1, acme_extension_accept, NULL),
		  0);
	acme_buf_clear(&der);
	return ACME_OK;
}

static void
load_chain(mbedtls_x509_crt *chain, const char *path)
{
	struct acme_buf text = ACME_BUF_INIT(MIB);
	FILE *file = fopen(path, "r");
	char *buffer;

	CHECK(file);
	CHECK_OK(acme_buf_reserve(&text, MIB, &buffer));
	acme_buf_used(&text, fread(buffer, 1, MIB, file));
	fclose(file);
	CHECK_OK(acme_pem_each(acme_buf_span(&text), add_block, chain, NULL));
	acme_buf_clear(&text);
}

/* mbedTLS would not serve one that is for another use: the client shall see
 * it. */
static void
serve_for_any_use(mbedtls_x509_crt *leaf)
{
	leaf->MBEDTLS_PRIVATE(ext_types) = 0;
}

static void
load(struct tls_server *server, const char *chain)
{
	char path[512];

	snprintf(path, sizeof(path), TEST_DATA "/tls/%s", chain);
	load_chain(&server->chain, path);
	serve_for_any_use(&server->chain);
	snprintf(path, sizeof(path), TEST_DATA "/%s",
		 strstr(chain, "rsa") ? "crypto/rsa2048.pem" : "tls/leaf.key");
#if MBEDTLS_VERSION_NUMBER < 0x03000000
	CHECK_INT(mbedtls_pk_parse_keyfile(&server->key, path, NULL), 0);
#else
	CHECK_INT(mbedtls_pk_parse_keyfile(&server->key, path, NULL,
					   acme_random, NULL),
		  0);
#endif
}

static void
configure(struct tls_server *server)
{
	static const char *alpn[] = { "h2", "http/1.1", NULL };
	mbedtls_ssl_config *config = &server->config;

	CHECK_INT(mbedtls_ssl_config_defaults(config, MBEDTLS_SSL_IS_SERVER,
					      MBEDTLS_SSL_TRANSPORT_STREAM,
					      MBEDTLS_SSL_PRESET_DEFAULT),
		  0);
	mbedtls_ssl_conf_rng(config, acme_random, NULL);
	CHECK_INT(
		mbedtls_ssl_conf_own_cert(config, &server->chain, &server->key),
		0);
	CHECK_INT(mbedtls_ssl_conf_alpn_protocols(config, alpn), 0);
	CHECK_INT(mbedtls_ssl_ticket_setup(&server->tickets, acme_random, NULL,
					   MBEDTLS_CIPHER_AES_256_GCM, 3600),
		  0);
	mbedtls_ssl_conf_session_tickets_cb(config, write_ticket, parse_ticket,
					    server);
	mbedtls_ssl_conf_sni(config, note_sni, server);
}

struct tls_server *
tls_server_new(const char *chain)
{
	struct tls_server *server = calloc(1, sizeof(*server));

	CHECK(server);
	server->in.limit = server->out.limit = 2 * MIB;
	mbedtls_x509_crt_init(&server->chain);
	mbedtls_pk_init(&server->key);
	mbedtls_ssl_ticket_init(&server->tickets);
	mbedtls_ssl_config_init(&server->config);
	mbedtls_ssl_init(&server->ssl);
	load(server, chain);
	configure(server);
	tls_server_accept(server);
	return server;
}

void
tls_server_accept(struct tls_server *server)
{
	mbedtls_ssl_free(&server->ssl);
	mbedtls_ssl_init(&server->ssl);
	acme_buf_clear(&server->in);
	acme_buf_clear(&server->out);
	server->n_resumed = 0;
	server->sni[0] = '\0';
	CHECK_INT(mbedtls_ssl_setup(&server->ssl, &server->config), 0);
	mbedtls_ssl_set_bio(&server->ssl, server, send_bytes, receive_bytes,
			    NULL);
}

void
tls_server_free(struct tls_server *server)
{
	mbedtls_ssl_free(&server->ssl);
	mbedtls_ssl_config_free(&server->config);
	mbedtls_ssl_ticket_free(&server->tickets);
	mbedtls_pk_free(&server->key);
	mbedtls_x509_crt_free(&server->chain);
	acme_buf_clear(&server->in);
	acme_buf_clear(&server->out);
	free(server);
}

mbedtls_ssl_config *
tls_server_config(struct tls_server *server)
{
	return &server->config;
}

void
tls_server_receive(struct tls_server *server, struct acme_span bytes)
{
	CHECK_OK(acme_buf_add(&server->in, bytes));
}

struct acme_buf *
tls_server_to_send(struct tls_server *server)
{
	return &server->out;
}

int
tls_server_handshake(struct tls_server *server)
{
	return mbedtls_ssl_handshake(&server->ssl);
}

bool
tls_server_is_resumed(const struct tls_server *server)
{
	return server->n_resumed > 0;
}

const char *
tls_server_alpn(const struct tls_server *server)
{
	const char *alpn = mbedtls_ssl_get_alpn_protocol(&server->ssl);

	return alpn ? alpn : "";
}

const char *
tls_server_sni(const struct tls_server *server)
{
	return server->sni;
}

void
tls_server_write(struct tls_server *server, struct acme_span plaintext)
{
	size_t written = 0;
	int rc;

	while (written < plaintext.len) {
		rc = mbedtls_ssl_write(&server->ssl,
				       acme_span_bytes(plaintext) + written,
				       plaintext.len - written);
		CHECK(rc > 0);
		written += (size_t)rc;
	}
}

int
tls_server_read(struct tls_server *server, struct acme_buf *plaintext)
{
	unsigned char some[4096];
	int rc;

	for (;;) {
		rc = mbedtls_ssl_read(&server->ssl, some, sizeof(some));
		if (rc <= 0)
			return rc;
		CHECK_OK(acme_buf_add(plaintext, acme_span(some, (size_t)rc)));
	}
}

#if MBEDTLS_VERSION_NUMBER < 0x03000000
void
tls_server_ask_again(struct tls_server *server)
{
	mbedtls_ssl_conf_renegotiation(&server->config,
				       MBEDTLS_SSL_RENEGOTIATION_ENABLED);
	CHECK_INT(mbedtls_ssl_renegotiate(&server->ssl), 0);
}
#endif

void
tls_server_goodbye(struct tls_server *server)
{
	CHECK_INT(mbedtls_ssl_close_notify(&server->ssl), 0);
}
