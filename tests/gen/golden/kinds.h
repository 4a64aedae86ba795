/* SPDX-License-Identifier: MIT */
/* What kinds.flow asks for. */
#ifndef KINDS_H
#define KINDS_H

enum cat {
	CAT_TABBY,
	CAT_BLACK,
	CAT_OLD_BLACK,
};

#endif
