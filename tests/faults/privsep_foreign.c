/* SPDX-License-Identifier: MIT */
/*
 * The privileged process is started for a pair that certbot keeps, on a system
 * that says no: it writes nothing there, whatever it could not look at.
 */
#include "driver.h"
#include "lws/privsep/privileged/privileged_request.h"
#include "store/folder.h"
#include "test.h"

#include <stdlib.h>
#include <sys/stat.h>

static struct acme_privileged_paths paths;
static bool is_refused; /* as certbot's */

static const char *
live(void)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s", folder_path("live/a.example"));
	return path;
}

/* Any folder on the way may be what is told of. */
static const char *
root(void)
{
	return "";
}

static void
make_folder(const char *name)
{
	CHECK(!mkdir(folder_path(name), 0700));
}

static void
begin(void)
{
	folder_make();
	make_folder("live");
	make_folder("live/a.example");
	make_folder("renewal");
	folder_put("renewal/a.example.conf", ACME_SPAN("version = 2.1.0"),
		   0600);
	folder_put("live/a.example/mine.pem", ACME_SPAN(""), 0600);
	folder_put("live/a.example/key.pem", ACME_SPAN(""), 0600);
}

static bool
is_certbots(void)
{
	return is_refused;
}

static struct acme_span
whole(const char *text)
{
	return acme_span(text, strlen(text) + 1);
}

static enum acme_err
add_to_child(struct acme_fault *fault)
{
	const struct acme_privsep_message add = {
		.what = ACME_PRIVSEP_MESSAGE_ADD,
		.parts = { whole(folder_path("auth.jwk")),
			   whole(folder_path("live/a.example/mine.pem")),
			   whole(folder_path("live/a.example/key.pem")),
			   whole("a.example") },
	};
	struct acme_privileged_reply reply;
	enum acme_err err;

	acme_privileged_request(&paths, &add, true, &reply);
	err = reply.message.number < 0 ? reply.fault.err : ACME_OK;
	*fault = reply.fault;
	acme_privileged_reply_clear(&reply);
	return err;
}

/* It keeps this for its life. */
static void
forget_paths(void)
{
	struct acme_privsep_files *files = paths.n ? paths.at[0] : NULL;

	if (files) {
		acme_store_paths_close(&files->opened);
		free((char *)files->paths.auth);
		free((char *)files->paths.cert);
		free((char *)files->paths.key);
		free((char *)files->paths.who);
	}
	free(files);
	free(paths.at);
	paths = (struct acme_privileged_paths){ .n = 0 };
}

/* A try is what writes first; that it is refused is what is right. */
static enum acme_err
try_in_child(struct acme_fault *fault)
{
	const struct acme_privsep_message try_it = {
		.what = ACME_STORE_REQUEST_TRY,
		.record = ACME_RECORD_PAIR,
	};
	struct acme_privileged_reply reply;

	acme_privileged_request(&paths, &try_it, false, &reply);
	*fault = reply.fault;
	CHECK(reply.message.number);
	acme_privileged_reply_clear(&reply);
	is_refused = strstr(fault->text, "certbot keeps this file, and it is "
					 "never written here");
	return is_refused ? ACME_OK : fault->err;
}

static void
end_child(void)
{
	forget_paths();
	folder_remove();
}

static enum acme_err
start_child(struct acme_fault *fault)
{
	enum acme_err err = add_to_child(fault);

	if (!err)
		err = try_in_child(fault);
	forget_paths();
	return err;
}

static void
each_start(void)
{
	static const struct faults_operation operations[] = {
		{ "the process is started", begin, end_child, start_child,
		  is_certbots, .place = root, .folder = live, .n_least = 380 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

/* All calls of the look fail while the process is started. */
static void
is_told_by_the_second_look(void)
{
	static const struct faults_plan plan = { .kind = FAULTS_FAILS,
						 .call = CALL_stat,
						 .nth = 1,
						 .from_then_on = true,
						 .error = EIO };
	struct acme_fault fault;

	begin();
	faults_begin(&plan);
	CHECK_OK(add_to_child(&fault));
	CHECK_INT(try_in_child(&fault), ACME_ERR_SYSTEM);
	faults_end();
	CHECK_OK(paths.at[0]->no_pair.err);
	CHECK(strstr(fault.text, "it can't be told whether another ACME client "
				 "keeps the pair: "));
	CHECK(strstr(fault.text, live()));
	CHECK(strstr(fault.text, "can't be looked at: Input/output error"));
	CHECK_OK(try_in_child(&fault));
	CHECK(is_refused);
	end_child();
}

static const struct test tests[] = {
	TEST(each_start),
	TEST(is_told_by_the_second_look),
};

TEST_MAIN(tests)
