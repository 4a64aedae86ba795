# SPDX-License-Identifier: MIT
"""What stands at cert-path and key-path is of no use: that is said, it counts
as missing, a new certificate is got, and what was there is kept."""
import os
from pathlib import Path
from typing import List, Optional

from harness import TOP
from harness.case import NAME, Case
from harness.pair import assert_pair, make_pair, serial
from rig.server import Server

MADE = TOP / "tests/data/tls"  # expired.pem and leaf.key are a pair
# Said of what lws was about to be given, or else of what the plugin found.
COUNTS_AS_MISSING = "moving invalid files to .bad: |" \
                    "the stored certificate and key are unusable; requesting new"


class BadPair(Case):
    def put(self, server: Server, cert: Optional[bytes],
            key: Optional[bytes]) -> None:
        for path, text in ((server.cert_path, cert), (server.key_path, key)):
            if text is not None:
                path.write_bytes(text)
                path.chmod(0o600)

    def begin(self, cert: Optional[bytes], key: Optional[bytes]) -> Server:
        ca = self.ca()
        server = Server(Path(os.environ["ACME_SERVER"]), self.folder, ca,
                        NAME, {"root": str(self.pages())})
        self.put(server, cert, key)
        return self.serving(server)

    def kept(self, path: Path) -> List[bytes]:
        return [each.read_bytes()
                for each in sorted(path.parent.glob(path.name + ".*"))
                if each.suffix != ".lock"]

    def mended(self, server: Server, cert: bytes, key: bytes) -> None:
        """A new pair is served and saved, and the old files are there."""
        leaf = self.issued(server)[0]
        self.wait_for(lambda: serial(server.cert_path) ==
                      int(leaf.serial, 16))
        assert_pair(server.cert_path, server.key_path)
        self.assertIn(cert, self.kept(server.cert_path))
        self.assertIn(key, self.kept(server.key_path))
        self.assertEqual(self.client(server).get(), (200, b"a page\n"))

    def is_no_pair(self, cert: bytes, key: bytes, named: str) -> None:
        """${named} is the file with which something is wrong."""
        server = self.begin(cert, key)
        server.process.wait_message(COUNTS_AS_MISSING, f'vhost "{NAME}"',
                                    str(getattr(server, named)))
        self.mended(server, cert, key)
        for path in (server.cert_path, server.key_path):
            self.assertEqual(server.process.count(
                f'vhost "{NAME}": invalid file {path} moved to '
                f'{path}.bad'), 1)
        self.assertEqual(server.process.count(COUNTS_AS_MISSING), 1)

    def test_does_not_match(self) -> None:
        cert, _ = make_pair(self.folder)
        _, key = make_pair(self.folder)
        self.is_no_pair(cert, key, "cert_path")

    def test_is_empty(self) -> None:
        self.is_no_pair(b"", b"", "key_path")

    def test_certificate_is_empty(self) -> None:
        self.is_no_pair(b"", make_pair(self.folder)[1], "cert_path")

    def test_key_is_empty(self) -> None:
        self.is_no_pair(make_pair(self.folder)[0], b"", "key_path")

    def test_is_no_pem(self) -> None:
        self.is_no_pair(b"a certificate\n", b"\x00\xff\x30\x82" * 99,
                        "key_path")

    def test_certificate_is_no_pem(self) -> None:
        """DER, as some tools write it."""
        _, key = make_pair(self.folder)
        self.is_no_pair(bytes(range(256)), key, "cert_path")

    def test_certificate_is_cut(self) -> None:
        cert, key = make_pair(self.folder)
        self.is_no_pair(cert[:len(cert) // 2], key, "cert_path")

    def test_key_is_missing(self) -> None:
        cert, _ = make_pair(self.folder)
        server = self.begin(cert, None)
        self.says_missing(server, server.cert_path, server.key_path)
        self.assertEqual(self.kept(server.cert_path), [cert])

    def test_certificate_is_missing(self) -> None:
        _, key = make_pair(self.folder)
        server = self.begin(None, key)
        self.says_missing(server, server.key_path, server.cert_path)
        self.assertEqual(self.kept(server.key_path), [key])

    def says_missing(self, server: Server, there: Path, gone: Path) -> None:
        server.process.wait_message(
            COUNTS_AS_MISSING,
            f'vhost "{NAME}": {there} is there, but {gone} is not')
        self.issued(server)
        assert_pair(server.cert_path, server.key_path)

    def test_has_expired(self) -> None:
        """It is a pair all the same, so it is kept as lws keeps them."""
        cert = (MADE / "expired.pem").read_bytes()
        key = (MADE / "leaf.key").read_bytes()
        server = self.begin(cert, key)
        server.process.wait_message("valid until 2001-01-01",
                                    "is served until there is a new one")
        self.mended(server, cert, key)
        self.assertEqual(
            Path(f"{server.cert_path}.old.0").read_bytes(), cert)

    def test_again_and_again(self) -> None:
        """None of the files that were bad takes another one's place."""
        pairs = [make_pair(self.folder) for _ in range(3)]
        server = self.begin(pairs[0][0], pairs[1][1])
        self.mended(server, pairs[0][0], pairs[1][1])
        self.stopped(server)
        self.put(server, pairs[1][0], pairs[2][1])
        self.start(server)
        self.mended(server, pairs[1][0], pairs[2][1])
        self.assertIn(pairs[0][0], self.kept(server.cert_path))
        self.assertIn(pairs[1][1], self.kept(server.key_path))
