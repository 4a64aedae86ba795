/* SPDX-License-Identifier: MIT */
/* A CA of several hosts, and a directory that has moved. */
#include "scenario.h"

#define ELSEWHERE "https://api.test/"

/* Where the n-th request for ${resource} went, from 0. */
static const char *
peer(const struct scenario *s, const char *resource, unsigned int n)
{
	const struct ca_request *request = ca_request(&s->ca, resource, n);

	return request ? request->peer : "nowhere";
}

/* All but the directory is at another host: FreeIPA's default. */
SCENARIO(directory_is_at_another_host)
{
	s->ca.host = "api.test";
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory newNonce newAccount newOrder authz "
			  "challenge order finalize certificate");
	CHECK_STR(peer(s, "directory", 0), "ca.test:443");
	CHECK_STR(peer(s, "newNonce", 0), "api.test:443");
	CHECK_STR(peer(s, "newOrder", 0), "api.test:443");
	CHECK_STR(peer(s, "certificate", 0), "api.test:443");
	CHECK_INT(s->world.n_opened, 2);
}

/* A nonce is fetched from its host, and spent at the request's; the
 * connections to both are kept. */
SCENARIO(new_nonce_is_at_another_host)
{
	s->ca.directory = "{\"newNonce\":\"" ELSEWHERE "newNonce\","
			  "\"newAccount\":\"" CA_URL "newAccount\","
			  "\"newOrder\":\"" CA_URL "newOrder\"}";
	s->ca.gives_no_nonces = true;
	scenario_until_issued(s);
	CHECK_STR(peer(s, "newNonce", 0), "api.test:443");
	CHECK_STR(peer(s, "newAccount", 0), "ca.test:443");
	CHECK_INT(s->world.n_opened, 2);
	CHECK(s->world.agenda.now_us < SEC(1));
}

SCENARIO(new_nonce_host_is_not_reached)
{
	s->ca.directory = "{\"newNonce\":\"" ELSEWHERE "newNonce\","
			  "\"newAccount\":\"" CA_URL "newAccount\","
			  "\"newOrder\":\"" CA_URL "newOrder\"}";
	s->world.vhost.plan[WORLD_CONNECT] = (struct world_plan){
		.first = 1, .err = ACME_ERR_TLS, .times = 1
	};
	scenario_until_failed(s);
	CHECK_SAID(s, ELSEWHERE "newNonce: ca.test: tls");
	scenario_until_issued(s);
}

/* A hundred names at two hosts: ten connections, as to one. */
SCENARIO(hundred_names_at_two_hosts)
{
	s->ca.host = "api.test";
	scenario_names(s, 100);
	scenario_until_issued(s);
	CHECK(s->world.max_streams <= CONNECTION_POOL_SIZE);
}

/* A host that the directory does not name is asked nothing, and the order that
 * leads there is given up. */
static void
leads_away(struct scenario *s, const char *resource, const char *headers,
	   const char *body)
{
	ca_script(&s->ca, (struct ca_line){ .resource = resource,
					    .headers = headers,
					    .body = body,
					    .status = 201,
					    .times = 1 });
	scenario_until_failed(s);
	CHECK_SAID(s, "https://evil.test/");
	CHECK_SAID(
		s,
		": it is neither at the directory's host nor at one that the "
		"directory names");
	CHECK_INT(ca_count(&s->ca, resource), 1);
	CHECK(!strstr(acme_buf_str(&s->world.log), "trying again"));
	scenario_until_issued(s);
}

SCENARIO(authorization_is_at_a_strange_host)
{
	leads_away(
		s, "newOrder", "Location: " CA_URL "order/1\r\n",
		"{\"status\":\"pending\",\"finalize\":\"" CA_URL
		"finalize/1\",\"authorizations\":[\"https://evil.test/a\"]}");
}

SCENARIO(strange_port_is_a_strange_host)
{
	leads_away(s, "newOrder", "Location: " CA_URL "order/1\r\n",
		   "{\"status\":\"ready\",\"finalize\":\"https://evil.test/f\","
		   "\"authorizations\":[]}");
}

/* RFC 9110 15.4: each of them, absolute or relative, some times. */
static void
is_redirected(unsigned int status, const char *location)
{
	static struct scenario s;
	char header[128];

	snprintf(header, sizeof(header), "Location: %s\r\n", location);
	scenario_set_up(&s);
	ca_next(&s.ca, "directory", status, header, NULL);
	scenario_until_issued(&s);
	CHECK_INT(ca_count(&s.ca, "directory"), 2);
	CHECK(s.world.agenda.now_us < SEC(1));
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

SCENARIO(directory_is_redirected)
{
	(void)s;
	is_redirected(301, "/directory");
	is_redirected(302, "directory/");
	is_redirected(303, "//ca.test/directory");
	is_redirected(307, CA_URL "directory#here");
	is_redirected(308, "https://moved.test/directory");
}

/* What is at the new host, and at none that the directory names, is its own. */
SCENARIO(redirected_directory_names_the_hosts)
{
	ca_next(&s->ca, "directory", 308,
		"Location: https://moved.test/directory\r\n", NULL);
	s->ca.host = "moved.test";
	scenario_until_issued(s);
	CHECK_STR(peer(s, "directory", 0), "ca.test:443");
	CHECK_STR(peer(s, "directory", 1), "moved.test:443");
	CHECK_STR(peer(s, "newOrder", 0), "moved.test:443");
}

SCENARIO(directory_is_redirected_for_ever)
{
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "directory",
				    .status = 302,
				    .headers = "Location: /directory\r\n" });
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "directory"), 6);
	CHECK_SAID(s, "the CA responded with HTTP status 302, a redirect to "
		      "/directory: that is one redirect too many");
}

SCENARIO(directory_is_redirected_to_http)
{
	ca_next(&s->ca, "directory", 301,
		"Location: http://ca.test/directory\r\n", NULL);
	scenario_until_failed(s);
	CHECK_SAID(s, "URL 'http://ca.test/directory' is not https");
	CHECK_INT(ca_count(&s->ca, "directory"), 1);
	scenario_until_issued(s);
}

SCENARIO(directory_is_redirected_to_no_url)
{
	ca_next(&s->ca, "directory", 301, "Location: ftp://ca.test/\r\n", NULL);
	scenario_until_failed(s);
	CHECK_SAID(s, "URL 'ftp://ca.test/'");
	scenario_until_issued(s);
}

/* What was signed is for one URL alone (RFC 8555 6.4). */
SCENARIO(post_is_not_redirected)
{
	ca_next(&s->ca, "newOrder", 307, "Location: /new/order\r\n", NULL);
	scenario_until_failed(s);
	CHECK_SAID(s, CA_URL "newOrder: the CA responded with HTTP status 307, "
			     "a redirect to "
			     "/new/order: only the directory may be "
			     "redirected");
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
	scenario_until_issued(s);
}

/* Where the account's or the order's URL is relative, it is the CA's. */
SCENARIO(locations_are_relative)
{
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newAccount",
				    .status = 201,
				    .headers = "Location: /account/0\r\n",
				    .body = "{\"status\":\"valid\"}",
				    .times = 1 });
	scenario_until_asked(s, "newOrder", 1);
	CHECK_STR(s->account.account_url, CA_URL "account/0");
}
