/* SPDX-License-Identifier: MIT */
/*
 * This opens the file of the option trace-path, as the store opens files: the
 * folders on the way to it are judged, and no link at its name is followed but
 * the operator's.
 */
#define _DEFAULT_SOURCE /* geteuid() */
#include "lws/files/trace_file.h"

#include "base/log.h"

#if SM_TRACE
#include "store/file/errno_fault.h"
#include "store/file/path.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

static enum acme_err
open_at(const struct acme_path *path, int *fd, struct acme_fault *fault)
{
	*fd = sm_trace_open_at(path->folder->fd, path->name);
	if (*fd >= 0)
		return ACME_OK;
	if (errno == EPERM)
		return acme_fault_set(
			fault, ACME_ERR_INVALID,
			"%s: is no trace in a regular file of this "
			"user with mode 0600 and one name: name "
			"another file",
			path->path);
	return acme_errno_fault(fault, path->path, "opened", errno);
}

static enum acme_err
open_file(const char *path, int *fd, struct acme_fault *fault)
{
	struct acme_resolved_path where;
	enum acme_err err = acme_resolved_path_open(
		&where, path, geteuid() ? geteuid() : ACME_ANY_ONE_USER, fault);

	if (!err)
		err = open_at(&where.found, fd, fault);
	acme_resolved_path_close(&where);
	return err;
}

static uint64_t
real_us(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

void
acme_trace_file_start(struct acme_lws_context *lws, const char *path)
{
	struct acme_fault fault = { .err = ACME_OK };
	int fd = -1;

	if (!path || lws->trace_fd >= 0)
		return;
	if (!open_file(path, &fd, &fault) &&
	    !sm_trace_to_file(&lws->trace, fd, real_us()))
		acme_errno_fault(&fault, path, "written", errno);
	if (!fault.err) {
		lws->trace_fd = fd;
		acme_log(ACME_LOG_NOTICE, "tracing to %s", path);
		return;
	}
	if (fd >= 0)
		close(fd);
	acme_log(ACME_LOG_WARN, "cannot trace: %s", fault.text);
}

void
acme_trace_file_stop(struct acme_lws_context *lws)
{
	sm_trace_write(&lws->trace);
	if (lws->trace_fd >= 0)
		close(lws->trace_fd);
	lws->trace_fd = -1;
}
#else
void
acme_trace_file_start(struct acme_lws_context *lws, const char *path)
{
	(void)lws;
	if (path)
		acme_log(ACME_LOG_WARN,
			 "option \"trace-path\" is ignored: this build has no "
			 "trace (build with -DSM_TRACE=ring)");
}

void
acme_trace_file_stop(struct acme_lws_context *lws)
{
	(void)lws;
}
#endif
