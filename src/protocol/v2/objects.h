/* SPDX-License-Identifier: MIT */
/*
 * ACME's objects (RFC 8555 §7.1) from and to JSON.  Members come in any
 * order, unknown ones are skipped; what is missing or of the wrong type is
 * named in the fault.
 *
 * Each read fills an object that was zeroed or cleared, and clears it again
 * where it fails.  A URL that is not absolute https is a fault.
 */
#ifndef ACME_PROTOCOL_V2_OBJECTS_H
#define ACME_PROTOCOL_V2_OBJECTS_H

#include "protocol/v2/authz.h"
#include "protocol/v2/directory.h"
#include "protocol/v2/finalize.h"
#include "protocol/v2/new_account.h"
#include "protocol/v2/new_order.h"
#include "protocol/v2/order.h"

#endif
