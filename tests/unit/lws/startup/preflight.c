/* SPDX-License-Identifier: MIT */
/*
 * Before lws looks, root moves away what lws would refuse, also in a folder
 * that is a user's: who changes what is there meanwhile.
 */
#define _GNU_SOURCE /* F_OFD_SETLK, mkdtemp() */
#include "lws/startup/preflight.h"

#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOBODY 65534
#define TRIES  300

static char top[] = "/tmp/acme-before-XXXXXX";
static char paths[8][96];
static struct acme_fault fault;

static const char *
path(const char *name)
{
	static unsigned int next;
	char *to = paths[next++ % 8];

	snprintf(to, sizeof(paths[0]), "%s/%s", top, name);
	return to;
}

static void
put(const char *name, const char *text, uid_t owner)
{
	int fd = open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	CHECK(fd >= 0);
	CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	CHECK(!fchown(fd, owner, owner));
	close(fd);
}

static void
make(const char *name, uid_t owner)
{
	CHECK(!mkdir(path(name), 0700));
	CHECK(!chown(path(name), owner, owner));
}

static bool
is_there(const char *name)
{
	return !access(path(name), F_OK);
}

static void
begin(void)
{
	memcpy(strrchr(top, '-'), "-XXXXXX", sizeof("-XXXXXX"));
	CHECK(mkdtemp(top));
	CHECK(!chmod(top, 0755));
}

static void
end(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", top);
	CHECK(!system(command));
}

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static enum acme_err
look_for(const char *folder, const char *ca_file)
{
	char auth[128], cert[128], key[128];
	const struct acme_store_paths store_paths = {
		.auth = auth, .cert = cert, .key = key, .who = "test"
	};

	snprintf(auth, sizeof(auth), "%s/%s/auth", top, folder);
	snprintf(cert, sizeof(cert), "%s/%s/crt", top, folder);
	snprintf(key, sizeof(key), "%s/%s/key", top, folder);
	return acme_preflight(&store_paths, ca_file, &fault);
}

static void
look(const char *folder)
{
	CHECK_OK(look_for(folder, NULL));
}

/* The one who has users/a: now a folder of his, now a link to another's. */
static void
race(void)
{
	char mine[128], away[128], to[128];

	snprintf(mine, sizeof(mine), "%s/users/a", top);
	snprintf(away, sizeof(away), "%s/users/away", top);
	snprintf(to, sizeof(to), "%s/victim", top);
	if (setgid(NOBODY) || setuid(NOBODY))
		_exit(1);
	for (;;)
		if (rename(mine, away) || symlink(to, mine) || unlink(mine) ||
		    rename(away, mine))
			_exit(2);
}

static void
nobodys_race_is_lost(void)
{
	pid_t child;
	int i, status;

	begin();
	make("victim", 0);
	put("victim/crt", "the good certificate of another vhost\n", 0);
	put("victim/key", "and its key\n", 0);
	make("users", NOBODY);
	make("users/a", NOBODY);
	child = fork();
	if (!child)
		race();
	for (i = 0; i < TRIES; i++) {
		look("users/a");
		if (!is_there("victim/crt") || !is_there("victim/key"))
			break;
	}
	CHECK(!waitpid(child, &status, WNOHANG));
	CHECK(!kill(child, SIGKILL) && waitpid(child, &status, 0) == child);
	CHECK_INT(i, TRIES);
	CHECK(!is_there("victim/crt.bad") && !is_there("victim/key.bad"));
	end();
}

static void
moves_in_a_users_folder(void)
{
	begin();
	make("users", NOBODY);
	put("users/crt", "no certificate\n", NOBODY);
	put("users/key", "no key\n", 0);
	look("users");
	CHECK(is_there("users/crt.bad") && is_there("users/key.bad"));
	CHECK(!is_there("users/crt") && !is_there("users/key"));
	end();
}

/* A key of 1 MB: of no PEM, and of PEM that is cut. */
static void
moves_what_is_long(void)
{
	static const char *const begins[] = { "no key at all",
					      "-----BEGIN PRIVATE KEY-----" };
	char *text = malloc(1000001);
	size_t i;

	CHECK(text);
	for (i = 0; i < 2; i++) {
		memset(text, 'x', 1000000);
		text[1000000] = '\0';
		memcpy(text, begins[i], strlen(begins[i]));
		begin();
		make("users", NOBODY);
		put("users/crt", "no certificate\n", NOBODY);
		put("users/key", text, NOBODY);
		look("users");
		CHECK(is_there("users/crt.bad") && is_there("users/key.bad"));
		CHECK(!is_there("users/crt") && !is_there("users/key"));
		end();
	}
	free(text);
}

/* What is opened as lws does it would end the test by its timeout. */
static void
moves_a_pipe(void)
{
	static const char *const names[] = { "its/crt", "its/key",
					     "its/crt.upd", "its/key.upd" };
	char moved[64];
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		begin();
		make("its", geteuid());
		CHECK(!mkfifo(path(names[i]), 0600));
		look("its");
		snprintf(moved, sizeof(moved), "%s.bad", names[i]);
		CHECK_FOR(names[i], !is_there(names[i]) && is_there(moved));
		end();
	}
}

/* The pipe is behind a link of its user's. */
static void
moves_a_link_to_a_pipe(void)
{
	begin();
	make("its", geteuid());
	CHECK(!mkfifo(path("its/pipe"), 0600));
	CHECK(!symlink("pipe", path("its/key.upd")));
	CHECK(!symlink("pipe", path("its/crt")));
	look("its");
	CHECK(!is_there("its/key.upd") && is_there("its/pipe.bad"));
	end();
}

/* A folder or an empty device is to lws what is not there. */
static void
leaves_what_lws_does_without(void)
{
	begin();
	make("its", geteuid());
	make("its/crt", geteuid());
	CHECK(!symlink("/dev/null", path("its/key.upd")));
	look("its");
	CHECK(is_there("its/crt") && is_there("its/key.upd"));
	end();
}

static void
refuses_what_it_can_not_move(void)
{
	begin();
	make("its", geteuid());
	CHECK(!chmod(path("its"), 0777));
	CHECK(!mkfifo(path("its/key"), 0600));
	CHECK_ERR(look_for("its", NULL), ACME_ERR_INVALID);
	CHECK_FOR(fault.text, strstr(fault.text, "/its/key, which is no"));
	CHECK(is_there("its/key"));
	CHECK(!unlink(path("its/key")));
	CHECK(!symlink("/dev/zero", path("its/key")));
	CHECK_ERR(look_for("its", NULL), ACME_ERR_INVALID);
	end();
}

/* lws would wait for the kernel's 45 seconds, and again for the next lease. */
static void
does_not_wait_for_a_lease(void)
{
	double start = seconds();
	int fd;

	begin();
	make("its", geteuid());
	put("its/key", "a key\n", geteuid());
	put("its/crt", "a certificate\n", geteuid());
	fd = open(path("its/key"), O_RDWR | O_CLOEXEC);
	CHECK(fd >= 0 && !fcntl(fd, F_SETSIG, SIGURG) &&
	      !fcntl(fd, F_SETLEASE, F_WRLCK));
	look("its");
	CHECK(seconds() - start < 10);
	CHECK(!is_there("its/key") && is_there("its/key.bad"));
	close(fd);
	end();
}

static int leased;

static void
give_up(int number)
{
	(void)number;
	fcntl(leased, F_SETLEASE, F_UNLCK);
}

/* As a file server does. */
static void
a_lease_that_is_given_up(void)
{
	begin();
	make("its", geteuid());
	put("its/key", "", geteuid());
	leased = open(path("its/key"), O_RDWR | O_CLOEXEC);
	CHECK(signal(SIGIO, give_up) != SIG_ERR);
	CHECK(leased >= 0 && !fcntl(leased, F_SETLEASE, F_WRLCK));
	look("its");
	CHECK(is_there("its/key") && !is_there("its/key.bad"));
	CHECK(signal(SIGIO, SIG_DFL) != SIG_ERR);
	close(leased);
	end();
}

/* Options that the vhost will be refused for. */
static void
moves_nothing_of_another_options(void)
{
	char ca[96];

	begin();
	make("its", geteuid());
	put("its/crt", "roots\n", geteuid());
	put("its/key", "no key\n", geteuid());
	CHECK(!symlink("its", path("also")));
	snprintf(ca, sizeof(ca), "%s/also/crt", top);
	CHECK_OK(look_for("its", ca));
	CHECK(is_there("its/crt") && is_there("its/key"));
	CHECK(!symlink("key", path("its/auth")));
	look("its");
	CHECK(is_there("its/crt") && is_there("its/key"));
	CHECK(!unlink(path("its/auth")));
	look("its");
	CHECK(!is_there("its/crt") && !is_there("its/key"));
	end();
}

/* Another could lead it elsewhere. */
static void
moves_nothing_where_others_write(void)
{
	begin();
	make("users", NOBODY);
	put("users/crt", "no certificate\n", NOBODY);
	put("users/key", "no key\n", NOBODY);
	CHECK(!chmod(path("users"), 0770));
	look("users");
	CHECK(is_there("users/crt") && is_there("users/key"));
	end();
}

static void
put_links(void)
{
	CHECK(!symlink("../victim/crt", path("users/crt")));
	CHECK(!symlink("../victim/key", path("users/key")));
	CHECK(!lchown(path("users/crt"), NOBODY, NOBODY));
	CHECK(!lchown(path("users/key"), NOBODY, NOBODY));
}

static void
a_users_links_lead_nowhere(void)
{
	begin();
	make("victim", 0);
	put("victim/crt", "another's certificate\n", 0);
	put("victim/key", "and its key\n", 0);
	make("users", NOBODY);
	put_links();
	look("users");
	CHECK(is_there("victim/crt") && is_there("victim/key"));
	CHECK(!is_there("victim/crt.bad") && !is_there("victim/key.bad"));
	end();
}

/* He who has the folder holds his lock: root waits for some seconds in all. */
static void
a_held_lock_does_not_hold_the_start(void)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	double start;
	int fd, i;

	begin();
	make("users", geteuid());
	put("users/key.lock", "", geteuid());
	fd = open(path("users/key.lock"), O_RDWR);
	CHECK(fd >= 0 && !fcntl(fd, F_OFD_SETLK, &whole));
	start = seconds();
	for (i = 0; i < 4; i++) {
		put("users/crt", "no certificate\n", geteuid());
		put("users/key", "no key\n", geteuid());
		look("users");
		CHECK(!is_there("users/key"));
	}
	CHECK(seconds() - start < 10);
	close(fd);
	end();
}

static const struct test tests[] = {
	TEST(moves_a_pipe),
	TEST(moves_a_link_to_a_pipe),
	TEST(leaves_what_lws_does_without),
	TEST(refuses_what_it_can_not_move),
	TEST(a_lease_that_is_given_up),
	TEST(does_not_wait_for_a_lease),
	TEST(moves_nothing_of_another_options),
	TEST(a_held_lock_does_not_hold_the_start),
};

static const struct test tests_of_root[] = {
	TEST(nobodys_race_is_lost),
	TEST(moves_in_a_users_folder),
	TEST(moves_what_is_long),
	TEST(moves_nothing_where_others_write),
	TEST(a_users_links_lead_nowhere),
};

TEST_MAIN_AND_ROOT(tests, tests_of_root)
