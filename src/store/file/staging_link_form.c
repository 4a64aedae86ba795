/* SPDX-License-Identifier: MIT */
/*
 * The names of the store's own links stand here, for those who make them and
 * for those who only have to know them.
 */
#include "store/file/staging_link_form.h"

#include "store/file/folder_look.h"

#include <string.h>

static const char *const suffixes[] = {
	[ACME_STAGING_LINK_NEXT] = ".acme-next",
	[ACME_STAGING_LINK_LIVE] = ".acme-live",
};

const char *
acme_staging_link_form_suffix(enum acme_staging_link_kind kind)
{
	return suffixes[kind];
}

static bool
ends_with(struct acme_span text, const char *end)
{
	size_t len = strlen(end);

	return text.len >= len && !memcmp(text.data + text.len - len, end, len);
}

static bool
is_a_file(const char *name)
{
	return !strcmp(name, ACME_STAGING_CERT) ||
	       !strcmp(name, ACME_STAGING_KEY);
}

bool
acme_staging_link_form_fits(const char *target)
{
	const char *slash = strrchr(target, '/');
	struct acme_span through = acme_folder_of(target);

	return slash && is_a_file(slash + 1) &&
	       (ends_with(through, suffixes[ACME_STAGING_LINK_NEXT]) ||
		ends_with(through, suffixes[ACME_STAGING_LINK_LIVE]));
}
