# SPDX-License-Identifier: MIT
"""The version of the compiler, which is that of sm_table.h and of the engine."""

VERSION = "0.1.0"
