# SPDX-License-Identifier: MIT
"""An RSA account key as another tool writes it, and a question to the CA:
does an account with this key exist?  (RFC 8555 7.3.1, RFC 7518 6.3)"""
import base64
import json
import re
import ssl
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Dict

from rig.pebble import Pebble
from rig.pki import openssl

FIELDS = {"n": "modulus", "d": "privateExponent", "p": "prime1",
          "q": "prime2", "dp": "exponent1", "dq": "exponent2",
          "qi": "coefficient"}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def rsa_jwk(pem: Path, bits: int) -> Dict[str, str]:
    """Make an RSA key in ${pem}; the same key as a JWK."""
    openssl("genrsa", "-out", str(pem), str(bits))
    text = openssl("rsa", "-in", str(pem), "-noout", "-text")
    jwk = {"kty": "RSA", "e": "AQAB"}
    for member, word in FIELDS.items():
        digits = re.search(rf"^{word}:\n((?: +[0-9a-f:]+\n)+)", text, re.M)[1]
        number = bytes.fromhex(re.sub(r"[^0-9a-f]", "", digits))
        jwk[member] = b64(number.lstrip(b"\0"))
    return jwk


def _post(ca: Pebble, url: str, body: Dict[str, str]) -> int:
    context = ssl.create_default_context(cafile=str(ca.ca_file))
    request = urllib.request.Request(
        url, json.dumps(body).encode(),
        {"Content-Type": "application/jose+json", "User-Agent": "e2e"})
    try:
        with urllib.request.urlopen(request, context=context) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def _directory(ca: Pebble) -> "tuple[Dict[str, Any], str]":
    context = ssl.create_default_context(cafile=str(ca.ca_file))
    with urllib.request.urlopen(ca.directory, context=context) as answer:
        urls = json.load(answer)
    with urllib.request.urlopen(urls["newNonce"], context=context) as answer:
        return urls, answer.headers["Replay-Nonce"]


def account_status(ca: Pebble, pem: Path, jwk: Dict[str, str]) -> int:
    """HTTP status of newAccount with onlyReturnExisting: 200 or 400."""
    urls, nonce = _directory(ca)
    url = urls["newAccount"]
    public = {member: jwk[member] for member in ("kty", "n", "e")}
    protected = b64(json.dumps({"alg": "RS256", "nonce": nonce, "url": url,
                                "jwk": public}).encode())
    payload = b64(b'{"onlyReturnExisting":true}')
    signed = subprocess.run(
        ["openssl", "dgst", "-sha256", "-sign", str(pem)], check=True,
        input=f"{protected}.{payload}".encode(), stdout=subprocess.PIPE)
    return _post(ca, url, {"protected": protected, "payload": payload,
                           "signature": b64(signed.stdout)})
