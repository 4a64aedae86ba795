/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* usleep() */
#include "tcp_connect_rig.h"

#include "lws/plugin/lifecycle.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <sys/socket.h>
#include <unistd.h>

struct rig rig;

/* The resolver, in place of the C library's. */
int
getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
	    struct addrinfo **result)
{
	(void)name;
	(void)service;
	(void)hints;
	if (!rig.error)
		*result = rig.answer;
	return rig.error;
}

void
freeaddrinfo(struct addrinfo *result)
{
	(void)result;
}

void
caller_open(struct caller *self)
{
	const struct acme_endpoint to = {
		.host = "ca.test",
		.port = ntohs(rig.hosts[0].at.sin_port),
		.ca_file = TEST_DATA "/tls/root.pem",
	};
	const struct acme_stream_observer observer =
		UNIT_TCP_CONNECT_STREAM_EVENTS(&self->sm);

	self->stream = acme_stream_open(&rig.shared->streams, &to, &observer);
}

void
caller_next_address(struct caller *self)
{
	acme_stream_next_address(self->stream);
}

void
caller_secure(struct caller *self)
{
	self->is_connected = true;
	acme_stream_secure(self->stream);
}

void
caller_note_down(struct caller *self, const struct acme_fault *fault)
{
	acme_fault_copy(&self->fault, fault);
	self->is_down = true;
}

int
rig_count_fds(void)
{
	DIR *folder = opendir("/proc/self/fd");
	int n = 0;

	CHECK(folder);
	while (readdir(folder))
		n++;
	closedir(folder);
	return n;
}

/* 127.0.0.2 and so on; the first one chooses the port. */
static struct host *
add(void)
{
	struct host *host = &rig.hosts[rig.n];
	struct addrinfo *answer = &rig.answer[rig.n];
	socklen_t len = sizeof(host->at);

	host->at.sin_family = AF_INET;
	host->at.sin_port = rig.n ? rig.hosts[0].at.sin_port : 0;
	host->at.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + rig.n);
	host->filler = -1;
	host->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	CHECK(host->fd >= 0);
	CHECK_INT(bind(host->fd, (struct sockaddr *)&host->at, len), 0);
	CHECK_INT(getsockname(host->fd, (struct sockaddr *)&host->at, &len), 0);
	*answer = (struct addrinfo){ .ai_family = AF_INET,
				     .ai_socktype = SOCK_STREAM,
				     .ai_addr = (struct sockaddr *)&host->at,
				     .ai_addrlen = sizeof(host->at) };
	if (rig.n)
		answer[-1].ai_next = answer;
	rig.n++;
	return host;
}

void
rig_add_refusing(void)
{
	add(); /* and does not listen */
}

struct host *
rig_add_good(void)
{
	struct host *host = add();

	CHECK_INT(listen(host->fd, 16), 0);
	return host;
}

/* Who comes after the filler is not answered: the queue is full. */
void
rig_add_silent(void)
{
	struct host *host = add();

	CHECK_INT(listen(host->fd, 0), 0);
	host->filler = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(host->filler >= 0);
	CHECK_INT(connect(host->filler, (struct sockaddr *)&host->at,
			  sizeof(host->at)),
		  0);
}

static struct lws_context *
create_context(void)
{
	struct lws_context_creation_info info;
	struct lws_context *context;

	memset(&info, 0, sizeof(info));
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
	context = lws_create_context(&info);
	CHECK(context);
	return context;
}

/* What a context of lws loses without us: 4.3.5 does not close its eventfd. */
static int
count_lost(void)
{
	int before = rig_count_fds();

	lws_context_destroy(create_context());
	return rig_count_fds() - before;
}

void
rig_begin(void)
{
	int n_lost;

	lws_set_log_level(LLL_ERR, NULL);
	memset(&rig, 0, sizeof(rig));
	n_lost = count_lost();
	rig.n_fds_after = rig_count_fds() + n_lost;
	rig.context = create_context();
	rig.shared = acme_lifecycle_get(rig.context);
	CHECK(rig.shared);
	rig.lws = &rig.shared->lws;
	CHECK_OK(acme_lws_context_start(rig.lws, NULL));
}

void
rig_turn(void)
{
	CHECK(lws_service(rig.context, -1) >= 0);
	usleep(1000);
}

static void
nothing(struct acme_job *job)
{
	(void)job;
}

static bool is_settled;

static void
settled(struct acme_job *job)
{
	(void)job;
	is_settled = true;
}

void
rig_settle(void)
{
	struct acme_job last = { .run = nothing, .finish = settled };
	int i;

	is_settled = false;
	acme_worker_add(&rig.lws->worker, &last);
	for (i = 0; !is_settled; i++) {
		CHECK(i < TURNS_MAX);
		rig_turn();
	}
}

void
rig_end(void)
{
	unsigned int i;

	for (i = 0; rig_count_fds() > rig.n_fds; i++) {
		CHECK(i < TURNS_MAX);
		rig_turn();
	}
	acme_lifecycle_put(rig.shared);
	lws_context_destroy(rig.context);
	for (i = 0; i < rig.n; i++) {
		close(rig.hosts[i].fd);
		if (rig.hosts[i].filler >= 0)
			close(rig.hosts[i].filler);
	}
	CHECK_INT(rig_count_fds(), rig.n_fds_after);
}

void
rig_open_stream(struct caller *caller)
{
	rig.n_fds = rig_count_fds();
	memset(caller, 0, sizeof(*caller));
	unit_tcp_connect_sm_init(&caller->sm, caller);
	sm_start(&caller->sm.sm, &rig.lws->loop);
	sm_loop_run(&rig.lws->loop);
	CHECK(caller->stream);
}

void
rig_close_stream(struct caller *caller)
{
	acme_stream_close(caller->stream);
	sm_stop(&caller->sm.sm);
}

void
rig_until_down(struct caller *caller)
{
	int i;

	for (i = 0; !caller->is_down; i++) {
		CHECK(i < TURNS_MAX);
		rig_turn();
	}
}

int
rig_until_accepted(struct caller *caller, const struct host *host, bool silent)
{
	int fd, i;

	for (i = 0; (fd = accept(host->fd, NULL, NULL)) < 0; i++) {
		CHECK(!caller->is_down);
		CHECK(i < TURNS_MAX);
		rig_turn();
		if (silent)
			acme_stream_next_address(caller->stream);
	}
	return fd;
}
