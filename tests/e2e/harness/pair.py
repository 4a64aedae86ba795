# SPDX-License-Identifier: MIT
"""A certificate and a key on disk."""
import datetime
import secrets
import subprocess
import tempfile
from pathlib import Path
from typing import Sequence, Tuple


def _openssl(words: Sequence[str]) -> bytes:
    return subprocess.run(["openssl", *words], check=True,
                          stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE).stdout


def matches(cert: Path, key: Path) -> bool:
    """Is the key that of the certificate?"""
    try:
        return _openssl(["x509", "-in", str(cert), "-noout", "-pubkey"]) == \
            _openssl(["pkey", "-in", str(key), "-pubout"])
    except subprocess.CalledProcessError:
        return False


def assert_pair(cert: Path, key: Path) -> None:
    if not matches(cert, key):
        raise AssertionError(f"{cert} and {key} do not match")


def serial(cert: Path) -> int:
    text = _openssl(["x509", "-in", str(cert), "-noout", "-serial"])
    return int(text.decode().partition("=")[2], 16)


def same(cert: Path, number: int) -> bool:
    """Is it there, with this serial number?"""
    return cert.exists() and serial(cert) == number


NEW_P256 = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")


def make_pair(folder: Path, days: int = 30,
              of_key: Sequence[str] = NEW_P256) -> Tuple[bytes, bytes]:
    """A CA's certificate and its key, which ${folder} does not keep; ${of_key}
    are openssl's words for a new one, or for one that is there."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        work = Path(name)
        cert, key, ca, ca_key = (work / name for name in (
            "crt", "key", "ca", "ca_key"))
        _openssl(["req", "-x509", *NEW_P256, "-nodes", "-keyout", str(ca_key),
                  "-out", str(ca), "-subj", "/CN=Somebody's CA"])
        _openssl(["req", "-x509", *of_key, "-nodes", "-keyout", str(key),
                  "-out", str(cert), "-CA", str(ca), "-CAkey", str(ca_key),
                  "-subj", "/CN=home.example.test", "-addext",
                  "subjectAltName=DNS:home.example.test", "-addext",
                  "basicConstraints=critical,CA:FALSE", "-days", str(days)])
        there = Path(of_key[1]) if of_key[0] == "-key" else key
        return cert.read_bytes(), there.read_bytes()


def make_placeholder(folder: Path) -> Tuple[bytes, bytes]:
    """A self-signed one of ten years, as a distribution makes them."""
    cert, key = folder / "made.pem", folder / "made.key"
    _openssl(["req", "-x509", *NEW_P256, "-nodes", "-keyout", str(key), "-out",
              str(cert), "-subj", "/CN=home.example.test", "-addext",
              "subjectAltName=DNS:home.example.test", "-days", "3650"])
    texts = cert.read_bytes(), key.read_bytes()
    cert.unlink()
    key.unlink()
    return texts


_AUTHORITY = """[ca]
default_ca = one
[one]
database = {0}/index.txt
serial = {0}/serial
new_certs_dir = {0}
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = DNS:home.example.test
"""


def make_due_pair(folder: Path) -> Tuple[bytes, bytes]:
    """The same, of 90 days of which three are left: each client renews it."""
    def stamp(days: int) -> str:
        when = datetime.datetime.utcnow() + datetime.timedelta(days=days)
        return when.strftime("%Y%m%d%H%M%SZ")

    with tempfile.TemporaryDirectory(dir=folder) as name:
        work = Path(name)
        (work / "index.txt").touch()
        (work / "serial").write_text(f"{secrets.randbits(64) | 1 << 62:X}")
        (work / "cnf").write_text(_AUTHORITY.format(work))
        _openssl(["req", *NEW_P256, "-new", "-nodes", "-keyout",
                  str(work / "key"), "-out", str(work / "csr"), "-subj",
                  "/CN=home.example.test"])
        _openssl(["ca", "-config", str(work / "cnf"), "-selfsign", "-keyfile",
                  str(work / "key"), "-in", str(work / "csr"), "-out",
                  str(work / "crt"), "-notext", "-batch", "-startdate",
                  stamp(-87), "-enddate", stamp(3)])
        return (work / "crt").read_bytes(), (work / "key").read_bytes()
