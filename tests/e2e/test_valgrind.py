# SPDX-License-Identifier: MIT
"""An issuance and a renewal under valgrind: nothing lost, nothing wrong."""
from harness.case import Case


class Valgrind(Case):
    def test_issue_and_renew(self) -> None:
        server = self.server(self.ca(validity_s=60), wrapper=[
            "valgrind", "--quiet", "--error-exitcode=86", "--leak-check=full",
            "--errors-for-leak-kinds=definite,indirect,possible",
            "--track-fds=no"])
        before = self.issued(server)[0]
        server.process.wait_line(r"certificate\.flow.*--> ORDER", 90, 2)
        self.assertNotEqual(self.issued(server, nth=2)[0].serial,
                            before.serial)
        # stopped() wants exit status 0: valgrind's is 86 after an error
