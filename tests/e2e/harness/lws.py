# SPDX-License-Identifier: MIT
"""Which lws the programs under test were built with: CTest tells."""
import os
import ssl

# Its TLS library, "openssl" or "mbedtls".
TLS = os.environ.get("ACME_LWS_TLS", "openssl")
VERSION = tuple(map(int, os.environ.get("ACME_LWS_VERSION",
                                        "4.1.6").split(".")))
# The smallest records that it takes a client's ClientHello in, where that is
# split.  mbedTLS 3.6 wants a message's head in one, and 2.28, which
# lws-from-source builds older ones with, the whole message.
HELLO_RECORD_MIN = (1 if TLS == "openssl" else
                    4 if VERSION >= (4, 3) else 1 << 14)

TLS_1_2, TLS_1_3 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
# What lws 4 speaks to its clients with it.
VERSIONS = (TLS_1_2,) if TLS == "mbedtls" else (TLS_1_2, TLS_1_3)
