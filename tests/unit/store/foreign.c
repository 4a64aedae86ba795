/* SPDX-License-Identifier: MIT */
/* The layouts of other clients, as they lie on disk, and what only looks so. */
#define _DEFAULT_SOURCE /* symlink() */
#include "store/foreign.h"

#include "folder.h"
#include "test.h"

#include <sys/stat.h>
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
is_kept_by(const char *name, const char *client)
{
	const char *found = acme_foreign_client(folder_path(name));

	CHECK_STR(found ? found : "nobody", client);
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
	is_kept_by("le/live/b.example/fullchain.pem", "nobody");
	/* Its client will be back for the file. */
	CHECK(!unlink(folder_path("le/live/a.example/fullchain.pem")));
	is_kept_by("le/live/a.example/fullchain.pem", "certbot");
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
	folder_remove();
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
	CHECK(!acme_foreign_client("crt.pem"));
	CHECK(!acme_foreign_client(""));
	CHECK(!acme_foreign_client("/"));
	folder_remove();
}

static void
one_of_two(void)
{
	static char cert[4096];

	folder_make();
	make_certbot();
	put("acme/crt.pem", "");
	snprintf(cert, sizeof(cert), "%s", folder_path("acme/crt.pem"));
	CHECK_STR(acme_pair_kept_by(
			  cert, folder_path("le/live/a.example/privkey.pem")),
		  "certbot");
	folder_remove();
}

static const struct test tests[] = {
	TEST(certbot), TEST(behind_links), TEST(acme_sh),
	TEST(caddy),   TEST(ours),	   TEST(one_of_two),
};

TEST_MAIN(tests)
