/* SPDX-License-Identifier: MIT */
/* Each status that is named, and the edges of the classes. */
#include "protocol/http/http_status.h"

#include "test.h"

static void
named(void)
{
	CHECK_INT(acme_http_status(404), ACME_HTTP_STATUS_NOT_FOUND);
	CHECK_INT(acme_http_status(409), ACME_HTTP_STATUS_CONFLICT);
	CHECK_INT(acme_http_status(429), ACME_HTTP_STATUS_TOO_MANY_REQUESTS);
	CHECK_INT(acme_http_status(501), ACME_HTTP_STATUS_NOT_IMPLEMENTED);
}

static void
classes(void)
{
	CHECK_INT(acme_http_status(199), ACME_HTTP_STATUS_OTHER);
	CHECK_INT(acme_http_status(200), ACME_HTTP_STATUS_SUCCESSFUL);
	CHECK_INT(acme_http_status(299), ACME_HTTP_STATUS_SUCCESSFUL);
	CHECK_INT(acme_http_status(300), ACME_HTTP_STATUS_OTHER);
	CHECK_INT(acme_http_status(403), ACME_HTTP_STATUS_OTHER);
	CHECK_INT(acme_http_status(499), ACME_HTTP_STATUS_OTHER);
	CHECK_INT(acme_http_status(500), ACME_HTTP_STATUS_SERVER_ERROR);
	CHECK_INT(acme_http_status(502), ACME_HTTP_STATUS_SERVER_ERROR);
	CHECK_INT(acme_http_status(999), ACME_HTTP_STATUS_SERVER_ERROR);
}

static void
no_response(void)
{
	CHECK_INT(acme_http_status(0), ACME_HTTP_STATUS_OTHER);
}

static const struct test tests[] = {
	TEST(named),
	TEST(classes),
	TEST(no_response),
};

TEST_MAIN(tests)
