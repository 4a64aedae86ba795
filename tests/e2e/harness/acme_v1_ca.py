# SPDX-License-Identifier: MIT
"""A small CA of ACME v1 (draft-ietf-acme-acme-03) for tests, after what
Boulder of January 2018 said on the wire.

It verifies signatures, nonces and `resource`, looks at answers by http-01 and
tls-sni-01 (acme_v1_va.py), and signs what the CSR asks for.  Cryptography is
openssl's.
"""
import json
import os
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Dict, List, Tuple

from harness.acme_v1_issuer import Issuer
from harness.acme_v1_va import Validator
from harness.https import HttpsServer
from harness.jws import Wrong, b64, unb64, verify
from rig.pki import Authority
from rig.ports import free_port, validated_ports


KINDS = ("tls-sni-01", "http-01", "dns-01")


class Refuse(Exception):
    """A problem document: status, type and detail."""

    def __init__(self, status: int, kind: str, detail: str,
                 headers: Tuple[Tuple[str, str], ...] = ()) -> None:
        super().__init__(detail)
        self.status, self.kind, self.headers = status, kind, headers


class AcmeV1:
    """The CA.  requests() are "POST /new-reg" and the like."""

    def __init__(self, folder: Path, validity_s: int = 300) -> None:
        self.folder, self.validity_s = folder, validity_s
        self.port = free_port()
        self.http_port, self.tls_port = validated_ports()
        self.base = f"https://localhost:{self.port}"
        self.directory = f"{self.base}/directory"
        authority = Authority(folder, "v1-api")
        self.ca_file = authority.certificate
        self._tls = authority.sign_server(("DNS:localhost",))
        self.issuer = Issuer(folder)
        self.lock = threading.Lock()
        self.nonces: "set[str]" = set()
        self.accounts: Dict[str, Dict[str, Any]] = {}   # by thumbprint
        self.authzs: List[Dict[str, Any]] = []
        self.tried: List[str] = []                      # kinds of challenges
        self.answers: List[str] = []                    # to them
        self.may_look = threading.Event()               # at answers
        self.may_look.set()
        self.looks = threading.Event()                  # or would like to
        self.certificates: List[bytes] = []
        self.seen: List[str] = []
        self.refused: List[str] = []                    # types

    def start(self) -> None:
        self._server = HttpsServer(
            self.port, type("Handler", (_Handler,), {"ca": self}), self._tls)
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def roots(self) -> Path:
        return self.issuer.root

    def requests(self) -> List[str]:
        with self.lock:
            return list(self.seen)

    def nonce(self) -> str:
        nonce = b64(os.urandom(24))
        self.nonces.add(nonce)
        return nonce

    # What each resource answers: status, object or DER, headers.

    def terms(self) -> Tuple[str, str]:
        return "Link", f'<{self.base}/terms/1>;rel="terms-of-service"'

    def new_reg(self, key: str, payload: Dict[str, Any]):
        known = self.accounts.get(key)
        if known:
            raise Refuse(409, "malformed", "Registration key is already in "
                         "use", (("Location", known["url"]),))
        url = f"{self.base}/reg/{len(self.accounts) + 1}"
        self.accounts[key] = {"url": url, "agreed": False,
                              "contact": payload.get("contact", [])}
        return 201, {"status": "valid"}, [("Location", url), self.terms()]

    def reg(self, key: str, payload: Dict[str, Any]):
        agreement = payload.get("agreement")
        if agreement not in (None, f"{self.base}/terms/1"):
            raise Refuse(400, "malformed", "agreement URL does not match")
        self.accounts[key]["agreed"] |= agreement is not None
        return 202, {"status": "valid"}, [self.terms()]

    def new_authz(self, key: str, payload: Dict[str, Any]):
        n = len(self.authzs)
        token = b64(os.urandom(24))
        self.authzs.append({
            "key": key, "status": "pending",
            "identifier": payload["identifier"],
            "challenges": [{"type": kind, "status": "pending",
                            "uri": f"{self.base}/challenge/{3 * n + i}",
                            "token": token}
                           for i, kind in enumerate(KINDS)],
            "combinations": [[0], [1], [2]]})
        return 201, self._shown(n), [("Location", f"{self.base}/authz/{n}")]

    def _shown(self, n: int) -> Dict[str, Any]:
        return {name: value for name, value in self.authzs[n].items()
                if name != "key"}

    def challenge(self, key: str, payload: Dict[str, Any], n: int):
        authz = self.authzs[n // 3]
        challenge = authz["challenges"][n % 3]
        kind, answer = challenge["type"], f"{challenge['token']}.{key}"
        if authz["key"] != key:
            raise Refuse(403, "unauthorized", "another account's")
        if payload.get("keyAuthorization") != answer:
            raise Refuse(400, "malformed", "key authorization is incorrect")
        if payload.get("type") != kind or authz["status"] != "pending":
            raise Refuse(400, "malformed", "The challenge is not pending.")
        self.tried.append(kind)
        self.answers.append(answer)
        threading.Thread(target=self._validate, daemon=True,
                         args=(authz, challenge, answer)).start()
        return 202, challenge, [
            ("Link", f'<{self.base}/authz/{n // 3}>;rel="up"')]

    def _validate(self, authz: Dict[str, Any], challenge: Dict[str, Any],
                  answer: str) -> None:
        self.looks.set()
        self.may_look.wait()
        complaint = Validator(self.http_port, self.tls_port).complaint(
            challenge["type"], authz["identifier"]["value"],
            challenge["token"], answer)
        with self.lock:
            if complaint:
                challenge["error"] = {"type": "urn:acme:error:unauthorized",
                                      "detail": complaint, "status": 403}
            challenge["status"] = "invalid" if complaint else "valid"
            authz["status"] = challenge["status"]

    def new_cert(self, key: str, payload: Dict[str, Any]):
        csr = unb64(payload["csr"])
        names = self.issuer.names(csr)
        valid = {authz["identifier"]["value"] for authz in self.authzs
                 if authz["key"] == key and authz["status"] == "valid"}
        if not names or not names <= valid:
            raise Refuse(403, "unauthorized", "authorizations not found")
        self.certificates.append(
            self.issuer.sign(csr, names, self.validity_s))
        n = len(self.certificates) - 1
        return self.cert(n, 201, [("Location", f"{self.base}/cert/{n}")])

    def cert(self, n: int, status: int, headers):
        return status, self.certificates[n], [
            *headers, ("Link", f'<{self.base}/issuer-cert>;rel="up"')]

    def get(self, name: str, n: int):
        if name == "directory":
            return 200, {
                word: f"{self.base}/{word}" for word in
                ("new-reg", "new-authz", "new-cert", "revoke-cert")}, []
        if name == "authz":
            return 200, self._shown(n), []
        if name == "cert":
            return self.cert(n, 200, [])
        if name == "issuer-cert":
            return 200, self.issuer.der(), []
        raise Refuse(404, "malformed", "no such resource")

    def post(self, name: str, n: int, body: bytes):
        try:
            key, nonce, payload = verify(json.loads(body))
        except (Wrong, ValueError, KeyError) as error:
            raise Refuse(400, "malformed", f"JWS: {error}") from error
        if nonce not in self.nonces:
            raise Refuse(400, "badNonce", "JWS has invalid anti-replay nonce")
        self.nonces.remove(nonce)
        if payload.get("resource") != name:
            raise Refuse(400, "malformed", "resource does not match")
        account = self.accounts.get(key)
        if name == "new-reg":
            return self.new_reg(key, payload)
        if not account:
            raise Refuse(403, "unauthorized", "No registration exists")
        if name == "reg":
            return self.reg(key, payload)
        if not account["agreed"]:
            raise Refuse(403, "unauthorized", "Must agree to subscriber "
                         "agreement before any further actions")
        if name == "challenge":
            return self.challenge(key, payload, n)
        if name == "new-authz":
            return self.new_authz(key, payload)
        if name == "new-cert":
            return self.new_cert(key, payload)
        raise Refuse(404, "malformed", "no such resource")


class _Handler(BaseHTTPRequestHandler):
    """HTTP/1.1 around ${ca}; each answer brings a nonce."""

    ca: AcmeV1
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length)
        _, name, *rest = self.path.split("/")
        n = int(rest[0]) if rest else 0
        with self.ca.lock:
            self.ca.seen.append(f"{self.command} /{name}")
            try:
                if self.command == "POST":
                    status, what, headers = self.ca.post(name, n, body)
                else:
                    status, what, headers = self.ca.get(name, n)
            except Refuse as refused:
                self.ca.refused.append(refused.kind)
                status, headers = refused.status, list(refused.headers)
                what = {"type": f"urn:acme:error:{refused.kind}",
                        "detail": str(refused), "status": status}
            nonce = self.ca.nonce()
            data = what if isinstance(what, bytes) else \
                json.dumps(what, indent=2).encode()
        kind = "application/json" if status < 400 else \
            "application/problem+json"
        if isinstance(what, bytes):
            kind = "application/pkix-cert"
        self.send_response(status)
        for field, value in (("Content-Type", kind), ("Replay-Nonce", nonce),
                             ("Content-Length", str(len(data))), *headers):
            self.send_header(field, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_HEAD = do_POST = _answer

    def log_message(self, *_: Any) -> None:
        """What was asked stands in ca.seen."""
