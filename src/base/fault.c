/* SPDX-License-Identifier: MIT */
/*
 * A fault has a class and a sentence.  The sentence may quote bytes of the
 * network, so it is made printable before it can reach a log.
 */
#include "base/fault.h"

#include "base/printable.h"

enum acme_err
acme_fault_set(struct acme_fault *fault, enum acme_err err, const char *fmt,
	       ...)
{
	va_list args;

	if (!fault)
		return err;
	fault->err = err;
	va_start(args, fmt);
	acme_printable_vformat(fault->text, sizeof(fault->text), fmt, args);
	va_end(args);
	return err;
}

enum acme_err
acme_fault_in(struct acme_fault *fault, enum acme_err err, const char *fmt, ...)
{
	char inner[ACME_FAULT_TEXT_MAX];
	size_t used;
	va_list args;

	if (!fault)
		return err;
	memcpy(inner, fault->text, sizeof(inner));
	va_start(args, fmt);
	acme_printable_vformat(fault->text, sizeof(fault->text), fmt, args);
	va_end(args);
	used = strlen(fault->text);
	acme_printable_format(fault->text + used, sizeof(fault->text) - used,
			      ": %s", inner);
	fault->err = err;
	return err;
}

const char *
acme_err_name(enum acme_err err)
{
	static const char *const names[ACME_ERR__MAX] = {
		[ACME_OK] = "ok",
		[ACME_ERR_MEMORY] = "memory",
		[ACME_ERR_LIMIT] = "limit",
		[ACME_ERR_SYNTAX] = "syntax",
		[ACME_ERR_INVALID] = "invalid",
		[ACME_ERR_CRYPTO] = "crypto",
		[ACME_ERR_NOT_FOUND] = "not found",
		[ACME_ERR_EXISTS] = "exists",
		[ACME_ERR_SYSTEM] = "system",
		[ACME_ERR_RESOLVE] = "resolve",
		[ACME_ERR_NO_HOST] = "no host",
		[ACME_ERR_TCP] = "tcp",
		[ACME_ERR_TLS] = "tls",
		[ACME_ERR_CLOSED] = "closed",
	};

	return (unsigned int)err < ACME_ERR__MAX ? names[err] : "unknown";
}
