/* SPDX-License-Identifier: MIT */
/* What a scenario needs of the model CA where it speaks ACME v1. */
#ifndef SIM_CA_V1_H
#define SIM_CA_V1_H

#include "ca.h"

#define V1_PROBLEM(type, detail) \
	"{\"type\":\"urn:acme:error:" type "\",\"detail\":\"" detail "\"}"

/* From now on. */
void ca_speak_v1(struct ca *ca);

#endif
