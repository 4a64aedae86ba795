/* SPDX-License-Identifier: MIT */
/* What is of no use gets a name beside its own, and nothing is lost. */
#define _DEFAULT_SOURCE /* symlink() */
#include "store/folder.h"
#include "store/resolved.h"
#include "test.h"

#include <sys/stat.h>
#include <unistd.h>

#define ONE ACME_SPAN("the only copy of a key")
#define TWO ACME_SPAN("that of another one")

static struct acme_fault fault;

static enum acme_err
keep(const char *name)
{
	return resolved_bad(folder_path(name), acme_quarantine_copy, &fault);
}

static enum acme_err
move(const char *name)
{
	return resolved_bad(folder_path(name), acme_quarantine_move, &fault);
}

static void
keeps_beside(void)
{
	folder_make();
	folder_put("a", ONE, 0640);
	CHECK_OK(keep("a"));
	CHECK(folder_has("a", ONE));
	CHECK(folder_has("a.bad", ONE));
	CHECK_INT(folder_mode("a.bad"), S_IFREG | 0640);
}

static void
keeps_the_same_once(void)
{
	folder_make();
	folder_put("a", ONE, 0600);
	CHECK_OK(keep("a"));
	CHECK_OK(keep("a"));
	CHECK_INT(folder_count(), 2);
	unlink(folder_path("a"));
	folder_put("a", TWO, 0600);
	CHECK_OK(keep("a"));
	CHECK(folder_has("a.bad", ONE));
	CHECK(folder_has("a.bad.1", TWO));
	CHECK_INT(folder_count(), 3);
}

static void
keeps_no_link(void)
{
	folder_make();
	/* One of the store's. */
	CHECK(!symlink("k.acme-live/key.pem", folder_path("a")));
	CHECK_OK(keep("a"));
	CHECK_OK(keep("b"));
	CHECK_INT(folder_count(), 1);
}

static void
moves_away(void)
{
	folder_make();
	folder_put("a", ONE, 0640);
	CHECK_OK(move("a"));
	CHECK(!folder_holds("a"));
	CHECK(folder_has("a.bad", ONE));
	CHECK_INT(folder_mode("a.bad"), S_IFREG | 0640);
	CHECK_OK(move("a"));
	CHECK_INT(folder_count(), 1);
}

static void
moves_to_the_first_free_name(void)
{
	folder_make();
	folder_put("a", ONE, 0600);
	folder_put("a.bad", TWO, 0600);
	/* It is a name all the same. */
	CHECK(!symlink("nowhere", folder_path("a.bad.1")));
	CHECK_OK(move("a"));
	CHECK(folder_has("a.bad", TWO));
	CHECK(folder_has("a.bad.2", ONE));
	CHECK_INT(folder_count(), 3);
}

static void
moves_what_the_operator_leads_to(void)
{
	folder_make();
	folder_put("there", ONE, 0600);
	CHECK(!symlink("there", folder_path("a")));
	CHECK_OK(move("a"));
	CHECK_INT(folder_mode("a") & S_IFMT, S_IFLNK);
	CHECK(!folder_holds("there"));
	CHECK(folder_has("there.bad", ONE));
}

static void
tells_what_hinders(void)
{
	folder_make();
	CHECK(!symlink("nowhere", folder_path("a")));
	CHECK(move("a"));
	CHECK(strstr(fault.text, folder_path("a")));
	CHECK_INT(folder_count(), 1);
}

static const struct test tests[] = {
	TEST(keeps_beside),
	TEST(keeps_the_same_once),
	TEST(keeps_no_link),
	TEST(moves_away),
	TEST(moves_to_the_first_free_name),
	TEST(moves_what_the_operator_leads_to),
	TEST(tells_what_hinders),
};

TEST_MAIN(tests)
