# SPDX-License-Identifier: MIT
"""A throw-away certificate authority and a server certificate, by openssl."""
import functools
import subprocess
import tempfile
from pathlib import Path
from typing import Sequence, Tuple


def openssl(*arguments: str, stdin: str = "") -> str:
    """Run openssl; its standard output.  A failure shows what it said."""
    run = subprocess.run(["openssl", *arguments], input=stdin, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {run.stderr.strip()}")
    return run.stdout


NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
           "-nodes")


# The same question gets the same answer: most tests of a process have a CA
# of their own, and the keys of its API are not what they are about.
@functools.lru_cache(maxsize=None)
def _root(name: str, extensions: Tuple[str, ...]) -> Tuple[bytes, bytes]:
    """Certificate and key of a root."""
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = Path(folder, "key"), Path(folder, "pem")
        openssl("req", "-x509", *NEW_KEY, "-keyout", str(key),
                "-out", str(certificate),
                "-subj", f"/CN={name} test CA", "-days", "2",
                "-addext", "keyUsage=critical,keyCertSign,cRLSign",
                *(word for extension in extensions
                  for word in ("-addext", extension)))
        return certificate.read_bytes(), key.read_bytes()


@functools.lru_cache(maxsize=None)
def _signed(root: Tuple[bytes, bytes], names: Tuple[str, ...]
            ) -> Tuple[bytes, bytes]:
    """Certificate and key of a server."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "ca.pem").write_bytes(root[0])
        (folder / "ca.key").write_bytes(root[1])
        (folder / "ext").write_text(f"subjectAltName={','.join(names)}\n"
                                    "basicConstraints=critical,CA:FALSE\n"
                                    "extendedKeyUsage=serverAuth\n")
        openssl("req", *NEW_KEY, "-keyout", str(folder / "key"),
                "-out", str(folder / "csr"), "-subj", "/CN=localhost")
        openssl("x509", "-req", "-in", str(folder / "csr"), "-days", "2",
                "-CA", str(folder / "ca.pem"),
                "-CAkey", str(folder / "ca.key"), "-CAcreateserial",
                "-extfile", str(folder / "ext"),
                "-out", str(folder / "pem"))
        return (folder / "pem").read_bytes(), (folder / "key").read_bytes()


def _put(pair: Tuple[bytes, bytes], certificate: Path, key: Path) -> None:
    certificate.write_bytes(pair[0])
    key.write_bytes(pair[1])
    key.chmod(0o600)


class Authority:
    """A root ${folder}/${name}-ca.pem that signs server certificates; with
    ${extensions}, in openssl's words.  In one process it is one of its name."""

    def __init__(self, folder: Path, name: str, *extensions: str) -> None:
        self.folder, self.name = folder, name
        self._root = _root(name, extensions)
        self.certificate = folder / f"{name}-ca.pem"
        self.key = folder / f"{name}-ca.key"
        _put(self._root, self.certificate, self.key)

    def sign_server(self, names: Sequence[str]) -> Tuple[Path, Path]:
        """A certificate and a key for ${names} (such as DNS:localhost)."""
        key = self.folder / f"{self.name}.key"
        certificate = self.folder / f"{self.name}.pem"
        _put(_signed(self._root, tuple(names)), certificate, key)
        return certificate, key
