# SPDX-License-Identifier: MIT
"""A real CA, a real server and real TLS clients on this machine's loopback.

Used by tools/quickstart and by the end-to-end tests.  Standard library and the
openssl command only.  Whatever is started here is stopped by its process id,
and dies with its parent.
"""
