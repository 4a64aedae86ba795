/* SPDX-License-Identifier: MIT */
/*
 * The actions of connection.flow send bytes, take bytes, and tell the holder.
 */
#include "client/http/connection.h"

#include "client/http/ca.h"
#include "client/http/exchange.h"

#include <stdlib.h>

#define REQUEST_MAX (256 * 1024) /* bytes; a CSR with 100 names has 8 kB */

void
acme_connection_start(struct acme_connection *c, struct acme_ca *ca)
{
	c->ca = ca;
	c->request = (struct acme_buf)ACME_BUF_INIT(REQUEST_MAX);
	connection_sm_init(&c->sm, c);
	sm_start(&c->sm.sm, ca->loop);
}

/* Nobody is told: the stream goes, and what was read from it. */
static void
drop_stream(struct acme_connection *c)
{
	acme_pool_forget_idle(&c->ca->pool, c);
	c->ca->port->stream_close(c->stream);
	c->stream = NULL;
	acme_http_reader_free(c->reader);
	c->reader = NULL;
	acme_http_response_free(c->response);
	c->response = NULL;
	acme_buf_clear(&c->request);
}

static void
detach_holder(struct acme_connection *c)
{
	if (c->holder)
		c->holder->connection = NULL;
	c->holder = NULL;
}

void
acme_connection_stop(struct acme_connection *c)
{
	sm_stop(&c->sm.sm);
	detach_holder(c);
	drop_stream(c);
	free(c->host);
	c->host = NULL;
}

struct acme_origin
acme_connection_origin(const struct acme_connection *c)
{
	return (struct acme_origin){ .host = acme_span_str(c->host),
				     .port = c->endpoint.port };
}

void
acme_connection_open(struct acme_connection *c, struct acme_origin origin)
{
	char *host = acme_span_dup(origin.host);

	free(c->host);
	c->host = host;
	c->endpoint = (struct acme_endpoint){
		.host = host,
		.port = origin.port,
		.ca_file = c->ca->ca_file,
	};
	connection_post_open(&c->sm);
}

void
acme_connection_grant(struct acme_connection *c, struct acme_exchange *exchange)
{
	c->holder = exchange;
	exchange->connection = c;
	connection_post_grant(&c->sm);
	exchange_post_granted(&exchange->sm);
}

void
acme_connection_release(struct acme_connection *c)
{
	detach_holder(c);
	connection_post_release(&c->sm);
}

void
acme_connection_discard(struct acme_connection *c)
{
	detach_holder(c);
	connection_post_discard(&c->sm);
}

void
acme_connection_request(struct acme_connection *c, enum acme_http_method method,
			const char *url, struct acme_span body)
{
	struct acme_fault fault;

	acme_buf_clear(&c->request);
	if (!c->reader) {
		acme_fault_set(&fault, ACME_ERR_CLOSED, "it is not connected");
		acme_exchange_fail(c->holder, &fault, false);
		return;
	}
	if (acme_http_request(method, acme_span_str(url), body, &c->request,
			      &fault)) {
		acme_exchange_fail_to_send(c->holder, &fault);
		return;
	}
	acme_http_reader_expect(c->reader, method);
	connection_post_request(&c->sm);
}

/* The stream goes, and the holder is told why. */
static void
lose(struct acme_connection *c, const struct acme_fault *fault, bool is_reused)
{
	struct acme_exchange *holder = c->holder;

	detach_holder(c);
	if (holder)
		acme_exchange_fail(holder, fault, is_reused);
	drop_stream(c);
}

/* Guards and actions, in the order of the table. */

bool
acme_connection_keep_alive(const struct acme_connection *c)
{
	return c->response && c->response->keep_alive;
}

void
acme_connection_offer_closed(struct acme_connection *c)
{
	acme_pool_offer_closed(&c->ca->pool, c);
}

void
acme_connection_offer_idle(struct acme_connection *c)
{
	acme_pool_offer_idle(&c->ca->pool, c);
}

void
acme_connection_resolve(struct acme_connection *c)
{
	const struct acme_stream_observer observer =
		CONNECTION_STREAM_EVENTS(&c->sm);

	drop_stream(c);
	c->n_responses = 0;
	if (!c->host || acme_http_reader_new(&c->reader))
		connection_post_down(&c->sm, NULL);
	else
		c->ca->port->stream_open(c->ca->port, &c->endpoint, &observer,
					 &c->stream);
}

void
acme_connection_next_address(struct acme_connection *c)
{
	if (c->stream)
		c->ca->port->stream_next_address(c->stream);
}

void
acme_connection_secure(struct acme_connection *c)
{
	if (c->stream)
		c->ca->port->stream_secure(c->stream);
}

void
acme_connection_opened(struct acme_connection *c)
{
	acme_pool_opened(&c->ca->pool, c);
}

static void
give_up(struct acme_connection *c, const struct acme_fault *fault)
{
	drop_stream(c);
	acme_pool_not_opened(&c->ca->pool, c, fault);
}

void
acme_connection_give_up(struct acme_connection *c,
			const struct acme_fault *down)
{
	struct acme_fault fault;

	acme_fault_copy(&fault, down);
	give_up(c, &fault);
}

void
acme_connection_give_up_unconnected(struct acme_connection *c)
{
	struct acme_fault fault;

	acme_fault_set(&fault, ACME_ERR_CLOSED, "it is not connected");
	if (c->stream)
		c->ca->port->stream_addresses(c->stream, &fault);
	give_up(c, &fault);
}

void
acme_connection_note_timeout(struct acme_connection *c, const char *sentence)
{
	c->late = sentence;
}

static const char *
late(const struct acme_connection *c)
{
	return c->late ? c->late : "did not respond in time";
}

void
acme_connection_give_up_late(struct acme_connection *c)
{
	struct acme_fault fault;

	acme_fault_set(&fault, ACME_ERR_TCP, "%s %s",
		       c->host ? c->host : "the CA", late(c));
	give_up(c, &fault);
}

/* The CA may have closed it before it saw the request. */
static void
lose_reused(struct acme_connection *c, const struct acme_fault *fault)
{
	lose(c, fault,
	     c->n_responses && c->reader && !acme_http_reader_begun(c->reader));
}

void
acme_connection_lose(struct acme_connection *c, const struct acme_fault *why)
{
	struct acme_fault fault;

	acme_fault_copy(&fault, why);
	lose_reused(c, &fault);
}

void
acme_connection_lose_unrequested(struct acme_connection *c)
{
	struct acme_fault fault;

	acme_fault_set(&fault, ACME_ERR_CLOSED,
		       "the CA's server sent data that was not requested");
	lose_reused(c, &fault);
}

void
acme_connection_lose_late(struct acme_connection *c)
{
	struct acme_fault fault;

	acme_fault_set(&fault, ACME_ERR_CLOSED, "%s %s",
		       c->host ? c->host : "the CA", late(c));
	lose(c, &fault, false);
}

void
acme_connection_close(struct acme_connection *c)
{
	detach_holder(c);
	drop_stream(c);
}

void
acme_connection_write_request(struct acme_connection *c)
{
	if (c->stream)
		c->ca->port->stream_write(c->stream,
					  acme_buf_span(&c->request));
	acme_buf_clear(&c->request);
}

static void
tell_response(struct acme_connection *c, enum acme_err err,
	      const struct acme_fault *fault)
{
	if (err)
		connection_post_malformed(
			&c->sm, acme_fault_new(err, "%s", fault->text));
	else if (c->response)
		connection_post_response(&c->sm);
}

void
acme_connection_read_response(struct acme_connection *c)
{
	struct acme_port *port = c->ca->port;
	struct acme_fault fault = { .text = "the response is too long" };
	enum acme_err err;

	if (c->response) {
		c->response->keep_alive = false; /* more came behind it */
		return;
	}
	if (!c->stream || !c->reader)
		return;
	err = port->stream_take(c->stream, acme_http_reader_in(c->reader));
	if (!err)
		err = acme_http_reader_go(c->reader, port->now_s(port),
					  &c->response, &fault);
	tell_response(c, err, &fault);
}

/* A response that is whole comes all the same; one of an old server may end
 * with its connection. */
void
acme_connection_end_response(struct acme_connection *c,
			     const struct acme_fault *down)
{
	struct acme_port *port = c->ca->port;
	struct acme_fault fault;
	enum acme_err err;

	if (c->response)
		return;
	acme_fault_copy(&fault, down);
	err = fault.err;
	if (err == ACME_ERR_CLOSED && c->reader)
		err = acme_http_reader_eof(c->reader, port->now_s(port),
					   &c->response, &fault);
	tell_response(c, err, &fault);
}

void
acme_connection_deliver(struct acme_connection *c)
{
	struct acme_http_response *response = c->response;

	if (!response)
		return;
	c->response = NULL;
	c->n_responses++;
	acme_nonces_put(&c->ca->nonces, acme_buf_span(&response->nonce));
	if (c->holder)
		acme_exchange_respond(c->holder, response);
	else
		acme_http_response_free(response);
}
