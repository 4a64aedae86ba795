/* SPDX-License-Identifier: MIT */
/*
 * A host of several addresses on the loopback, the resolver that tells them,
 * and a caller who wants a stream to it.
 */
#ifndef DIAL_RIG_H
#define DIAL_RIG_H

#include "lws/connect/stream.h"
#include "lws/plugin/shared.h"
#include "test.h"
#include "unit_tcp_connect.flow.h"

#include <netinet/in.h>

#define TURNS_MAX   5000 /* of a millisecond */
#define TARGETS_MAX 40

struct caller {
	struct unit_tcp_connect_sm sm;
	struct acme_stream *stream;
	struct acme_fault fault; /* that it is down with */
	bool is_connected, is_down;
};

struct host {
	struct sockaddr_in at;
	int fd;
	int filler; /* of its backlog; or -1 */
};

extern struct rig {
	struct lws_context *context;
	struct acme_shared *shared;
	struct acme_lws_context *lws; /* in it */
	struct host hosts[TARGETS_MAX];
	struct addrinfo answer[TARGETS_MAX];
	unsigned int n;
	int n_fds_after; /* all is over */
	int n_fds;	 /* without streams */
	int error;	 /* that the resolver answers with */
} rig;

/* A context without streams, and the host without addresses. */
void rig_begin(void);

/* All descriptors are closed by then, of the streams and of the rest. */
void rig_end(void);

/* Its addresses, 127.0.0.2 and so on: one that refuses, */
void rig_add_refusing(void);

/* one that lets nobody in, */
void rig_add_silent(void);

/* and one that does. */
struct host *rig_add_good(void);

void rig_turn(void);

/* Until the worker has done all that it was given. */
void rig_settle(void);

void rig_open_stream(struct caller *caller);

void rig_close_stream(struct caller *caller);

void rig_until_down(struct caller *caller);

/* Whom ${host} lets in; what is silent is passed over, if it is ${silent}. */
int rig_until_accepted(struct caller *caller, const struct host *host,
		       bool silent);

int rig_count_fds(void);

#endif
