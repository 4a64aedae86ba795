/* SPDX-License-Identifier: MIT */
/*
 * What others do with the folders and files meanwhile: nothing of it is waited
 * for, but for a moment.
 */
#define _GNU_SOURCE /* F_OFD_SETLK, F_SETLEASE */
#include "lws/files/store_request.h"

#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOBODY	   65534
#define TOO_LONG_S 10
#define TEXT_MAX   65536

static char top[] = "/tmp/acme-access-XXXXXX";
static char auth[64], cert[64], key[64], lock[64];
static struct acme_store_paths paths;
static struct acme_fault fault;
static struct timespec start;

static void
copy(const char *from, const char *to)
{
	char command[256];

	snprintf(command, sizeof(command), "cp %s %s && chmod 600 %s", from, to,
		 to);
	CHECK(!system(command));
}

/* A folder where others may look in, with a pair. */
static void
begin(void)
{
	memcpy(strrchr(top, '-'), "-XXXXXX", sizeof("-XXXXXX"));
	CHECK(mkdtemp(top));
	CHECK(!chmod(top, 0755));
	snprintf(auth, sizeof(auth), "%s/a", top);
	snprintf(cert, sizeof(cert), "%s/c", top);
	snprintf(key, sizeof(key), "%s/k", top);
	snprintf(lock, sizeof(lock), "%s/k.lock", top);
	paths = (struct acme_store_paths){ .auth = auth,
					   .cert = cert,
					   .key = key,
					   .who = "test",
					   .auth_user = geteuid(),
					   .pair_user = geteuid() };
	copy(TEST_DATA "/tls/good.pem", cert);
	copy(TEST_DATA "/tls/leaf.key", key);
	CHECK(!clock_gettime(CLOCK_MONOTONIC, &start));
}

static void
end(void)
{
	char command[128];
	struct timespec now;

	CHECK(!clock_gettime(CLOCK_MONOTONIC, &now));
	CHECK(now.tv_sec - start.tv_sec < TOO_LONG_S);
	snprintf(command, sizeof(command), "rm -rf %s", top);
	CHECK(!system(command));
}

static enum acme_err
get(enum acme_record record)
{
	struct acme_store_request request;
	enum acme_err err;

	CHECK(acme_store_request_init(&request, ACME_STORE_REQUEST_GET, record,
				      "t"));
	acme_store_request_run(&request, &paths);
	err = request.err;
	fault = request.fault;
	if (!err && record == ACME_RECORD_PAIR)
		CHECK(request.stored->chain.len && request.stored->key.buf.len);
	acme_store_request_clear(&request);
	return err;
}

static enum acme_err
read_text(const char *from, struct acme_buf *to)
{
	char text[TEXT_MAX];
	FILE *file = fopen(from, "r");
	size_t len;

	CHECK(file);
	len = fread(text, 1, sizeof(text), file);
	fclose(file);
	return acme_buf_add(to, acme_span(text, len));
}

static enum acme_err
put_renewed(void)
{
	struct acme_store_request request;
	enum acme_err err;

	CHECK(acme_store_request_init(&request, ACME_STORE_REQUEST_PUT,
				      ACME_RECORD_PAIR, NULL));
	CHECK_OK(read_text(TEST_DATA "/tls/renewed.pem", &request.text.buf));
	CHECK_OK(read_text(TEST_DATA "/tls/renewed.key", &request.key.buf));
	acme_store_request_run(&request, &paths);
	err = request.err;
	fault = request.fault;
	acme_store_request_clear(&request);
	return err;
}

/* A process of ${uid}'s that has run ${what} with ${path}, and lives. */
static pid_t
somebody(uid_t uid, int (*what)(const char *path), const char *path)
{
	int ready[2];
	pid_t child;
	char byte;

	CHECK(!pipe(ready));
	child = fork();
	if (!child) {
		if ((!geteuid() && (setgid(uid) || setuid(uid))) ||
		    what(path) || write(ready[1], "r", 1) != 1)
			_exit(1);
		pause();
		_exit(0);
	}
	close(ready[1]);
	CHECK(read(ready[0], &byte, 1) == 1);
	close(ready[0]);
	return child;
}

static void
gone(pid_t child)
{
	CHECK(!kill(child, SIGKILL));
	CHECK(waitpid(child, NULL, 0) == child);
}

static int
lock_folder(const char *path)
{
	return flock(open(path, O_RDONLY | O_DIRECTORY), LOCK_EX);
}

static int
lock_file(const char *path)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(open(path, O_RDWR | O_CREAT, 0600), F_OFD_SETLK, &whole);
}

static int
lease_file(const char *path)
{
	signal(SIGIO, SIG_IGN);
	return fcntl(open(path, O_RDWR), F_SETLEASE, F_WRLCK);
}

static void
nobody_locks_the_folder(void)
{
	pid_t child;

	begin();
	child = somebody(NOBODY, lock_folder, top);
	CHECK_OK(get(ACME_RECORD_PAIR));
	CHECK_OK(put_renewed());
	gone(child);
	end();
}

/* It is no file of nobody's, and none that he may open. */
static void
nobody_cannot_lock_the_pair(void)
{
	struct stat st;
	pid_t child;
	int status;

	begin();
	CHECK_OK(get(ACME_RECORD_PAIR));
	CHECK(!stat(lock, &st));
	CHECK_INT(st.st_mode, S_IFREG | 0600);
	CHECK_INT(st.st_uid, geteuid());
	child = fork();
	if (!child)
		_exit(setuid(NOBODY) || open(lock, O_RDONLY) >= 0);
	CHECK(waitpid(child, &status, 0) == child);
	CHECK_INT(status, 0);
	end();
}

static void
another_process_has_the_lock(void)
{
	pid_t child;

	begin();
	child = somebody(geteuid(), lock_file, lock);
	CHECK_OK(get(ACME_RECORD_PAIR)); /* it is only read */
	CHECK_ERR(put_renewed(), ACME_ERR_SYSTEM);
	CHECK_FOR(fault.text, strstr(fault.text, "k.lock is locked: another "
						 "process"));
	gone(child);
	CHECK_OK(put_renewed());
	end();
}

static void
nothing_is_put_in_place_without_the_lock(void)
{
	char next[72];
	pid_t child;

	begin();
	snprintf(next, sizeof(next), "%s.upd", cert);
	copy(TEST_DATA "/tls/renewed.pem", next);
	snprintf(next, sizeof(next), "%s.upd", key);
	copy(TEST_DATA "/tls/renewed.key", next);
	child = somebody(geteuid(), lock_file, lock);
	CHECK_OK(get(ACME_RECORD_PAIR));
	CHECK(!access(next, F_OK));
	gone(child);
	CHECK_OK(get(ACME_RECORD_PAIR));
	CHECK(access(next, F_OK));
	end();
}

static void
pipes_and_leases_are_not_waited_for(void)
{
	char state[80];
	pid_t child;

	begin();
	snprintf(state, sizeof(state), "%s.t.state", auth);
	CHECK(!mkfifo(state, 0600));
	CHECK(!mkfifo(auth, 0600));
	CHECK_ERR(get(ACME_RECORD_STATE), ACME_ERR_INVALID);
	CHECK_ERR(get(ACME_RECORD_ACCOUNT_KEY), ACME_ERR_INVALID);
	child = somebody(0, lease_file, key);
	CHECK_ERR(get(ACME_RECORD_PAIR), ACME_ERR_SYSTEM);
	CHECK_FOR(fault.text, strstr(fault.text, key));
	gone(child);
	CHECK(!unlink(lock) && !mkfifo(lock, 0600));
	CHECK_OK(get(ACME_RECORD_PAIR)); /* there is no lock */
	end();
}

/* Later than at the start, by somebody else. */
static void
a_folder_of_somebody_elses(void)
{
	char folder[48];

	begin();
	snprintf(folder, sizeof(folder), "%s/later", top);
	snprintf(auth, sizeof(auth), "%s/a", folder);
	CHECK_ERR(get(ACME_RECORD_ACCOUNT_KEY), ACME_ERR_NOT_FOUND);
	CHECK(!mkdir(folder, 0700));
	CHECK(!chown(folder, NOBODY, NOBODY));
	CHECK_ERR(get(ACME_RECORD_ACCOUNT_KEY), ACME_ERR_INVALID);
	CHECK_FOR(fault.text, strstr(fault.text, folder));
	CHECK(!chown(folder, 0, 0));
	CHECK_ERR(get(ACME_RECORD_ACCOUNT_KEY), ACME_ERR_NOT_FOUND);
	end();
}

static const struct test tests[] = {
	TEST(another_process_has_the_lock),
	TEST(nothing_is_put_in_place_without_the_lock),
	TEST(pipes_and_leases_are_not_waited_for),
};

static const struct test tests_of_root[] = {
	TEST(nobody_locks_the_folder),
	TEST(nobody_cannot_lock_the_pair),
	TEST(a_folder_of_somebody_elses),
};

TEST_MAIN_AND_ROOT(tests, tests_of_root)
