/* SPDX-License-Identifier: MIT */
#include "format/http/link.h"

#include "format/exact.h"
#include "test.h"

#define N(list) (sizeof(list) / sizeof(*(list)))

/* ${want}: "target rel|target rel|", and "!" where it ends in an error. */
static const struct {
	const char *value, *want;
} fields[] = {
	{ "<https://ca/a>;rel=\"next\"", "https://ca/a next|" },
	{ "<a>; rel=up", "a up|" },
	{ "<a>;REL=up", "a up|" },
	{ "<a> ; title=\"x, <y>; rel=z\" ; rel=up", "a up|" },
	{ "<a>;rel=\"up index\"", "a up index|" },
	{ "<a>;rel=up;rel=next", "a up|" },
	{ "<a>;rel=up, <b>;rel=\"alternate\",<c>", "a up|b alternate|c |" },
	{ " , <a>;rel=up , ,<b>;rel=next,", "a up|b next|" },
	{ "<a,b>;rel=up", "a,b up|" },
	{ "<>;rel=self", " self|" },
	{ "<a>;crossorigin;rel = up", "a up|" },
	{ "<a>;title*=UTF-8''x;rel=up", "a up|" },
	{ "<a>;rel=\"\"", "a |" },
	{ "<a>;;rel=up", "a up|" },
	{ "", "" },
	{ " , ", "" },
	{ "a;rel=up", "!" },
	{ "<a", "!" },
	{ "<a b>;rel=up", "!" },
	{ "<a>rel=up", "!" },
	{ "<a>;rel=\"up", "!" },
	{ "<a>;rel=", "!" },
	{ "<a>;=up", "!" },
	{ "<a>;rel=up <b>;rel=next", "!" },
	{ "<a>;rel=up, b", "a up|!" },
};

static void
reads_links(void)
{
	struct acme_buf got = ACME_BUF_INIT(200);
	struct acme_span copy, rest;
	struct acme_link link;
	enum acme_err err;
	bool found;
	size_t i;

	for (i = 0; i < N(fields); i++) {
		rest = copy = exact_copy(acme_span_str(fields[i].value));
		while (!(err = acme_link_next(&rest, &link, &found, NULL)) &&
		       found)
			CHECK_OK(acme_buf_addf(
				&got, "%.*s %.*s|", (int)link.target.len,
				link.target.data, (int)link.rel.len,
				link.rel.len ? link.rel.data : ""));
		if (err)
			CHECK_OK(acme_buf_add(&got, ACME_SPAN("!")));
		CHECK_STR(acme_buf_str(&got), fields[i].want);
		exact_free(copy);
		acme_buf_clear(&got);
	}
}

static const struct {
	const char *rel, *wanted;
	bool want;
} rels[] = {
	{ "up", "up", true },
	{ "Up", "uP", true },
	{ "next up", "up", true },
	{ "up next", "up", true },
	{ " next\tup ", "up", true },
	{ "upper", "up", false },
	{ "up-to", "up", false },
	{ "", "up", false },
	{ "", "", false },
	{ "a  b", "", false },
};

static void
knows_relations(void)
{
	struct acme_link link = { .target = ACME_SPAN("a") };
	size_t i;

	for (i = 0; i < N(rels); i++) {
		link.rel = exact_copy(acme_span_str(rels[i].rel));
		CHECK_FOR(rels[i].rel,
			  acme_link_has_rel(&link, rels[i].wanted) ==
				  rels[i].want);
		exact_free(link.rel);
	}
}

static const struct test tests[] = {
	TEST(reads_links),
	TEST(knows_relations),
};

TEST_MAIN(tests)
