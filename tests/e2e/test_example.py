# SPDX-License-Identifier: MIT
"""The program that the README shows gets a certificate too."""
from harness.case import Case, program


class Example(Case):
    def test_minimal_server(self) -> None:
        server = self.minimal(self.ca(), program("ACME_EXAMPLE"))
        self.issued(server)
        self.assertEqual(self.visitor(server).get(), (200, b"a page\n"))
