# SPDX-License-Identifier: MIT
"""Which lws the programs under test were built with: CTest tells."""
import os
import ssl

# Its TLS library, "openssl" or "mbedtls".
TLS = os.environ.get("ACME_LWS_TLS", "openssl")

TLS_1_2, TLS_1_3 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
# What lws 4 speaks to its visitors with it.
VERSIONS = (TLS_1_2,) if TLS == "mbedtls" else (TLS_1_2, TLS_1_3)
