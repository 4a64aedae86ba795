/* SPDX-License-Identifier: MIT */
/*
 * This takes and clears the pair that is to be served, and says in the log what
 * it is.
 */
#include "client/enrollment/live_pair.h"

#include "base/printable.h"
#include "crypto/x509/leaf.h"

#include <string.h>

#define NAMES_MAX 512 /* of the log's line */
#define WHAT_MAX  512

void
acme_live_pair_init(struct acme_live_pair *pair)
{
	*pair = (struct acme_live_pair){
		.key_pem = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX),
		.chain = ACME_BUF_INIT(ACME_CHAIN_TEXT_MAX),
	};
}

void
acme_live_pair_set(struct acme_live_pair *pair, struct acme_secret *key,
		   struct acme_buf *chain)
{
	acme_live_pair_clear(pair);
	pair->key_pem = *key;
	pair->chain = *chain;
	if (acme_leaf_info(acme_buf_span(chain), &pair->info, NULL))
		pair->info = (struct acme_cert_info){ .not_after_s = 0 };
	*key = (struct acme_secret)ACME_SECRET_INIT(0);
	*chain = (struct acme_buf)ACME_BUF_INIT(0);
}

void
acme_live_pair_clear(struct acme_live_pair *pair)
{
	acme_secret_clear(&pair->key_pem);
	acme_buf_clear(&pair->chain);
	pair->info = (struct acme_cert_info){ .not_after_s = 0 };
}

bool
acme_live_pair_is_newer(const struct acme_stored *stored,
			const struct acme_cert_info *served, int64_t now_s)
{
	struct acme_cert_info info;

	return stored &&
	       !acme_leaf_info(acme_buf_span(&stored->chain), &info, NULL) &&
	       strcmp(info.serial, served->serial) != 0 &&
	       info.not_after_s > served->not_after_s &&
	       info.not_after_s > now_s;
}

/* All that an operator knows a certificate by. */
void
acme_live_pair_log(const struct acme_live_pair *pair, const char *name,
		   enum acme_log_level level, const char *fmt, ...)
{
	struct acme_buf names = ACME_BUF_INIT(NAMES_MAX);
	char until[ACME_CERT_TIME_MAX], what[WHAT_MAX];
	va_list args;
	bool cut;

	va_start(args, fmt);
	acme_printable_vformat(what, sizeof(what), fmt, args);
	va_end(args);
	acme_cert_time_text(pair->info.not_after_s, until);
	cut = acme_leaf_names(acme_buf_span(&pair->chain), &names, NULL);
	acme_log(level,
		 "%s: certificate %s of %s, valid until %s, for %s%s: %s", name,
		 pair->info.serial, pair->info.issuer, until,
		 acme_buf_str(&names), cut ? " ..." : "", what);
	acme_buf_clear(&names);
}
