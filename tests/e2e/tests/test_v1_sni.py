# SPDX-License-Identifier: MIT
"""tls-sni-01 (ACME v1): who gets which certificate, and who is served."""
import ssl
from typing import Optional

from harness.acme_v1_ca import AcmeV1
from harness.acme_v1_va import sni_name
from harness.case import NAME, PATIENCE_S, program
from harness.validator import ACME, Seen, shake
from rig.server import FAILED, Server, TwoVhosts
from test_v1 import V1Case

GET = f"GET / HTTP/1.0\r\nHost: {NAME}\r\n\r\n".encode()
NOBODY = sni_name("no such answer")


class SniCase(V1Case):
    def alone(self, ca: AcmeV1, **options: Optional[str]) -> Server:
        """A server with no HTTP port."""
        return self.server(ca, options={"http-port": None, **options})

    def is_answer(self, seen: Seen, name: str) -> None:
        """The challenge's certificate, and nothing behind it."""
        self.assertIsNone(seen.protocol)
        self.assertEqual(seen.names, [name])
        self.assertEqual(seen.after, b"")

    def is_page(self, seen: Seen) -> None:
        """The server's own certificate, and the page that was asked for."""
        self.assertEqual(seen.names, [NAME])
        self.assertTrue(seen.after.endswith(b"a page\n"), seen.after)


class Auto(SniCase):
    def test_http_where_there_is_a_vhost(self) -> None:
        ca = self.v1()
        self.served(self.server(ca), ca)
        self.assertEqual(ca.tried, ["http-01"])

    def test_tls_sni_where_http_fails(self) -> None:
        """The CA's clients don't come to the port of the HTTP vhost."""
        ca = self.v1()
        server_port, ca.http_port = ca.http_port, 1
        server = self.server(ca, options={"http-port": str(server_port)})
        self.served(server, ca)
        self.assertEqual(server.process.count(FAILED), 0)
        self.assertEqual(ca.tried, ["http-01", "tls-sni-01"])

    def test_a_type_that_is_named(self) -> None:
        ca = self.v1()
        self.served(self.server(ca, options={"challenge": "tls-sni-01"}), ca)
        self.assertEqual(ca.tried, ["tls-sni-01"])

    def test_no_answer(self) -> None:
        """The CA's client can't connect: it says so, and is quoted."""
        ca = self.v1()
        server_port, ca.tls_port = ca.tls_port, 1
        server = self.alone(ca, port=str(server_port))
        line = server.process.wait_line(FAILED)
        self.assertIn("no new certificate: tls-sni-01: unauthorized: ", line)


class SharedPort(SniCase):
    def test_second_vhost_of_a_port(self) -> None:
        """The first one, without a certificate, gets the hellos for both."""
        ca = self.v1()
        server = self.serving(TwoVhosts(program("ACME_TWO_VHOSTS"),
                                        self.folder, ca, NAME))
        self.served(server, ca)
        self.assertEqual(ca.tried, ["tls-sni-01"])
        name = sni_name(ca.answers[0])
        self.is_answer(shake(server.port, name, ()), name)


class Visits(SniCase):
    """An answer is served for a minute more, once its certificate is there."""

    def test_who_gets_what(self) -> None:
        ca = self.v1()
        server = self.alone(ca)
        self.served(server, ca)
        name = sni_name(ca.answers[0])
        for others in ((), ("http/1.1",), ("h2", "http/1.1"), ("h2", ACME)):
            self.is_answer(shake(server.port, name, others, request=GET), name)
        for others in ((), ("http/1.1",), ("http/1.1", ACME)):
            self.is_page(shake(server.port, NAME, others, request=GET))
            self.is_page(shake(server.port, NOBODY, others, request=GET))
        self.is_answer(shake(server.port, name, (), ssl.TLSVersion.TLSv1_2,
                             GET), name)
        self.is_answer(shake(server.port, name.upper(), ()), name)
        for nobody in (NAME, name, None):
            with self.assertRaisesRegex(ssl.SSLError, "UNRECOGNIZED_NAME"):
                shake(server.port, nobody)

    def test_before_there_is_a_certificate(self) -> None:
        """The answer is there while ordinary clients get nothing."""
        ca = self.v1()
        ca.may_look.clear()
        server = self.alone(ca)
        self.assertTrue(ca.looks.wait(PATIENCE_S))
        name = sni_name(ca.answers[0])
        self.is_answer(shake(server.port, name, (), request=GET), name)
        for other in (NAME, NOBODY):
            self.assertRaises(ssl.SSLError, shake, server.port, other, ())
        ca.may_look.set()
        self.served(server, ca)

    def test_after_a_restart(self) -> None:
        """Then it is a name like others."""
        ca = self.v1()
        server = self.alone(ca)
        self.served(server, ca)
        self.stopped(server)
        self.start(server)
        self.wait_restored(server)
        self.is_page(shake(server.port, sni_name(ca.answers[0]), (),
                           request=GET))

    def test_renewal_while_it_serves(self) -> None:
        """Ordinary requests on the same port go on, all of them right."""
        ca = self.v1(validity_s=15)  # renewed after ten seconds
        server = self.alone(ca)
        before = self.served(server, ca)
        self.assertGreater(self.pages_until_issued(server, 2), 20)
        self.assertNotEqual(self.served(server, ca, 2).serial, before.serial)
