# SPDX-License-Identifier: MIT
"""tls-alpn-01 (RFC 8737): a certificate by port 443 alone."""
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Optional

from harness.case import NAME, Case, program
from harness.lws import TLS, TLS_1_2, VERSIONS
from harness.validator import ACME, Seen, shake, shake_with, unverified
from rig.client import Client
from rig.pebble import Pebble
from rig.ports import free_port
from rig.server import FAILED, Server, TwoVhosts

GET = f"GET / HTTP/1.0\r\nHost: {NAME}\r\n\r\n".encode()


class AlpnCase(Case):
    def alone(self, ca: Pebble, **options: str) -> Server:
        """A server with no HTTP port."""
        return self.server(ca, options={"http-port": None, **options})

    def tried(self, ca: Pebble) -> "tuple[int, int]":
        """How many challenges were tried, and how many of them by HTTP.

        Pebble looks three times, and tells of HTTP only.
        """
        looks = ca.process.count("Attempting to validate w/ HTTP")
        return ca.requests().count("POST /chalZ"), (looks + 2) // 3

    def is_answer(self, seen: Seen) -> None:
        """The challenge's certificate, and nothing behind it."""
        self.assertEqual(seen.protocol, ACME)
        self.assertEqual(seen.names, [NAME])
        self.assertTrue(seen.is_challenge)
        self.assertEqual(seen.after, b"")

    def is_page(self, seen: Seen) -> None:
        """The server's own certificate, and the page that was asked for."""
        self.assertNotEqual(seen.protocol, ACME)
        self.assertFalse(seen.is_challenge)
        self.assertTrue(seen.after.endswith(b"a page\n"), seen.after)

    def is_refused(self, server: Server, name: Optional[str]) -> None:
        """There is no challenge of this name, and the server says so."""
        with self.assertRaisesRegex(ssl.SSLError, "UNRECOGNIZED_NAME"):
            shake(server.port, name)


class Alone(AlpnCase):
    def test_first_certificate(self) -> None:
        ca = self.ca()
        server = self.alone(ca)
        self.assertEqual(self.issued(server)[0].names, [NAME])
        self.assertEqual(self.client(server).get(), (200, b"a page\n"))
        self.assertEqual(self.tried(ca), (1, 0))

    def test_ten_names(self) -> None:
        ca = self.ca()
        others = [f"n{i}.example.test" for i in range(9)]
        server = self.alone(ca, **{"subject-alt-name": ",".join(others)})
        self.assertEqual(sorted(self.issued(server)[0].names),
                         sorted([NAME, *others]))
        self.assertEqual(self.tried(ca), (10, 0))

    def test_renewal_while_it_serves(self) -> None:
        """Ordinary requests on the same port go on, all of them right."""
        ca = self.ca(15)  # renewed after ten seconds
        server = self.alone(ca)
        before = self.issued(server)[0]
        self.assertGreater(self.pages_until_issued(server, 2), 20)
        self.assertNotEqual(self.chain(server)[0].serial, before.serial)
        # Of a hundred Pebbles one hands the valid authorization back.
        self.assertIn(self.tried(ca), ((2, 0), (1, 0)), ca.requests())


class SharedPort(AlpnCase):
    """The first vhost, without a certificate, gets the hellos for both."""

    def second(self, *more: str) -> None:
        server = TwoVhosts(program("ACME_TWO_VHOSTS"), self.folder, self.ca(),
                           NAME)
        server.more = list(more)
        self.serving(server)
        self.assertEqual(self.issued(server)[0].names, [NAME])
        self.is_answer(shake(server.port, NAME))
        self.is_refused(server, "first.example.test")

    def test_first_has_the_protocol(self) -> None:
        self.second()

    def test_first_does_not_know_it(self) -> None:
        self.second("unmanaged")


class Http(AlpnCase):
    def test_where_there_is_a_vhost(self) -> None:
        ca = self.ca()
        self.issued(self.server(ca))
        self.assertEqual(self.tried(ca), (1, 1))

    def test_a_type_that_is_named_is_the_only_one(self) -> None:
        ca = self.ca()
        server = self.server(ca, options={"http-port": str(free_port()),
                                          "challenge": "http-01"})
        server.process.wait_line(FAILED)
        # lws 4.3 has the line's end on one of its own.
        server.process.wait_line(f"http://{NAME}")
        self.assertEqual(self.tried(ca), (1, 1))


class Auto(AlpnCase):
    def test_tls_alpn_where_http_fails(self) -> None:
        """The CA's clients don't come to the port of the HTTP vhost."""
        ca = self.ca()
        server = self.server(ca, options={"http-port": str(free_port())})
        self.issued(server)
        self.assertEqual(server.process.count(FAILED), 0)
        self.assertEqual(self.tried(ca), (2, 1))

    def test_tls_alpn_that_is_named(self) -> None:
        ca = self.ca()
        self.issued(self.server(ca, options={"challenge": "tls-alpn-01"}))
        self.assertEqual(self.tried(ca), (1, 0))


class Visits(AlpnCase):
    """An answer is served for a minute more, once its order is done."""

    def test_who_gets_what(self) -> None:
        server = self.alone(self.ca())
        self.issued(server)
        for version in VERSIONS:
            self.is_answer(shake(server.port, NAME, version=version,
                                 request=GET))
            others_of = [[ACME, "http/1.1"], ["http/1.1", ACME],
                         ["http/1.1"], []]
            if TLS == "openssl":  # mbedTLS wants one that lws speaks
                others_of.append([ACME, ACME])
            for others in others_of:
                self.is_page(shake(server.port, NAME, others, version, GET))
        self.is_answer(shake(server.port, NAME.upper()))
        self.is_refused(server, "other.example.test")
        self.is_refused(server, "x" + NAME)
        self.is_refused(server, None)
        self.is_page(shake(server.port, "other.example.test", [],
                           request=GET))

    def test_no_session_leads_elsewhere(self) -> None:
        """Neither is one handed out, nor an ordinary one taken up again."""
        server = self.alone(self.ca())
        self.issued(server)
        context = unverified()
        context.maximum_version = TLS_1_2
        page = shake_with(context, server.port, NAME)
        # lws with mbedTLS hands out none.
        self.assertEqual(page.session.has_ticket, TLS == "openssl")
        context.set_alpn_protocols([ACME])
        answer = shake_with(context, server.port, NAME, session=page.session)
        self.is_answer(answer)
        self.assertFalse(answer.resumed)
        self.assertFalse(answer.session and answer.session.has_ticket)

    def test_before_there_is_a_certificate(self) -> None:
        """A slow CA: the answer is there, the certificate is not."""
        ca = self.ca(PEBBLE_VA_NOSLEEP="0", PEBBLE_VA_SLEEPTIME="600")
        server = self.alone(ca)
        ca.process.wait_line("POST /chalZ")
        self.is_answer(shake(server.port, NAME, request=GET))
        self.assertRaises(ssl.SSLError, shake, server.port, NAME, [])

    def test_without_a_challenge(self) -> None:
        """Refused, and not served as HTTP."""
        ca = self.ca()
        server = self.alone(ca)
        self.issued(server)
        self.stopped(server)
        self.start(server)
        server.process.wait_listening(server.port)
        self.is_refused(server, NAME)
        self.wait_restored(server)
        self.is_refused(server, NAME)
        self.is_page(shake(server.port, NAME, [], request=GET))

    def test_a_crowd(self) -> None:
        """20 validators side by side, 100 ordinary handshakes a second."""
        server = self.alone(self.ca())
        self.issued(server)
        over = threading.Event()
        with ThreadPoolExecutor(40) as crowd:
            visits = crowd.submit(self.stream_of_visits, server, over)
            answers = [crowd.submit(self.validate, server)
                       for _ in range(20)]
            n_answers = sum(answer.result() for answer in answers)
            over.set()
            n_visits, seconds = visits.result()
        print(f"{n_answers} validations, {n_visits} visits at "
              f"{n_visits / seconds:.0f}/s, all served right")
        self.assertEqual(n_answers, 20 * 20)
        self.assertGreater(n_visits, 100)

    def validate(self, server: Server) -> int:
        first = shake(server.port, NAME)
        self.is_answer(first)
        for _ in range(19):
            seen = shake(server.port, NAME)
            self.assertEqual(seen.certificate, first.certificate)
            self.assertEqual(seen.protocol, ACME)
        return 20

    def stream_of_visits(self, server: Server,
                         over: threading.Event) -> "tuple[int, float]":
        """At least three seconds of them; how many, in which time."""
        began = time.monotonic()
        with ThreadPoolExecutor(10) as pool:
            visits = []
            while not over.is_set() or time.monotonic() < began + 3:
                visits.append(pool.submit(self.visit, server))
                next_at = began + len(visits) / 100
                # sleeps: a hundred visits a second are what is measured
                time.sleep(max(0, next_at - time.monotonic()))
            for visit in visits:
                visit.result()
        return len(visits), time.monotonic() - began

    def visit(self, server: Server) -> None:
        """A verified handshake."""
        client = Client(server.port, NAME, self.root)
        self.assertIn(("DNS", NAME),
                      client.sock.getpeercert()["subjectAltName"])
        client.close()
