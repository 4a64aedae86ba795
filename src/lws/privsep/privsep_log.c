/* SPDX-License-Identifier: MIT */
/*
 * This brings the lines of the privileged process to the log, and tells when
 * that process has ended.
 */
#include "lws/privsep/privsep_log.h"

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
log_end(const struct acme_privsep *privsep)
{
	acme_log(ACME_LOG_ERR,
		 "the privileged process %d (lws-acme-priv) has ended: "
		 "certificates are served on, but no key, state or certificate "
		 "can be saved: restart the server",
		 acme_privsep_pid(privsep));
}

/* Lines to read, or the privileged process's end. */
static int
read_lines(struct acme_fd_watch *fd_watch, struct lws *wsi)
{
	struct acme_privsep_log *watch = (struct acme_privsep_log *)fd_watch;
	char piece[PIECE_LEN];
	ssize_t n = read(watch->fd, piece, sizeof(piece));

	(void)wsi;
	if (n > 0) {
		/* Without memory for lines they are lost. */
		if (acme_buf_add(&watch->text, acme_span(piece, (size_t)n)))
			acme_buf_clear(&watch->text);
		log_lines(&watch->text);
		return 0;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	log_end(watch->privsep);
	return -1;
}

static void
closed(struct acme_fd_watch *fd_watch)
{
	struct acme_privsep_log *watch = (struct acme_privsep_log *)fd_watch;

	watch->fd = -1;
}

enum acme_err
acme_privsep_log_start(struct acme_privsep_log *watch,
		       struct acme_privsep *privsep, struct lws_vhost *vhost,
		       struct acme_fault *fault)
{
	int fd = privsep ? acme_privsep_take_log(privsep) : -1;

	if (fd < 0)
		return ACME_OK;
	*watch = (struct acme_privsep_log){
		.fd_watch = { .on_readable = read_lines, .closed = closed },
		.privsep = privsep,
		.fd = fd,
		.text = ACME_BUF_INIT(TEXT_MAX),
	};
	watch->wsi = acme_client_vhost_adopt(vhost, LWS_ADOPT_RAW_FILE_DESC, fd,
					     &watch->fd_watch);
	if (!watch->wsi)
		return acme_fault_set(
			fault, ACME_ERR_SYSTEM,
			"cannot register the log of the privileged process "
			"(lws-acme-priv) with lws");
	return ACME_OK;
}

void
acme_privsep_log_clear(struct acme_privsep_log *watch)
{
	acme_buf_clear(&watch->text);
}
