/* SPDX-License-Identifier: MIT */
/* The layouts of other ACME clients, as they lie on disk, and what only looks
 * so. */
#define _DEFAULT_SOURCE /* symlink() */
#include "store/pair/foreign.h"

#include "store/folder.h"
#include "test.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
make_folders(const char *path)
{
	static char part[4096];
	const char *at = path;

	while ((at = strchr(at + 1, '/'))) {
		snprintf(part, sizeof(part), "%.*s", (int)(at - path), path);
		(void)mkdir(part, 0700);
	}
}

static void
put(const char *name, const char *text)
{
	const char *path = folder_path(name);
	FILE *file;

	make_folders(path);
	file = fopen(path, "w");
	CHECK(file);
	fputs(text, file);
	fclose(file);
}

static void
lead(const char *name, const char *target)
{
	const char *path = folder_path(name);

	make_folders(path);
	CHECK(!symlink(target, path));
}

static void
is_kept_by(const char *name, const char *owner)
{
	const char *found = NULL;

	CHECK_OK(acme_foreign_owner(folder_path(name), &found, NULL));
	CHECK_STR(found ? found : "nobody", owner);
}

static const char *
owner_of(const char *path)
{
	const char *found = "unset";

	CHECK_OK(acme_foreign_owner(path, &found, NULL));
	return found;
}

static void
make_certbot(void)
{
	put("le/archive/a.example/fullchain2.pem", "");
	put("le/archive/a.example/privkey2.pem", "");
	put("le/renewal/a.example.conf", "version = 2.1.0\n");
	lead("le/live/a.example/fullchain.pem",
	     "../../archive/a.example/fullchain2.pem");
	lead("le/live/a.example/privkey.pem",
	     "../../archive/a.example/privkey2.pem");
}

static void
certbot(void)
{
	folder_make();
	make_certbot();
	is_kept_by("le/live/a.example/fullchain.pem", "certbot");
	is_kept_by("le/live/a.example/privkey.pem", "certbot");
	is_kept_by("le/archive/a.example/fullchain2.pem", "certbot");
	is_kept_by("le//live/./a.example/fullchain.pem", "certbot");
	/* Whoever renews it now. */
	put("le/live/b.example/fullchain.pem", "");
	put("le/live/b.example/README", "What this site is.\n");
	is_kept_by("le/live/b.example/fullchain.pem", "nobody");
	/* Its owner will be back for the file. */
	CHECK(!unlink(folder_path("le/live/a.example/fullchain.pem")));
	is_kept_by("le/live/a.example/fullchain.pem", "certbot");
	folder_remove();
}

#define README "This directory contains your keys and certificates.\n"

/* As README tells of it, and with nothing but its numbers. */
static void
certbot_in_parts(void)
{
	static const char *const names[] = { "cert", "chain", "fullchain",
					     "privkey" };
	char name[64];
	size_t i;

	folder_make();
	put("le/live/a.example/README", README);
	is_kept_by("le/live/a.example/fullchain.pem", "certbot");
	put("ours/a.example/README", README);
	is_kept_by("ours/a.example/fullchain.pem", "nobody");
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		is_kept_by("kept/a/fullchain12.pem", "nobody");
		snprintf(name, sizeof(name), "kept/a/%s12.pem", names[i]);
		put(name, "");
	}
	is_kept_by("kept/a/fullchain12.pem", "certbot");
	is_kept_by("kept/a/privkey12.pem", "certbot");
	is_kept_by("kept/a/privkey1.pem", "nobody");
	is_kept_by("kept/a/privkey.pem", "nobody");
	folder_remove();
}

/* live/ and archive/ are on another volume; renewal/ is beside the links. */
static void
certbot_on_a_volume(void)
{
	folder_make();
	put("volume/live/a.example/fullchain.pem", "");
	put("volume/archive/a.example/mine.pem", "");
	put("le/renewal/a.example.conf", "");
	lead("le/live", "../volume/./live");
	lead("le/archive", folder_path("volume/archive"));
	is_kept_by("le/live/a.example/fullchain.pem", "certbot");
	is_kept_by("le/live/../archive/a.example/mine.pem", "nobody");
	is_kept_by("le/archive/a.example/mine.pem", "certbot");
	is_kept_by("volume/live/a.example/fullchain.pem", "nobody");
	/* The way there has one more. */
	lead("ours/site", "../le/live/a.example");
	is_kept_by("ours/site/fullchain.pem", "certbot");
	lead("ours/crt.pem", "site/fullchain.pem");
	is_kept_by("ours/crt.pem", "certbot");
	CHECK(!chdir(folder_path("le")));
	CHECK_STR(owner_of("live//a.example/./fullchain.pem"), "certbot");
	CHECK(!chdir("/"));
	folder_remove();
}

/* By a link to the file, to a folder, and by one after the other. */
static void
behind_links(void)
{
	folder_make();
	make_certbot();
	lead("ours/crt.pem", "../le/live/a.example/fullchain.pem");
	is_kept_by("ours/crt.pem", "certbot");
	lead("ours/a.example", folder_path("le/live/a.example"));
	is_kept_by("ours/a.example/fullchain.pem", "certbot");
	lead("ours/again.pem", "a.example/privkey.pem");
	is_kept_by("ours/again.pem", "certbot");
	lead("ours/round.pem", "round.pem");
	is_kept_by("ours/round.pem", "nobody");
	lead("ours/nowhere.pem", "nothing/crt.pem");
	is_kept_by("ours/nowhere.pem", "nobody");
	folder_remove();
}

/* More than is looked through. */
static void
put_long(const char *name, const char *end)
{
	static char text[100000];

	memset(text, '#', sizeof(text) - 1);
	snprintf(text + 90000, sizeof(text) - 90000, "\n%s", end);
	put(name, text);
}

static void
acme_sh(void)
{
	static const char conf[] = "Le_Domain='a.example'\nLe_Alt='no'\n";

	folder_make();
	put(".acme.sh/a.example_ecc/a.example.conf", conf);
	put(".acme.sh/a.example_ecc/fullchain.cer", "");
	put(".acme.sh/b.example/b.example.conf", conf);
	put(".acme.sh/b.example/b.example.key", "");
	is_kept_by(".acme.sh/a.example_ecc/fullchain.cer", "acme.sh");
	is_kept_by(".acme.sh/a.example_ecc/a.example.key", "acme.sh");
	is_kept_by(".acme.sh/b.example/b.example.key", "acme.sh");
	put("ours/c.example/c.example.conf", "server { }\n");
	put_long(".acme.sh/d.example/d.example.conf", conf);
	is_kept_by(".acme.sh/d.example/fullchain.cer", "acme.sh");
	is_kept_by("ours/c.example/crt.pem", "nobody");
	folder_remove();
}

static void
caddy(void)
{
	folder_make();
	put("caddy/certificates/ca-directory/a.example/a.example.crt", "");
	put("caddy/certificates/ca-directory/a.example/a.example.key", "");
	put("caddy/certificates/ca-directory/a.example/a.example.json", "{}");
	is_kept_by("caddy/certificates/ca-directory/a.example/a.example.crt",
		   "Caddy");
	is_kept_by("caddy/certificates/ca-directory/a.example/a.example.key",
		   "Caddy");
	put("ours/certificates/ca/b.example/b.example.crt", "");
	is_kept_by("ours/certificates/ca/b.example/b.example.crt", "nobody");
	/* Mounted elsewhere. */
	put("certs/a.example/a.example.json", "{\"issuer_data\":{}}");
	is_kept_by("certs/a.example/a.example.crt", "Caddy");
	put("certs/b.example/b.example.json", "{\"colour\":1}");
	is_kept_by("certs/b.example/b.example.crt", "nobody");
	folder_remove();
}

static void
lego(void)
{
	folder_make();
	put("lego/a.example.issuer.crt", "");
	is_kept_by("lego/a.example.crt", "lego");
	is_kept_by("lego/a.example.key", "lego");
	is_kept_by("lego/b.example.crt", "nobody");
	put("lego/b.example.json", "{ \"certUrl\": \"https://ca/1\" }");
	is_kept_by("lego/b.example.crt", "lego");
	put("ours/c.example.json", "{}");
	is_kept_by("ours/c.example.crt", "nobody");
	folder_remove();
}

static void
mod_md(void)
{
	folder_make();
	put("md/domains/a.example/md.json", "{}");
	is_kept_by("md/domains/a.example/pubcert.pem", "Apache's mod_md");
	is_kept_by("md/domains/a.example/privkey.pem", "Apache's mod_md");
	is_kept_by("md/domains/b.example/privkey.pem", "nobody");
	folder_remove();
}

/* Links to a number of their own name. */
static void
numbers(void)
{
	folder_make();
	lead("certs/a/fullchain.pem", "fullchain-1700000000.pem");
	put("certs/a/fullchain-1700000000.pem", "");
	put("certs/a/privkey-1700000000.pem", "");
	is_kept_by("certs/a/fullchain.pem", "dehydrated");
	is_kept_by("certs/a/fullchain-1700000000.pem", "dehydrated");
	is_kept_by("certs/a/privkey-1700000000.pem", "nobody");
	lead("live/a/fullchain.pem", "../../archive/a/fullchain3.pem");
	is_kept_by("live/a/fullchain.pem", "certbot");
	lead("ssl/crt.pem", "/nowhere/crt.2.pem");
	is_kept_by("ssl/crt.pem", "another ACME client");
	lead("ssl/key.pem", "key7.pem");
	is_kept_by("ssl/key.pem", "another ACME client");
	folder_remove();
}

/* An operator's own. */
static void
other_links(void)
{
	folder_make();
	lead("acme/crt.pem", "/volume/crt.pem");
	is_kept_by("acme/crt.pem", "nobody");
	lead("acme/key.pem", "../volume/site2.pem");
	is_kept_by("acme/key.pem", "nobody");
	lead("acme/a.pem", "a2.crt");
	is_kept_by("acme/a.pem", "nobody");
	lead("acme/2.pem", "22.pem");
	is_kept_by("acme/2.pem", "nobody");
	lead("acme/next.pem", "key.pem.acme-live/cert.pem");
	is_kept_by("acme/next.pem", "nobody");
	folder_remove();
}

/* As a plain user: what can't be looked at counts, where it could be written;
 * and where it can't, nobody knows. */
static void
look_at_what_is_closed(void)
{
	const char *path = folder_path("le/closed/b.example/crt.pem");
	const char *owner = "unset";
	struct acme_fault fault;

	is_kept_by("le/live/a.example/fullchain.pem", "certbot");
	is_kept_by(".acme.sh/a.example/fullchain.cer", "acme.sh");
	CHECK_INT(acme_foreign_owner(path, &owner, &fault), ACME_ERR_INVALID);
	CHECK_STR(owner, "unset");
	CHECK(strstr(fault.text, "closed/b.example"));
	CHECK(strstr(fault.text, "can't be looked at: Permission denied"));
}

static void
give_all_to_nobody(void)
{
	char command[4200];

	snprintf(command, sizeof(command), "chown -R 65534:65534 '%s'",
		 folder_path(""));
	CHECK(!system(command));
}

static void
make_closed(void)
{
	folder_make();
	put("le/live/a.example/fullchain.pem", "");
	put("le/renewal/a.example.conf", "");
	put(".acme.sh/a.example/a.example.conf", "Le_Domain=");
	put("le/closed/b.example/b.example.conf", "Le_Domain=");
	CHECK(!chmod(folder_path("le/renewal"), 0));
	CHECK(!chmod(folder_path(".acme.sh/a.example/a.example.conf"), 0));
	CHECK(!chmod(folder_path("le/closed"), 0));
}

static void
remove_closed(void)
{
	CHECK(!chmod(folder_path("le/renewal"), 0700));
	CHECK(!chmod(folder_path("le/closed"), 0700));
	folder_remove();
}

/* A test of its own process: root sees all. */
static void
closed(void)
{
	int status;
	pid_t pid;

	make_closed();
	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (!geteuid()) {
			give_all_to_nobody();
			CHECK(!setgid(65534) && !setuid(65534));
		}
		look_at_what_is_closed();
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
	remove_closed();
}

/* What the README tells to make, and what such folders may be called. */
static void
ours(void)
{
	folder_make();
	put("acme/crt.pem", "");
	put("live/a.example/crt.pem", "");
	put("archive/a.example/crt.pem", "");
	is_kept_by("acme/crt.pem", "nobody");
	is_kept_by("acme/not-yet.pem", "nobody");
	is_kept_by("live/a.example/crt.pem", "nobody");
	is_kept_by("archive/a.example/crt.pem", "nobody");
	is_kept_by("no-folder/crt.pem", "nobody");
	CHECK(!owner_of("crt.pem"));
	CHECK(!owner_of(""));
	CHECK(!owner_of("/"));
	folder_remove();
}

static void
one_of_two(void)
{
	static char cert[4096];
	const char *owner = NULL;

	folder_make();
	make_certbot();
	put("acme/crt.pem", "");
	snprintf(cert, sizeof(cert), "%s", folder_path("acme/crt.pem"));
	CHECK_OK(acme_foreign_kept_by(
		cert, folder_path("le/live/a.example/privkey.pem"), &owner,
		NULL));
	CHECK_STR(owner, "certbot");
	folder_remove();
}

static const struct test tests[] = {
	TEST(certbot),	    TEST(certbot_in_parts), TEST(certbot_on_a_volume),
	TEST(behind_links), TEST(acme_sh),	    TEST(caddy),
	TEST(lego),	    TEST(mod_md),	    TEST(numbers),
	TEST(other_links),  TEST(closed),	    TEST(ours),
	TEST(one_of_two),
};

TEST_MAIN(tests)
