# SPDX-License-Identifier: MIT
"""Verifies a JWS (RFC 7515) whose key stands in it, RS256 or ES256, by
openssl."""
import base64
import hashlib
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Dict, Tuple

# AlgorithmIdentifiers (RFC 3279, RFC 5480), DER.
RSA = bytes.fromhex("300d06092a864886f70d0101010500")
P256 = bytes.fromhex("301306072a8648ce3d020106082a8648ce3d030107")
REQUIRED = {"RSA": ("e", "kty", "n"), "EC": ("crv", "kty", "x", "y")}
ALGORITHMS = {"RS256": "RSA", "ES256": "EC"}


class Wrong(Exception):
    """What is wrong with the JWS."""


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def thumbprint(jwk: Dict[str, str]) -> str:
    """RFC 7638."""
    members = {name: jwk[name] for name in REQUIRED[jwk["kty"]]}
    text = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return b64(hashlib.sha256(text.encode()).digest())


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    n = len(body)
    if n < 128:
        return bytes([tag, n]) + body
    size = n.to_bytes((n.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + body


def _integer(number: bytes) -> bytes:
    number = number.lstrip(b"\0") or b"\0"
    return _der(2, b"\0" * (number[0] >> 7), number)


def _public_key(jwk: Dict[str, str]) -> bytes:
    """SubjectPublicKeyInfo."""
    if jwk["kty"] == "RSA":
        algorithm = RSA
        key = _der(0x30, _integer(unb64(jwk["n"])), _integer(unb64(jwk["e"])))
    else:
        algorithm, key = P256, b"\4" + unb64(jwk["x"]) + unb64(jwk["y"])
    return _der(0x30, algorithm, _der(3, b"\0", key))


def _check(jwk: Dict[str, str], signed: bytes, signature: bytes) -> None:
    if jwk["kty"] == "EC":
        if len(signature) != 64:
            raise Wrong("an ES256 signature has 64 bytes")
        signature = _der(0x30, _integer(signature[:32]),
                         _integer(signature[32:]))
    with tempfile.TemporaryDirectory(prefix="lws-acme-jws-") as name:
        key, mark = Path(name, "key"), Path(name, "signature")
        key.write_bytes(_public_key(jwk))
        mark.write_bytes(signature)
        run = subprocess.run(
            ["openssl", "dgst", "-sha256", "-keyform", "DER", "-verify",
             str(key), "-signature", str(mark)], input=signed,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if run.returncode:
        raise Wrong(run.stdout.decode().strip())


def verify(jws: Dict[str, str]) -> Tuple[str, str, Dict[str, Any]]:
    """Thumbprint of the key, nonce and payload of a flattened JWS."""
    header = json.loads(unb64(jws["protected"]))
    if "jwk" not in header or "kid" in header:
        raise Wrong("No JWK in JWS header")
    jwk = header["jwk"]
    if ALGORITHMS.get(header["alg"]) != jwk["kty"] or "d" in jwk:
        raise Wrong("alg and jwk do not fit")
    _check(jwk, f"{jws['protected']}.{jws['payload']}".encode(),
           unb64(jws["signature"]))
    return thumbprint(jwk), header["nonce"], json.loads(unb64(jws["payload"]))
