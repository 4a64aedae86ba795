# SPDX-License-Identifier: MIT
"""Each check finds its bad example, and leaves the near-miss alone."""
import sys
import unittest
import unittest.mock
from pathlib import Path
from typing import Callable, List

sys.path.insert(0, str(Path(__file__).resolve().parent))

import asserts  # noqa: E402
import columns  # noqa: E402
import directions  # noqa: E402
import messages  # noqa: E402
import readme  # noqa: E402
import rooms  # noqa: E402
import sizes  # noqa: E402
import sources  # noqa: E402
import tree  # noqa: E402

SPDX = "/* SPDX-License-Identifier: MIT */\n"


class Rules(unittest.TestCase):
    def faults(self, check: Callable, path: str, text: str) -> List[str]:
        return check({path: text})

    def refused(self, check: Callable, path: str, text: str,
                word: str) -> None:
        found = self.faults(check, path, text)
        self.assertEqual(len(found), 1, found)
        self.assertIn(word, found[0])
        self.assertTrue(found[0].startswith(path), found[0])

    def accepted(self, check: Callable, path: str, text: str) -> None:
        self.assertEqual(self.faults(check, path, text), [])


class Asserts(Rules):
    def test_of_c_checks_nothing(self) -> None:
        text = ("static void\nmake(int a)\n{\n\tCALL(a);\n}\n\n"
                "static void\nruns(void)\n{\n\tmake(1); /* CHECK(a) */\n}\n"
                "static const struct test tests[] = {\n\tTEST(runs),\n};\n")
        self.refused(asserts.check, "tests/unit/a.c", text, "test runs checks")
        self.accepted(asserts.check, "tests/unit/a.c",
                      text.replace("CALL(a)", "CHECK_INT(a, 1)"))
        self.accepted(asserts.check, "src/a.c", text)

    def test_two_of_c_in_one_line(self) -> None:
        text = ("static void\na(void)\n{\n\tCHECK(1);\n}\n\n"
                "static void\nb(void)\n{\n\ta_b();\n}\n"
                "const struct test tests[] = {\n\tTEST(a), TEST(b),\n};\n")
        self.refused(asserts.check, "tests/unit/a.c", text, "test b checks")

    def test_scenario_checks_nothing(self) -> None:
        text = "SCENARIO(is_idle)\n{\n\tscenario_run(s, MIN(1));\n}\n"
        self.refused(asserts.check, "tests/scenario/a/a.c", text, "is_idle")
        self.accepted(asserts.check, "tests/scenario/a/a.c",
                      text + "void\nscenario_run(int a)\n{\n\tCHECK(a);\n}\n")

    def test_of_python_checks_nothing(self) -> None:
        text = ("class A:\n    def look(self,\n             a):\n"
                "        return a\n\n"
                "    def test_a(self):\n        self.look(1)\n")
        self.refused(asserts.check, "tests/e2e/tests/test_a.py", text,
                     "test test_a checks")
        self.accepted(asserts.check, "tests/e2e/tests/test_a.py",
                      text.replace("return a", "self.assertTrue(a)"))

    def test_sleeps(self) -> None:
        path = "tests/e2e/harness/a.py"
        self.refused(asserts.check, path, "time.sleep(1)  # a moment\n",
                     "sleeps without a reason")
        self.accepted(asserts.check, path, "# sleeps: any moment\nsleep(1)\n")
        self.accepted(asserts.check, path, "sleep(1)  # sleeps: any moment\n")
        self.accepted(asserts.check, "tests/bench/a.py", "time.sleep(1)\n")


class Columns(Rules):
    def test_comment(self) -> None:
        text = SPDX + "/*\n * " + "a" * 77 + "\n */\n"
        self.accepted(columns.check, "src/a.h", text)
        text = text.replace("a\n", "aa\n")
        self.refused(columns.check, "src/a.h", text, "column 81")
        self.refused(columns.check, "tests/a.h", text, "column 81")

    def test_behind_code(self) -> None:
        text = "\tint a; /* " + "b" * 59 + " */\n"
        self.accepted(columns.check, "include/a.h", text)
        self.refused(columns.check, "include/a.h",
                     text.replace(" */", ". */"), "column 81")

    def test_code_is_for_clang_format(self) -> None:
        text = '\tf("/* ' + "a" * 80 + ' */ # b");\n'
        self.accepted(columns.check, "src/a.c", text)
        self.accepted(columns.check, "src/a.rl", text.replace("# ", "#"))

    def test_of_ragel(self) -> None:
        text = "\ta = 1; # " + "b" * 63 + "\n"
        self.accepted(columns.check, "src/a.rl", text)
        text = text.replace("b\n", "bb\n")
        self.refused(columns.check, "src/a.rl", text, "column 81")
        self.accepted(columns.check, "src/a.c", text)

    def test_letters_are_counted_and_not_bytes(self) -> None:
        self.accepted(columns.check, "src/a.c", "/* " + "§" * 74 + " */\n")


class Messages(Rules):
    FILES = {
        messages.PAGE: "## Lines\n\n| `…: saved \"…\"` | a | b |\n"
                       "| `vhost \"…\": tea \\| milk` | a | b |\n\n"
                       "## Reasons\n\n- `byte … of it`\n- `this is no key`\n"
                       "- `too late by far`\n",
        "src/a.c": 'acme_log(ACME_LOG_ERR, "%s: saved "\n"\\"%.*s\\"", a(")"));\n'
                   'lwsl_err("vhost \\"%s\\": tea | milk\\n", name);\n'
                   'acme_log(ACME_LOG_ERR, "%s: %s", a, b);\n'
                   '/* acme_log(level, "a remark") */\n'
                   'acme_fault_in(fault, err, "JSON");\n'
                   'acme_fault_set(fault, err, "byte %" PRIu64 " of it", n);\n'
                   'acme_fault_set(fault, err, "%s", "this is no key");\n',
        "statemachine/a.flow": '  timers t = 1s "too late by far"\n',
        "tests/a.c": 'acme_log(level, "another one");\n',
    }

    def found(self, path: str, text: str) -> List[str]:
        return messages.check({**self.FILES,
                               path: self.FILES.get(path, "") + text})

    def test_all_have_their_entry(self) -> None:
        self.assertEqual(messages.check(self.FILES), [])

    def test_line_without_entry(self) -> None:
        self.assertEqual(
            self.found("src/a.c", 'acme_log(level, "%s: a new one", a);\n'),
            [f"{messages.PAGE}: Lines: no entry for '…: a new one'"])

    def test_either_of_two(self) -> None:
        self.assertEqual(self.found(
            "src/b.c", 'acme_fault_set(f, e, n ? "one of two" : "two of two");'),
            [f"{messages.PAGE}: Reasons: no entry for '{text}'"
             for text in ("one of two", "two of two")])

    def test_sentence_without_entry(self) -> None:
        self.assertEqual(
            self.found("statemachine/b.flow",
                       '  timers t_b = 1s "a new one" # "no"\n'),
            [f"{messages.PAGE}: Reasons: no entry for 'a new one'"])
        self.assertEqual(
            self.found("statemachine/b.flow", '  timers t_b "of its own"\n'),
            [f"{messages.PAGE}: Reasons: no entry for 'of its own'"])

    def test_literal_without_entry(self) -> None:
        for text in ('static const char *why[] = { "all wrong" };\n',
                     "c = '\"'; say(\"all \"\n\"wrong\", '\"');\n"):
            found = messages.check({**self.FILES, "src/b.c": text})
            self.assertEqual(found, [
                f"{messages.PAGE}: Reasons: no entry for 'all wrong'"])
        found = messages.check({**self.FILES, "src/b.c":
                                '/* "all wrong" */ a = "wrong"; '
                                'b = "RSA PRIVATE KEY"; c = "%s: %s";\n'
                                '\tassert(a && "a comes before b");\n'})
        self.assertEqual(found, [])

    def test_program_without_entry(self) -> None:
        found = messages.check({
            **self.FILES, "tools/a.c":
            'static const char help[] =\n\t"Usage: a\\n"\n\t"  --all of it";\n'
            'static const char said[] = "lws-acme-server: gone "\n"by\\n";\n'
            'return fail(name, "is no option");\n'})
        self.assertEqual(found, [
            f"{messages.PAGE}: Lines: no entry for 'lws-acme-server: gone by'",
            f"{messages.PAGE}: Reasons: no entry for 'is no option'"])

    def test_entry_of_nothing(self) -> None:
        self.assertEqual(
            self.found(messages.PAGE, "- `a new one`\n"),
            [f"{messages.PAGE}: Reasons: 'a new one' is logged by nothing"])

    def test_stands_twice(self) -> None:
        self.assertEqual(
            self.found(messages.PAGE, "- `this is no key`\n"),
            [f"{messages.PAGE}: Reasons: 'this is no key' stands twice"])

    def test_not_sorted(self) -> None:
        page = self.FILES[messages.PAGE].replace(
            "## Lines\n\n", "## Lines\n\n| `zeal of it` | a | b |\n")
        found = messages.check({**self.FILES, messages.PAGE: page,
                                "src/b.c": 'lwsl_err("zeal of it\\n");'})
        self.assertEqual(found, [
            f"{messages.PAGE}: 'saved \"…\"' stands behind 'zeal of it'"])


class Readme(Rules):
    FILES = {
        "README.md": "[a](docs/a.md)\n| `auth-path` | key |\nint main;\n"
                     "    a.flow:1 #2 (start) --ENTER--> ON\n"
                     "    a.flow:3 #2 ON --GO [ready]--> OFF\n",
        "docs/a.md": "a\n",
        "statemachine/a.flow": "  start ON\nstate ON\n"
                               "  on GO STAY [ready] -> OFF / note\n"
                               "  on GO -> OFF\n",
        "examples/minimal-server.c": "int main;\n",
        "src/lws/options/options.c": '\t[ACME_OPTION_AUTH_PATH] = "auth-path",\n',
    }

    def broken(self, path: str, text: str, words: str) -> None:
        found = readme.check({**self.FILES, path: text})
        self.assertEqual(found, [f"README.md: {words}"])

    def test_all_is_so(self) -> None:
        self.assertEqual(readme.check(self.FILES), [])

    def test_example(self) -> None:
        self.broken("examples/minimal-server.c", "int other;\n",
                    "its example is not examples/minimal-server.c")

    def test_option(self) -> None:
        self.broken("src/lws/options/options.c",
                    '\t[ACME_OPTION_EMAIL] = "email",\n',
                    "option 'email' is not in the table")

    def test_link(self) -> None:
        text = self.FILES["README.md"].replace("docs/a.md", "docs/b.md")
        self.broken("README.md", text, "'docs/b.md' leads nowhere")

    def test_trace(self) -> None:
        right = self.FILES["README.md"]
        for line in (1, 2, 4, 5):
            self.broken("README.md", right.replace("flow:3", f"flow:{line}"),
                        f"a.flow:{line} has no such line as its trace shows")
        self.broken("README.md", right.replace("flow:1", "flow:2"),
                    "a.flow:2 has no such line as its trace shows")
        self.broken("README.md", right.partition("    a.flow")[0],
                    "it shows no trace")


class Directions(Rules):
    def include(self, path: str, name: str, word: str) -> None:
        text = f"/* x */\n#include {name}\n"
        if word:
            self.refused(directions.check, path, text, word)
        else:
            self.accepted(directions.check, path, text)

    def test_layers(self) -> None:
        self.include("src/base/a.c", '"crypto/jws.h"', "src/base must not")
        self.include("src/crypto/a.c", '"store/file.h"', "must not include")
        self.include("src/protocol/a.c", '"tls/tls.h"', "must not")
        self.include("src/engine/a.c", '"format/url.h"', "must not include")
        self.include("src/tls/a.c", '"client/port.h"', "must not")
        self.include("src/client/a.c", '"store/file.h"', "must not include")
        self.include("src/nowhere/a.c", '"base/buf.h"', "must not include")

    def test_what_stands_on_what(self) -> None:
        self.include("src/client/a.c", '"format/json/json.h"', "")
        self.include("src/lws/a.c", '"base/buf.h"', "")
        self.include("src/store/a.c", '"crypto/key.h"', "")
        self.include("src/format/a.rl", '"base/span.h"', "")
        self.include("tests/unit/a.c", '"client/port.h"', "")

    def test_headers_of_others(self) -> None:
        self.include("src/client/a.c", "<libwebsockets.h>", "is for lws")
        self.include("src/format/a.rl", "<libwebsockets.h>", "is for lws")
        self.include("src/lws/a.c", "<mbedtls/ssl.h>", "is for crypto")
        self.include("src/crypto/a.c", "<mbedtls/ssl.h>", "")
        self.include("src/tls/a.c", "<openssl/ssl.h>", "is for lws")
        self.include("src/client/a.c", "<sys/socket.h>", "is for lws")
        self.include("src/crypto/a.c", "<sys/stat.h>", "is for store")

    def test_public_and_generated(self) -> None:
        self.include("src/lws/a.c", '"acme_v2.flow.h"', "is for client")
        self.include("src/client/a.c", '"acme_v2.flow.h"', "")
        self.include("src/format/a.c", '"sm.h"', "is for engine")
        self.include("examples/a.c", '"client/port.h"', "is private")
        self.include("tools/a.c", '"lws-acme-client.h"', "")

    def test_calls(self) -> None:
        check = directions.check
        self.refused(check, "src/client/a.c", "\tfopen(x);\n", "fopen() is for")
        self.refused(check, "src/store/a.c", "\tx = socket(1);\n", "socket()")
        self.refused(check, "src/client/a.c", "\treturn time(0);\n", "time()")
        self.accepted(check, "src/client/a.c", "\tport->connect(x);\n")
        self.accepted(check, "src/client/a.c", "/* open() is not here */\n")
        self.accepted(check, "src/client/a.c", '\tlog("open(%s)");\n')


class Sizes(Rules):
    def test_file(self) -> None:
        self.refused(sizes.check, "a.c", "\n" * 451, "451 lines")
        self.accepted(sizes.check, "a.c", "\n" * 450)

    def test_file_with_a_measure_of_its_own(self) -> None:
        flow = "statemachine/certificate.flow"
        self.refused(sizes.check, flow, "\n" * 191, "190 are enough")
        self.accepted(sizes.check, flow, "\n" * 190)

    def test_header(self) -> None:
        self.refused(sizes.check, "a.h", "int a;\n" * 101, "101 lines")
        self.accepted(sizes.check, "a.h", "int a;\n/* b\n */\n\n" * 70)

    def test_function(self) -> None:
        self.refused(sizes.check, "a.c", "int\nf(void)\n{\n" + "\ta;\n" * 39 +
                     "}\n", "a function of 41 lines")
        self.accepted(sizes.check, "a.c", "{\n" + "\ta;\n" * 38 + "}\n")

    def test_together(self) -> None:
        for enough, paths in sizes.TOGETHER:
            half = "\n" * (enough // len(paths))
            files = {path: half for path in paths}
            self.assertEqual(sizes.check(files), [])
            found = sizes.check({**files, paths[0]: half + "\n"})
            self.assertEqual(len(found), 1, found)
            self.assertIn(f"{enough + 1} lines", found[0])
            for path in paths:
                self.assertTrue((sources.TOP / path).is_file(), path)


class Tree(Rules):
    def test_licence(self) -> None:
        self.refused(tree.check, "a.c", "int a;\n", "SPDX")
        self.refused(tree.check, "tools/run", "#!/bin/sh\ntrue\n", "SPDX")
        self.accepted(tree.check, "a.c", SPDX)
        self.accepted(tree.check, "README.md", "hello\n")

    def test_generated(self) -> None:
        self.refused(tree.check, "build/a.txt", "x\n", "generated")
        self.refused(tree.check, "src/a.flow.c", SPDX, "generated")
        self.accepted(tree.check, "statemachine/a.flow", "flow a\n")

    def test_paths(self) -> None:
        check, here = tree.check, str(sources.TOP)
        self.refused(check, "a.txt", "see /ho" "me/anna/x\n", "path of one")
        self.refused(check, "a.txt", f'"{here}/a"\n', "path of one")
        self.accepted(check, "a.txt", "https://a.example/ho" "me/x\n")

    def test_ends(self) -> None:
        self.refused(tree.check, "a.txt", "a \n", "a blank at the end")
        self.refused(tree.check, "a.txt", "a", "no newline")
        self.accepted(tree.check, "tests/data/a", "a \r\nb")
        self.refused(tree.check, "a.txt", "TO" "DO: b\n", "left undone")
        self.refused(tree.check, "tests/a.c", SPDX + "\t(void)" "event;\n",
                     "nobody looks at")
        self.accepted(tree.check, "tests/a.c", SPDX + "\t(void)" "events;\n")


class Rooms(Rules):
    PORT = {"src/client/port.h": "int acme_port_of(int a);\n",
            "src/client/order/acme_v2.h": "int acme_v2_of(int a);\n",
            "src/client/order/acme_v2.c":
                "int\nacme_v2_of(int a)\n{\n\treturn a;\n}\n"}

    def found(self, path: str, text: str) -> List[str]:
        return rooms.check({**self.PORT, path: text})

    def test_include(self) -> None:
        up = '#include "client/order/acme_v2.h"\n'
        self.assertIn("src/client/http does not stand on src/client/order",
                      self.found("src/client/http/a.c", up)[0])
        self.assertEqual(self.found("src/client/certificate/a.c", up), [])
        self.assertEqual(self.found("src/client/order/a.c", up), [])
        self.assertEqual(self.found("src/lws/plugin/a.c", up), [])

    def test_call(self) -> None:
        call = "int\nacme_b(int a)\n{\n\treturn acme_v2_of(a);\n}\n"
        self.assertIn("acme_v2_of of src/client/order/acme_v2.h",
                      self.found("src/client/account/b.c", call)[0])
        self.assertEqual(self.found("src/client/certificate/b.c", call), [])
        # in a comment or a text nothing is called
        self.assertEqual(self.found("src/client/account/b.c",
                                    '/* acme_v2_of() */ "acme_v2_of"\n'), [])

    def test_circle(self) -> None:
        a, b = "src/store/a.h", "src/store/b.h"
        files = {a: '#include "store/b.h"\n', b: '#include "store/a.h"\n'}
        self.assertEqual(rooms.check(files),
                         ["src/store/a: in a circle of store/a, store/b"])
        self.assertEqual(rooms.check({**files, b: "int b;\n"}), [])

    def test_circle_of_calls(self) -> None:
        """A function stands where it is defined, whoever declares it."""
        def function(name: str, calls: str) -> str:
            return f"int\n{name}(int a)\n{{\n\treturn {calls};\n}}\n"

        files = {"src/store/pair.h": "int acme_b(int a);\n",
                 "src/store/pair.c": function("acme_a", "acme_b(a)"),
                 "src/store/pair_files.c": function("acme_b", "a")}
        self.assertEqual(rooms.circles(files), [])
        files["src/store/pair_files.c"] = '#include "store/pair.h"\n' + \
            function("acme_b", "a")
        self.assertEqual(rooms.circles(files),
                         [["store/pair", "store/pair_files"]])

    def test_a_source_and_its_header_are_one(self) -> None:
        """And a private header is another one."""
        files = {"src/store/a.h": "", "src/store/a.c": '#include "store/a.h"\n'
                 '#include "store/a_private.h"\n',
                 "src/store/a_private.h": ""}
        self.assertEqual(rooms.modules(files), {"store/a", "store/a_private"})
        self.assertEqual(rooms.circles(files), [])
        files["src/store/a_private.h"] = '#include "store/a.h"\n'
        self.assertEqual(rooms.circles(files),
                         [["store/a", "store/a_private"]])

    def test_not_too_many_circles(self) -> None:
        many = {f"store/{n}": "a reason" for n in range(4)}
        with unittest.mock.patch.dict(rooms.CIRCLES, many, clear=True):
            self.assertIn("4 circles are more than 3", rooms.check({})[0])

    def test_crowds(self) -> None:
        """Sources are counted, of both kinds, and no headers."""
        files = {f"src/base/{n}.{end}": "" for n in range(6)
                 for end in ("c", "rl", "h")}
        self.assertEqual(rooms.crowds(files), [])
        more = {**files, "src/base/more.c": ""}
        self.assertEqual(rooms.crowds(more),
                         ["src/base: 13 sources; 12 are enough"])
        with unittest.mock.patch.dict(rooms.CROWDED, {"base": "a reason"}):
            self.assertEqual(rooms.crowds(more), [])
            self.assertIn("need not except it", rooms.crowds(files)[0])
            self.assertIn("need not except it", rooms.crowds({})[0])


if __name__ == "__main__":
    unittest.main()
