/* SPDX-License-Identifier: MIT */
/*
 * What a prototype tells the compiler, where it understands it.
 */
#ifndef ACME_BASE_ATTRIBUTES_H
#define ACME_BASE_ATTRIBUTES_H

#if defined(__GNUC__)
#define ACME_MUST_CHECK	      __attribute__((warn_unused_result))
#define ACME_PRINTF(fmt, arg) __attribute__((format(printf, fmt, arg)))
#else
#define ACME_MUST_CHECK
#define ACME_PRINTF(fmt, arg)
#endif

#endif
