/* SPDX-License-Identifier: MIT */
/*
 * Inputs for readers.
 */
#include "protocol/bytes.h"

#include "test.h"

char *
bytes_copy(struct acme_span from)
{
	char *copy = malloc(from.len ? from.len : 1);

	CHECK(copy != NULL);
	if (from.len)
		memcpy(copy, from.data, from.len);
	return copy;
}

struct acme_span
bytes_file(const char *name)
{
	char path[1024], *data;
	FILE *file;
	long len;

	snprintf(path, sizeof(path), TEST_DATA "/protocol/%s", name);
	file = fopen(path, "rb");
	CHECK_FOR(path, file != NULL);
	CHECK(!fseek(file, 0, SEEK_END));
	len = ftell(file);
	CHECK(len > 0);
	CHECK(!fseek(file, 0, SEEK_SET));
	data = malloc((size_t)len);
	CHECK(data != NULL);
	CHECK_INT(fread(data, 1, (size_t)len, file), len);
	fclose(file);
	return acme_span(data, (size_t)len);
}

bool
bytes_hold(const char *text, const char *words)
{
	return strstr(text, words) != NULL;
}

static void
check_in_order(const char *const *members, size_t n_members,
	       const size_t *order, void (*check)(struct acme_span json))
{
	struct acme_buf json = ACME_BUF_INIT(8192);
	char *copy;
	size_t i;

	for (i = 0; i < n_members; i++)
		CHECK_OK(acme_buf_addf(&json, "%c%s", i ? ',' : '{',
				       members[order[i]]));
	CHECK_OK(acme_buf_add(&json, ACME_SPAN("}")));
	copy = bytes_copy(acme_buf_span(&json));
	check(acme_span(copy, json.len));
	free(copy);
	acme_buf_clear(&json);
}

/* The next order in the order of words; false after the last. */
static bool
next_order(size_t *order, size_t n)
{
	size_t i = n - 1, j = n - 1, kept;

	while (i && order[i - 1] >= order[i])
		i--;
	if (!i)
		return false;
	while (order[j] <= order[i - 1])
		j--;
	kept = order[i - 1];
	order[i - 1] = order[j];
	order[j] = kept;
	for (j = n - 1; i < j; i++, j--) {
		kept = order[i];
		order[i] = order[j];
		order[j] = kept;
	}
	return true;
}

void
bytes_shuffle(const char *const *members, size_t n_members,
	      void (*check)(struct acme_span json))
{
	size_t i, order[BYTES_SHUFFLE_MAX];

	CHECK(n_members && n_members <= BYTES_SHUFFLE_MAX);
	for (i = 0; i < n_members; i++)
		order[i] = i;
	do {
		check_in_order(members, n_members, order, check);
	} while (next_order(order, n_members));
}

void
bytes_cut(const char *json, void (*check)(struct acme_span json))
{
	size_t len;
	char *copy;

	for (len = 0; len < strlen(json); len++) {
		copy = bytes_copy(acme_span(json, len));
		check(acme_span(copy, len));
		free(copy);
	}
}
