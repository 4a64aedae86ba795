/* SPDX-License-Identifier: MIT */
/* The probe is a client of mbedTLS's, over a socket that blocks. */
#include "lws/serve/mbedtls/server_tls_mbedtls.h"
#include "tls/tls_client.h"

#include <errno.h>
#include <sys/socket.h>

/* Nothing at all in time tells nothing of the certificate. */
static enum acme_err
broken(struct acme_fault *fault, ssize_t n)
{
	if (n && (errno == EAGAIN || errno == EWOULDBLOCK))
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "the vhost does not respond in time");
	return acme_fault_set(fault, ACME_ERR_CLOSED,
			      "the vhost shows no certificate: it closed the "
			      "connection");
}

static enum acme_err
send_all(int fd, struct acme_buf *out, struct acme_fault *fault)
{
	ssize_t n;

	while (out->len) {
		n = send(fd, out->data, out->len, MSG_NOSIGNAL);
		if (n <= 0)
			return broken(fault, n);
		acme_buf_drop(out, (size_t)n);
	}
	return ACME_OK;
}

static enum acme_err
receive_some(int fd, struct acme_tls *tls, struct acme_fault *fault)
{
	char bytes[4096];
	ssize_t n = recv(fd, bytes, sizeof(bytes), 0);

	if (n <= 0)
		return broken(fault, n);
	return acme_tls_receive(tls, acme_span(bytes, (size_t)n));
}

/* Where it fails after the certificate came, the certificate is there. */
static enum acme_err
shake_hands(int fd, struct acme_tls *tls, struct acme_fault *fault)
{
	enum acme_err err;
	bool done = false;

	err = acme_tls_handshake(tls, &done, fault);
	while (!err && !done) {
		err = send_all(fd, acme_tls_to_send(tls), fault);
		if (!err)
			err = receive_some(fd, tls, fault);
		if (!err)
			err = acme_tls_handshake(tls, &done, fault);
	}
	return acme_tls_peer_leaf(tls).len ? ACME_OK : err;
}

enum acme_err
acme_server_tls_probe(int fd, const char *name, struct acme_buf *leaf,
		      struct acme_fault *fault)
{
	struct acme_tls *tls = NULL;
	enum acme_err err = acme_tls_new_probe(name, &tls, fault);

	if (!err)
		err = shake_hands(fd, tls, fault);
	if (!err && acme_buf_add(leaf, acme_tls_peer_leaf(tls)))
		err = acme_fault_set(fault, ACME_ERR_MEMORY,
				     "out of memory for a certificate");
	acme_tls_free(tls);
	return err;
}
