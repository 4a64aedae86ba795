/* SPDX-License-Identifier: MIT */
/*
 * The keeper of files: what it does for whom.  It takes paths from root only,
 * so where the tests do not run as root, all that it does is to refuse.
 */
#define _DEFAULT_SOURCE /* mkdtemp(), setuid() */
#include "edge/keeper.h"

#include "edge/keeper_process.h"
#include "test.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

static char folder[] = "/tmp/acme-keeper-XXXXXX";
static char auth[64], cert[64], key[64];
static struct acme_places places;
static struct acme_keeper *keeper;
static struct acme_fault fault;

static void
begin(void)
{
	memcpy(strrchr(folder, '-'), "-XXXXXX", sizeof("-XXXXXX"));
	CHECK(mkdtemp(folder));
	snprintf(auth, sizeof(auth), "%s/a", folder);
	snprintf(cert, sizeof(cert), "%s/c", folder);
	snprintf(key, sizeof(key), "%s/k", folder);
	places = (struct acme_places){
		.auth = auth, .cert = cert, .key = key, .who = "test"
	};
	keeper = acme_keeper_start(&fault);
	CHECK_FOR(fault.text, keeper);
}

static void
end(void)
{
	char command[128];

	acme_keeper_end(keeper);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	CHECK(!system(command));
}

static enum acme_err
run(int number, enum acme_access_kind kind, enum acme_record record,
    const char *tag, const char *text, struct acme_secret *got)
{
	struct acme_access access;
	enum acme_err err;

	CHECK(acme_access_init(&access, kind, record, tag));
	CHECK_OK(acme_buf_add(&access.text.buf, acme_span_str(text)));
	acme_keeper_run(keeper, number, &access);
	err = access.err;
	fault = access.fault;
	if (got && access.stored)
		CHECK_OK(acme_buf_add(&got->buf,
				      acme_buf_span(&access.stored->key.buf)));
	acme_access_clear(&access);
	return err;
}

static void
keeps_records(void)
{
	struct acme_secret got = ACME_SECRET_INIT(64);
	char state[80];
	struct stat st;
	int number;

	begin();
	if (geteuid()) {
		CHECK_ERR(acme_keeper_add(keeper, &places, &number, &fault),
			  ACME_ERR_INVALID);
		end();
		return;
	}
	CHECK_OK(acme_keeper_add(keeper, &places, &number, &fault));
	CHECK_OK(run(number, ACME_ACCESS_PUT, ACME_RECORD_STATE, "T1", "text",
		     NULL));
	CHECK_OK(run(number, ACME_ACCESS_GET, ACME_RECORD_STATE, "T1", "",
		     &got));
	CHECK_SPAN(acme_buf_span(&got.buf), ACME_SPAN("text"));
	snprintf(state, sizeof(state), "%s.T1.state", auth);
	CHECK(!stat(state, &st));
	CHECK_INT(st.st_mode, S_IFREG | 0600);
	CHECK_ERR(run(number, ACME_ACCESS_GET, ACME_RECORD_ACCOUNT_KEY, NULL,
		      "", NULL),
		  ACME_ERR_NOT_FOUND);
	CHECK_FOR(fault.text, strstr(fault.text, auth));
	acme_secret_clear(&got);
	end();
}

/* What a server that was taken over could try. */
static void
refuses(void)
{
	int number;

	begin();
	if (geteuid()) {
		end();
		return;
	}
	CHECK_OK(acme_keeper_add(keeper, &places, &number, &fault));
	/* A tag is part of a path. */
	CHECK_ERR(run(number, ACME_ACCESS_PUT, ACME_RECORD_STATE, "../../x",
		      "text", NULL),
		  ACME_ERR_INVALID);
	/* What is no pair is not put in place. */
	CHECK(run(number, ACME_ACCESS_PUT, ACME_RECORD_PAIR, NULL, "no PEM",
		  NULL));
	CHECK(access(cert, F_OK) && access(key, F_OK));
	/* It ends, rather than to guess what is meant. */
	CHECK_ERR(run(number + 1, ACME_ACCESS_GET, ACME_RECORD_STATE, "T1", "",
		      NULL),
		  ACME_ERR_SYSTEM);
	CHECK_ERR(
		run(number, ACME_ACCESS_GET, ACME_RECORD_STATE, "T1", "", NULL),
		ACME_ERR_SYSTEM);
	CHECK_FOR(fault.text, strstr(fault.text, "start the server again"));
	end();
}

static int
as_nobody(void)
{
	struct acme_places others = places;
	int number;

	if (setuid(NOBODY))
		return 1;
	/* What it knows already may be asked for; others may not be added. */
	if (acme_keeper_add(keeper, &places, &number, &fault) || number)
		return 2;
	others.key = "/etc/shadow";
	return acme_keeper_add(keeper, &others, &number, &fault) ==
			       ACME_ERR_INVALID
		       ? 0
		       : 3;
}

static void
takes_paths_from_root_only(void)
{
	int number, status;
	pid_t pid;

	begin();
	if (!geteuid()) {
		CHECK_OK(acme_keeper_add(keeper, &places, &number, &fault));
		pid = fork();
		if (!pid)
			_exit(as_nobody());
		CHECK(waitpid(pid, &status, 0) == pid);
		CHECK_INT(status, 0);
	}
	end();
}

static const struct test tests[] = {
	TEST(keeps_records),
	TEST(refuses),
	TEST(takes_paths_from_root_only),
};

TEST_MAIN(tests)
