# SPDX-License-Identifier: MIT
"""Kinds of keys, and an account key that another tool wrote."""
import json
from typing import List

from harness.account import account_status, rsa_jwk
from harness.case import NAME, Case, program
from harness.lws import VERSIONS
from rig.client import Certificate, Refused, served_chain
from rig.server import FAILED, Server
from test_processes import TAKEN, ProcessesCase

# The only ones that a client takes.
SIGNATURES = {"id-ecPublicKey": "ECDSA+SHA256",
              "rsaEncryption": "RSA-PSS+SHA256:RSA+SHA256"}
EC, RSA = "id-ecPublicKey 256 bit", "rsaEncryption 2048 bit"


class CertificateKey(Case):
    def kind(self, key_type: str, want: str) -> None:
        server = self.server(self.ca(), options={"key-type": key_type})
        self.assertEqual(self.issued(server)[0].key, want)

    def test_p384(self) -> None:
        self.kind("p384", "id-ecPublicKey 384 bit")

    def test_rsa2048(self) -> None:
        self.kind("rsa2048", "rsaEncryption 2048 bit")

    def test_rsa3072(self) -> None:
        self.kind("rsa3072", "rsaEncryption 3072 bit")

    def test_rsa4096(self) -> None:
        self.kind("rsa4096", "rsaEncryption 4096 bit")


class AccountKey(Case):
    def foreign(self, bits: int) -> None:
        """It is the one that is used, and it is left as it was."""
        ca = self.ca()
        pem = self.folder / "other-tool.pem"
        jwk = rsa_jwk(pem, bits)
        self.assertEqual(account_status(ca, pem, jwk), 400)
        text = json.dumps(jwk, indent=4)
        (self.folder / "account.jwk").write_text(text)
        server = self.server(ca)
        self.issued(server)
        self.assertEqual(server.auth_path.read_text(), text)
        self.assertEqual(account_status(ca, pem, jwk), 200)

    def test_rsa2048_of_another_tool(self) -> None:
        self.foreign(2048)

    def test_rsa4096_of_another_tool(self) -> None:
        self.foreign(4096)

    def test_made_rsa2048(self) -> None:
        server = self.server(self.ca(),
                             options={"account-key-type": "rsa2048"})
        self.issued(server)
        self.assertEqual(json.loads(server.auth_path.read_text())["kty"],
                         "RSA")
        self.assert_mode(server.auth_path)

    def test_an_unreadable_one_is_never_overwritten(self) -> None:
        ca = self.ca()
        (self.folder / "account.jwk").write_text("{ not a key")
        server = self.server(ca)
        line = server.process.wait_line(FAILED)
        self.assertIn("account.jwk", line)
        self.assertEqual(server.auth_path.read_text(), "{ not a key")
        self.assertNotIn("POST /sign-me-up", ca.requests())


class KeyTypes(ProcessesCase):
    def is_served(self, server: Server, nth: int, want: str) -> None:
        """To a new client at once, with its full chain, whatever he speaks.
        Who wants the other kind of key gets none, and not an older one."""
        self.assertEqual(self.issued(server, nth)[0].key, want)
        for version in VERSIONS:
            flag = version.name.replace("TLSv", "-tls")
            for kind, signatures in SIGNATURES.items():
                speaks = (flag, "-sigalgs", signatures)
                if want.startswith(kind):
                    chain = self.chain_for(server, *speaks)
                    self.assertGreaterEqual(len(chain), 2, speaks)
                    self.assertEqual(chain[0].key, want)
                else:
                    self.assertRaisesRegex(Refused, "handshake failure",
                                           self.chain_for, server, *speaks)

    def chain_for(self, server: Server, *speaks: str) -> List[Certificate]:
        return served_chain(server.port, NAME, self.root, speaks=speaks)

    def test_ec_rsa_ec(self) -> None:
        """A running vhost has one of each kind in its life; what it did not
        get itself it takes from the files."""
        ca = self.ca(30)  # renewed after twenty seconds
        server = self.older(ca)
        self.is_served(server, 1, EC)
        for nth, (key_type, want) in enumerate((("rsa2048", RSA),
                                                ("p256", EC)), 2):
            renewing = self.newer(ca, **{"key-type": key_type})
            self.assertEqual(self.issued(renewing)[0].key, want)
            self.is_served(server, nth, want)
            self.stopped(renewing)
        self.assertEqual(server.process.count(TAKEN), 2)


class AcrossBackends(Case):
    """One account key, two programs: with this lws, and with another whose TLS
    library may be the other one.  It need not be removed in between."""

    def the_same_account(self, maker: str, other: str, kind: str) -> None:
        ca = self.ca()
        server = Server(program(maker), self.folder, ca, NAME,
                        {"root": str(self.pages()),
                         "account-key-type": kind})
        self.addCleanup(self.stopped, server)
        account = self.renewed(server)
        self.assertEqual(json.loads(account)["kty"],
                         "RSA" if kind.startswith("rsa") else "EC")
        for variable in (other, maker):
            server.program = program(variable)
            self.assertEqual(self.renewed(server), account)
        accounts = ca.process.count(r"There are now \d+ accounts in memory")
        self.assertEqual(accounts, 1, ca.process.tail(100))

    def renewed(self, server: Server) -> bytes:
        """A certificate more, and the account key that it was got with."""
        self.start(server)
        self.issued(server)
        self.stopped(server)
        server.key_path.unlink()
        server.cert_path.unlink()
        return server.auth_path.read_bytes()

    def test_ec_made_with_this_lws(self) -> None:
        self.the_same_account("ACME_SERVER", "ACME_OTHER_SERVER", "p256")

    def test_ec_made_with_the_other(self) -> None:
        self.the_same_account("ACME_OTHER_SERVER", "ACME_SERVER", "p256")

    def test_rsa_made_with_this_lws(self) -> None:
        self.the_same_account("ACME_SERVER", "ACME_OTHER_SERVER", "rsa2048")

    def test_rsa_made_with_the_other(self) -> None:
        self.the_same_account("ACME_OTHER_SERVER", "ACME_SERVER", "rsa2048")
