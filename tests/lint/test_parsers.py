# SPDX-License-Identifier: MIT
"""The check of parsers finds a reader of bytes, and leaves others alone."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import parsers  # noqa: E402
from test_lint import Rules  # noqa: E402


class Parsers(Rules):
    def test_a_reader_is_in_neither_list(self) -> None:
        path, text = "src/format/new.c", "int\nf(void)\n{\n\tLOOK;\n}\n"
        for look in ("g(a.data[0])", "g(a->data + 1)", "g(*a.data)",
                     "g(acme_span_bytes(a))", "memchr(a, 1, 2)",
                     "mbedtls_asn1_get_tag(a)", "acme_vector_take(a)",
                     "strtoul(a, 0, 10)"):
            reader = text.replace("LOOK", look)
            self.refused(parsers.readers, path, reader, "wants a proof")
            self.accepted(parsers.readers, "src/base/buf.c", reader)
            self.accepted(parsers.readers, "src/format/url.rl", reader)
            self.accepted(parsers.readers, "tests/unit/new.c", reader)
            self.accepted(parsers.readers, path, f"/* {reader} */")
        for look in ("g(a.data)", "g(a->data, a->len)", "data[0]",
                     "strtoull_of(a)"):
            self.accepted(parsers.readers, path, text.replace("LOOK", look))


if __name__ == "__main__":
    unittest.main()
