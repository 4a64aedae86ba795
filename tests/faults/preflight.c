/* SPDX-License-Identifier: MIT */
/*
 * Before lws loads a vhost's files they are looked at, on a system that says
 * no: what lws would refuse is moved away or stays, and nothing else is
 * touched; and folders and locks are had, or it is said why not.
 */
#define _DEFAULT_SOURCE /* symlink() */
#include "lws/startup/preflight.h"
#include "driver.h"
#include "store/file/folder_look.h"
#include "store/folder.h"
#include "test.h"

#include <errno.h>
#include <libwebsockets.h>
#include <sys/stat.h>
#include <unistd.h>

#define BAD_CERT ACME_SPAN("no certificate")
#define BAD_KEY	 ACME_SPAN("no key")
#define ROOTS	 ACME_SPAN("the CA's roots")
#define LOG_MAX	 16384

static char text[LOG_MAX]; /* of the log */

#define GOES_ON ":     " /* what stands before each piece but the first */

/* A long line comes in pieces. */
static void
take_line(int level, const char *line)
{
	const char *piece = strstr(line, GOES_ON);
	size_t len = strlen(text);

	(void)level;
	if (piece)
		line = piece + strlen(GOES_ON) - 1; /* with one space */
	snprintf(text + len, sizeof(text) - len, "%.*s",
		 (int)strcspn(line, "\n"), line);
}

static const char *
place(void)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s", folder_path(""));
	path[strlen(path) - 1] = '\0';
	return path;
}

static const char *
root(void)
{
	return "";
}

static void
begin_bad(void)
{
	lws_set_log_level(LLL_ERR | LLL_WARN, take_line);
	folder_make();
	folder_put("crt", BAD_CERT, 0600);
	folder_put("key", BAD_KEY, 0600);
	folder_put("roots", ROOTS, 0600);
}

static void
begin_pipe(void)
{
	begin_bad();
	CHECK(!unlink(folder_path("key")));
	CHECK(!mkfifo(folder_path("key"), 0600));
}

/* By another name, the certificate of the options is the CA's file. */
static void
begin_roots(void)
{
	begin_bad();
	folder_put("crt", ROOTS, 0600);
	CHECK(!symlink("crt", folder_path("named")));
	CHECK(!symlink(".", folder_path("also")));
}

static enum acme_err
look_with(const char *ca_file, struct acme_fault *fault)
{
	char cert[256], key[256], auth[256];
	const struct acme_store_paths paths = {
		.auth = auth, .cert = cert, .key = key, .who = "test"
	};

	snprintf(cert, sizeof(cert), "%s", folder_path("crt"));
	snprintf(key, sizeof(key), "%s", folder_path("key"));
	snprintf(auth, sizeof(auth), "%s", folder_path("auth"));
	text[0] = '\0';
	return acme_preflight(&paths, ca_file, fault);
}

/* Of one alone lws takes no notice. */
static bool
is_moved(void)
{
	return !folder_holds("key") || !folder_holds("crt");
}

/* A folder that is closed to us counts as another ACME client's (foreign.h),
 * whose files are not touched. */
static bool
may_be_closed(void)
{
	return faults_n_struck() && faults_error() == EACCES;
}

static bool
is_moved_or_closed(void)
{
	return is_moved() || may_be_closed();
}

/* What is not moved is for lws to refuse, or the server does not start.  Why,
 * the log says. */
static enum acme_err
move(bool (*is_good)(void), struct acme_fault *fault)
{
	enum acme_err err = look_with(folder_path("roots"), fault);
	bool good;

	faults_look_away(true);
	good = is_good();
	faults_look_away(false);
	if (good)
		return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_SYSTEM, "%s%s", text,
			      err ? fault->text : "");
}

static enum acme_err
move_bad(struct acme_fault *fault)
{
	return move(is_moved_or_closed, fault);
}

static void
check_bad(void)
{
	CHECK(folder_has("crt", BAD_CERT) || folder_has("crt.bad", BAD_CERT));
	CHECK(folder_has("key", BAD_KEY) || folder_has("key.bad", BAD_KEY));
	CHECK(folder_has("roots", ROOTS));
}

/* lws would wait for it. */
static bool
is_pipe_moved(void)
{
	return !folder_holds("key") && folder_holds("key.bad") &&
	       S_ISFIFO(folder_mode("key.bad"));
}

static bool
is_pipe_moved_or_closed(void)
{
	return is_pipe_moved() || may_be_closed();
}

static enum acme_err
move_pipe(struct acme_fault *fault)
{
	return move(is_pipe_moved_or_closed, fault);
}

static void
check_pipe(void)
{
	CHECK(is_pipe_moved() || S_ISFIFO(folder_mode("key")));
	/* As one that another process has a lease of. */
	CHECK(folder_has("crt", BAD_CERT) || folder_has("crt.bad", BAD_CERT));
}

static enum acme_err
look_at_roots(struct acme_fault *fault)
{
	(void)look_with(folder_path("also/named"), fault);
	return ACME_OK;
}

static bool
are_roots_there(void)
{
	return folder_has("crt", ROOTS);
}

static struct acme_folder_facts facts;

static enum acme_err
look_at_folder(struct acme_fault *fault)
{
	facts = (struct acme_folder_facts){ .mode = 0 };
	return acme_folder_look(acme_span_str(place()), &facts, fault);
}

static bool
is_seen(void)
{
	return facts.mode == 0700 && facts.uid == geteuid();
}

static void
each_operation(void)
{
	static const struct faults_operation operations[] = {
		{ "bad files are moved away", begin_bad, folder_remove,
		  move_bad, is_moved_or_closed, check_bad, .place = root,
		  .n_least = 900 },
		{ "a pipe is moved away", begin_pipe, folder_remove, move_pipe,
		  is_pipe_moved_or_closed, check_pipe, .place = root,
		  .or_words = "lws would block for ever opening ",
		  .n_least = 750 },
		{ "the CA's file is not moved", begin_roots, folder_remove,
		  look_at_roots, are_roots_there, NULL, .place = root,
		  .folder = place, .n_least = 500 },
		{ "a folder is looked at", begin_bad, folder_remove,
		  look_at_folder, is_seen, check_bad, .place = place,
		  .folder = place, .n_least = 5 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

static const struct test tests[] = {
	TEST(each_operation),
};

TEST_MAIN(tests)
