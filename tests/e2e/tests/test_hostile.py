# SPDX-License-Identifier: MIT
"""A CA that answers wrongly, and an operator who makes mistakes: a clear line
in the log, the old certificate served, and nothing on disk that is lost."""
import re
from pathlib import Path
from typing import Any, Dict

from harness import forger
from harness.case import PATIENCE_S, Case, let_fall_due
from harness.forger import Answer, Forger, body, cut, members, problem
from harness.mounts import mount_read_only, unmount
from rig.client import PEM
from rig.pki import Authority
from rig.server import FAILED

OURS = "http-01, tls-alpn-01, tls-sni-01|http-01, tls-alpn-01"
NO_DIRECTORY = r"/dir: this is no ACME directory \(is directory-url right\?\)"


def tokens(change) -> forger.Forgery:
    """Each challenge of an authorization, changed."""
    def each(authz: Dict[str, Any]) -> None:
        for challenge in authz["challenges"]:
            change(challenge)
    return members(each)


def chain(change) -> forger.Forgery:
    """The PEM blocks, changed."""
    def forge(answer: Answer) -> None:
        blocks = PEM.findall(answer.body.decode())
        answer.body = "".join(change(blocks)).encode()
    return forge


def header(name: str, value: str) -> forger.Forgery:
    def forge(answer: Answer) -> None:
        answer.headers.append((name, value))
    return forge


def refusal(content_type: str, text: str) -> forger.Forgery:
    """No problem document."""
    def forge(answer: Answer) -> None:
        answer.status, answer.body = 400, text.encode()
        answer.headers = [(name, value) for name, value in answer.headers
                          if name.lower() != "content-type"]
        answer.headers.append(("Content-Type", content_type))
    return forge


def odd(answer: Answer) -> None:
    """All that a CA may do: members in another order, others between them,
    challenges that nobody knows; many fields, folded ones among them; and its
    connection ends right behind."""
    answer.closes = True
    answer.headers += 100 * [("X-Policy", "a;\r\n\tb")]
    if not answer.body.startswith(b"{"):
        return

    def turn_round(value: Dict[str, Any]) -> None:
        turned = {"x-new": {"y": [1, {}, None]}, **dict(
            reversed(list(value.items())))}
        if "challenges" in turned:
            turned["challenges"] = [
                {"type": "moon-01", "token": "../moon"}, {},
                {"type": "moon-02", "url": "https://localhost/moon"},
                *turned["challenges"]]
        value.clear()
        value.update(turned)
    members(turn_round)(answer)


# Resource of Pebble, what is forged in its answer, what the log says.
FORGERIES = (
    ("dir", body("<html>welcome</html>"), NO_DIRECTORY + ".*JSON, byte 0"),
    ("dir", body('{"hello":"world"}'), NO_DIRECTORY + ".*'newNonce'"),
    ("order-plz", cut(20), "order-plz: order: JSON, byte 20: it ends too"),
    ("order-plz", members(lambda order: order.update(authorizations=[7])),
     "order-plz: order: member 'authorizations' holds a number, not a URL"),
    ("order-plz", members(lambda order: order.update(
        status="valid", certificate="https://localhost/c")),
     "order-plz: the order is valid, and can't be that at this step"),
    ("order-plz", problem(403, type="caa", detail="not by us"),
     "order-plz: caa: not by us; a CAA record in the DNS forbids this CA.*"
     "next attempt in 24 h"),
    ("order-plz", problem(400, type="compound", status=400, subproblems=[
        {"type": "urn:ietf:params:acme:error:dns", "detail": "no such name",
         "identifier": {"type": "dns", "value": "a.example"}}]),
     r"order-plz: compound \[a.example: dns: no such name\]"),
    ("order-plz", refusal("text/plain", "the contract\u202e has ended\n"),
     r"order-plz: the CA responded with HTTP status 400: "
     r"the contract\\u202e has ended"),
    ("order-plz", refusal("application/json", '"the contract has ended"'),
     "order-plz: the CA responded with HTTP status 400: "
     "the contract has ended"),
    ("order-plz", refusal("text/html", "<html><title>502</title>oops</html>"),
     "order-plz: the CA responded with HTTP status 400: 502"),
    ("order-plz", header("X-Long", "x" * 40000),
     "order-plz: HTTP response: its head is longer than 32768 bytes; trying"),
    ("authZ", tokens(lambda challenge: challenge.update(
        token="../../../etc/passwd")),
     "authZ/.*: the token '../../../etc/passwd' is not base64url"),
    ("authZ", tokens(lambda challenge: challenge.pop("token")),
     rf"the CA offers .*http-01 \(without a token\).*, and this server "
     rf"can respond to ({OURS})"),
    ("authZ", tokens(lambda challenge: challenge.update(type="moon-01")),
     rf"the CA offers moon-01, moon-01, .*, and this server can "
     rf"respond to ({OURS})"),
    ("certZ", cut(600), "issued certificate: PEM, line .*no END"),
    ("certZ", chain(lambda blocks: blocks[1:]),
     "issued certificate: chain: the first certificate is not for our key"),
)


class Hostile(Case):
    """One server that has a certificate; each attempt at another fails."""

    def setUp(self) -> None:
        super().setUp()
        # It falls due when that is wanted, however long a machine takes.
        self.forger = Forger(self.folder, self.ca(86400))
        self.addCleanup(self.forger.stop)
        self.acme = self.folder / "acme"
        self.acme.mkdir(mode=0o700)
        paths = {"auth-path": self.acme / "account.jwk",
                 "cert-path": self.acme / "server.pem",
                 "key-path": self.acme / "server.key"}
        self.serve = self.server(self.forger, options={
            option: str(path) for option, path in paths.items()})
        self.serve.auth_path, self.serve.cert_path, self.serve.key_path = \
            paths.values()
        self.leaf = self.issued(self.serve)[0]
        self.good = self.files()

    def files(self) -> Dict[Path, bytes]:
        return {path: path.read_bytes() for path in (
            self.serve.cert_path, self.serve.key_path, self.serve.auth_path)}

    def again(self) -> None:
        """It orders at once, whatever an earlier run learnt."""
        self.fall_due()
        self.start(self.serve)

    def fall_due(self) -> None:
        self.stopped(self.serve)
        let_fall_due(self.acme)

    def fails(self, words: str) -> None:
        self.again()
        self.serve.process.wait_line(words)
        self.assertEqual(self.chain(self.serve)[0].serial, self.leaf.serial)
        self.assertEqual(self.files(), self.good)

    def gets_another(self) -> None:
        self.again()
        self.assertNotEqual(self.issued(self.serve)[0].serial,
                            self.leaf.serial)

    def test_answers(self) -> None:
        for resource, forgery, words in FORGERIES:
            with self.subTest(words):
                # It may be about to try again: what it asked for before the
                # forgery would be issued.
                self.stopped(self.serve)
                self.forger.forgeries = {resource: forgery}
                self.fails(words)
        self.forger.forgeries = {}
        self.gets_another()

    def test_chain_for_another_key(self) -> None:
        """The one that is served now: its key is not the new one."""
        self.forger.forgeries = {"certZ": body(
            self.serve.cert_path.read_text())}
        self.fails("issued certificate: chain: the first certificate is not "
                   "for our key")
        self.forger.forgeries = {}
        self.gets_another()

    def test_all_that_is_allowed(self) -> None:
        self.forger.forgeries = {"": odd}
        self.gets_another()

    def is_refused(self, words: str) -> None:
        """The server ends with 2, as for an option that it does not know."""
        self.stopped(self.serve)
        self.serve.start()
        process, self.serve.process = self.serve.process, None
        self.assertEqual(process.wait(PATIENCE_S), 2, process.tail())
        self.assertRegex(process.tail(), words)
        self.assertEqual(self.files(), self.good)

    def test_mistakes_of_the_operator(self) -> None:
        """What is wrong in the options or files of a server that ran well."""
        other = Authority(self.folder, "other").certificate
        for outcome, option, value, words in (
                (self.fails, "ca-file", str(other), "localhost: certificate "
                 "is not trusted: no root known for its issuer"),
                (self.fails, "directory-url",
                 self.forger.directory[:-3] + "nowhere",
                 "/nowhere: the CA responded with HTTP status 404"),
                (self.is_refused, "directory-url", "http://localhost/dir",
                 'option "directory-url": .*http://localhost/dir.* not https'),
                (self.is_refused, "key-type", "rsa1024",
                 'option "key-type" is "rsa1024"'),
                (self.is_refused, "challenge", "moon-01",
                 'option "challenge" is "moon-01"')):
            with self.subTest(value):
                right = self.serve.options[option] \
                    if option in self.serve.options else None
                self.serve.options[option] = value
                outcome(words)
                del self.serve.options[option]
                if right:
                    self.serve.options[option] = right
        self.spoil_account_key()
        self.gets_another()

    def test_folder_that_is_read_only(self) -> None:
        """Said with path and errno, and no order is spent on it."""
        self.fall_due()
        n_orders, folder = self.orders(), str(self.acme)
        mount_read_only(self.acme)
        try:
            self.start(self.serve)
            line = self.serve.process.wait_line(FAILED)
            self.assertRegex(line, f"{folder}/.*: Read-only file system")
            self.assertEqual(self.chain(self.serve)[0].serial,
                             self.leaf.serial)
            self.stopped(self.serve)
        finally:
            unmount(self.acme)
        self.assertEqual(self.orders(), n_orders)
        self.assertEqual(self.files(), self.good)

    def orders(self) -> int:
        return self.forger.pebble.requests().count("POST /order-plz")

    def spoil_account_key(self) -> None:
        """It is never overwritten."""
        path = self.serve.auth_path
        key, self.good[path] = self.good[path], b"{ not a key"
        path.write_bytes(self.good[path])
        self.fails(FAILED + re.escape(str(path)) + ": .*; it is left as it "
                   "is: mend it, or move it away for a new key")
        path.write_bytes(key)
