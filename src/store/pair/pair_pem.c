/* SPDX-License-Identifier: MIT */
/*
 * The blocks of a file of PEM are copied one by one, and the file's text is let
 * go of.
 */
#include "store/pair/pair_pem.h"

#include "format/pem.h"

static enum acme_err
add_block(void *arg, const struct acme_pem_block *block,
	  struct acme_fault *fault)
{
	struct acme_secret *blocks = arg;
	enum acme_err err = acme_buf_add(&blocks->buf, block->whole);

	return err ? acme_fault_set(fault, err,
				    "its PEM blocks are longer than %zu bytes",
				    blocks->buf.limit)
		   : ACME_OK;
}

enum acme_err
acme_pair_pem_shrink(struct acme_secret *text, size_t limit,
		     struct acme_fault *fault)
{
	struct acme_secret blocks = ACME_SECRET_INIT(limit);
	enum acme_err err;

	if (text->buf.len <= limit)
		return ACME_OK;
	err = acme_pem_each(acme_buf_span(&text->buf), add_block, &blocks,
			    fault);
	if (!err && !blocks.buf.len)
		err = acme_fault_set(fault, ACME_ERR_LIMIT,
				     "it is longer than %zu bytes, and has no "
				     "PEM block",
				     limit);
	if (err) {
		acme_secret_clear(&blocks);
		return err;
	}
	acme_secret_clear(text);
	*text = blocks;
	return ACME_OK;
}
