/* SPDX-License-Identifier: MIT */
/*
 * This checks, when all vhosts are there, whether the CA's validator can find
 * the response to a challenge, and whether the clock is set.  The ports are
 * those of RFC 8555 §8.3 and RFC 8737 §3.
 */
#include "lws/plugin/reach.h"

#include "base/log.h"

#include <time.h>

#define HTTP_PORT  80
#define HTTPS_PORT 443

#define YEAR_2024 1704067200 /* no clock that is set tells less */

static void
look_at_clock(struct lws_vhost *vhost)
{
	char text[32];
	time_t now = time(NULL);
	struct tm tm;

	if (now >= YEAR_2024 || !gmtime_r(&now, &tm))
		return;
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm);
	acme_log(ACME_LOG_WARN,
		 "vhost \"%s\": the system clock says %s UTC, which is in the "
		 "past: certificates are checked by it: set it (NTP)",
		 lws_get_vhost_name(vhost), text);
}

static void
log_port(struct lws_vhost *vhost, const char *challenge, int ca_port, int port)
{
	if (port > 0 && port != ca_port)
		acme_log(ACME_LOG_NOTICE,
			 "vhost \"%s\": for %s the CA connects to port %d, and "
			 "this server listens on %d: forward port %d to it",
			 lws_get_vhost_name(vhost), challenge, ca_port, port,
			 ca_port);
}

/* 80 where any listens there, else the port of the first; 0: none listens. */
static int
plain_port(struct acme_listeners *listeners)
{
	const struct acme_listener *listener;
	int port, first = 0;

	for (listener = listeners->first; listener; listener = listener->next) {
		if (!acme_listener_is_plain(listener))
			continue;
		port = lws_get_vhost_listen_port(listener->vhost);
		if (port == HTTP_PORT)
			return port;
		if (!first)
			first = port;
	}
	return first;
}

enum acme_err
acme_reach_check(struct acme_listeners *listeners, struct lws_vhost *vhost,
		 const struct acme_config *config, struct acme_fault *fault)
{
	enum acme_challenge_type type = config->challenge;
	int plain;

	look_at_clock(vhost);
	acme_listeners_look(listeners);
	plain = plain_port(listeners);
	if (type == ACME_CHALLENGE_HTTP_01 && !plain)
		return acme_fault_set(
			fault, ACME_ERR_INVALID,
			"option \"challenge\" is \"http-01\", and no vhost of "
			"this server could give the response: one that listens "
			"without "
			"TLS has to have the protocol, or take tls-alpn-01");
	if (type == ACME_CHALLENGE_HTTP_01 ||
	    (type == ACME_CHALLENGE__MAX && plain))
		log_port(vhost, "http-01", HTTP_PORT, plain);
	else
		log_port(vhost, "its TLS challenge", HTTPS_PORT,
			 lws_get_vhost_listen_port(vhost));
	return ACME_OK;
}
