/* SPDX-License-Identifier: MIT */
/* Which records the privileged process of files takes for which. */
#define _DEFAULT_SOURCE /* mkdtemp() */
#include "lws/privsep/privileged/privsep_policy.h"

#include "client/enrollment/state_file.h"
#include "crypto/data.h"
#include "crypto/key/key.h"

#include <stdio.h>
#include <unistd.h>

#define STATE "{\"version\":1,\"failures\":0,\"not-before\":0}"
#define CERT  "/etc/acme/crt.pem"
#define SHORT 64 /* bytes that stay clear of a limit */

static char folder[] = "/tmp/acme-policy-XXXXXX";
static char auth[64], tag[ACME_STATE_TAG_LEN + 1];
static struct acme_privsep_files files;
static struct acme_secret jwk = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
static struct acme_secret pem = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
static struct acme_fault fault;

static void
keep(const struct acme_secret *text)
{
	FILE *out = fopen(auth, "w");

	CHECK(out);
	CHECK(fwrite(text->buf.data, 1, text->buf.len, out) == text->buf.len);
	fclose(out);
}

static void
make_key(enum acme_key_type type)
{
	struct acme_key *key = NULL;

	acme_secret_clear(&jwk);
	acme_secret_clear(&pem);
	CHECK_OK(acme_key_generate(type, &key, &fault));
	CHECK_OK(acme_key_to_jwk(key, &jwk));
	CHECK_OK(acme_key_to_pem(key, &pem));
	acme_key_unref(key);
}

static void
begin(void)
{
	memcpy(strrchr(folder, '-'), "-XXXXXX", sizeof("-XXXXXX"));
	CHECK(mkdtemp(folder));
	snprintf(auth, sizeof(auth), "%s/a", folder);
	files = (struct acme_privsep_files){ .paths = { .auth = auth,
							.cert = CERT,
							.key = "",
							.who = "test",
							.auth_user =
								geteuid() },
					     .opened = ACME_OPENED_PATHS_INIT };
	CHECK_OK(acme_store_paths_open_auth(&files.opened, &files.paths,
					    &fault));
	CHECK_OK(acme_state_pair_tag(CERT, tag));
	make_key(ACME_KEY_P256);
	keep(&jwk);
}

static void
end(void)
{
	acme_secret_clear(&jwk);
	acme_secret_clear(&pem);
	acme_store_paths_close(&files.opened);
	unlink(auth);
	CHECK(!rmdir(folder));
}

static enum acme_err
allow(enum acme_store_request_kind kind, enum acme_record record,
      const char *of, struct acme_span text, struct acme_span key)
{
	struct acme_store_request request;
	enum acme_err err;

	CHECK(acme_store_request_init(&request, kind, record, of));
	CHECK_OK(acme_buf_add(&request.text.buf, text));
	CHECK_OK(acme_buf_add(&request.key.buf, key));
	err = acme_privsep_policy_allows(&request, &files, &fault);
	acme_store_request_clear(&request);
	return err;
}

static enum acme_err
put(enum acme_record record, const char *of, struct acme_span text)
{
	return allow(ACME_STORE_REQUEST_PUT, record, of, text, ACME_SPAN(""));
}

/* ${text}, and one that has a byte more. */
static void
takes_nothing_but(enum acme_record record, const char *of,
		  struct acme_span text)
{
	struct acme_secret more = ACME_SECRET_INIT(ACME_RECORD_TEXT);

	CHECK_FOR(fault.text, !put(record, of, text));
	CHECK_OK(acme_buf_add(&more.buf, text));
	CHECK_OK(acme_buf_add(&more.buf, ACME_SPAN("\n")));
	CHECK_ERR(put(record, of, acme_buf_span(&more.buf)), ACME_ERR_INVALID);
	acme_secret_clear(&more);
	CHECK_OK(acme_buf_add(&more.buf, ACME_SPAN("#")));
	CHECK_OK(acme_buf_add(&more.buf, text));
	CHECK_ERR(put(record, of, acme_buf_span(&more.buf)), ACME_ERR_INVALID);
	acme_secret_clear(&more);
	CHECK_ERR(put(record, of, acme_span(text.data, text.len - 1)),
		  ACME_ERR_INVALID);
}

static void
takes_what_the_client_writes(void)
{
	static const enum acme_key_type types[] = { ACME_KEY_P256,
						    ACME_KEY_P384,
						    ACME_KEY_RSA2048 };
	size_t i;

	begin();
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		make_key(types[i]);
		keep(&jwk);
		takes_nothing_but(ACME_RECORD_ACCOUNT_KEY, NULL,
				  acme_buf_span(&jwk.buf));
		takes_nothing_but(ACME_RECORD_ORDER_KEY, NULL,
				  acme_buf_span(&pem.buf));
		takes_nothing_but(ACME_RECORD_STATE, tag, ACME_SPAN(STATE));
	}
	CHECK_ERR(put(ACME_RECORD_ACCOUNT_KEY, NULL, acme_buf_span(&pem.buf)),
		  ACME_ERR_INVALID);
	CHECK_ERR(put(ACME_RECORD_ORDER_KEY, NULL, acme_buf_span(&jwk.buf)),
		  ACME_ERR_INVALID);
	end();
}

static void
takes_a_whole_state(void)
{
	struct acme_buf text = ACME_BUF_INIT(ACME_STATE_MAX);
	char account[] = "https://ca.example/acct/1";
	char order[] = "https://ca.example/order/2";
	struct acme_state state = { .account_url = account,
				    .order_url = order,
				    .certificate = "0a1b",
				    .n_failures = 3,
				    .attempt_s = 1800000000 };

	begin();
	CHECK_OK(acme_state_write(&state, &text));
	takes_nothing_but(ACME_RECORD_STATE, tag, acme_buf_span(&text));
	acme_buf_clear(&text);
	/* Well formed, and of nobody's writing. */
	CHECK_ERR(put(ACME_RECORD_STATE, tag,
		      ACME_SPAN("{\"version\":1,\"failures\":0,"
				"\"not-before\":0,\"x\":\"y\"}")),
		  ACME_ERR_INVALID);
	end();
}

static enum acme_err
put_pair(struct acme_span chain, struct acme_span key)
{
	return allow(ACME_STORE_REQUEST_PUT, ACME_RECORD_PAIR, NULL, chain,
		     key);
}

/* What root's programs would make of a text that is no certificate's. */
static const char *const foreign[] = { "* * * * * root reboot\n", "#!/bin/sh\n",
				       "\n", "#" };

/* ${text} is taken; not with anything before, amid or behind it. */
static void
is_taken_alone(struct acme_span text, size_t amid,
	       enum acme_err (*put_it)(struct acme_span))
{
	const size_t at[] = { 0, amid, text.len };
	struct acme_secret more = ACME_SECRET_INIT(ACME_RECORD_TEXT);
	size_t i, k;

	CHECK_FOR(fault.text, !put_it(text));
	for (i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		for (k = 0; k < sizeof(at) / sizeof(at[0]); k++) {
			CHECK_OK(acme_buf_add(&more.buf,
					      acme_span(text.data, at[k])));
			CHECK_OK(acme_buf_add(&more.buf,
					      acme_span_str(foreign[i])));
			CHECK_OK(acme_buf_add(&more.buf,
					      acme_span(text.data + at[k],
							text.len - at[k])));
			CHECK_ERR(put_it(acme_buf_span(&more.buf)),
				  ACME_ERR_INVALID);
			acme_secret_clear(&more);
		}
}

static struct acme_buf chain = ACME_BUF_INIT(ACME_RECORD_TEXT);

static enum acme_err
put_chain(struct acme_span text)
{
	return put_pair(text, acme_buf_span(&pem.buf));
}

static enum acme_err
put_key(struct acme_span text)
{
	return put_pair(acme_buf_span(&chain), text);
}

/* A chain of these files, as the client would write it or not. */
static void
join(const char *leaf, const char *above)
{
	acme_buf_clear(&chain);
	data_add(&chain, leaf);
	if (above)
		data_add(&chain, above);
}

static char many[200 * 1024];

static void
takes_a_pair_and_nothing_around_it(void)
{
	struct acme_buf leaf = ACME_BUF_INIT(ACME_RECORD_TEXT);
	struct acme_key *key = data_key("p256.pem");

	begin();
	acme_secret_clear(&pem);
	CHECK_OK(acme_key_to_pem(key, &pem));
	acme_key_unref(key);
	data_add(&leaf, "leaf.crt");
	join("leaf.crt", "inter.crt");
	is_taken_alone(acme_buf_span(&chain), leaf.len, put_chain);
	is_taken_alone(acme_buf_span(&pem.buf), pem.buf.len / 2, put_key);
	memset(many, 'x', sizeof(many));
	CHECK_OK(acme_buf_add(&chain, acme_span(many, sizeof(many))));
	CHECK_ERR(put_chain(acme_buf_span(&chain)), ACME_ERR_INVALID);
	/* Certificates that nobody would ask for. */
	join("leaf.crt", "inter-rsa.crt");
	CHECK_ERR(put_chain(acme_buf_span(&chain)), ACME_ERR_INVALID);
	join("leaf.crt", "leaf.crt");
	CHECK_ERR(put_chain(acme_buf_span(&chain)), ACME_ERR_INVALID);
	join("inter.crt", "leaf.crt");
	CHECK_ERR(put_chain(acme_buf_span(&chain)), ACME_ERR_INVALID);
	join("leaf-rsa.crt", NULL);
	CHECK_ERR(put_chain(acme_buf_span(&chain)), ACME_ERR_INVALID);
	acme_buf_clear(&chain);
	acme_buf_clear(&leaf);
	end();
}

static void
knows_the_states_tag(void)
{
	begin();
	CHECK_OK(allow(ACME_STORE_REQUEST_GET, ACME_RECORD_STATE, tag,
		       ACME_SPAN(""), ACME_SPAN("")));
	/* Of another pair. */
	files.paths.cert = "/etc/acme/other.pem";
	CHECK_ERR(put(ACME_RECORD_STATE, tag, ACME_SPAN(STATE)),
		  ACME_ERR_INVALID);
	CHECK_ERR(allow(ACME_STORE_REQUEST_GET, ACME_RECORD_STATE, tag,
			ACME_SPAN(""), ACME_SPAN("")),
		  ACME_ERR_INVALID);
	files.paths.cert = CERT;
	CHECK_OK(put(ACME_RECORD_STATE, tag, ACME_SPAN(STATE)));
	end();
}

static char big[ACME_RECORD_TEXT];
static const struct {
	const char *label;
	enum acme_store_request_kind kind;
	enum acme_record record;
	const char *tag;
	size_t text, key;
	enum acme_err err;
} rows[] = {
	{ "long key", ACME_STORE_REQUEST_PUT, ACME_RECORD_PAIR, NULL, 1,
	  ACME_KEY_TEXT_MAX + 1, ACME_ERR_INVALID },
	{ "pair with a tag", ACME_STORE_REQUEST_PUT, ACME_RECORD_PAIR, "x", 1,
	  1, ACME_ERR_INVALID },
	{ "read", ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL, 0, 0,
	  ACME_OK },
	{ "read with a text", ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL, 1,
	  0, ACME_ERR_INVALID },
	{ "read with a key", ACME_STORE_REQUEST_GET, ACME_RECORD_PAIR, NULL, 0,
	  1, ACME_ERR_INVALID },
	{ "tried", ACME_STORE_REQUEST_TRY, ACME_RECORD_ACCOUNT_KEY, NULL, 0, 0,
	  ACME_OK },
	{ "tried with a text", ACME_STORE_REQUEST_TRY, ACME_RECORD_PAIR, NULL,
	  1, 0, ACME_ERR_INVALID },
	{ "long account key", ACME_STORE_REQUEST_PUT, ACME_RECORD_ACCOUNT_KEY,
	  NULL, ACME_KEY_TEXT_MAX + 1, 0, ACME_ERR_INVALID },
	{ "long state", ACME_STORE_REQUEST_PUT, ACME_RECORD_STATE,
	  "0123456789abcdef", ACME_STATE_MAX + 1, 0, ACME_ERR_INVALID },
	{ "state without a tag", ACME_STORE_REQUEST_GET, ACME_RECORD_STATE,
	  NULL, 0, 0, ACME_ERR_INVALID },
	{ "long tag", ACME_STORE_REQUEST_GET, ACME_RECORD_STATE,
	  "0123456789abcdef0", 0, 0, ACME_ERR_INVALID },
};

static void
shape_is_checked(void)
{
	size_t i;

	begin();
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum acme_err err =
			allow(rows[i].kind, rows[i].record, rows[i].tag,
			      acme_span(big, rows[i].text),
			      acme_span(big, rows[i].key));

		CHECK_FOR(rows[i].label, err == rows[i].err);
	}
	end();
}

static const struct test tests[] = {
	TEST(takes_what_the_client_writes),
	TEST(takes_a_whole_state),
	TEST(takes_a_pair_and_nothing_around_it),
	TEST(knows_the_states_tag),
	TEST(shape_is_checked),
};

TEST_MAIN(tests)
