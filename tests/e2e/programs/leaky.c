/* SPDX-License-Identifier: MIT */
/* Loses memory, and waits for SIGTERM, which has to tell. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void *volatile kept;

int
main(void)
{
	int i;

	for (i = 0; i < 100; i++)
		kept = malloc(1000); /* all but the last are lost */
	printf("on\n");
	fflush(stdout);
	for (;;)
		pause();
}
