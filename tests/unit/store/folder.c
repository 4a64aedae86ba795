/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* mkdtemp(), nftw() */
#include "folder.h"

#include "test.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_PATHS	     8
#define PATH_LEN_MAX 320 /* a name has 255 bytes at most */

static char folder[64];
static bool made;

const char *
folder_path(const char *name)
{
	static char paths[N_PATHS][PATH_LEN_MAX];
	static unsigned int next;
	char *path = paths[next++ % N_PATHS];

	snprintf(path, PATH_LEN_MAX, "%s/%s", folder, name);
	return path;
}

static bool
is_name(const char *name)
{
	return strcmp(name, ".") && strcmp(name, "..");
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void
folder_remove(void)
{
	if (made)
		CHECK(!nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS));
	made = false;
}

void
folder_make(void)
{
	const char *in = getenv("TMPDIR");

	folder_remove();
	snprintf(folder, sizeof(folder), "%s/acme-store-XXXXXX",
		 in ? in : "/tmp");
	CHECK(mkdtemp(folder));
	made = true;
}

unsigned int
folder_count(void)
{
	struct dirent *entry;
	unsigned int n = 0;
	DIR *dir = opendir(folder);

	CHECK(dir);
	while ((entry = readdir(dir)))
		n += is_name(entry->d_name);
	closedir(dir);
	return n;
}

void
folder_put(const char *name, struct acme_span content, mode_t mode)
{
	int fd = open(folder_path(name), O_WRONLY | O_CREAT | O_TRUNC, mode);

	CHECK(fd >= 0);
	CHECK(write(fd, content.data, content.len) == (ssize_t)content.len);
	CHECK(!fchmod(fd, mode));
	close(fd);
}

bool
folder_has(const char *name, struct acme_span content)
{
	char got[16384];
	FILE *file = fopen(folder_path(name), "rb");
	size_t len;

	if (!file)
		return false;
	len = fread(got, 1, sizeof(got), file);
	fclose(file);
	return acme_span_equal(acme_span(got, len), content);
}

mode_t
folder_mode(const char *name)
{
	struct stat st;

	CHECK(!lstat(folder_path(name), &st));
	return st.st_mode;
}

bool
folder_holds(const char *name)
{
	struct stat st;

	return !lstat(folder_path(name), &st);
}
