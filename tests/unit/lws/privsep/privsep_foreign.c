/* SPDX-License-Identifier: MIT */
/*
 * The privileged process of files and those who are not its server: bytes that
 * are no message, forked processes, and what it could do itself.
 */
#define _GNU_SOURCE /* syscall() */
#include "privsep_rig.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void
nobody_sends_nonsense(void)
{
	static const char big[256 * 1024];
	int fd = find_socket(), pass[2];
	union {
		struct cmsghdr head;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec piece = { .iov_base = (void *)(uintptr_t)big,
			       .iov_len = 1 };
	struct msghdr message = { .msg_iov = &piece,
				  .msg_iovlen = 1,
				  .msg_control = control.bytes,
				  .msg_controllen = sizeof(control.bytes) };

	CHECK(fd >= 0);
	CHECK(!send(fd, "", 0, MSG_NOSIGNAL)); /* not its end */
	CHECK(send(fd, "x", 1, MSG_NOSIGNAL) == 1);
	CHECK(send(fd, big, sizeof(big), MSG_NOSIGNAL) == sizeof(big));
	CHECK(!pipe(pass));
	control.head = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(int)),
					 .cmsg_level = SOL_SOCKET,
					 .cmsg_type = SCM_RIGHTS };
	memcpy(CMSG_DATA(&control.head), &pass[1], sizeof(int));
	CHECK(sendmsg(fd, &message, MSG_NOSIGNAL) == 1);
	close(pass[1]);
	CHECK(!read(pass[0], control.bytes, 1)); /* it kept none */
	CHECK(says("it is none of the plugin's"));
	/* The answers to these are not taken for another's. */
	CHECK_ERR(run(ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL,
		      ACME_SPAN(""), NULL),
		  ACME_ERR_NOT_FOUND);
}

static void
nonsense_is_refused(void)
{
	serve(nobody_sends_nonsense);
}

static void
nobody_forks(void)
{
	struct acme_privsep_message asked = { .what = ACME_STORE_REQUEST_GET,
					      .record = ACME_RECORD_PAIR,
					      .serial = 99 };
	int fd = find_socket(), status;
	pid_t pid;

	CHECK(fd >= 0);
	pid = fork();
	if (!pid) {
		bool is_open = find_socket() >= 0;
		enum acme_err err =
			run(ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL,
			    ACME_SPAN(""), NULL);

		_exit(is_open || err != ACME_ERR_SYSTEM ||
		      !strstr(fault.text, "was forked from"));
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
	/* One that has the socket nevertheless. */
	asked.number = number;
	pid = (pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
	if (!pid)
		_exit(acme_privsep_message_send(fd, &asked, NULL) != ACME_OK);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
	CHECK(says("is not the one that it works for"));
	CHECK_ERR(run(ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL,
		      ACME_SPAN(""), NULL),
		  ACME_ERR_NOT_FOUND);
	CHECK(recv(fd, &asked, sizeof(asked), MSG_DONTWAIT) < 0);
}

static void
hears_one_process_only(void)
{
	serve(nobody_forks);
}

/* What root tells of ${paths}. */
static void
tell(struct acme_privileged_paths *all)
{
	const struct acme_privsep_message told = {
		.what = ACME_PRIVSEP_MESSAGE_ADD,
		.parts = { acme_span(auth, strlen(auth) + 1),
			   acme_span(key, strlen(key) + 1),
			   acme_span(key, strlen(key) + 1), ACME_SPAN("w\0") },
	};
	struct acme_privileged_reply reply;

	acme_privileged_request(all, &told, true, &reply);
	acme_privileged_reply_clear(&reply);
}

static bool
has_landlock(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0,
		       LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

/* In a process of its own; 0, or which of these it could do. */
static int
try_all(void)
{
	struct acme_privileged_paths all = { .at = NULL };
	bool has_files = has_landlock();
	int fds[2], fd;

	if (pipe(fds) || acme_sandbox_enter(fds[0], fds[1], &fault))
		return 2;
	tell(&all);
	acme_sandbox_landlock(&all);
	fd = open(auth, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0 || close(fd))
		return 3;
	fd = open(key, O_WRONLY | O_CREAT | O_EXCL, 0644);
	if (fd >= 0 || errno != EPERM)
		return 4;
	if (has_files && open("/etc/passwd", O_RDONLY) >= 0)
		return 5;
	if (fork() >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0)
		return 6;
	if (setuid(0) != -1 || kill(1, 0) != -1)
		return 7;
	return execl("/bin/true", "true", NULL) != -1 ? 8 : 0;
}

/* What is left in it is there for the folders, and for nothing else. */
static void
is_confined(void)
{
	char command[128];
	int status;
	pid_t pid;

	begin();
	fflush(stdout);
	pid = fork();
	if (!pid)
		_exit(try_all());
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	CHECK(!system(command));
	acme_privsep_end(privsep);
	close(notes);
}

/* This call fails, in this process and in those that come of it. */
static void
take_call_away(int call_number, uint32_t argument, int error)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call_number, 0,
			 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, args)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, argument, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {
		.len = sizeof(filter) / sizeof(filter[0]), .filter = filter
	};

	CHECK(!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0));
}

static const char *unconfined; /* what is said of it */

static void
nobody_asks_twice(void)
{
	CHECK_ERR(run(ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL,
		      ACME_SPAN(""), NULL),
		  ACME_ERR_NOT_FOUND);
	CHECK(says(unconfined));
	CHECK_ERR(run(ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL,
		      ACME_SPAN(""), NULL),
		  ACME_ERR_NOT_FOUND);
	acme_privsep_end(privsep);
	CHECK(!says("is not confined by"));
}

/* Each line begins with its level. */
#define UNCONFINED(level, what)                                         \
	level "the privileged process (lws-acme-priv) is not confined " \
	      "by " what

static void
serve_on_an_old_kernel(void)
{
	take_call_away(SYS_landlock_create_ruleset, 0, ENOSYS);
	take_call_away(SYS_prctl, PR_SET_SECCOMP, EINVAL);
	unconfined =
		UNCONFINED("3", "Landlock: this kernel does not support it\n")
			UNCONFINED("3", "seccomp: this kernel does not "
					"support it\n");
	serve(nobody_asks_twice);
}

static void
serve_where_landlock_is_off(void)
{
	take_call_away(SYS_landlock_create_ruleset, 0, EOPNOTSUPP);
	unconfined = UNCONFINED("3", "Landlock: this kernel was started "
				     "without it\n");
	serve(nobody_asks_twice);
}

/* The kernel has both, and something else is wrong. */
static void
serve_where_the_system_refuses(void)
{
	take_call_away(SYS_landlock_create_ruleset, 0, EMFILE);
	take_call_away(SYS_prctl, PR_SET_SECCOMP, EACCES);
	unconfined = UNCONFINED("1", "Landlock: Too many open files\n")
		UNCONFINED("1", "seccomp: Permission denied\n");
	serve(nobody_asks_twice);
}

/* It serves all the same, and says so, once. */
static void
works_on_an_old_kernel(void)
{
	in_a_process(serve_on_an_old_kernel);
}

static void
says_why_it_is_not_confined(void)
{
	in_a_process(serve_where_landlock_is_off);
	in_a_process(serve_where_the_system_refuses);
}

static void
ask_as_one_user(void)
{
	CHECK(geteuid() || !setuid(65534));
	begin();
	CHECK_ERR(acme_privsep_add(privsep, &paths, &number, &fault),
		  ACME_ERR_INVALID);
	end();
}

static void
takes_no_paths_from_others(void)
{
	in_a_process(ask_as_one_user);
}

static const struct test tests[] = {
	TEST(takes_no_paths_from_others),
};

static const struct test tests_of_root[] = {
	TEST(nonsense_is_refused),
	TEST(hears_one_process_only),
	TEST(is_confined),
	TEST(works_on_an_old_kernel),
	TEST(says_why_it_is_not_confined),
};

TEST_MAIN_AND_ROOT(tests, tests_of_root)
