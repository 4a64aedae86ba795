/* SPDX-License-Identifier: MIT */
/*
 * This is the list of what the connections to one CA share.  There are as many
 * entries as CAs in the options of the vhosts, so the list is short and its
 * entries stay.
 */
#include "lws/connect/tls_client_cache.h"

#include "base/log.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdlib.h>
#include <string.h>

struct sweep {
	struct acme_job job; /* first */
	struct acme_trust *trust;
};

static bool
same(const char *a, const char *b)
{
	return acme_span_equal(acme_span_str(a), acme_span_str(b));
}

static void
cache_free(struct acme_tls_client_cache *cache)
{
	acme_trust_unref(cache->trust);
	acme_tls_session_free(cache->session);
	pthread_mutex_destroy(&cache->lock);
	free(cache->host);
	free(cache->ca_file);
	free(cache);
}

static struct acme_tls_client_cache *
cache_new(const struct acme_endpoint *to)
{
	struct acme_tls_client_cache *cache = calloc(1, sizeof(*cache));

	if (!cache)
		return NULL;
	pthread_mutex_init(&cache->lock, NULL);
	cache->port = to->port;
	cache->host = acme_span_dup(acme_span_str(to->host));
	if (to->ca_file)
		cache->ca_file = acme_span_dup(acme_span_str(to->ca_file));
	if (cache->host && !cache->ca_file == !to->ca_file)
		return cache;
	cache_free(cache);
	return NULL;
}

struct acme_tls_client_cache *
acme_tls_client_cache_get(struct acme_tls_client_cache **list,
			  const struct acme_endpoint *to)
{
	struct acme_tls_client_cache *cache = *list;

	while (cache &&
	       (cache->port != to->port || !same(cache->host, to->host) ||
		!same(cache->ca_file, to->ca_file)))
		cache = cache->next;
	if (!cache) {
		cache = cache_new(to);
		if (!cache)
			return NULL;
		cache->next = *list;
		*list = cache;
	}
	cache->n_streams++;
	return cache;
}

/*
 * glibc would keep what the roots and the connections' buffers took until the
 * next talk with the CA, weeks from now: a thread's arena shrinks by itself
 * only at its top, and something always lies there.
 */
static void
sweep(struct acme_job *job)
{
	struct sweep *of = (struct sweep *)job;

	acme_trust_unref(of->trust);
	of->trust = NULL;
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

static void
swept(struct acme_job *job)
{
	struct sweep *of = (struct sweep *)job;

	acme_trust_unref(of->trust); /* where it did not run */
	free(of);
}

void
acme_tls_client_cache_put(struct acme_tls_client_cache *cache,
			  struct acme_worker *worker)
{
	struct sweep *of;

	if (--cache->n_streams || !cache->trust)
		return;
	of = calloc(1, sizeof(*of));
	if (of) {
		of->job.run = sweep;
		of->job.finish = swept;
		of->trust = cache->trust;
		acme_worker_add(worker, &of->job);
	} else {
		acme_trust_unref(cache->trust);
	}
	cache->trust = NULL;
}

void
acme_tls_client_cache_free_all(struct acme_tls_client_cache **list)
{
	struct acme_tls_client_cache *cache;

	while ((cache = *list)) {
		*list = cache->next;
		cache_free(cache);
	}
}

/* The others are enough, perhaps. */
static void
warn_left_out(const char *path, struct acme_span lines)
{
	size_t len;

	while (lines.len) {
		len = strcspn(lines.data, "\n");
		acme_log(ACME_LOG_WARN,
			 "roots %s: ignoring a certificate that cannot be "
			 "used: %.*s",
			 path, (int)len, lines.data);
		lines = acme_span(lines.data + len + 1, lines.len - len - 1);
	}
}

enum acme_err
acme_tls_client_cache_tls(struct acme_tls_client_cache *cache,
			  struct acme_tls **tls, struct acme_fault *fault)
{
	enum acme_err err;

	if (!cache->trust) {
		err = acme_trust_load(cache->ca_file, &cache->trust, fault);
		if (err)
			return err;
		/* The system's bundle is not the operator's to mend. */
		if (cache->ca_file)
			warn_left_out(cache->ca_file,
				      acme_trust_left_out(cache->trust));
	}
	pthread_mutex_lock(&cache->lock);
	err = acme_tls_new(cache->host, cache->trust, cache->session, tls,
			   fault);
	pthread_mutex_unlock(&cache->lock);
	return err;
}

void
acme_tls_client_cache_remember(struct acme_tls_client_cache *cache,
			       struct acme_tls *tls)
{
	struct acme_tls_session *session = acme_tls_session_take(tls);

	if (!session)
		return;
	pthread_mutex_lock(&cache->lock);
	acme_tls_session_free(cache->session);
	cache->session = session;
	pthread_mutex_unlock(&cache->lock);
}
