/* SPDX-License-Identifier: MIT */
/* Leases: open files in one process are as foreign as processes. */
#define _DEFAULT_SOURCE /* S_IFREG */
#include "store/folder.h"

#include "memory/short_memory.h"
#include "store/resolved.h"
#include "test.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct acme_fault fault;

static struct acme_lease
opened(void)
{
	struct acme_lease lease = ACME_LEASE_INIT;

	CHECK_OK(resolved_lease(&lease, folder_path("cert.pem"), &fault));
	return lease;
}

static bool
takes(struct acme_lease *lease)
{
	bool newly;

	return acme_lease_take(lease, &newly);
}

static bool
gains(struct acme_lease *lease)
{
	bool newly, ours = acme_lease_take(lease, &newly);

	CHECK(ours || !newly);
	return newly;
}

static struct acme_lease
taken(void)
{
	struct acme_lease lease = opened();

	CHECK(takes(&lease));
	return lease;
}

/* Somebody else has it. */
static struct acme_lease
waiting(void)
{
	struct acme_lease lease = opened();

	CHECK(!takes(&lease));
	return lease;
}

static void
one_has_it(void)
{
	struct acme_lease one;

	folder_make();
	one = opened();
	CHECK_INT(folder_mode("cert.pem.lock"), S_IFREG | 0600);
	CHECK(gains(&one));
	CHECK(takes(&one));
	CHECK(!gains(&one));
	acme_lease_close(&one);
	acme_lease_close(&one);
	folder_remove();
}

static void
the_newest_gets_it(void)
{
	struct acme_lease one, two, three;

	folder_make();
	one = taken();
	two = waiting();
	CHECK(!takes(&one)); /* it gives way */
	CHECK(!takes(&one)); /* and does not step in front */
	CHECK(gains(&two));
	CHECK(!takes(&one));
	CHECK(takes(&two)); /* whom nobody pushes out */
	three = waiting();
	acme_lease_offer(&two);
	CHECK(!takes(&one));
	CHECK(!takes(&two));
	CHECK(gains(&three));
	acme_lease_offer(&three);
	CHECK(takes(&three));
	acme_lease_close(&one);
	acme_lease_close(&two);
	acme_lease_close(&three);
	folder_remove();
}

static void
the_dead_have_nothing(void)
{
	struct acme_lease one, two, three;

	folder_make();
	one = taken();
	two = waiting();
	three = waiting();
	CHECK(!takes(&one));
	acme_lease_close(&two); /* who waits may end, too */
	CHECK(takes(&three));
	CHECK(!takes(&one));
	acme_lease_close(&three);
	CHECK(gains(&one));
	acme_lease_close(&one);
	folder_remove();
}

/* In a process of its own: it has the lease, says so, and ends with the other
 * end of ${to}, unless it is killed. */
static void
hold(int to)
{
	struct acme_lease lease;
	char byte;

	memory_is_tests(true); /* the other one may be short of it */
	lease = opened();
	if (takes(&lease) && write(to, "", 1) == 1)
		_exit(read(to, &byte, 1) ? 1 : 0);
	_exit(1);
}

/* SIGKILL, with no chance to say good-bye. */
static void
a_killed_process_has_nothing(void)
{
	struct acme_lease two;
	pid_t child;
	char byte;
	int ends[2];

	folder_make();
	CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	child = fork();
	close(ends[child != 0]);
	if (!child)
		hold(ends[1]);
	CHECK_INT(read(ends[0], &byte, 1), 1);
	two = waiting();
	CHECK(!kill(child, SIGKILL));
	CHECK_INT(waitpid(child, NULL, 0), child);
	CHECK(gains(&two));
	acme_lease_close(&two);
	close(ends[0]);
	folder_remove();
}

static void
folder_is_missing(void)
{
	struct acme_lease lease = ACME_LEASE_INIT;

	folder_make();
	CHECK_ERR(resolved_lease(&lease, folder_path("no/cert.pem"), &fault),
		  ACME_ERR_NOT_FOUND);
	CHECK(strstr(fault.text, "/no: can't be opened: No such file"));
	/* It is made later. */
	CHECK(!mkdir(folder_path("no"), 0700));
	CHECK_OK(resolved_lease(&lease, folder_path("no/cert.pem"), &fault));
	CHECK_OK(resolved_lease(&lease, folder_path("no/cert.pem"), &fault));
	acme_lease_close(&lease);
	CHECK(!unlink(folder_path("no/cert.pem.lock")));
	CHECK(!rmdir(folder_path("no")));
	folder_remove();
}

static const struct test tests[] = {
	TEST(one_has_it),
	TEST(the_newest_gets_it),
	TEST(the_dead_have_nothing),
	TEST(a_killed_process_has_nothing),
	TEST(folder_is_missing),
};

TEST_MAIN(tests)
