/* SPDX-License-Identifier: MIT */
/* Messages between the server and its privileged process, whole and damaged. */
#define _GNU_SOURCE /* SOCK_SEQPACKET */
#include "lws/privsep/privileged/privsep_message.h"

#include "test.h"

#include <sys/socket.h>
#include <unistd.h>

static int ends[2];
static struct acme_fault fault;

static void
begin(void)
{
	const int yes = 1;

	CHECK(!socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
	CHECK(!setsockopt(ends[1], SOL_SOCKET, SO_PASSCRED, &yes, sizeof(yes)));
}

static void
end(void)
{
	close(ends[0]);
	close(ends[1]);
}

static void
arrives_as_it_was(void)
{
	struct acme_secret buffer = ACME_SECRET_INIT(ACME_PRIVSEP_MESSAGE_MAX);
	const struct acme_privsep_message sent = {
		.what = 1,
		.record = 3,
		.serial = 9,
		.number = -7,
		.tag = "T0a",
		.parts = { ACME_SPAN("one"), ACME_SPAN(""), ACME_SPAN("three"),
			   ACME_SPAN("four") },
	};
	struct acme_privsep_message got;
	struct acme_privsep_message_sender sender;
	size_t i;

	begin();
	CHECK_OK(acme_privsep_message_send(ends[0], &sent, &fault));
	CHECK_OK(acme_privsep_message_receive(ends[1], &buffer, &got, &sender,
					      &fault));
	CHECK_INT(got.what, 1);
	CHECK_INT(got.record, 3);
	CHECK_INT(got.number, -7);
	CHECK(!strcmp(got.tag, "T0a"));
	for (i = 0; i < ACME_PRIVSEP_MESSAGE_PARTS; i++)
		CHECK_SPAN(got.parts[i], sent.parts[i]);
	CHECK_INT(got.serial, 9);
	CHECK_INT(sender.uid, getuid());
	CHECK_INT(sender.pid, getpid());
	acme_secret_clear(&buffer);
	/* The other end is not told of senders. */
	CHECK_OK(acme_privsep_message_send(ends[1], &sent, &fault));
	CHECK_OK(acme_privsep_message_receive(ends[0], &buffer, &got, &sender,
					      &fault));
	CHECK_INT(sender.uid, -1);
	acme_secret_clear(&buffer);
	end();
}

static enum acme_err
receive(const void *bytes, size_t len)
{
	struct acme_secret buffer = ACME_SECRET_INIT(ACME_PRIVSEP_MESSAGE_MAX);
	struct acme_privsep_message got;
	enum acme_err err;

	CHECK(send(ends[0], bytes, len, 0) == (ssize_t)len);
	err = acme_privsep_message_receive(ends[1], &buffer, &got, NULL,
					   &fault);
	acme_secret_clear(&buffer);
	return err;
}

/* Every prefix of a good one, one that is longer, and wrong lengths. */
static void
damage_is_refused(void)
{
	struct acme_secret buffer = ACME_SECRET_INIT(ACME_PRIVSEP_MESSAGE_MAX);
	const struct acme_privsep_message sent = {
		.parts = { ACME_SPAN("one"), ACME_SPAN("two") },
	};
	struct acme_privsep_message got;
	char bytes[512];
	size_t len, i;

	begin();
	CHECK_OK(acme_privsep_message_send(ends[0], &sent, &fault));
	CHECK_OK(acme_privsep_message_receive(ends[1], &buffer, &got, NULL,
					      &fault));
	len = buffer.buf.len;
	CHECK(len < sizeof(bytes));
	memcpy(bytes, buffer.buf.data, len);
	acme_secret_clear(&buffer);
	for (i = 0; i < len; i++)
		CHECK_ERR(receive(bytes, i), ACME_ERR_SYNTAX);
	CHECK_OK(receive(bytes, len));
	bytes[len] = 0;
	CHECK_ERR(receive(bytes, len + 1), ACME_ERR_SYNTAX);
	/* The lengths stand before the parts. */
	memset(bytes + len - 6 - sizeof(uint32_t), 0xff, sizeof(uint32_t));
	CHECK_ERR(receive(bytes, len), ACME_ERR_SYNTAX);
	end();
}

static void
other_end_is_gone(void)
{
	struct acme_secret buffer = ACME_SECRET_INIT(ACME_PRIVSEP_MESSAGE_MAX);
	const struct acme_privsep_message sent = { .what = 0 };
	struct acme_privsep_message got;

	begin();
	close(ends[0]);
	CHECK_ERR(acme_privsep_message_receive(ends[1], &buffer, &got, NULL,
					       &fault),
		  ACME_ERR_CLOSED);
	CHECK_ERR(acme_privsep_message_send(ends[1], &sent, &fault),
		  ACME_ERR_CLOSED);
	close(ends[1]);
	acme_secret_clear(&buffer);
}

static const struct test tests[] = {
	TEST(arrives_as_it_was),
	TEST(damage_is_refused),
	TEST(other_end_is_gone),
};

TEST_MAIN(tests)
