/* SPDX-License-Identifier: MIT */
/*
 * This talks TLS with a CA's validator.  Validators are bounded like those who
 * wait (lws/serve/mbedtls/preread.h): in time, in what they may send, and in
 * how many there are; a flood costs the oldest its connection.
 */
#include "lws/serve/mbedtls/validator.h"
#include "lws/loop/client_vhost.h"
#include "lws/loop/lws_context.h"
#include "lws/serve/mbedtls/hello_peek.h"
#include "lws/serve/mbedtls/server_tls_mbedtls.h"
#include "tls/tls_server.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>

#define VALIDATORS_MAX 64
#define RECEIVED_MAX   16384 /* bytes that wait for the worker */
#define RECORD_HEAD    5

struct acme_validator {
	struct acme_fd_watch fd_watch; /* first */
	struct acme_job job;
	struct acme_hello_filters *hello_filters;
	struct acme_validator *next; /* of the lws context, the newest first */
	enum acme_challenge_type type;
	char *name;
	struct lws *wsi; /* NULL: closed */
	int fd;
	struct acme_buf received;
	bool working;
	atomic_bool over; /* it is being closed: the worker need not go on */
	/* the worker's, while `working` */
	struct acme_parsed_pair *pair;
	struct acme_tls *tls;
	struct acme_buf flight;
	bool done;
	enum acme_err err;
};

static void
free_if_unused(struct acme_validator *v)
{
	if (v->wsi || v->working)
		return;
	acme_tls_free(v->tls);
	acme_parsed_pair_unref(v->pair);
	acme_buf_clear(&v->received);
	acme_buf_clear(&v->flight);
	free(v->name);
	free(v);
}

static void
forget(struct acme_validator *v)
{
	struct acme_validator **link = &v->hello_filters->validators;

	while (*link && *link != v)
		link = &(*link)->next;
	if (*link)
		*link = v->next;
}

static void
dismiss(struct acme_validator *v)
{
	forget(v);
	v->over = true;
	lws_set_timeout(v->wsi, PENDING_TIMEOUT_SSL_ACCEPT, LWS_TO_KILL_ASYNC);
}

static void
dismiss_the_oldest(struct acme_hello_filters *filters)
{
	struct acme_validator *v = filters->validators;
	unsigned int n = 1;

	for (; v && v->next; v = v->next)
		n++;
	if (v && n > VALIDATORS_MAX)
		dismiss(v);
}

/* A whole flight has room in a socket whose other end reads;
 * else it is lost. */
static bool
send_flight(struct acme_validator *v)
{
	struct acme_buf *out = acme_tls_to_send(v->tls);
	ssize_t n =
		send(v->fd, out->data, out->len, MSG_DONTWAIT | MSG_NOSIGNAL);
	bool sent = n == (ssize_t)out->len;

	acme_buf_drop(out, out->len);
	return sent;
}

static void
run(struct acme_job *job)
{
	struct acme_validator *v =
		lws_container_of(job, struct acme_validator, job);
	const char *protocol = v->type == ACME_CHALLENGE_TLS_ALPN_01
				       ? ACME_HELLO_PROTOCOL
				       : NULL;

	v->err = v->over ? ACME_ERR_CLOSED : ACME_OK;
	if (!v->err && !v->tls)
		v->err = acme_tls_new_server(v->pair, protocol, &v->tls, NULL);
	if (!v->err)
		v->err = acme_tls_receive(v->tls, acme_buf_span(&v->flight));
	acme_buf_clear(&v->flight);
	if (!v->err)
		v->err = acme_tls_handshake(v->tls, &v->done, NULL);
	if (!v->err && v->done)
		acme_tls_goodbye(v->tls);
}

static void start(struct acme_validator *v);

static void
finish(struct acme_job *job)
{
	struct acme_validator *v =
		lws_container_of(job, struct acme_validator, job);
	struct acme_server_tls_challenges *challenges =
		v->hello_filters->challenges;

	v->working = false;
	if (!v->wsi) {
		free_if_unused(v);
		return;
	}
	if (v->over)
		return;
	if (v->done)
		challenges->seen(challenges, v->type, acme_span_str(v->name));
	/* An alert, where it failed. */
	if ((v->tls && !send_flight(v)) || v->err || v->done)
		dismiss(v);
	else if (v->received.len)
		start(v);
}

static void
start(struct acme_validator *v)
{
	v->flight = v->received;
	v->received = (struct acme_buf)ACME_BUF_INIT(RECEIVED_MAX);
	v->working = true;
	v->job.run = run;
	v->job.finish = finish;
	acme_worker_add(&v->hello_filters->lws->worker, &v->job);
}

static int
on_readable(struct acme_fd_watch *fd_watch, struct lws *wsi)
{
	struct acme_validator *v = (struct acme_validator *)fd_watch;
	char bytes[4096];
	ssize_t n = recv(v->fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	(void)wsi;
	if (n <= 0 || v->over ||
	    acme_buf_add(&v->received, acme_span(bytes, (size_t)n)))
		return -1;
	if (!v->working)
		start(v);
	return 0;
}

static void
closed(struct acme_fd_watch *fd_watch)
{
	struct acme_validator *v = (struct acme_validator *)fd_watch;

	forget(v);
	v->wsi = NULL;
	v->over = true;
	free_if_unused(v);
}

/* However many records it came in, it goes to mbedTLS in one: 2.28 takes no
 * other, and handshakes are bound to messages, not to records (RFC 8446
 * §4.4.1). */
static enum acme_err
receive_message(struct acme_validator *v, struct acme_span message)
{
	const unsigned char head[RECORD_HEAD] = {
		22, 3, 1, (unsigned char)(message.len >> 8),
		(unsigned char)message.len
	};
	enum acme_err err;

	v->received.limit = RECEIVED_MAX + RECORD_HEAD;
	err = acme_buf_add(&v->received, acme_span(head, sizeof(head)));
	return err ? err : acme_buf_add(&v->received, message);
}

enum acme_err
acme_validator_new(struct acme_hello_filters *filters, struct lws *wsi, int fd,
		   const struct acme_hello *hello, struct acme_span message)
{
	struct acme_validator *v = calloc(1, sizeof(*v));

	if (!v)
		return ACME_ERR_MEMORY;
	v->hello_filters = filters;
	v->fd = fd;
	v->type = hello->type;
	v->pair = acme_parsed_pair_ref(hello->pair->parsed);
	v->name = acme_span_dup(hello->name);
	if (!v->name || receive_message(v, message)) {
		free_if_unused(v);
		return ACME_ERR_MEMORY;
	}
	v->wsi = wsi;
	v->fd_watch.on_readable = on_readable;
	v->fd_watch.closed = closed;
	lws_set_opaque_user_data(wsi, &v->fd_watch);
	lws_set_timeout(wsi, PENDING_TIMEOUT_SSL_ACCEPT, ACME_HELLO_PATIENCE_S);
	v->next = filters->validators;
	filters->validators = v;
	dismiss_the_oldest(filters);
	start(v);
	return ACME_OK;
}
