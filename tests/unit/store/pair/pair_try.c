/* SPDX-License-Identifier: MIT */
/*
 * The look before an order: whatever hinders the commit, it finds before, and
 * it changes nothing.  What the system would say of a mount point, of an
 * immutable file, and of a link that is not permitted is said in its place.
 */
#define _GNU_SOURCE /* statx(), syscall() */
#include "pair_rig.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define N_OF(array) (sizeof(array) / sizeof((array)[0]))

static const char *said_of; /* a name, and what statx() says of it */
static uint64_t said;
static bool no_links;

/* In place of the system's, in this program. */
int
statx(int folder, const char *restrict name, int flags, unsigned int mask,
      struct statx *restrict st)
{
	int result = (int)syscall(SYS_statx, folder, name, flags, mask, st);

	if (!result && said_of && !strcmp(name, said_of))
		st->stx_attributes |= said;
	return result;
}

int
linkat(int from, const char *old_name, int to, const char *new_name, int flags)
{
	if (no_links) {
		errno = EPERM;
		return -1;
	}
	return (int)syscall(SYS_linkat, from, old_name, to, new_name, flags);
}

/* Each name that a commit uses beside the two, or one of them. */
static const char *const names[] = {
	"cert.pem.tmp",	     "cert.pem.lnk",
	"cert.pem.bak",	     "cert.pem.old.0",
	"cert.pem.upd",	     "cert.pem.upd.lnk",
	"key.pem.tmp",	     "key.pem.lnk",
	"key.pem.bak",	     "key.pem.old.0",
	"key.pem.upd",	     "key.pem.upd.lnk",
	"key.pem.new",	     "key.pem.new.tmp",
	"key.pem.acme-live", "key.pem.acme-live.lnk",
	"key.pem.acme-next", "key.pem.acme-next.lnk",
	"cert.pem",	     "key.pem",
};
static const char *const stagings[] = {
	"key.pem.acme-live.a",
	"key.pem.acme-live.b",
	"key.pem.acme-next.a",
	"key.pem.acme-next.b",
};

static void
put_folder(const char *name)
{
	char inside[64];

	snprintf(inside, sizeof(inside), "%s/x", name);
	(void)unlink(folder_path(name));
	CHECK(!mkdir(folder_path(name), 0700));
	folder_put(inside, ACME_SPAN("another's"), 0600);
}

/* It names ${name}; nothing comes, and nothing goes. */
static void
check_hindered(const char *name)
{
	unsigned int n = folder_count();
	char word[64];

	snprintf(word, sizeof(word), "/%s: ", name);
	CHECK_FOR(name, try_pair());
	CHECK_FOR(fault.text, strstr(fault.text, word));
	CHECK_INT(folder_count(), n);
}

static void
a_folder_in_the_way(void)
{
	size_t i;

	for (i = 0; i < N_OF(names); i++) {
		begin_with_old();
		put_folder(names[i]);
		check_hindered(names[i]);
		CHECK(folder_holds(names[i]));
		end();
	}
	for (i = 0; i < N_OF(stagings); i++) {
		begin_with_old();
		put_folder(stagings[i]);
		check_hindered(stagings[i]);
		end();
	}
}

static void
a_file_where_a_folder_comes(void)
{
	size_t i;

	for (i = 0; i < N_OF(stagings); i++) {
		begin_with_old();
		folder_put(stagings[i], ACME_SPAN("another's"), 0600);
		check_hindered(stagings[i]);
		end();
	}
}

static void
put_kind(const char *name, unsigned int kind)
{
	if (kind == S_IFREG)
		folder_put(name, ACME_SPAN("a leftover"), 0600);
	else if (kind == S_IFLNK)
		CHECK(!symlink("nowhere", folder_path(name)));
	else
		CHECK(!mkdir(folder_path(name), 0700));
}

/* What it does not name is no hindrance. */
static void
each_that_is_let_pass_is_stored(void)
{
	static const unsigned int kinds[] = { S_IFREG, S_IFLNK, S_IFDIR };
	static const enum acme_pair_state states[] = { ACME_PAIR_LIVE,
						       ACME_PAIR_NEXT };
	size_t i, k, p, n_stored = 0;

	for (i = 0; i < N_OF(names) - 2 + N_OF(stagings); i++)
		for (k = 0; k < N_OF(kinds); k++)
			for (p = 0; p < N_OF(states); p++) {
				const char *name =
					i < N_OF(names) - 2
						? names[i]
						: stagings[i - N_OF(names) + 2];

				begin_with_old();
				put_kind(name, kinds[k]);
				if (!try_pair()) {
					CHECK_OK(commit(states[p], &renewed));
					n_stored++;
				}
				end();
			}
	CHECK(n_stored > N_OF(names));
}

static void
what_must_not_change(void)
{
	static const uint64_t attributes[] = { STATX_ATTR_MOUNT_ROOT,
					       STATX_ATTR_IMMUTABLE,
					       STATX_ATTR_APPEND };
	static const char *const of[] = { "cert.pem", "key.pem",
					  "cert.pem.old.0", "key.pem.new" };
	size_t i, k;

	for (i = 0; i < N_OF(of); i++)
		for (k = 0; k < N_OF(attributes); k++) {
			begin_with_old();
			if (i >= 2)
				folder_put(of[i], ACME_SPAN("old"), 0600);
			CHECK_OK(try_pair());
			said_of = of[i];
			said = attributes[k];
			check_hindered(of[i]);
			said_of = NULL;
			end();
		}
}

static void
nothing_is_hindered(void)
{
	begin();
	CHECK_OK(try_pair());
	CHECK_INT(folder_count(), 0);
	end();
	begin_with_old();
	CHECK_OK(try_pair());
	check_files(&old, 2);
	end();
}

/* Another user's files in a folder of ours (fs.protected_hardlinks). */
static void
copies_where_it_may_not_link(void)
{
	begin_with_old();
	no_links = true;
	CHECK_OK(try_pair());
	CHECK_OK(commit(ACME_PAIR_LIVE, &renewed));
	check_stored("", &renewed);
	check_stored(".old.0", &old);
	check_files(&renewed, 4);
	/* What is no pair is kept, too. */
	folder_put("cert.pem", ACME_SPAN("no certificate"), 0600);
	CHECK_OK(commit(ACME_PAIR_LIVE, &renewed));
	CHECK(folder_has("cert.pem.bad", ACME_SPAN("no certificate")));
	check_stored("", &renewed);
	no_links = false;
	end();
}

/* The operator's link has a folder of its own, in which .upd is written. */
static void
folder_of_a_link(void)
{
	begin_with_old();
	CHECK(!mkdir(folder_path("real"), 0700));
	CHECK(!rename(folder_path("cert.pem"), folder_path("real/c")));
	CHECK(!symlink("real/c", folder_path("cert.pem")));
	CHECK_OK(try_pair());
	CHECK_INT(folder_count(), 3);
	put_folder("cert.pem.upd.tmp");
	CHECK(try_pair());
	CHECK_FOR(fault.text, strstr(fault.text, "/cert.pem.upd.tmp: "));
	CHECK(folder_has("real/c", span(&old.chain)));
	end();
}

static const struct test tests[] = {
	TEST(a_folder_in_the_way),
	TEST(a_file_where_a_folder_comes),
	TEST(each_that_is_let_pass_is_stored),
	TEST(what_must_not_change),
	TEST(nothing_is_hindered),
	TEST(copies_where_it_may_not_link),
	TEST(folder_of_a_link),
};

TEST_MAIN(tests)
