# SPDX-License-Identifier: MIT
"""The body of tools/quickstart: build, start a CA and the server, watch.

One line for each phase; with --trace the server's transitions, too.  Everything lives
in a temporary folder, which goes when this ends, in whatever way it ends.
"""
import argparse
import contextlib
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Iterator, List

from quickstart_screen import Screen, certificate_lines, seconds
from rig.client import Certificate, Client, served_chain
from rig.pebble import Pebble
from rig.process import Process
from rig.server import ISSUED, Server

TOP = Path(__file__).resolve().parents[2]
SERVER = TOP / "build/dev/tools/lws-acme-server"
NAME = "home.localhost"  # browsers and curl find it on this machine unaided
PAGE = (b"<!doctype html>\n<title>lws-acme-client</title>\n"
        b"<p>This page came with a certificate that the server got itself.\n")


class Failed(Exception):
    """The text is for the person who watches."""


class Interrupted(BaseException):
    """Ctrl-C, or another polite request to end."""


def interrupt(*_: object) -> None:
    # Once is enough: what follows is the cleaning up.
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, signal.SIG_IGN)
    raise Interrupted


def run_step(screen: Screen, log: Path, command: List[str]) -> None:
    step = Process(command[0], command, log, cwd=TOP, on_line=screen.progress)
    try:
        if step.wait() != 0:
            said = [line for line in step.settle() if not line.startswith("[")]
            raise Failed("\n".join([f"{' '.join(command)} failed:",
                                    *said[-30:]]))
    finally:
        step.stop()


def build(screen: Screen, folder: Path) -> None:
    screen.begin("build", "preset dev, in build/dev")
    began = time.monotonic()
    log = folder / "build.log"
    run_step(screen, log, ["cmake", "--preset", "dev"])
    run_step(screen, log, ["cmake", "--build", "--preset", "dev",
                           "--target", "lws-acme-server"])
    screen.end(f"build/dev/tools/{SERVER.name}", time.monotonic() - began)


@contextlib.contextmanager
def running_ca(screen: Screen, folder: Path, validity_s: int
               ) -> Iterator[Pebble]:
    screen.begin("CA", "Pebble, an ACME CA for tests")
    began = time.monotonic()
    ca = Pebble(folder, validity_s)
    try:
        ca.start()
        screen.end(f"Pebble, {ca.directory}, certificates of "
                   f"{seconds(validity_s)}", time.monotonic() - began)
        yield ca
    finally:
        ca.stop()


@contextlib.contextmanager
def running_server(screen: Screen, folder: Path, ca: Pebble
                   ) -> Iterator[Server]:
    pages = folder / "pages"
    pages.mkdir()
    (pages / "index.html").write_bytes(PAGE)
    server = Server(SERVER, folder, ca, NAME, {"root": str(pages)},
                    on_line=screen.server_line)
    screen.phase("server", f"https://{NAME}:{server.port}/, which has no "
                 "certificate yet")
    screen.zero = time.monotonic()
    try:
        server.start()
        yield server
    finally:
        server.stop()


class Watch:
    """What is seen of the server from outside."""

    def __init__(self, screen: Screen, server: Server, root: Path) -> None:
        self.screen, self.server, self.root = screen, server, root
        self.issued = 0
        self.leaf: Certificate

    def client(self) -> Client:
        return Client(self.server.port, NAME, self.root)

    def wait_issued(self, timeout_s: float) -> bool:
        """Has one more certificate come within ${timeout_s}?"""
        process = self.server.process
        line = process.find_line(ISSUED, timeout_s, self.issued + 1)
        if line is None and not process.running():
            raise Failed("the server ended:\n" + process.tail())
        self.issued += line is not None
        return line is not None

    def first(self, patience_s: int) -> None:
        """The first certificate is served with its chain; the page comes."""
        if not self.wait_issued(patience_s):
            raise Failed(f"no certificate within {seconds(patience_s)}")
        elapsed = time.monotonic() - self.server.process.started
        chain = served_chain(self.server.port, NAME, self.root)
        self.leaf = chain[0]
        if len(chain) < 2 or NAME not in self.leaf.names:
            raise Failed(f"not the full chain of {NAME}: {chain}")
        self.screen.phase("certificate", "seen from outside "
                          f"{seconds(elapsed)} after the server's start")
        self.screen.details(certificate_lines(chain, self.root))
        self.page(self.client())

    def page(self, client: Client) -> None:
        status, body = client.get()
        if (status, body) != (200, PAGE):
            raise Failed(f"GET /: {status}, {body[:200]!r}")
        self.screen.phase("page", f"GET / over HTTPS: {status}, {len(body)} "
                          "bytes, the CA's root verified")

    def renewal(self) -> None:
        """Renewed, while one connection is used before, during and after."""
        kept = self.client()
        began = time.monotonic()
        limit_s = self.server.ca.validity_s
        self.screen.phase("waiting", "it is renewed when a third of its "
                          f"lifetime is left: in {seconds(limit_s * 2 / 3)}")
        # lws closes an idle connection after some seconds.
        while not self.wait_issued(2):
            if kept.get()[0] != 200:
                raise Failed("the open connection answers no more")
            if time.monotonic() - began > limit_s:
                raise Failed(f"no renewal within {seconds(limit_s)}")
        chain = served_chain(self.server.port, NAME, self.root)
        before, self.leaf = self.leaf, chain[0]
        if len(chain) < 2 or self.leaf.serial == before.serial:
            raise Failed(f"after the renewal: {chain}")
        if kept.get()[0] != 200 or kept.serial() != before.serial:
            raise Failed("the renewal broke an open connection")
        kept.close()
        self.screen.phase("renewed", f"serial {before.serial} is now "
                          f"{self.leaf.serial}; a connection from before "
                          "still answers")
        self.screen.details(certificate_lines(chain, self.root))


def demonstrate(screen: Screen, once: bool, folder: Path) -> None:
    began = time.monotonic()
    build(screen, folder)
    with running_ca(screen, folder, 30 if once else 300) as ca, \
            running_server(screen, folder, ca) as server:
        watch = Watch(screen, server, ca.roots())
        try:
            watch.first(60 if once else 3600)  # who watches may end it
            screen.phase("ready", f"{seconds(time.monotonic() - began)} after "
                         "the start, the build included")
            if once:
                watch.renewal()
                return
            screen.invite(NAME, server.port, watch.root)
            while True:
                watch.renewal()
        except (Exception, Interrupted) as error:
            if not isinstance(error, Interrupted):
                screen.details(["the CA's last lines:", *ca.process.tail(15)
                                .splitlines()])
            raise


def main() -> int:
    parser = argparse.ArgumentParser(prog="tools/quickstart")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--trace", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, interrupt)
    screen = Screen(options.verbose, options.trace)
    try:
        with tempfile.TemporaryDirectory(prefix="lws-acme-") as folder:
            demonstrate(screen, options.once, Path(folder))
    except Interrupted:
        screen.new_line()
        screen.phase("stopped", "nothing is left behind")
        return 1 if options.once else 0
    except Exception as error:  # whatever it is, the person is told
        screen.fail(str(error) or repr(error))
        return 1
    screen.phase("done", "issued, renewed, and nothing is left behind")
    return 0


if __name__ == "__main__":
    sys.exit(main())
