/* SPDX-License-Identifier: MIT */
/*
 * This writes and reads the messages between the server and the privileged
 * process.  Each is a fixed head, and then the parts: a message of the socket
 * keeps them together.
 */
#define _GNU_SOURCE /* struct ucred */
#include "lws/privsep/privileged/privsep_message.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

struct head {
	uint32_t what, record, serial;
	int32_t number;
	char tag[ACME_TAG_MAX + 1];
	uint32_t len[ACME_PRIVSEP_MESSAGE_PARTS];
};

static enum acme_err
refused(struct acme_fault *fault, const char *done, int error)
{
	if (error == EPIPE || error == ECONNRESET)
		return acme_fault_set(fault, ACME_ERR_CLOSED, "it has ended");
	if (error == EAGAIN)
		return acme_fault_set(fault, ACME_ERR_SYSTEM,
				      "it does not answer");
	return acme_fault_set(fault, ACME_ERR_SYSTEM, "%s: %s", done,
			      strerror(error));
}

enum acme_err
acme_privsep_message_send(int fd, const struct acme_privsep_message *msg,
			  struct acme_fault *fault)
{
	struct head head = { .what = msg->what,
			     .record = msg->record,
			     .serial = msg->serial,
			     .number = msg->number };
	struct iovec pieces[1 + ACME_PRIVSEP_MESSAGE_PARTS] = {
		{ .iov_base = &head, .iov_len = sizeof(head) },
	};
	struct msghdr message = { .msg_iov = pieces,
				  .msg_iovlen =
					  1 + ACME_PRIVSEP_MESSAGE_PARTS };
	size_t i;

	memcpy(head.tag, msg->tag, sizeof(head.tag));
	for (i = 0; i < ACME_PRIVSEP_MESSAGE_PARTS; i++) {
		head.len[i] = (uint32_t)msg->parts[i].len;
		pieces[1 + i] = (struct iovec){
			.iov_base = (void *)(uintptr_t)msg->parts[i].data,
			.iov_len = msg->parts[i].len,
		};
	}
	while (sendmsg(fd, &message, MSG_NOSIGNAL) < 0)
		if (errno != EINTR)
			return refused(fault, "no message can be sent to it",
				       errno);
	return ACME_OK;
}

bool
acme_privsep_message_unpack(struct acme_span bytes,
			    struct acme_privsep_message *msg)
{
	struct head head;
	size_t i;

	if (bytes.len < sizeof(head))
		return false;
	memcpy(&head, bytes.data, sizeof(head));
	bytes = acme_span(bytes.data + sizeof(head), bytes.len - sizeof(head));
	*msg = (struct acme_privsep_message){ .what = head.what,
					      .record = head.record,
					      .serial = head.serial,
					      .number = head.number };
	head.tag[ACME_TAG_MAX] = '\0';
	memcpy(msg->tag, head.tag, sizeof(msg->tag));
	for (i = 0; i < ACME_PRIVSEP_MESSAGE_PARTS; i++) {
		if (head.len[i] > bytes.len)
			return false;
		msg->parts[i] = acme_span(bytes.data, head.len[i]);
		bytes = acme_span(bytes.data + head.len[i],
				  bytes.len - head.len[i]);
	}
	return !bytes.len;
}

static struct acme_privsep_message_sender
sender_of(struct msghdr *message)
{
	const struct cmsghdr *item;
	struct ucred sender;

	for (item = CMSG_FIRSTHDR(message); item;
	     item = CMSG_NXTHDR(message, (struct cmsghdr *)(uintptr_t)item))
		if (item->cmsg_level == SOL_SOCKET &&
		    item->cmsg_type == SCM_CREDENTIALS) {
			memcpy(&sender, CMSG_DATA(item), sizeof(sender));
			return (struct acme_privsep_message_sender){
				.pid = sender.pid, .uid = sender.uid
			};
		}
	return (struct acme_privsep_message_sender){ .pid = -1, .uid = -1 };
}

/* What has no bytes is the end, unless somebody sent it. */
static bool
is_end(ssize_t n, struct msghdr *message)
{
	return !n && sender_of(message).pid < 0;
}

static enum acme_err
receive(int fd, struct msghdr *message, ssize_t *n, struct acme_fault *fault)
{
	do
		*n = recvmsg(fd, message, MSG_CMSG_CLOEXEC);
	while (*n < 0 && errno == EINTR);
	if (*n < 0)
		return refused(fault, "no message can be received from it",
			       errno);
	return is_end(*n, message) ? refused(fault, "", EPIPE) : ACME_OK;
}

enum acme_err
acme_privsep_message_receive(int fd, struct acme_secret *buffer,
			     struct acme_privsep_message *msg,
			     struct acme_privsep_message_sender *sender,
			     struct acme_fault *fault)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(struct ucred))];
	} control;
	struct iovec piece = { .iov_len = ACME_PRIVSEP_MESSAGE_MAX };
	struct msghdr message = { .msg_iov = &piece,
				  .msg_iovlen = 1,
				  .msg_control = control.bytes,
				  .msg_controllen = sizeof(control.bytes) };
	enum acme_err err;
	ssize_t n;
	char *to;

	if (acme_buf_reserve(&buffer->buf, ACME_PRIVSEP_MESSAGE_MAX, &to))
		return acme_fault_set(fault, ACME_ERR_MEMORY, "out of memory");
	piece.iov_base = to;
	err = receive(fd, &message, &n, fault);
	if (err)
		return err;
	acme_buf_used(&buffer->buf, (size_t)n);
	if (sender)
		*sender = sender_of(&message);
	/* Descriptors have no room here: the kernel closes them. */
	if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) ||
	    !acme_privsep_message_unpack(acme_buf_span(&buffer->buf), msg))
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "its answer is malformed");
	return ACME_OK;
}
