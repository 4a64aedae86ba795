/* SPDX-License-Identifier: MIT */
/*
 * The vhosts of lwsws's configuration that have the plugin, for what comes
 * before lws makes them (preflight.h).
 */
#ifndef ACME_LWS_STARTUP_LWSWS_CONF_H
#define ACME_LWS_STARTUP_LWSWS_CONF_H

/*
 * Look at the pairs of those vhosts in ${folder}/conf and ${folder}/conf.d
 * that give lws the same two files as the plugin.  What can't be read is told
 * by lwsws itself, which reads it next.
 */
void acme_lwsws_conf_look(const char *folder);

#endif
