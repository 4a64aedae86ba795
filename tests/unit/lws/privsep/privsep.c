/* SPDX-License-Identifier: MIT */
/*
 * The privileged process of files: what it does for a server that gives up
 * root, and for one that was taken over since.  It takes paths from root only,
 * so that is most of it.
 */
#define _DEFAULT_SOURCE /* S_IFREG */
#include "privsep_rig.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_VHOSTS 40 /* and as few descriptors */

static void
nobody_keeps_records(void)
{
	struct acme_secret jwk = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_secret got = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	char state[96];
	struct stat st;

	make_account_key(&jwk);
	CHECK_ERR(run(ACME_STORE_REQUEST_GET, ACME_RECORD_ACCOUNT_KEY, NULL,
		      ACME_SPAN(""), NULL),
		  ACME_ERR_NOT_FOUND);
	CHECK_FOR(fault.text, strstr(fault.text, auth));
	CHECK_OK(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_ACCOUNT_KEY, NULL,
		     acme_buf_span(&jwk.buf), NULL));
	CHECK_OK(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_STATE, tag,
		     ACME_SPAN(STATE), NULL));
	CHECK_OK(run(ACME_STORE_REQUEST_GET, ACME_RECORD_STATE, tag,
		     ACME_SPAN(""), &got));
	CHECK_SPAN(acme_buf_span(&got.buf), ACME_SPAN(STATE));
	snprintf(state, sizeof(state), "%s.%s.state", auth, tag);
	CHECK(!stat(state, &st));
	CHECK_INT(st.st_mode, S_IFREG | 0600);
	CHECK_INT(st.st_uid, 0);
	CHECK_INT(count_files(), 2);
	acme_secret_clear(&got);
	acme_secret_clear(&jwk);
}

static void
keeps_records(void)
{
	serve(nobody_keeps_records);
}

/* A tag is part of a path, and one of many files. */
static void
nobody_invents_tags(void)
{
	struct acme_secret jwk = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	char invented[ACME_STATE_TAG_LEN + 1];
	int i, n;

	make_account_key(&jwk);
	CHECK_OK(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_ACCOUNT_KEY, NULL,
		     acme_buf_span(&jwk.buf), NULL));
	n = count_files();
	for (i = 0; i < 200; i++) {
		snprintf(invented, sizeof(invented), "%016d", i);
		CHECK_ERR(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_STATE,
			      invented, ACME_SPAN(STATE), NULL),
			  ACME_ERR_INVALID);
		CHECK_ERR(run(ACME_STORE_REQUEST_GET, ACME_RECORD_STATE,
			      invented, ACME_SPAN(""), NULL),
			  ACME_ERR_INVALID);
	}
	CHECK_ERR(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_STATE,
		      "../../etc/passwd", ACME_SPAN(STATE), NULL),
		  ACME_ERR_INVALID);
	CHECK_INT(count_files(), n);
	CHECK(says("refused a request: test: the state is not of cert-path"));
	acme_secret_clear(&jwk);
}

static void
invented_tags_make_no_files(void)
{
	serve(nobody_invents_tags);
}

static void
nobody_sends_junk(void)
{
	struct acme_secret jwk = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_secret got = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);

	make_account_key(&jwk);
	CHECK_ERR(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_PAIR, NULL,
		      ACME_SPAN("no PEM"), NULL),
		  ACME_ERR_INVALID);
	CHECK_ERR(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_ORDER_KEY, NULL,
		      ACME_SPAN("no PEM"), NULL),
		  ACME_ERR_INVALID);
	CHECK_ERR(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_ACCOUNT_KEY, NULL,
		      ACME_SPAN("* * * * * root reboot\n"), NULL),
		  ACME_ERR_INVALID);
	CHECK_INT(count_files(), 0);
	CHECK_OK(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_ACCOUNT_KEY, NULL,
		     acme_buf_span(&jwk.buf), NULL));
	acme_secret_clear(&got);
	make_account_key(&got); /* another one */
	CHECK_ERR(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_ACCOUNT_KEY, NULL,
		      acme_buf_span(&got.buf), NULL),
		  ACME_ERR_EXISTS);
	acme_secret_clear(&got);
	CHECK_OK(run(ACME_STORE_REQUEST_GET, ACME_RECORD_ACCOUNT_KEY, NULL,
		     ACME_SPAN(""), &got));
	CHECK_SPAN(acme_buf_span(&got.buf), acme_buf_span(&jwk.buf));
	CHECK(says("refused a request"));
	acme_secret_clear(&got);
	acme_secret_clear(&jwk);
}

static void
junk_is_refused(void)
{
	serve(nobody_sends_junk);
}

/* What it knows already may be asked for; others may not be added. */
static void
nobody_adds_paths(void)
{
	struct acme_store_paths others = paths;
	int found = -1;

	CHECK_OK(acme_privsep_add(privsep, &paths, &found, &fault));
	CHECK_INT(found, number);
	others.key = "/etc/shadow";
	CHECK_ERR(acme_privsep_add(privsep, &others, &found, &fault),
		  ACME_ERR_INVALID);
	number++; /* of whom? */
	CHECK_ERR(run(ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL,
		      ACME_SPAN(""), NULL),
		  ACME_ERR_SYNTAX);
	number = -1;
	CHECK_ERR(run(ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL,
		      ACME_SPAN(""), NULL),
		  ACME_ERR_SYNTAX);
	number = found;
	CHECK_ERR(run(ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL,
		      ACME_SPAN(""), NULL),
		  ACME_ERR_NOT_FOUND);
}

static void
takes_paths_from_root_only(void)
{
	serve(nobody_adds_paths);
}

static void
its_end_shows(void)
{
	char byte;

	begin();
	acme_privsep_end(privsep);
	privsep = NULL;
	while (read(notes, &byte, 1) != 0)
		;
	end();
}

static void
add_many(void)
{
	char path[80];
	int i;

	paths.cert = path;
	for (i = 0; i < N_VHOSTS; i++) {
		snprintf(path, sizeof(path), "%s%d", cert, i);
		CHECK_OK(acme_privsep_add(privsep, &paths, &number, &fault));
	}
	paths.cert = cert;
}

static void
nobody_has_many_vhosts(void)
{
	CHECK_INT(number, N_VHOSTS); /* and the first */
	CHECK_ERR(run(ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL,
		      ACME_SPAN(""), NULL),
		  ACME_ERR_NOT_FOUND);
	CHECK_FOR(fault.text, strstr(fault.text, ": is not there"));
}

/* Of each some folders stay open, whatever the program may have open. */
static void
has_folders_of_many_vhosts(void)
{
	struct rlimit before, few;

	CHECK(!getrlimit(RLIMIT_NOFILE, &before));
	few = before;
	few.rlim_cur = N_VHOSTS;
	CHECK(!setrlimit(RLIMIT_NOFILE, &few));
	serve_after(add_many, nobody_has_many_vhosts);
	CHECK(!setrlimit(RLIMIT_NOFILE, &before));
}

static char later[48];

static void
name_a_folder_for_later(void)
{
	snprintf(later, sizeof(later), "%s/later", folder);
	snprintf(auth, sizeof(auth), "%s/a", later);
	CHECK_OK(acme_privsep_add(privsep, &paths, &number, &fault));
	CHECK(!chown(folder, 65534, 65534)); /* who is to make it */
}

static void
nobody_makes_it(void)
{
	struct acme_secret jwk = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);

	make_account_key(&jwk);
	CHECK(!mkdir(later, 0755));
	CHECK_ERR(run(ACME_STORE_REQUEST_GET, ACME_RECORD_ACCOUNT_KEY, NULL,
		      ACME_SPAN(""), NULL),
		  ACME_ERR_NOT_FOUND);
	CHECK_ERR(run(ACME_STORE_REQUEST_PUT, ACME_RECORD_ACCOUNT_KEY, NULL,
		      acme_buf_span(&jwk.buf), NULL),
		  ACME_ERR_SYSTEM);
	CHECK_FOR(fault.text,
		  strstr(fault.text, later) &&
			  strstr(fault.text, "start it again once"));
	CHECK(access(auth, F_OK));
	acme_secret_clear(&jwk);
}

/* What was not there when root told of it is not looked for again. */
static void
a_folder_made_later_is_not_used(void)
{
	serve_after(name_a_folder_for_later, nobody_makes_it);
}

static const struct test tests[] = {
	TEST(its_end_shows),
};

static const struct test tests_of_root[] = {
	TEST(keeps_records),
	TEST(invented_tags_make_no_files),
	TEST(junk_is_refused),
	TEST(takes_paths_from_root_only),
	TEST(has_folders_of_many_vhosts),
	TEST(a_folder_made_later_is_not_used),
};

TEST_MAIN_AND_ROOT(tests, tests_of_root)
