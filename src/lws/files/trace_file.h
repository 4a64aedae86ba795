/* SPDX-License-Identifier: MIT */
/* The file that the flows of an lws context are traced to (flowtrace(1)). */
#ifndef ACME_LWS_FILES_TRACE_FILE_H
#define ACME_LWS_FILES_TRACE_FILE_H

#include "lws/loop/lws_context.h"

/*
 * Trace to the file ${path} from now on; NULL: no option asks for it.  There is
 * one file for all vhosts: the first counts.  What is wrong is logged, and is
 * no reason to serve without a certificate.
 */
void acme_trace_file_start(struct acme_lws_context *lws, const char *path);

/* What is not written yet is written. */
void acme_trace_file_stop(struct acme_lws_context *lws);

#endif
