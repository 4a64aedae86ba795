# SPDX-License-Identifier: MIT
"""What a program lost is told though it ends by SIGTERM (with a sanitizer)."""
import os
import re
import signal
import tempfile
import unittest
from pathlib import Path

from harness.case import program
from rig.process import Process
from rig.server import COMPLAINT


class LeaksAtSigterm(unittest.TestCase):
    def test_are_logged(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            leaky = Process("leaky", [str(program("ACME_LEAKY"))],
                            Path(folder) / "log", dict(os.environ))
            self.addCleanup(leaky.stop, signal.SIGKILL)
            leaky.wait_line("^on$")
            self.assertEqual(leaky.stop(), -signal.SIGTERM)
        self.assertTrue([line for line in leaky.lines
                         if re.search(COMPLAINT, line)], leaky.tail())
