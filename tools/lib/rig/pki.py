# SPDX-License-Identifier: MIT
"""A throw-away certificate authority and a server certificate, by openssl."""
import subprocess
from pathlib import Path
from typing import Sequence


def openssl(*arguments: str, stdin: str = "") -> str:
    """Run openssl; its standard output.  A failure shows what it said."""
    run = subprocess.run(["openssl", *arguments], input=stdin, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {run.stderr.strip()}")
    return run.stdout


class Authority:
    """A root ${folder}/${name}-ca.pem that signs server certificates; with
    ${extensions}, in openssl's words."""

    def __init__(self, folder: Path, name: str, *extensions: str) -> None:
        self.folder, self.name = folder, name
        self.certificate = folder / f"{name}-ca.pem"
        self._key = folder / f"{name}-ca.key"
        openssl("req", "-x509", "-newkey", "ec",
                "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-keyout", str(self._key), "-out", str(self.certificate),
                "-subj", f"/CN={name} test CA", "-days", "2",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign",
                *(word for extension in extensions
                  for word in ("-addext", extension)))

    def sign_server(self, names: Sequence[str]) -> "tuple[Path, Path]":
        """A certificate and a key for ${names} (such as DNS:localhost)."""
        key = self.folder / f"{self.name}.key"
        request = self.folder / f"{self.name}.csr"
        certificate = self.folder / f"{self.name}.pem"
        extensions = self.folder / f"{self.name}.ext"
        extensions.write_text(f"subjectAltName={','.join(names)}\n"
                              "basicConstraints=critical,CA:FALSE\n"
                              "extendedKeyUsage=serverAuth\n")
        openssl("req", "-newkey", "ec",
                "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-keyout", str(key), "-out", str(request),
                "-subj", "/CN=localhost")
        openssl("x509", "-req", "-in", str(request), "-days", "2",
                "-CA", str(self.certificate), "-CAkey", str(self._key),
                "-CAcreateserial", "-extfile", str(extensions),
                "-out", str(certificate))
        return certificate, key
