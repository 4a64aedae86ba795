/* SPDX-License-Identifier: MIT */
/* The keeper's socket of lines, which ends when the keeper does. */
#include "lws/privsep/log_watch.h"

#include "base/log.h"
#include "lws/loop/client_vhost.h"
#include "lws/privsep/privsep.h"

#include <errno.h>
#include <unistd.h>

#define PIECE_LEN 4096
#define TEXT_MAX  (4 * PIECE_LEN) /* a line is shorter than a piece */

/* Each begins with its level. */
static void
log_lines(struct acme_buf *text)
{
	const char *end;
	size_t len;

	while (text->len && (end = memchr(text->data, '\n', text->len))) {
		len = (size_t)(end - text->data);
		if (len && text->data[0] >= '0' &&
		    text->data[0] < '0' + ACME_LOG__MAX)
			acme_log((enum acme_log_level)(text->data[0] - '0'),
				 "%.*s", (int)len - 1, text->data + 1);
		acme_buf_drop(text, len + 1);
	}
}

static void
tell_end(const struct acme_edge *edge)
{
	acme_log(ACME_LOG_ERR,
		 "the process %d that keeps the files as root has ended: "
		 "what this server serves it serves on, but no account key, "
		 "state or certificate can be saved any more: start the server "
		 "again",
		 acme_keeper_pid(edge->keeper));
}

/* Lines to read, or the keeper's end. */
static int
read_lines(struct acme_door *door, struct lws *wsi)
{
	struct acme_keeper_watch *watch = (struct acme_keeper_watch *)door;
	char piece[PIECE_LEN];
	ssize_t n = read(watch->fd, piece, sizeof(piece));

	if (n > 0) {
		/* Without memory for lines they are lost. */
		if (acme_buf_add(&watch->text, acme_span(piece, (size_t)n)))
			acme_buf_clear(&watch->text);
		log_lines(&watch->text);
		return 0;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	tell_end(lws_vhost_user(lws_get_vhost(wsi)));
	return -1;
}

static void
closed(struct acme_door *door)
{
	struct acme_keeper_watch *watch = (struct acme_keeper_watch *)door;

	watch->fd = -1;
}

enum acme_err
acme_keeper_watch_start(struct acme_edge *edge, struct acme_fault *fault)
{
	struct acme_keeper_watch *watch = &edge->keeper_watch;
	int fd = edge->keeper ? acme_keeper_take_notes(edge->keeper) : -1;

	if (fd < 0)
		return ACME_OK;
	*watch = (struct acme_keeper_watch){
		.door = { .knock = read_lines, .closed = closed },
		.fd = fd,
		.text = ACME_BUF_INIT(TEXT_MAX),
	};
	watch->wsi = acme_net_adopt(edge->vhost, LWS_ADOPT_RAW_FILE_DESC, fd,
				    &watch->door);
	if (!watch->wsi)
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "lws does not take the log of the "
				      "process that keeps the files as root");
	return ACME_OK;
}

void
acme_keeper_watch_clear(struct acme_keeper_watch *watch)
{
	acme_buf_clear(&watch->text);
}
