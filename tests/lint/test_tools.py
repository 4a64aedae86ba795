# SPDX-License-Identifier: MIT
"""The clang tools see a bad file of the project's tree as bad."""
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path
from typing import List

sys.path.insert(0, str(Path(__file__).resolve().parent))

import lint  # noqa: E402
import sources  # noqa: E402
import style  # noqa: E402
import tidy  # noqa: E402


class Tools(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        for name in (".clang-format", ".clang-tidy"):
            (self.folder / name).write_text((sources.TOP / name).read_text())

    def write(self, text: str) -> str:
        path = self.folder / "a.c"
        path.write_text(text)
        return str(path)

    def test_style(self) -> None:
        self.assertEqual(style.unformatted([self.write("int a;\n")]), [])
        self.assertIn("should be clang-formatted",
                      style.unformatted([self.write("int  a ;\n")])[0])

    def clang_format(self, version: str) -> None:
        """From now on that is found in PATH, and likes everything."""
        program = self.folder / "clang-format"
        program.write_text(f"#!/bin/sh\necho '{version}'\n")
        program.chmod(0o755)
        path = f"{self.folder}:{os.environ['PATH']}"
        patch = unittest.mock.patch.dict(os.environ, PATH=path)
        patch.start()
        self.addCleanup(patch.stop)

    def test_style_is_one_version_s(self) -> None:
        self.clang_format("Debian clang-format version 14.0.6")
        self.assertEqual(style.check({"a.c": ""}), [])
        self.clang_format("Debian clang-format version 19.1.7 (3+b1)")
        with self.assertRaisesRegex(sources.NotChecked, "14's: .* 19.1.7"):
            style.check({"a.c": ""})
        with contextlib.redirect_stdout(io.StringIO()) as said:
            self.assertEqual(lint.main(["style"]), 77)
        self.assertIn("NOT CHECKED: the format", said.getvalue())

    def tidy(self, text: str, generated: bool = False) -> List[str]:
        build = self.folder / "build"
        build.mkdir(exist_ok=True)
        file = self.write(text)
        if generated:
            file = shutil.copy(file, build)
        database = [{"directory": str(self.folder), "file": file,
                     "command": f"clang -std=c11 -Wall -Werror -c {file}"}]
        (build / "compile_commands.json").write_text(json.dumps(database))
        return tidy.check(build)[1]

    NULL = ("int f(int *a);\nint\nf(int *a)\n{\n"
            "\tif (a)\n\t\treturn 1;\n\treturn *a;\n}\n")

    def test_the_analyzer_is_left_to_full(self) -> None:
        for suite, found in (("standard", False), ("full", True)):
            with unittest.mock.patch.dict(os.environ, ACME_SUITE=suite):
                self.assertEqual(bool(self.tidy(self.NULL)), found)

    def test_tidy(self) -> None:
        fine = "int f(int a);\nint\nf(int a)\n{\n\treturn a + 1;\n}\n"
        warned = fine + "static int unused;\n"
        with unittest.mock.patch.dict(os.environ, ACME_SUITE="full"):
            found = self.tidy(self.NULL)
        self.assertIn("core.NullDereference", "\n".join(found))
        for generated in (False, True):
            self.assertEqual(self.tidy(fine, generated), [])
            self.assertIn("unused-variable",
                          "\n".join(self.tidy(warned, generated)))

    def test_tests_are_left_to_clang_in_the_standard_suite(self) -> None:
        test, source = str(tidy.TOP / "tests/a.c"), str(tidy.TOP / "src/a.c")
        for suite, left in (("standard", True), ("full", False)):
            with unittest.mock.patch.dict(os.environ, ACME_SUITE=suite):
                self.assertEqual(tidy.is_left_to_clang(test), left)
                self.assertFalse(tidy.is_left_to_clang(source))


if __name__ == "__main__":
    unittest.main()
