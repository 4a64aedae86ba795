/* SPDX-License-Identifier: MIT */
/* The answers of a real CA of ACME v1: tests/data/acme-v1, and what is said of
 * each in its answers.tsv. */
#ifndef V1_RECORDED_H
#define V1_RECORDED_H

#include "base/buf.h"

enum v1_column {
	V1_NAME,
	V1_METHOD,
	V1_STATUS,
	V1_OUTCOME,
	V1_PROBLEM,
	V1_OBJECT,
	V1_OBJECT_STATUS,
	V1_LOCATION,
	V1_UP,
	V1_TERMS,
	V1_N_COLUMNS
};

#define V1_FILE_MAX 65536

/* A file of tests/data/acme-v1 into ${buf}, which is empty. */
void v1_file(const char *name, struct acme_buf *buf);

/* As long as before: the CA stood behind a server that did its TLS. */
void v1_make_https(struct acme_buf *buf);

/* The answer of this name, as it came, with https URLs. */
void v1_answer(const char *name, struct acme_buf *bytes);

/* How many rows there were; a "-" is a column without a value. */
unsigned int v1_each_row(void (*each)(char **row));

#endif
