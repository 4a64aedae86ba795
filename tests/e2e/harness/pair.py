# SPDX-License-Identifier: MIT
"""A certificate and a key on disk."""
import subprocess
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


def make_pair(folder: Path, days: int = 30) -> Tuple[bytes, bytes]:
    """A self-signed certificate and its key, which ${folder} does not keep."""
    cert, key = folder / "made.pem", folder / "made.key"
    _openssl(["req", "-x509", "-newkey", "ec", "-pkeyopt",
              "ec_paramgen_curve:P-256", "-nodes", "-keyout", str(key),
              "-out", str(cert), "-subj", "/CN=home.example.test", "-addext",
              "subjectAltName=DNS:home.example.test", "-days", str(days)])
    texts = cert.read_bytes(), key.read_bytes()
    cert.unlink()
    key.unlink()
    return texts
