# SPDX-License-Identifier: MIT
"""A system without lws, mbedTLS and OpenSSL, and copies of the framework that
are built and installed there."""
from __future__ import annotations

import atexit
import functools
import glob
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Dict, List, Optional

TOP = Path(__file__).resolve().parents[2]
EXAMPLES = TOP / "examples/flows"
VERSION = "0.1.0"
SKIPPED = 77  # ctest's SKIP_RETURN_CODE
CC = os.environ.get("CC", "cc")

# Of their packages for development, below /usr and /usr/local; what is there to
# run programs stays.
FOLDERS = ("include", "include/*-linux-*", "lib", "lib/*-linux-*")
ABSENT = ("libwebsockets*", "lws_config*.h", "mbedtls*", "MbedTLS*", "psa",
          "openssl", "libmbed*", "libssl.so", "libssl.a", "libcrypto.so",
          "libcrypto.a", "libssl.pc", "libcrypto.pc", "openssl.pc")
BELOW = ("", "pkgconfig/", "cmake/")


def run(*command: object, folder: Optional[Path] = None,
        **environment: str) -> str:
    """What it says; an error where it fails."""
    done = subprocess.run([str(word) for word in command], cwd=folder,
                          text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False,
                          env={**os.environ, **environment})
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}")
    return done.stdout


def refused(*command: object, **environment: str) -> str:
    """What a command says that has to fail, in one line."""
    try:
        said = run(*command, **environment)
    except RuntimeError as fault:
        return " ".join(str(fault).split())
    raise AssertionError(f"{command[0]} did not fail: {said}")


@functools.lru_cache(None)
def folder() -> Path:
    """Of this run."""
    path = tempfile.mkdtemp(prefix="lws-acme-install-")
    atexit.register(shutil.rmtree, path)
    return Path(path)


def remove_lws() -> None:
    """From the /usr of this process's own mounts; the system's stays as it is.
    What changes is kept in memory, behind /mnt."""
    run("mount", "-t", "tmpfs", "tmpfs", "/mnt")
    for name in ("upper", "work"):
        os.mkdir(f"/mnt/{name}")
    run("mount", "-t", "overlay", "overlay", "-o",
        "lowerdir=/usr,upperdir=/mnt/upper,workdir=/mnt/work", "/usr")
    for pattern in (f"/usr/{local}{place}/{below}{name}"
                    for local in ("", "local/") for place in FOLDERS
                    for below in BELOW for name in ABSENT):
        for path in glob.glob(pattern):
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            else:
                os.unlink(path)


@functools.lru_cache(None)
def installed(trace: str) -> Path:
    """The root of a copy of the framework, whose prefix is /usr; built where
    there is no more than here."""
    build, root = folder() / f"build-{trace}", folder() / f"root-{trace}"
    run("cmake", "-G", "Ninja", "-S", TOP, "-B", build, "-DACME_CLIENT=OFF",
        f"-DSM_TRACE={trace}", "-DCMAKE_INSTALL_PREFIX=/usr",
        "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_C_COMPILER={CC}")
    run("cmake", "--build", build)
    run("cmake", "--install", build, DESTDIR=str(root))
    return root


def pkg_config(root: Path) -> Dict[str, str]:
    """No other package can be found."""
    found = next(root.rglob("lws-acme-client-sm.pc"))
    return {"PKG_CONFIG_LIBDIR": str(found.parent)}


def flags(root: Path, what: str) -> List[str]:
    return run("pkg-config", what, "lws-acme-client-sm",
               **pkg_config(root)).split()


def outside(name: str) -> Path:
    """A project's own folder, with the two programs."""
    return Path(shutil.copytree(EXAMPLES, folder() / name))


def cmake(project: Path, *options: str) -> str:
    """Configure it; what CMake says."""
    return run("cmake", "-G", "Ninja", "-S", project, "-B", project / "build",
               f"-DCMAKE_C_COMPILER={CC}", *options,
               PKG_CONFIG_LIBDIR=str(folder()))


def main() -> None:
    """Of each file of tests here: in_namespace has made the namespace."""
    if "ACME_REAL_PORTS" not in os.environ:
        print("no mount namespace is permitted here, which lws is not in")
        sys.exit(SKIPPED)
    remove_lws()
    unittest.main(verbosity=2)
