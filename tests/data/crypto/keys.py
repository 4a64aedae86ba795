#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Keys and signatures in JOSE's forms, by way of OpenSSL's command.

It shares no code with src/crypto, so that the tests compare two
implementations.  Only make.sh calls it.
"""
import base64
import json
import re
import subprocess
import sys
from typing import Dict

CURVES = {"prime256v1": ("P-256", 32), "secp384r1": ("P-384", 48),
          "secp521r1": ("P-521", 66)}
RSA_PARTS = {"modulus": "n", "publicExponent": "e", "privateExponent": "d",
             "prime1": "p", "prime2": "q", "exponent1": "dp",
             "exponent2": "dq", "coefficient": "qi"}


def openssl(*args: str, stdin: bytes = b"") -> bytes:
    """The command's output."""
    return subprocess.run(["openssl", *args], input=stdin, check=True,
                          stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout


def b64(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def hex_bytes(text: str) -> bytes:
    """The bytes of "0a:1b:..." over several lines."""
    return bytes.fromhex(re.sub(r"[\s:]", "", text))


def fields(text: str) -> Dict[str, str]:
    """The fields of openssl's -text, by name."""
    return dict(re.findall(r"^([\w ]+):((?:.*\n)(?:    .*\n)*)", text, re.M))


def jwk(text: str) -> Dict[str, str]:
    """The private JWK of a key that openssl printed."""
    found = fields(text)
    if "ASN1 OID" in found:
        crv, size = CURVES[found["ASN1 OID"].strip()]
        point = hex_bytes(found["pub"])
        private = hex_bytes(found["priv"]).lstrip(b"\0").rjust(size, b"\0")
        return {"kty": "EC", "crv": crv, "x": b64(point[1:1 + size]),
                "y": b64(point[1 + size:]), "d": b64(private)}
    key = {"kty": "RSA"}
    for name, member in RSA_PARTS.items():
        value = found[name]
        number = re.match(r"\s*(\d+) \(0x", value)
        key[member] = b64(int(number[1]).to_bytes(3, "big") if number
                          else hex_bytes(value).lstrip(b"\0"))
    return key


def text_of(path: str) -> str:
    """openssl's text of a private key."""
    return openssl("pkey", "-in", path, "-noout", "-text").decode()


def short(part: str) -> str:
    """A P-256 key whose x, y or d begins with a zero byte."""
    while True:
        pem = openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout")
        key = jwk(openssl("pkey", "-noout", "-text", stdin=pem).decode())
        if base64.urlsafe_b64decode(key[part] + "=")[0] == 0:
            return pem.decode()


def mismatch(first: str) -> str:
    """A SEC 1 key with the public point of another key."""
    other = openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout")
    points = []
    for source in (openssl("pkey", "-in", first), other):
        points.append(hex_bytes(fields(
            openssl("pkey", "-noout", "-text", stdin=source).decode())["pub"]))
    der = openssl("ec", "-in", first, "-outform", "DER")
    body = base64.encodebytes(der.replace(points[0], points[1])).decode()
    body = re.sub(r"\s", "", body)
    lines = [body[i:i + 64] for i in range(0, len(body), 64)]
    return "\n".join(["-----BEGIN EC PRIVATE KEY-----", *lines,
                      "-----END EC PRIVATE KEY-----", ""])


def jws(path: str) -> str:
    """What acme_jws_sign() must write: RS256 is deterministic."""
    header = {"alg": "RS256", "kid": "https://ca.example/acct/1",
              "nonce": "bm9uY2U", "url": "https://ca.example/order"}
    parts = [b64(json.dumps(header, separators=(",", ":")).encode()),
             b64(b'{"status":"deactivated"}')]
    signature = openssl("dgst", "-sha256", "-sign", path,
                        stdin=".".join(parts).encode())
    return json.dumps({"protected": parts[0], "payload": parts[1],
                       "signature": b64(signature)}, separators=(",", ":"))


def main() -> None:
    """WHAT [ARGUMENT]: print it."""
    what, argument = sys.argv[1], sys.argv[2]
    if what == "short":
        print(short(argument), end="")
    elif what == "mismatch":
        print(mismatch(argument), end="")
    elif what == "jws":
        print(jws(argument))
    elif what == "ned":
        key = jwk(text_of(argument))
        print(json.dumps({k: key[k] for k in ("n", "d", "kty", "e")}))
    else:
        # In no order in particular, with what other tools add.
        key = jwk(text_of(argument))
        key.update({"kid": "test", "use": "sig", "key_ops": ["sign"],
                    "ext": {"nested": [1, None]}})
        print(json.dumps(key, indent=1, sort_keys=True))


if __name__ == "__main__":
    main()
