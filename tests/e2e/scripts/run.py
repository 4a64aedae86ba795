#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""run.py TEST...: run end-to-end tests by name, such as test_issue.Issue.

They need ACME_SERVER and ACME_EXAMPLE in the environment: CTest sets them.
A name that holds no test is an error; where one is skipped the exit status is
77.
"""
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
E2E = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(E2E), str(E2E / "tests")]

SKIPPED = 77  # ctest's SKIP_RETURN_CODE

import harness  # noqa: E402,F401  (it adds tools/lib to the path)


def main() -> int:
    suite = unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:])
    if not suite.countTestCases():
        print("run.py: no test of that name", file=sys.stderr)
        return 2
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    if result.skipped and result.wasSuccessful():
        return SKIPPED
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
