/* SPDX-License-Identifier: MIT */
/* Two pairs, and a folder that one of them is in, or none. */
#ifndef PAIR_RIG_H
#define PAIR_RIG_H

#include "store/folder.h"
#include "store/pair/pair.h"
#include "test.h"

struct pem {
	struct acme_secret key, chain;
};

extern struct pem old, renewed;
/* The pair is at these; opened anew for each of the calls below. */
extern struct paths {
	const char *cert, *key;
} paths;
extern struct acme_fault fault;
/* Who says what is served; NULL at first. */
extern acme_pair_is_served is_served;

void load(const char *path, struct acme_secret *text);
struct acme_span span(const struct acme_secret *text);

/* An empty folder, two pairs in memory. */
void begin(void);
void end(void);

/* The old pair in its place, as a server that was started finds it. */
void begin_with_old(void);

enum acme_err keep_key(const struct pem *pem);

/* Clear it in any case. */
enum acme_err read_order_key(struct acme_secret *key);
enum acme_err try_pair(void);

/* Clear both in any case. */
enum acme_err read_pair(struct acme_buf *chain, struct acme_secret *key);

enum acme_err commit(enum acme_pair_state state, const struct pem *pem);

/* What reading the pair gives. */
void check_read(const struct pem *want);
void check_refused(enum acme_err want, const char *words);

/* What is in its place, and how many names there are in all. */
void check_files(const struct pem *want, unsigned int n_files);

/* Is ${pem} in the two files, with ${suffix} to their names? */
void check_stored(const char *suffix, const struct pem *pem);

/* What lws does when it makes a vhost: four steps, or the first ${n_steps}. */
void promote(unsigned int n_steps);

#endif
