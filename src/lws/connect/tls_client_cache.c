/* SPDX-License-Identifier: MIT */
/*
 * There are as many sites as CAs in the options of the vhosts, so the list is
 * short and its entries stay.
 */
#include "lws/connect/tls_client_cache.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdlib.h>

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
site_free(struct acme_site *site)
{
	acme_trust_unref(site->trust);
	acme_tls_session_free(site->session);
	pthread_mutex_destroy(&site->lock);
	free(site->host);
	free(site->ca_file);
	free(site);
}

static struct acme_site *
site_new(const struct acme_endpoint *to)
{
	struct acme_site *site = calloc(1, sizeof(*site));

	if (!site)
		return NULL;
	pthread_mutex_init(&site->lock, NULL);
	site->port = to->port;
	site->host = acme_span_dup(acme_span_str(to->host));
	if (to->ca_file)
		site->ca_file = acme_span_dup(acme_span_str(to->ca_file));
	if (site->host && !site->ca_file == !to->ca_file)
		return site;
	site_free(site);
	return NULL;
}

struct acme_site *
acme_site_get(struct acme_site **list, const struct acme_endpoint *to)
{
	struct acme_site *site = *list;

	while (site && (site->port != to->port || !same(site->host, to->host) ||
			!same(site->ca_file, to->ca_file)))
		site = site->next;
	if (!site) {
		site = site_new(to);
		if (!site)
			return NULL;
		site->next = *list;
		*list = site;
	}
	site->n_streams++;
	return site;
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
acme_site_put(struct acme_site *site, struct acme_worker *worker)
{
	struct sweep *of;

	if (--site->n_streams || !site->trust)
		return;
	of = calloc(1, sizeof(*of));
	if (of) {
		of->job.run = sweep;
		of->job.finish = swept;
		of->trust = site->trust;
		acme_worker_add(worker, &of->job);
	} else {
		acme_trust_unref(site->trust);
	}
	site->trust = NULL;
}

void
acme_site_free_all(struct acme_site **list)
{
	struct acme_site *site;

	while ((site = *list)) {
		*list = site->next;
		site_free(site);
	}
}

enum acme_err
acme_site_tls(struct acme_site *site, struct acme_tls **tls,
	      struct acme_fault *fault)
{
	enum acme_err err;

	if (!site->trust) {
		err = acme_trust_load(site->ca_file, &site->trust, fault);
		if (err)
			return err;
	}
	pthread_mutex_lock(&site->lock);
	err = acme_tls_new(site->host, site->trust, site->session, tls, fault);
	pthread_mutex_unlock(&site->lock);
	return err;
}

void
acme_site_remember(struct acme_site *site, struct acme_tls *tls)
{
	struct acme_tls_session *session = acme_tls_session_take(tls);

	if (!session)
		return;
	pthread_mutex_lock(&site->lock);
	acme_tls_session_free(site->session);
	site->session = session;
	pthread_mutex_unlock(&site->lock);
}
