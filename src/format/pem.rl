/* SPDX-License-Identifier: MIT */
/*
 * This is the grammar of textual encodings, with RFC 7468's names.  The machine
 * stops after a block.
 */
#include "format/pem.h"

#include "format/base64.h"

%%{
	machine pem;
	alphtype unsigned char;

	action line { pem->line++; }
	action begin {
		block->line = pem->line;
		block->whole.data = (const char *)p + 1 - strlen("-----BEGIN");
	}
	action mark { mark = p; }
	action label_end { block->label = from_to(mark, p); }
	action end_label_end { end_label = from_to(mark, p); }
	action body { block->body.data = (const char *)p + 1; }
	action body_end { block->body = from_to(mark, p); }
	action complete { fbreak; }

	# RFC 7468 §3, the strict form with white space at the ends of lines
	eol = "\r"? "\n" @line;
	WSP = " " | "\t";
	labelchar = ( 0x21..0x7e ) - "-";
	label = labelchar ( ( "-" | " " )? labelchar )*;
	# UTF-8's byte order mark, of each file that was put together
	mark = 0xef 0xbb 0xbf;
	preeb = mark? "-----BEGIN" @begin " " ( label >mark %label_end ) "-----"
		WSP* eol @body;
	posteb = "-----END " ( label >mark %end_label_end ) "-----" WSP*;
	base64line = ( alnum | "+" | "/" | "=" )+ WSP* eol;
	base64text = base64line+ >mark %body_end;

	# explanatory text: any line that does not look like an edge of a block
	line = [^\n]*;
	edge = mark? ( "-----BEGIN" | "-----END" ) line;
	explanation = ( line - edge ) "\n" @line;

	main := explanation* preeb base64text posteb ( eol @complete )?;
	write data noentry;
}%%

static struct acme_span
from_to(const unsigned char *from, const unsigned char *to)
{
	return acme_span(from, (size_t)(to - from));
}

void
acme_pem_init(struct acme_pem *pem, struct acme_span text)
{
	*pem = (struct acme_pem){ .text = text, .line = 1 };
}

static const char *
what_is_wrong(const struct acme_pem_block *block)
{
	if (block->body.len)
		return "a malformed END line";
	if (block->body.data)
		return "not base64";
	return block->line ? "a malformed BEGIN line" : "END without BEGIN";
}

static enum acme_err
check_labels(const struct acme_pem_block *block, struct acme_span end_label,
	     unsigned int line, struct acme_fault *fault)
{
	if (block->label.len > ACME_PEM_MAX_LABEL_LEN)
		return acme_fault_set(fault, ACME_ERR_LIMIT,
				      "PEM, line %u: a label longer than %d "
				      "bytes",
				      block->line, ACME_PEM_MAX_LABEL_LEN);
	if (!acme_span_equal(block->label, end_label))
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "PEM, line %u: the END label is not that "
				      "of BEGIN in line %u, %.*s",
				      line, block->line, (int)block->label.len,
				      block->label.data);
	return ACME_OK;
}

/* A machine's run; ${block->line} stays 0 where no block begins. */
static enum acme_err
read_block(struct acme_pem *pem, struct acme_pem_block *block,
	   struct acme_fault *fault)
{
	const unsigned char *p = acme_span_bytes(pem->text);
	const unsigned char *pe = pem->text.len ? p + pem->text.len : p;
	const unsigned char *mark = p;
	struct acme_span end_label = { NULL, 0 };
	unsigned int end_line;
	int cs;

	p = pem->at ? p + pem->at : p;
	%% write init;
	%% write exec;
	if (cs == pem_error)
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "PEM, line %u: %s", pem->line,
				      what_is_wrong(block));
	pem->at = (size_t)(p - acme_span_bytes(pem->text));
	if (!block->line)
		return ACME_OK;
	if (cs < pem_first_final)
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "PEM, line %u: a block that has no END",
				      block->line);
	block->whole.len = (size_t)((const char *)p - block->whole.data);
	end_line = p[-1] == '\n' ? pem->line - 1 : pem->line;
	return check_labels(block, end_label, end_line, fault);
}

enum acme_err
acme_pem_next(struct acme_pem *pem, struct acme_pem_block *block, bool *found,
	      struct acme_fault *fault)
{
	struct acme_pem_block next = { .line = 0 };
	enum acme_err err = read_block(pem, &next, fault);

	if (err)
		return err;
	*found = next.line != 0;
	if (*found)
		*block = next;
	return ACME_OK;
}

enum acme_err
acme_pem_each(struct acme_span text,
	      enum acme_err (*take)(void *arg,
				    const struct acme_pem_block *block,
				    struct acme_fault *fault),
	      void *arg, struct acme_fault *fault)
{
	struct acme_pem_block block;
	struct acme_pem pem;
	enum acme_err err;
	bool found = true;

	acme_pem_init(&pem, text);
	do {
		err = acme_pem_next(&pem, &block, &found, fault);
		if (!err && found)
			err = take(arg, &block, fault);
	} while (!err && found);
	return err;
}

enum acme_err
acme_pem_decode(const struct acme_pem_block *block, struct acme_buf *der,
		struct acme_fault *fault)
{
	enum acme_err err;

	err = acme_base64_decode(ACME_BASE64_PEM, block->body, der, fault);
	if (err)
		return acme_fault_in(fault, err, "PEM, block of line %u",
				     block->line);
	return ACME_OK;
}
