#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/tutorials/acme-step.md, followed as it is written, in a copy of the tree
that is built already."""
import unittest

from page import Reader, main, work_in_a_copy


class AcmeStep(unittest.TestCase):
    def test_as_it_is_written(self) -> None:
        """And whatever is forgotten, somebody says what to write."""
        reader = Reader("acme-step.md")
        self.addCleanup(reader.close)
        reader.follow()


if __name__ == "__main__":
    main(work_in_a_copy)
