# SPDX-License-Identifier: MIT
"""Pairs of kinds that no CA would be asked for here, and that lws serves without
the plugin: they are served and kept while the CA is away, as root and without a
right to the files.  What lws's TLS library does not take is said, and moved away.

As root, and with the server's user changed: only root can do that.
"""
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

from harness import TOP
from harness.case import NAME
from harness.lws import TLS
from harness.pair import make_pair
from harness.rootless import USER, AcmeServer, RootlessCase, privseps
from rig.pki import openssl
from rig.ports import free_port
from rig.server import Server

CERTIFICATE = b" CERTIFICATE-----"
RSA_8192 = TOP / "tests/data/crypto/rsa8192.pem"  # made once: that takes a minute
Pair = Tuple[bytes, bytes]
Kind = Callable[[Path], Pair]


def of_key(*words: str) -> Kind:
    return lambda folder: make_pair(folder, of_key=words)


def with_more(more: Callable[[Path, Pair], bytes]) -> Kind:
    """What is behind the certificate in its file."""
    def make(folder: Path) -> Pair:
        cert, key = make_pair(folder)
        return cert + more(folder, (cert, key)), key
    return make


def key_first(folder: Path) -> Pair:
    cert, key = make_pair(folder)
    return key + cert, key


def parameters_first(folder: Path) -> Pair:
    """As openssl ecparam -genkey writes a key."""
    cert, key = make_pair(folder)
    return cert, openssl("ecparam", "-name", "prime256v1").encode() + key


def labelled(label: bytes) -> Kind:
    def make(folder: Path) -> Pair:
        cert, key = make_pair(folder)
        return cert.replace(CERTIFICATE, b" " + label + b"-----"), key
    return make


def trusted(folder: Path) -> Pair:
    """OpenSSL puts its words of trust behind the certificate."""
    cert, key = make_pair(folder)
    return openssl("x509", "-trustout", "-addtrust", "serverAuth",
                   "-setalias", "home", stdin=cert.decode()).encode(), key


def marked(folder: Path) -> Pair:
    """As an editor saves them."""
    cert, key = make_pair(folder)
    return b"\xef\xbb\xbf" + cert, b"\xef\xbb\xbf" + key


KINDS: Dict[str, Kind] = {
    "p521": of_key("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"),
    "ed25519": of_key("-newkey", "ed25519"),
    "rsa8192": of_key("-key", str(RSA_8192)),
    "with-key": with_more(lambda folder, pair: pair[1]),
    "key-first": key_first,
    "with-ec-parameters": with_more(lambda folder, pair: openssl(
        "ecparam", "-name", "prime256v1").encode()),
    "with-dh-parameters": with_more(lambda folder, pair: openssl(
        "dhparam", "-dsaparam", "512").encode()),
    "with-foreign": with_more(lambda folder, pair: make_pair(folder)[0]),
    "parameters-first": parameters_first,
    "trusted": trusted,
    "trusted-label": labelled(b"TRUSTED CERTIFICATE"),
    "x509-label": labelled(b"X509 CERTIFICATE"),
    "byte-order-mark": marked,
}

# What lws with mbedTLS does not load: it decodes a file's first block.
REFUSED = () if TLS == "openssl" else (
    "ed25519", "key-first", "parameters-first", "byte-order-mark")
ADOPTED = "is good, and kept: none is ordered"
COUNTS_AS_MISSING = "moving invalid files to .bad: |" \
                    "the stored certificate and key are unusable; requesting new"


def serial_of(pem: str) -> str:
    return openssl("x509", "-noout", "-serial", stdin=pem)


class Kinds(RootlessCase):
    def setUp(self) -> None:
        super().setUp()
        self.away = self.ca(start=False)

    def start_with(self, folder: Path, pair: Pair,
                   user: Optional[str]) -> Server:
        server = AcmeServer(self.folder, self.away, user)
        folder.mkdir(mode=0o700)
        server.auth_path = folder / "account.jwk"
        server.cert_path, server.key_path = folder / "crt", folder / "key"
        for path, text in zip((server.cert_path, server.key_path), pair):
            path.touch(0o600)
            path.write_bytes(text)
        server.port = free_port()
        server.options.update({
            "auth-path": str(server.auth_path), "port": str(server.port),
            "cert-path": str(server.cert_path),
            "key-path": str(server.key_path), "http-port": str(free_port())})
        return self.serving(server)

    def bad(self, server: Server) -> List[bytes]:
        """What was moved away of the certificate and the key."""
        return [path.read_bytes()
                for path in (Path(f"{server.cert_path}.bad"),
                             Path(f"{server.key_path}.bad"))
                if path.exists()]

    def adopted(self, server: Server, pair: Pair) -> None:
        server.process.wait_line(ADOPTED)
        # Its issuer is itself, so who looks can't verify it.
        seen = openssl("s_client", "-connect", f"127.0.0.1:{server.port}",
                       "-servername", NAME)
        self.assertEqual(serial_of(seen),
                         serial_of(pair[0].decode(errors="ignore")))
        self.assertEqual((server.cert_path.read_bytes(),
                          server.key_path.read_bytes()), pair)
        self.assertEqual(self.bad(server), [])

    def refused_kind(self, server: Server, pair: Pair) -> None:
        server.process.wait_line(COUNTS_AS_MISSING)
        self.wait_for(lambda: self.bad(server) == list(pair))

    def served(self, user: Optional[str]) -> None:
        """All at once, as each takes a moment to start."""
        pairs = {kind: make(self.folder) for kind, make in KINDS.items()}
        servers = {kind: self.start_with(self.folder / kind, pair, user)
                   for kind, pair in pairs.items()}
        self.wait_for(lambda: len(privseps(self.folder)) ==
                      (len(servers) if user else 0))
        for kind, server in servers.items():
            with self.subTest(kind=kind):
                if kind in REFUSED:
                    self.refused_kind(server, pairs[kind])
                else:
                    self.adopted(server, pairs[kind])

    def test_as_root(self) -> None:
        self.served(None)

    def test_without_a_right_to_the_files(self) -> None:
        self.served(USER)
