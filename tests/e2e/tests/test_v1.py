# SPDX-License-Identifier: MIT
"""A CA that speaks ACME v1: issuance and renewal by http-01 and tls-sni-01."""
import json
import ssl
import urllib.error
import urllib.request
from typing import Tuple

from harness.account import rsa_jwk
from harness.acme_v1_ca import AcmeV1
from harness.case import NAME, Case
from rig.client import served_chain
from rig.server import FAILED, ISSUED

FIRST = ["GET /directory", "POST /new-reg", "POST /reg", "POST /new-authz",
         "POST /challenge", "GET /authz", "POST /new-cert",
         "GET /issuer-cert"]


class V1Case(Case):
    def v1(self, validity_s: int = 300) -> AcmeV1:
        ca = AcmeV1(self.folder, validity_s)
        ca.start()
        self.addCleanup(ca.stop)
        self.root = ca.roots()
        return ca

    def served(self, server, ca: AcmeV1, nth: int = 1):
        """The chain behind the ${nth} certificate, up to the CA's root."""
        server.process.wait_line(ISSUED, nth=nth)
        chain = served_chain(server.port, server.name, ca.roots())
        self.assertEqual(len(chain), 2)
        self.assertEqual(chain[0].issuer, "AcmeV1 Intermediate")
        return chain[0]


class V1(V1Case):
    def names(self, n: int, kind: str) -> None:
        """Issued, and then renewed by the same account; 'auto' has chosen."""
        others = [f"n{i}.example.test" for i in range(1, n)]
        options = {"subject-alt-name": ",".join(others)} if others else {}
        if kind == "tls-sni-01":
            options["http-port"] = None
        ca = self.v1(validity_s=20)
        server = self.server(ca, options=options)
        before = self.served(server, ca)
        first = ca.requests()
        self.assertEqual(sorted(before.names), sorted([NAME, *others]))
        after = self.served(server, ca, nth=2)
        self.assertNotEqual(after.serial, before.serial)
        self.assertEqual(sorted(after.names), sorted(before.names))
        self.assertEqual(ca.tried, 2 * n * [kind])
        self.assertEqual(first.count("POST /new-authz"), n)
        self.assertEqual(set(first) - {"HEAD /directory"}, set(FIRST))
        self.assertEqual(len(ca.accounts), 1)
        self.assertEqual(ca.requests().count("POST /new-reg"), 1)

    def test_1_name_by_http(self) -> None:
        self.names(1, "http-01")

    def test_10_names_by_http(self) -> None:
        self.names(10, "http-01")

    def test_1_name_by_tls(self) -> None:
        self.names(1, "tls-sni-01")

    def test_10_names_by_tls(self) -> None:
        self.names(10, "tls-sni-01")


class Account(V1Case):
    def test_rsa_key_and_known_account(self) -> None:
        """RS256; without the certificate and the state: 409 and Location."""
        ca = self.v1()
        jwk = rsa_jwk(self.folder / "rsa.pem", 2048)
        path = self.folder / "account.jwk"
        path.write_text(json.dumps(jwk))
        path.chmod(0o600)
        server = self.server(ca)
        before = self.served(server, ca)
        self.stopped(server)
        server.key_path.unlink()
        server.cert_path.unlink()
        for state in self.folder.glob("*.state"):
            state.unlink()
        self.start(server)
        self.assertNotEqual(self.served(server, ca).serial, before.serial)
        self.assertEqual(len(ca.accounts), 1)
        self.assertEqual(ca.requests().count("POST /new-reg"), 2)
        account, = ca.accounts.values()
        self.assertTrue(account["agreed"])
        self.assertEqual(account["contact"], ["mailto:admin@example.test"])


class Refusals(V1Case):
    def test_bad_nonce(self) -> None:
        """The nonce after new-reg is worthless; the refusal brings the next."""
        ca = self.v1()
        new_reg, nonce = ca.new_reg, ca.nonce

        def worthless() -> str:
            ca.nonce = nonce
            return "worthless"

        def then_worthless(key, payload):
            ca.nonce = worthless
            return new_reg(key, payload)
        ca.new_reg = then_worthless
        self.served(self.server(ca), ca)
        self.assertEqual(ca.refused, ["badNonce"])

    def test_no_answer(self) -> None:
        """http-01 that the CA can't fetch: it says so, and is quoted."""
        ca = self.v1()
        server_port, ca.http_port = ca.http_port, 1
        server = self.server(ca, options={"http-port": str(server_port),
                                          "challenge": "http-01"})
        line = server.process.wait_line(FAILED)
        self.assertIn("no new certificate: http-01: unauthorized: ", line)
        self.assertEqual(ca.tried, ["http-01"])

    def ask(self, ca: AcmeV1, body: bytes) -> Tuple[int, str]:
        context = ssl.create_default_context(cafile=str(ca.ca_file))
        request = urllib.request.Request(f"{ca.base}/new-reg", body)
        try:
            with urllib.request.urlopen(request, context=context) as answer:
                return answer.status, ""
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)["type"]

    def test_the_ca_verifies(self) -> None:
        """It is no judge that lets everything pass."""
        ca = self.v1()
        self.assertEqual(self.ask(ca, b"{}"),
                         (400, "urn:acme:error:malformed"))
        self.assertEqual(self.ask(ca, b'{"protected":"e30","payload":"e30",'
                                  b'"signature":""}'),
                         (400, "urn:acme:error:malformed"))
