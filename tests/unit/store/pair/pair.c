/* SPDX-License-Identifier: MIT */
/*
 * A new pair in place of another, over the moments at which a process may end.
 */
#define _DEFAULT_SOURCE /* mkdir(), symlink() */
#include "pair_rig.h"

#include <sys/stat.h>
#include <unistd.h>

static void
first_pair(void)
{
	begin();
	CHECK_OK(keep_key(&old));
	CHECK_INT(folder_mode("key.pem.new"), S_IFREG | 0600);
	CHECK_OK(commit(ACME_PAIR_LIVE, &old));
	check_files(&old, 2);
	check_read(&old);
	check_files(&old, 2);
	end();
}

static void
renewal(void)
{
	begin_with_old();
	check_read(&old);
	CHECK_OK(keep_key(&renewed));
	/* The order is under way: the old pair is the one to serve. */
	check_read(&old);
	check_files(&old, 3);
	CHECK_OK(commit(ACME_PAIR_LIVE, &renewed));
	check_files(&renewed, 4);
	check_stored(".old.0", &old);
	check_read(&renewed);
	CHECK_OK(commit(ACME_PAIR_LIVE, &old));
	check_files(&old, 4);
	end();
}

static void
at_the_next_start(void)
{
	unsigned int i;

	for (i = 0; i <= 4; i++) {
		begin_with_old();
		CHECK_OK(commit(ACME_PAIR_NEXT, &renewed));
		check_files(&old, 6);
		check_stored(".upd", &renewed);
		promote(i);
		check_read(&renewed);
		check_files(&renewed, 4);
		check_stored(".old.0", &old);
		end();
	}
}

static void
first_at_the_next_start(void)
{
	unsigned int i;

	for (i = 0; i <= 4; i++) {
		begin();
		CHECK_OK(commit(ACME_PAIR_NEXT, &renewed));
		promote(i);
		check_read(&renewed);
		check_files(&renewed, 2);
		end();
	}
}

/* Two renewals without a start: one name turns both. */
static void
next_replaces_next(void)
{
	begin_with_old();
	CHECK_OK(commit(ACME_PAIR_NEXT, &old));
	CHECK_OK(commit(ACME_PAIR_NEXT, &renewed));
	CHECK_OK(commit(ACME_PAIR_NEXT, &old));
	CHECK_OK(commit(ACME_PAIR_NEXT, &renewed));
	check_files(&old, 7);
	CHECK(folder_has("cert.pem.upd", span(&renewed.chain)));
	check_read(&renewed);
	check_files(&renewed, 4);
	end();
}

/* lws put it in place, and the plugin could not make files of it yet. */
static void
next_replaces_what_lws_put_in_place(void)
{
	unsigned int i;

	for (i = 0; i <= 4; i++) {
		begin();
		CHECK_OK(commit(ACME_PAIR_NEXT, &old));
		promote(i);
		CHECK_OK(commit(ACME_PAIR_NEXT, &renewed));
		promote(4);
		check_stored("", &renewed);
		check_read(&renewed);
		check_files(&renewed, 2);
		end();
	}
}

/* It looked for the certificate before there was one, and for the key after. */
static void
lws_took_the_key_alone(void)
{
	begin_with_old();
	CHECK_OK(commit(ACME_PAIR_NEXT, &old));
	CHECK(!rename(folder_path("key.pem"), folder_path("key.pem.old.0")));
	CHECK(!rename(folder_path("key.pem.upd"), folder_path("key.pem")));
	CHECK_OK(commit(ACME_PAIR_NEXT, &renewed));
	CHECK(folder_has("cert.pem", span(&renewed.chain)));
	CHECK(folder_has("key.pem", span(&renewed.key)));
	CHECK(folder_has("cert.pem.old.0", span(&old.chain)));
	check_read(&renewed);
	check_files(&renewed, 4);
	end();
}

static void
live_replaces_what_lws_put_in_place(void)
{
	begin();
	CHECK_OK(commit(ACME_PAIR_NEXT, &old));
	promote(4);
	CHECK_OK(commit(ACME_PAIR_LIVE, &renewed));
	check_files(&renewed, 2);
	end();
}

static void
operators_link_stays(void)
{
	begin();
	CHECK(!mkdir(folder_path("elsewhere"), 0700));
	folder_put("elsewhere/c", span(&old.chain), 0600);
	folder_put("key.pem", span(&old.key), 0600);
	CHECK(!symlink("elsewhere/c", folder_path("cert.pem")));
	CHECK_OK(commit(ACME_PAIR_LIVE, &renewed));
	CHECK_INT(folder_mode("cert.pem") & S_IFMT, S_IFLNK);
	CHECK_INT(folder_mode("elsewhere/c"), S_IFREG | 0600);
	CHECK(folder_has("elsewhere/c", span(&renewed.chain)));
	CHECK(folder_has("elsewhere/c.old.0", span(&old.chain)));
	check_read(&renewed);
	end();
}

static void
two_folders(void)
{
	static char cert[256];

	begin();
	CHECK(!mkdir(folder_path("certs"), 0700));
	snprintf(cert, sizeof(cert), "%s", folder_path("certs/c"));
	paths.cert = cert;
	CHECK_OK(commit(ACME_PAIR_LIVE, &old));
	CHECK_OK(commit(ACME_PAIR_NEXT, &renewed));
	CHECK(folder_has("certs/c", span(&old.chain)));
	CHECK(folder_has("certs/c.upd", span(&renewed.chain)));
	check_read(&renewed);
	CHECK(folder_has("certs/c", span(&renewed.chain)));
	CHECK(folder_has("key.pem", span(&renewed.key)));
	CHECK(!folder_holds("certs/c.upd"));
	end();
}

static void
refusal_to_commit(void)
{
	struct pem mixed;

	begin_with_old();
	mixed = (struct pem){ .key = old.key, .chain = renewed.chain };
	CHECK_ERR(commit(ACME_PAIR_LIVE, &mixed), ACME_ERR_INVALID);
	CHECK_ERR(commit(ACME_PAIR_NEXT, &mixed), ACME_ERR_INVALID);
	check_files(&old, 2);
	end();
}

static const struct test tests[] = {
	TEST(first_pair),
	TEST(renewal),
	TEST(at_the_next_start),
	TEST(first_at_the_next_start),
	TEST(next_replaces_next),
	TEST(next_replaces_what_lws_put_in_place),
	TEST(lws_took_the_key_alone),
	TEST(live_replaces_what_lws_put_in_place),
	TEST(operators_link_stays),
	TEST(two_folders),
	TEST(refusal_to_commit),
};

TEST_MAIN(tests)
