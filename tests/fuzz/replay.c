/* SPDX-License-Identifier: MIT */
/*
 * Runs a harness over each file of a folder: the file as it is, each of its
 * prefixes, and copies with one byte changed (always the same ones).  Copies
 * are of exactly their size, so that a sanitizer sees an over-read.
 */
#define _DEFAULT_SOURCE
#include "fuzz.h"

#include <assert.h>
#include <dirent.h>
#include <string.h>

#define MAX_LEN 65536
#define STEPS	400 /* prefixes and changes of one file, at most */

static void
run(const uint8_t *data, size_t len)
{
	uint8_t *copy;

	assert(len <= MAX_LEN);
	copy = malloc(len ? len : 1);
	if (!copy)
		abort();
	if (len)
		memcpy(copy, data, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

static void
run_variants(uint8_t *data, size_t len)
{
	static const uint8_t others[] = { 0, '\n', '"', ',', '0', 0xff };
	size_t i, n, step = len / STEPS + 1;
	uint8_t kept;

	run(data, len);
	for (i = 0, n = 0; i < len; i += step, n++) {
		run(data, i);
		kept = data[i];
		data[i] = others[n % sizeof(others)];
		run(data, len);
		data[i] = kept;
	}
}

static void
run_file(const char *folder, const char *name)
{
	static uint8_t data[MAX_LEN];
	char path[4096];
	FILE *in;
	size_t len;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	in = fopen(path, "rb");
	if (!in) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	len = fread(data, 1, sizeof(data), in);
	fclose(in);
	run_variants(data, len);
}

int
main(int argc, char **argv)
{
	DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
	const struct dirent *entry;
	int n_files = 0;

	if (!folder) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return EXIT_FAILURE;
	}
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		run_file(argv[1], entry->d_name);
		n_files++;
	}
	closedir(folder);
	printf("%d files\n", n_files);
	return n_files ? EXIT_SUCCESS : EXIT_FAILURE;
}
