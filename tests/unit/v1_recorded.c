/* SPDX-License-Identifier: MIT */
#include "v1_recorded.h"

#include "test.h"

void
v1_file(const char *name, struct acme_buf *buf)
{
	char path[1024], *buffer = NULL;
	FILE *file;

	snprintf(path, sizeof(path), TEST_DATA "/acme-v1/%s", name);
	file = fopen(path, "rb");
	CHECK_FOR(path, file != NULL);
	CHECK_OK(acme_buf_reserve(buf, V1_FILE_MAX, &buffer));
	acme_buf_used(buf, fread(buffer, 1, V1_FILE_MAX, file));
	fclose(file);
	CHECK_FOR(path, buf->len > 0);
}

void
v1_make_https(struct acme_buf *buf)
{
	static const char from[] = "http://127.0.0.1:17";
	size_t i, len = sizeof(from) - 1;

	for (i = 0; i + len + 3 <= buf->len; i++)
		if (!memcmp(buf->data + i, from, len))
			memcpy(buf->data + i, "https://127.0.0.1:1740",
			       len + 3);
}

void
v1_answer(const char *name, struct acme_buf *bytes)
{
	char file[256];

	snprintf(file, sizeof(file), "%s.http", name);
	v1_file(file, bytes);
	v1_make_https(bytes);
}

unsigned int
v1_each_row(void (*each)(char **row))
{
	struct acme_buf table = ACME_BUF_INIT(V1_FILE_MAX);
	char *row[V1_N_COLUMNS], *at;
	unsigned int i, n_rows = 0;

	v1_file("answers.tsv", &table);
	for (at = table.data; *at; n_rows++) {
		for (i = 0; i < V1_N_COLUMNS; i++) {
			row[i] = at;
			at += strcspn(at, "\t\n");
			CHECK(*at == (i + 1 < V1_N_COLUMNS ? '\t' : '\n'));
			*at++ = '\0';
		}
		each(row);
	}
	acme_buf_clear(&table);
	return n_rows;
}
