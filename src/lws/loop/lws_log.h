/* SPDX-License-Identifier: MIT */
/* Where acme_log() goes: lws's log. */
#ifndef ACME_LWS_LOOP_LWS_LOG_H
#define ACME_LWS_LOOP_LWS_LOG_H

/* From now on what is logged comes to lws's log. */
void acme_lws_log(void);

#endif
