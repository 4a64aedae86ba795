/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a server: while the file ${ACME_FAULTS} is there, calls of the
 * server's code fail as its lines say, "CALL ERRNO EVERY": each EVERY-th one
 * with the errno of that number.  ${ACME_FAULTS}.log gets a line for each.
 */
#include "faults.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned int n_calls[CALL__MAX];

static void
note(const char *path, enum faults_call call)
{
	char log[4096];
	int fd;

	snprintf(log, sizeof(log), "%s.log", path);
	fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	if (write(fd, faults_name(call), strlen(faults_name(call))) > 0 &&
	    write(fd, "\n", 1) > 0)
		close(fd);
}

/* 0: it does not fail. */
static int
error_of(FILE *plan, enum faults_call call)
{
	unsigned int every;
	char name[32];
	int error;

	while (fscanf(plan, "%31s %d %u", name, &error, &every) == 3)
		if (every && !strcmp(name, faults_name(call)))
			return __atomic_add_fetch(&n_calls[call], 1,
						  __ATOMIC_RELAXED) %
					       every
				       ? 0
				       : error;
	return 0;
}

enum faults_kind
faults_strike(enum faults_call call, const void *caller)
{
	const char *path = getenv("ACME_FAULTS");
	int before = errno, error;
	FILE *plan;

	if (!path || !faults_is_of_program(caller))
		return FAULTS_NONE;
	plan = fopen(path, "re");
	error = plan ? error_of(plan, call) : 0;
	if (plan)
		fclose(plan);
	if (error)
		note(path, call);
	errno = error ? error : before;
	return error ? FAULTS_FAILS : FAULTS_NONE;
}
