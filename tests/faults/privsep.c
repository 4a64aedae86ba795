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
#include <unistd.h>

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

/* None, or whole; and nothing of it stays open there. */
static void
check_state(void)
{
	struct stat st;

	CHECK(stat(place_of_state(), &st) ||
	      st.st_size == (off_t)strlen(STATE));
	CHECK_INT(count_fds(), n_fds);
}

static const char *
where_it_is(void)
{
	return folder;
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
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

static const struct test tests[] = {
	TEST(it_is_started),
};

static const struct test tests_of_root[] = {
	TEST(it_keeps_a_state),
};

TEST_MAIN_AND_ROOT(tests, tests_of_root)
