/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* S_IFREG, geteuid() */
#include "pair_rig.h"

#include "store/file/file.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_MAX 65536
#define NOW_S	 1800000000 /* all of the pairs but the expired one are good */

struct pem old, renewed;
struct paths paths;
struct acme_fault fault;

void
load(const char *path, struct acme_secret *text)
{
	*text = (struct acme_secret)ACME_SECRET_INIT(TEXT_MAX);
	CHECK_OK(acme_file_read_path(path, text, &fault));
}

struct acme_span
span(const struct acme_secret *text)
{
	return acme_buf_span(&text->buf);
}

/* An empty folder, two pairs in memory. */
void
begin(void)
{
	static char cert[256], key[256];

	folder_make();
	snprintf(cert, sizeof(cert), "%s", folder_path("cert.pem"));
	snprintf(key, sizeof(key), "%s", folder_path("key.pem"));
	paths = (struct paths){ .cert = cert, .key = key };
	load(TEST_DATA "/tls/rsa/old.pem", &old.chain);
	load(TEST_DATA "/tls/rsa/old.key", &old.key);
	load(TEST_DATA "/tls/rsa/renewed.pem", &renewed.chain);
	load(TEST_DATA "/tls/rsa/renewed.key", &renewed.key);
}

void
end(void)
{
	acme_secret_clear(&old.chain);
	acme_secret_clear(&old.key);
	acme_secret_clear(&renewed.chain);
	acme_secret_clear(&renewed.key);
	folder_remove();
}

/* The old pair in its place, as a server that was started finds it. */
void
begin_with_old(void)
{
	begin();
	folder_put("cert.pem", span(&old.chain), 0600);
	folder_put("key.pem", span(&old.key), 0600);
}

acme_pair_is_served is_served;

static struct acme_resolved_path cert_at, key_at;
static const struct acme_pair_at pair = { .cert = &cert_at,
					  .key = &key_at,
					  .who = "test" };

static enum acme_err
go_there(void)
{
	enum acme_err err = acme_resolved_path_open(&cert_at, paths.cert,
						    geteuid(), &fault);

	key_at = (struct acme_resolved_path)ACME_RESOLVED_PATH_INIT;
	return err ? err
		   : acme_resolved_path_open(&key_at, paths.key, geteuid(),
					     &fault);
}

static enum acme_err
leave(enum acme_err err)
{
	acme_resolved_path_close(&cert_at);
	acme_resolved_path_close(&key_at);
	return err;
}

enum acme_err
read_pair(struct acme_buf *chain, struct acme_secret *key)
{
	struct acme_pair_at asked = pair;
	enum acme_err err = go_there();

	asked.is_served = is_served;
	*chain = (struct acme_buf)ACME_BUF_INIT(TEXT_MAX);
	*key = (struct acme_secret)ACME_SECRET_INIT(TEXT_MAX);
	return leave(
		err ? err
		    : acme_pair_read(&asked, true, NOW_S, chain, key, &fault));
}

enum acme_err
keep_key(const struct pem *pem)
{
	enum acme_err err = go_there();

	return leave(err ? err
			 : acme_pair_keep_key(&pair, span(&pem->key), &fault));
}

enum acme_err
read_order_key(struct acme_secret *key)
{
	enum acme_err err = go_there();

	*key = (struct acme_secret)ACME_SECRET_INIT(TEXT_MAX);
	return leave(err ? err : acme_pair_read_order_key(&pair, key, &fault));
}

enum acme_err
try_pair(void)
{
	enum acme_err err = go_there();

	return leave(err ? err : acme_pair_try(&pair, &fault));
}

enum acme_err
commit(enum acme_pair_state state, const struct pem *pem)
{
	enum acme_err err = go_there();

	return leave(err ? err
			 : acme_pair_commit(&pair, state, span(&pem->chain),
					    span(&pem->key), &fault));
}

void
check_read(const struct pem *want)
{
	struct acme_secret key;
	struct acme_buf chain;

	CHECK_OK(read_pair(&chain, &key));
	CHECK(acme_span_equal(acme_buf_span(&chain), span(&want->chain)));
	CHECK(acme_span_equal(span(&key), span(&want->key)));
	acme_buf_clear(&chain);
	acme_secret_clear(&key);
}

void
check_refused(enum acme_err want, const char *words)
{
	struct acme_secret key;
	struct acme_buf chain;

	CHECK_ERR(read_pair(&chain, &key), want);
	CHECK_FOR(fault.text, strstr(fault.text, words));
	CHECK_INT(chain.len + key.buf.len, 0);
}

void
check_files(const struct pem *want, unsigned int n_files)
{
	CHECK(folder_has("cert.pem", span(&want->chain)));
	CHECK(folder_has("key.pem", span(&want->key)));
	CHECK_INT(folder_mode("key.pem"), S_IFREG | 0600);
	CHECK_INT(folder_mode("cert.pem"), S_IFREG | 0600);
	CHECK_INT(folder_count(), n_files);
}

void
check_stored(const char *suffix, const struct pem *pem)
{
	char cert[32], key[32];

	snprintf(cert, sizeof(cert), "cert.pem%s", suffix);
	snprintf(key, sizeof(key), "key.pem%s", suffix);
	CHECK(folder_has(cert, span(&pem->chain)));
	CHECK(folder_has(key, span(&pem->key)));
}

void
promote(unsigned int n_steps)
{
	static const struct {
		const char *upd, *from, *to;
	} steps[] = {
		{ "cert.pem.upd", "cert.pem", "cert.pem.old.0" },
		{ "cert.pem.upd", "cert.pem.upd", "cert.pem" },
		{ "key.pem.upd", "key.pem", "key.pem.old.0" },
		{ "key.pem.upd", "key.pem.upd", "key.pem" },
	};
	unsigned int i;

	for (i = 0; i < n_steps; i++)
		if (folder_holds(steps[i].upd) && folder_holds(steps[i].from))
			CHECK(!rename(folder_path(steps[i].from),
				      folder_path(steps[i].to)));
}
