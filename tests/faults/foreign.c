/* SPDX-License-Identifier: MIT */
/*
 * Whose files are they, on a system that says no?  Whatever fails, another
 * ACME client's are never nobody's, and ours are never another one's.
 */
#define _DEFAULT_SOURCE /* symlink() */
#include "store/pair/foreign.h"
#include "driver.h"
#include "store/folder.h"
#include "test.h"

#include <sys/stat.h>
#include <unistd.h>

static const char *owner;

static const char *
place(void)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s", folder_path(""));
	path[strlen(path) - 1] = '\0';
	return path;
}

static void
make_folder(const char *name)
{
	CHECK(!mkdir(folder_path(name), 0700));
}

static void
put(const char *name, const char *text)
{
	folder_put(name, acme_span_str(text), 0600);
}

static void
begin(void)
{
	owner = "not told";
	folder_make();
}

/* As Debian's package makes it: the links' names are not what tells it. */
static void
begin_certbot(void)
{
	begin();
	make_folder("live");
	make_folder("live/a.example");
	make_folder("renewal");
	put("renewal/a.example.conf", "version = 2.1.0\n");
	put("live/a.example/mine.pem", "");
	put("live/a.example/key.pem", "");
}

static void
begin_certbot_readme(void)
{
	begin();
	make_folder("live");
	make_folder("live/a.example");
	put("live/a.example/README",
	    "This directory contains your keys and certificates.\n");
	put("live/a.example/mine.pem", "");
	put("live/a.example/key.pem", "");
}

static void
begin_certbot_numbers(void)
{
	static const char *const names[] = { "cert", "chain", "fullchain",
					     "privkey" };
	char name[64];
	size_t i;

	begin();
	make_folder("kept");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(name, sizeof(name), "kept/%s12.pem", names[i]);
		put(name, "");
	}
}

/* The operator's links lead to certbot's. */
static void
begin_certbot_behind_links(void)
{
	begin_certbot();
	make_folder("ours");
	CHECK(!symlink("../live/a.example", folder_path("ours/site")));
	CHECK(!symlink("site/mine.pem", folder_path("ours/crt.pem")));
	CHECK(!symlink("site/key.pem", folder_path("ours/key.pem")));
}

static void
begin_acme_sh(void)
{
	begin();
	make_folder("a.example_ecc");
	put("a.example_ecc/a.example.conf", "Le_Domain='a.example'\n");
	put("a.example_ecc/fullchain.cer", "");
}

static void
begin_dehydrated(void)
{
	begin();
	put("fullchain-1700000000.pem", "");
	put("privkey-1700000000.pem", "");
	CHECK(!symlink("fullchain-1700000000.pem",
		       folder_path("fullchain.pem")));
	CHECK(!symlink("privkey-1700000000.pem", folder_path("privkey.pem")));
}

/* Beside ours is what another ACME client's file might be, and is not. */
static void
begin_ours(void)
{
	begin();
	make_folder("live");
	make_folder("live/a.example");
	put("live/a.example/README", "What this site is.\n");
	put("live/a.example/a.example.conf", "server { }\n");
	put("live/a.example/crt.pem", "");
	put("live/a.example/key.pem", "");
}

static enum acme_err
look(const char *cert, const char *key, struct acme_fault *fault)
{
	owner = "not told";
	return acme_foreign_kept_by(folder_path(cert), folder_path(key), &owner,
				    fault);
}

static enum acme_err
look_in_live(struct acme_fault *fault)
{
	return look("live/a.example/mine.pem", "live/a.example/key.pem", fault);
}

static enum acme_err
look_at_numbers(struct acme_fault *fault)
{
	return look("kept/fullchain12.pem", "kept/privkey12.pem", fault);
}

static enum acme_err
look_behind_links(struct acme_fault *fault)
{
	return look("ours/crt.pem", "ours/key.pem", fault);
}

static enum acme_err
look_at_acme_sh(struct acme_fault *fault)
{
	return look("a.example_ecc/fullchain.cer",
		    "a.example_ecc/a.example.key", fault);
}

static enum acme_err
look_at_dehydrated(struct acme_fault *fault)
{
	return look("fullchain-1700000000.pem", "privkey-1700000000.pem",
		    fault);
}

static enum acme_err
look_at_ours(struct acme_fault *fault)
{
	return look("live/a.example/crt.pem", "live/a.example/key.pem", fault);
}

static enum acme_err
look_from_here(struct acme_fault *fault)
{
	enum acme_err err;

	CHECK(!chdir(folder_path("live/a.example")));
	owner = "not told";
	err = acme_foreign_kept_by("mine.pem", "key.pem", &owner, fault);
	CHECK(!chdir("/"));
	return err;
}

/* A folder on the way may be what can't be looked at. */
static const char *
root(void)
{
	return "";
}

/* What can't be looked at for want of a right counts as the file of whom it is
 * asked for first: it is theirs then, by whatever name. */
static bool
is_of(const char *name)
{
	return owner && (faults_n_struck() || !strcmp(owner, name));
}

static bool
is_certbot(void)
{
	return is_of("certbot");
}

static bool
is_acme_sh(void)
{
	return is_of("acme.sh");
}

static bool
is_dehydrated(void)
{
	return is_of("dehydrated");
}

#define PLACED .place = root, .folder = place

static void
each_look(void)
{
	static const struct faults_operation operations[] = {
		{ "certbot's renewal tells it", begin_certbot, folder_remove,
		  look_in_live, is_certbot, PLACED, .n_least = 11 },
		{ "certbot's README tells it", begin_certbot_readme,
		  folder_remove, look_in_live, is_certbot, PLACED,
		  .n_least = 23 },
		{ "certbot's numbers tell it", begin_certbot_numbers,
		  folder_remove, look_at_numbers, is_certbot, PLACED,
		  .n_least = 17 },
		{ "links lead to certbot", begin_certbot_behind_links,
		  folder_remove, look_behind_links, is_certbot, PLACED,
		  .n_least = 70 },
		{ "a relative path is certbot's", begin_certbot, folder_remove,
		  look_from_here, is_certbot, PLACED, .n_least = 14 },
		{ "acme.sh's file tells it", begin_acme_sh, folder_remove,
		  look_at_acme_sh, is_acme_sh, PLACED, .n_least = 23 },
		{ "dehydrated's link tells it", begin_dehydrated, folder_remove,
		  look_at_dehydrated, is_dehydrated, PLACED, .n_least = 26 },
	};

	faults_try_all(operations, sizeof(operations) / sizeof(operations[0]));
}

typedef enum acme_err (*look_at)(struct acme_fault *fault);

/* From the first call on, as on a disk that is gone. */
static void
fail_all_along(enum faults_call call, look_at look_at_theirs)
{
	struct faults_plan plan = { .kind = FAULTS_FAILS,
				    .call = call,
				    .nth = 1,
				    .from_then_on = true };
	const int *error = faults_errnos(call);
	struct acme_fault fault;
	enum acme_err err;

	for (; *error; error++) {
		if (*error == EINTR)
			continue;
		plan.error = *error;
		faults_begin(&plan);
		err = look_at_theirs(&fault);
		faults_end();
		CHECK_FOR(strerror(*error), owner);
		CHECK_INT(!strcmp(owner, "not told"), err != ACME_OK);
	}
}

static void
theirs_are_not_nobodys(void)
{
	static const struct {
		void (*begin)(void);
		look_at look;
	} theirs[] = {
		{ begin_certbot, look_in_live },
		{ begin_certbot_readme, look_in_live },
		{ begin_certbot_numbers, look_at_numbers },
		{ begin_certbot_behind_links, look_behind_links },
		{ begin_acme_sh, look_at_acme_sh },
		{ begin_dehydrated, look_at_dehydrated },
	};
	size_t i;

	for (i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++) {
		theirs[i].begin();
		fail_all_along(CALL_stat, theirs[i].look);
		fail_all_along(CALL_open, theirs[i].look);
		fail_all_along(CALL_fstat, theirs[i].look);
		fail_all_along(CALL_read, theirs[i].look);
		fail_all_along(CALL_readlinkat, theirs[i].look);
		folder_remove();
	}
}

static void
fail_each(enum faults_call call, int error)
{
	struct faults_plan plan = { .kind = FAULTS_FAILS,
				    .call = call,
				    .error = error };
	struct acme_fault fault;
	enum acme_err err;

	do {
		plan.nth++;
		faults_begin(&plan);
		err = look_at_ours(&fault);
		faults_end();
		CHECK_INT(err, faults_n_struck() ? ACME_ERR_SYSTEM : ACME_OK);
		CHECK_STR(owner ? owner : "nobody",
			  err ? "not told" : "nobody");
	} while (faults_n_struck());
	CHECK(plan.nth > 1);
}

/* They would not be renewed any more. */
static void
ours_are_not_theirs(void)
{
	begin_ours();
	fail_each(CALL_stat, EIO);
	fail_each(CALL_stat, ENOMEM);
	fail_each(CALL_open, EIO);
	fail_each(CALL_open, EMFILE);
	fail_each(CALL_fstat, EIO);
	fail_each(CALL_read, EIO);
	fail_each(CALL_readlinkat, EIO);
	fail_each(CALL_readlinkat, ENOMEM);
	folder_remove();
}

static const struct test tests[] = {
	TEST(each_look),
	TEST(theirs_are_not_nobodys),
	TEST(ours_are_not_theirs),
};

TEST_MAIN(tests)
