# SPDX-License-Identifier: MIT
"""What flowtrace can't do, in a sentence."""


class TraceError(Exception):
    """The trace or its tables are not what is needed."""
