/* SPDX-License-Identifier: MIT */
/*
 * The privileged process is started, and keeps a state, on a system that says
 * no to the server or to that process: the server is told why, and both go on.
 */
#include "driver.h"
#include "lws/privsep/privsep_rig.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

static void
nothing(void)
{
}

static bool
is_true(void)
{
	return true;
}

static const char *
who(void)
{
	return "the privileged process ";
}

static enum acme_err
start(struct acme_fault *to)
{
	struct acme_privsep *started = acme_privsep_start(to);

	if (!started)
		return ACME_ERR_SYSTEM;
	acme_privsep_end(started);
	return ACME_OK;
}

static unsigned int n_fds; /* of the privileged process */

static unsigned int
count_fds(void)
{
	char path[64];
	unsigned int n = 0;
	DIR *all;

	snprintf(path, sizeof(path), "/proc/%d/fd", acme_privsep_pid(privsep));
	all = opendir(path);
	CHECK(all);
	while (readdir(all))
		n++;
	closedir(all);
	return n;
}

static void
begin_with_paths(void)
{
	begin();
	CHECK_OK(acme_privsep_add(privsep, &paths, &number, &fault));
	n_fds = count_fds();
}

static const char *
place_of_state(void)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s.%s.state", auth, tag);
	return path;
}

static enum acme_err
put_state(struct acme_fault *to)
{
	enum acme_err err = run(ACME_STORE_REQUEST_PUT, ACME_RECORD_STATE, tag,
				ACME_SPAN(STATE), NULL);

	*to = fault;
	return err;
}

static bool
is_state(void)
{
	struct stat st;

	return count_files() == 1 && !stat(place_of_state(), &st) &&
	       st.st_size == (off_t)strlen(STATE);
}

/* Who was not told of a response finds it at work still; it does one request
 * after the other. */
static void
wait_until_idle(void)
{
	struct acme_secret got = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);

	(void)run(ACME_STORE_REQUEST_GET, ACME_RECORD_STATE, tag,
		  acme_span(NULL, 0), &got);
	acme_secret_clear(&got);
}

/* None, or whole; and nothing of it stays open there. */
static void
check_state(void)
{
	struct stat st;

	wait_until_idle();
	CHECK(stat(place_of_state(), &st) ||
	      st.st_size == (off_t)strlen(STATE));
	CHECK_INT(count_fds(), n_fds);
}

/* What a server that has given up root is told; it is a process of its own. */
static void
put_state_sealed(int to)
{
	faults_look_away(true); /* from what the server does */
	privsep = acme_privsep_start(&fault);
	if (privsep && !acme_privsep_add(privsep, &paths, &number, &fault)) {
		CHECK(!setuid(NOBODY));
		faults_go_on();
		/* That is said in its log. */
		CHECK(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_STATE, "of none",
			  ACME_SPAN(STATE), NULL));
		(void)put_state(&fault);
	}
	CHECK(write(to, &fault, sizeof(fault)) == (ssize_t)sizeof(fault));
}

static enum acme_err
put_state_in_a_server(struct acme_fault *to)
{
	int ends[2], status;
	pid_t pid;

	faults_end(); /* that it starts is another operation */
	CHECK(!pipe(ends));
	pid = fork();
	if (!pid) {
		if (setjmp(test_failed))
			_exit(1);
		put_state_sealed(ends[1]);
		_exit(0);
	}
	close(ends[1]);
	CHECK(read(ends[0], to, sizeof(*to)) == (ssize_t)sizeof(*to));
	close(ends[0]);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
	return to->err;
}

/* Of somebody else's, who must not keep the privileged process alive. */
static enum acme_err
fork_another(struct acme_fault *to)
{
	int status;
	pid_t pid;

	(void)to;
	pid = fork();
	if (!pid) {
		faults_look_away(true);
		_exit(find_socket() != -1);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
	return ACME_OK;
}

static const char *
where_it_is(void)
{
	return folder;
}

static void
others_are_forked(void)
{
	static const struct faults_operation operations[] = {
		{ "another process is forked", begin, end, fork_another,
		  is_true, .where = FAULTS_ELSEWHERE, .place = who,
		  .n_least = 4 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

static void
it_is_started(void)
{
	static const struct faults_operation operations[] = {
		{ "it is started", nothing, nothing, start, is_true, NULL, who,
		  .n_least = 40 },
		{ "it starts", nothing, nothing, start, is_true, NULL, who,
		  .where = FAULTS_ELSEWHERE, .or_words = "it has ended",
		  .n_least = 230 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

static void
it_keeps_a_state(void)
{
	static const struct faults_operation operations[] = {
		{ "it is asked", begin_with_paths, end, put_state, is_state,
		  check_state, who, .n_least = 10 },
		{ "it keeps a state", begin_with_paths, end, put_state,
		  is_state, check_state, where_it_is, .where = FAULTS_ELSEWHERE,
		  .or_words = "(lws-acme-priv) could not answer: ",
		  .n_least = 58 },
		{ "it is sealed, and keeps a state", begin_with_paths, end,
		  put_state_in_a_server, is_state, check_state, where_it_is,
		  .where = FAULTS_ELSEWHERE,
		  .or_words = "the privileged process (lws-acme-priv)",
		  .n_least = 80 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

static const struct test tests[] = {
	TEST(others_are_forked),
	TEST(it_is_started),
};

static const struct test tests_of_root[] = {
	TEST(it_keeps_a_state),
};

TEST_MAIN_AND_ROOT(tests, tests_of_root)
