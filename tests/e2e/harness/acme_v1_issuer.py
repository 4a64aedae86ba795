# SPDX-License-Identifier: MIT
"""Signs leaves with an intermediate under a root, by openssl."""
import hashlib
import os
import re
import ssl
import time
from pathlib import Path

from rig.pki import Authority, openssl


class Issuer:
    """A root, and an intermediate that signs leaves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        root = Authority(folder, "v1-root")
        self.root = root.certificate
        self.certificate, self.key = folder / "v1-int.pem", folder / "v1-int.key"
        request, extensions = folder / "v1-int.csr", folder / "v1-int.ext"
        extensions.write_text("basicConstraints=critical,CA:TRUE\n"
                              "keyUsage=critical,keyCertSign\n")
        openssl("req", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                str(self.key), "-out", str(request), "-subj",
                "/CN=AcmeV1 Intermediate")
        openssl("x509", "-req", "-in", str(request), "-days", "2", "-CA",
                str(self.root), "-CAkey", str(root.key),
                "-CAcreateserial", "-extfile", str(extensions), "-out",
                str(self.certificate))

    def der(self) -> bytes:
        return ssl.PEM_cert_to_DER_cert(self.certificate.read_text())

    def _request(self, csr: bytes) -> Path:
        path = self.folder / f"v1-{hashlib.sha256(csr).hexdigest()[:16]}.csr"
        path.write_bytes(csr)
        return path

    def names(self, csr: bytes) -> "set[str]":
        """Of a CSR whose signature is right."""
        text = openssl("req", "-inform", "DER", "-in",
                       str(self._request(csr)), "-noout", "-text", "-verify")
        return set(re.findall(r"DNS:([^,\s]+)", text))

    def sign(self, csr: bytes, names: "set[str]", validity_s: int) -> bytes:
        path = self._request(csr)
        extensions = path.with_suffix(".ext")
        out, index = path.with_suffix(".pem"), path.with_suffix(".index")
        index.write_text("")
        config = path.with_suffix(".cnf")
        serial = int.from_bytes(os.urandom(15), "big")
        path.with_suffix(".serial").write_text(f"01{serial:030x}\n")
        config.write_text(
            "[ca]\ndefault_ca=it\n[it]\nnew_certs_dir=%s\ndatabase=%s\n"
            "serial=%s\ndefault_md=sha256\npolicy=any\nunique_subject=no\n"
            "[any]\ncommonName=optional\n"
            % (self.folder, index, path.with_suffix(".serial")))
        extensions.write_text("subjectAltName=%s\n" % ",".join(
            f"DNS:{name}" for name in sorted(names)))
        now = time.time()

        def stamp(at: float) -> str:
            return time.strftime("%Y%m%d%H%M%SZ", time.gmtime(at))
        openssl("ca", "-batch", "-notext", "-config", str(config), "-cert",
                str(self.certificate), "-keyfile", str(self.key), "-inform",
                "DER", "-in", str(path), "-out", str(out), "-subj",
                "/CN=leaf", "-extfile", str(extensions), "-startdate",
                stamp(now - 1), "-enddate", stamp(now + validity_s))
        return ssl.PEM_cert_to_DER_cert(out.read_text())
