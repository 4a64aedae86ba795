/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* mkdtemp(), setuid(), SOCK_SEQPACKET */
#include "privsep_rig.h"

#include "crypto/key/key.h"

#include <dirent.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

char folder[] = "/tmp/acme-privsep-XXXXXX";
char auth[64], cert[64], key[64], tag[ACME_STATE_TAG_LEN + 1];
struct acme_store_paths paths;
struct acme_privsep *privsep;
struct acme_fault fault;
int number, notes;

void
make_account_key(struct acme_secret *jwk)
{
	struct acme_key *made = NULL;

	CHECK_OK(acme_key_generate(ACME_KEY_P256, &made, &fault));
	CHECK_OK(acme_key_to_jwk(made, jwk));
	acme_key_unref(made);
}

static void
make_folder(void)
{
	memcpy(strrchr(folder, '-'), "-XXXXXX", sizeof("-XXXXXX"));
	CHECK(mkdtemp(folder));
	snprintf(auth, sizeof(auth), "%s/a", folder);
	snprintf(cert, sizeof(cert), "%s/c", folder);
	snprintf(key, sizeof(key), "%s/k", folder);
}

static void
remove_folder(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", folder);
	CHECK(!system(command));
}

static void
start(void)
{
	paths = (struct acme_store_paths){
		.auth = auth, .cert = cert, .key = key, .who = "test"
	};
	CHECK_OK(acme_state_pair_tag(cert, tag));
	privsep = acme_privsep_start(&fault);
	CHECK_FOR(fault.text, privsep);
	notes = acme_privsep_take_log(privsep);
}

void
begin(void)
{
	make_folder();
	start();
}

void
end(void)
{
	acme_privsep_end(privsep);
	close(notes);
	remove_folder();
}

enum acme_err
run(enum acme_store_request_kind kind, enum acme_record record, const char *of,
    struct acme_span text, struct acme_secret *got)
{
	struct acme_store_request request;
	enum acme_err err;

	CHECK(acme_store_request_init(&request, kind, record, of));
	CHECK_OK(acme_buf_add(&request.text.buf, text));
	acme_privsep_run(privsep, number, &request);
	err = request.err;
	fault = request.fault;
	if (got && request.stored)
		CHECK_OK(acme_buf_add(&got->buf,
				      acme_buf_span(&request.stored->key.buf)));
	acme_store_request_clear(&request);
	return err;
}

/* Does the privileged process say this, now or soon? */
bool
says(const char *what)
{
	static char text[65536];
	struct pollfd wait = { .fd = notes, .events = POLLIN };
	size_t len = 0;
	ssize_t n = 0;

	while (n >= 0 && len < sizeof(text) - 1 && poll(&wait, 1, 10000) > 0) {
		n = read(notes, text + len, sizeof(text) - 1 - len);
		len += n > 0 ? (size_t)n : 0;
		text[len] = '\0';
		if (strstr(text, what))
			return true;
		if (!n)
			break;
	}
	printf("said: %s\n", text);
	return false;
}

void
in_a_process(void (*work)(void))
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (setjmp(test_failed))
			exit(1);
		work();
		fflush(stdout);
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
}

static void (*at_first)(void), (*afterwards)(void);

static void
give_up_root(void)
{
	start();
	CHECK_OK(acme_privsep_add(privsep, &paths, &number, &fault));
	if (at_first)
		at_first();
	CHECK(!chmod(folder, 0755));
	CHECK(!setuid(NOBODY));
	afterwards();
}

void
serve(void (*server)(void))
{
	serve_after(NULL, server);
}

void
serve_after(void (*as_root)(void), void (*server)(void))
{
	at_first = as_root;
	afterwards = server;
	make_folder();
	in_a_process(give_up_root);
	remove_folder(); /* as root, which the server is not any more */
}

int
count_files(void)
{
	DIR *all = opendir(folder);
	struct dirent *each;
	int n = 0;

	CHECK(all);
	while ((each = readdir(all)))
		n += !strstr(each->d_name, ".lock");
	closedir(all);
	return n - 2;
}

/* The server's end of the socket, as who took it over would find it. */
int
find_socket(void)
{
	socklen_t len = sizeof(int);
	int fd, type = 0;

	for (fd = 3; fd < 64; fd++)
		if (!getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) &&
		    type == SOCK_SEQPACKET)
			return fd;
	return -1;
}
