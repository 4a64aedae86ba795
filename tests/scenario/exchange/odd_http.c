/* SPDX-License-Identifier: MIT */
/* HTTP as some servers speak it: what does no harm is taken. */
#include "failing.h"

static void
issues_with(struct scenario *s, struct ca_line line)
{
	static const char *const resources[] = {
		"directory", "newNonce", "newAccount", "newOrder",   "authz",
		"challenge", "order",	 "finalize",   "certificate"
	};
	unsigned int i;

	for (i = 0; i < sizeof(resources) / sizeof(*resources); i++) {
		line.resource = resources[i];
		ca_script(&s->ca, line);
	}
	scenario_until_issued(s);
	CHECK(!strstr(acme_buf_str(&s->world.log), "trying again"));
}

SCENARIO(folded_fields)
{
	issues_with(s, (struct ca_line){ .headers = "X-Policy: a;\r\n\tb\r\n"
						    "X-More:\r\n \r\n" });
}

SCENARIO(space_before_a_colon)
{
	issues_with(s, (struct ca_line){ .headers = "X-Policy : a\r\n" });
}

/* More of them than anybody would count. */
SCENARIO(many_fields)
{
	static char headers[3000 * 6 + 1];
	size_t i;

	for (i = 0; i < sizeof(headers) - 1; i += 6)
		memcpy(headers + i, "X: y\r\n", 6);
	issues_with(s, (struct ca_line){ .headers = headers });
}

/* A HEAD with a body, and bodies longer than their Content-Length: what came is
 * taken, and each connection is used once. */
SCENARIO(bytes_behind_each_answer)
{
	issues_with(s, (struct ca_line){ .how = CA_TOO_LONG });
	scenario_run(s, MS(10));
	CHECK_INT(s->world.n_streams, 0);
}

/* The same where the body of a HEAD comes a moment later. */
SCENARIO(a_body_behind_the_nonce)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newNonce",
					    .headers = "Content-Length: 8\r\n",
					    .how = CA_TOO_MUCH });
	scenario_until_issued(s);
	CHECK(!strstr(acme_buf_str(&s->world.log), "trying again"));
}

/* A proxy that packs what was not to be packed does so the next time, too: it
 * is asked once, and the attempt after this one resumes the order. */
SCENARIO(coded_answer)
{
	(void)s;
	renewal_fails_by(
		(struct ca_line){ .resource = "newOrder",
				  .headers = "Content-Encoding: gzip\r\n" },
		CA_URL "newOrder: the CA responded with "
		       "Content-Encoding: gzip, which was not asked "
		       "for");
	renewal_fails_by(
		(struct ca_line){
			.resource = "newOrder",
			.raw = ACME_SPAN("HTTP/1.1 201 Created\r\n"
					 "Transfer-Encoding: gzip, chunked\r\n"
					 "\r\n") },
		CA_URL "newOrder: HTTP response: Transfer-Encoding is "
		       "gzip, chunked, not just chunked");
}

/* The same of what is not signed, and of each further attempt. */
SCENARIO(coded_directory)
{
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "directory",
				    .headers = "Content-Encoding: br\r\n",
				    .times = 2 });
	scenario_until_failed(s);
	CHECK_SAID(s, "the CA responded with Content-Encoding: br");
	CHECK_REQUESTS(s, "directory");
	scenario_until_failed(s);
	CHECK_REQUESTS(s, "directory directory");
	scenario_until_issued(s);
	CHECK(!strstr(acme_buf_str(&s->world.log), "trying again"));
}
