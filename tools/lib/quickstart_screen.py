# SPDX-License-Identifier: MIT
"""What tools/quickstart shows: phases, a certificate, and transitions where
they are wanted."""
import re
import sys
import threading
import time
from pathlib import Path
from typing import Iterable, List, Optional

from rig.client import Certificate

# NAME.flow:LINE #INSTANCE STATE --EVENT--> STATE, as the engine traces it
TRANSITION = re.compile(r"(\w+)\.flow:(\d+) #(\d+) (.*)")
# Who runs whom; certificate.flow runs the rest.
DEPTH = {"certificate": 0, "installation": 2, "storage": 2, "acme_v2": 2,
         "order_csr": 3, "order_key": 3, "authorization": 3, "exchange": 4,
         "publication": 4, "connection": 5}
# What is told as a phase when a flow comes to a state.
PHASES = {
    ("account", "MAKE"): ("account key", "there is none: making one"),
    ("account", "DIRECTORY"): ("directory", "asking the CA what it offers"),
    ("account", "NEW_ACCOUNT"): ("account", "registering the key with the CA"),
    ("acme_v2", "ORDER"): ("order", "asking for a certificate"),
    ("acme_v2", "AUTHORIZE"): ("challenge", "publishing the response by HTTP"),
    ("acme_v2", "POLL"): ("validation", "has the CA seen the response?"),
    ("acme_v2", "FINALIZE"): ("finalize", "sending the signing request"),
    ("acme_v2", "DOWNLOAD"): ("download", "fetching the chain"),
    ("issuance", "STORE"): ("store", "key and chain to disk"),
    ("issuance", "INSTALL"): ("install", "into the running server"),
    ("issuance", "VERIFY"): ("verify", "the server asks itself"),
    ("certificate", "BACKOFF"): ("failed", "it will be tried again"),
}
LEVEL = re.compile(r"\] ([EW]): (.*)")
NINJA = re.compile(r"\[(\d+)/(\d+)\]")


def seconds(amount: float) -> str:
    if amount >= 120 and amount % 60 == 0:
        return f"{amount / 60:g} min"
    return f"{amount:.0f} s" if amount >= 10 else f"{amount:.2f} s"


def moment(epoch: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(epoch))


def certificate_lines(chain: List[Certificate], root: Path) -> List[str]:
    leaf = chain[0]
    root_name = Certificate(root.read_text()).issuer
    return [f"names     {', '.join(leaf.names)}",
            f"issuer    {leaf.issuer}",
            f"serial    {leaf.serial}",
            f"validity  {moment(leaf.not_before)} to "
            f"{moment(leaf.not_after)}",
            f"chain     {len(chain)} certificates sent, verified up to "
            f"{root_name}"]


class Screen:
    """Lines for a person; on a terminal with a little colour and progress."""

    def __init__(self, verbose: bool, trace: bool) -> None:
        self._verbose = verbose
        self._trace = trace or verbose
        self._tty = sys.stdout.isatty()
        self._lock = threading.Lock()  # the server's lines come on a thread
        self._open: Optional[str] = None
        self.zero = time.monotonic()  # when the server was started

    def _dim(self, text: str) -> str:
        return f"\033[2m{text}\033[0m" if self._tty else text

    def _bold(self, text: str) -> str:
        return f"\033[1m{text}\033[0m" if self._tty else text

    def _print(self, line: str) -> None:
        with self._lock:
            print(line, flush=True)

    def begin(self, phase: str, text: str) -> None:
        """A phase that takes a while: end() follows."""
        self._open = phase
        if self._tty and not self._verbose:
            print(f"{phase:<13} {text} ...", end="", flush=True)

    def progress(self, line: str) -> None:
        if self._verbose:
            self._print(self._dim(f"  {line}"))
            return
        step = NINJA.match(line)
        if self._tty and step:
            print(f"\r\033[K{self._open:<13} {step[1]} of {step[2]}", end="",
                  flush=True)

    def end(self, text: str, elapsed_s: float) -> None:
        if self._tty:
            print("\r\033[K", end="")
        self.phase(self._open or "", text, elapsed_s)
        self._open = None

    def phase(self, phase: str, text: str,
              elapsed_s: Optional[float] = None) -> None:
        took = "" if elapsed_s is None else f" ({seconds(elapsed_s)})"
        self._print(f"{self._bold(f'{phase:<13}')} {text}{took}")

    def details(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._print(f"{'':<13} {line}")

    def server_line(self, line: str) -> None:
        """The server's log: phases and trouble; transitions with --trace, all
        with --verbose."""
        hit, trouble = TRANSITION.search(line), LEVEL.search(line)
        if hit:
            self._transition(hit[1], hit[2], hit[3], hit[4])
        elif trouble:
            self.phase("warning", trouble[2])
        elif self._verbose:
            self._print(self._dim(f"  {line}"))

    def _transition(self, flow: str, number: str, instance: str,
                    text: str) -> None:
        indent = "  " * DEPTH.get(flow, 1)
        at = time.monotonic() - self.zero
        if self._trace:
            self._print(self._dim(f"{at:>11.3f} s {indent}{flow}.flow:{number}"
                                  f" #{instance} {text}"))
        source, _, target = text.rpartition("--> ")
        phase = PHASES.get((flow, target))
        if phase and source:
            self.phase(*phase)

    def invite(self, name: str, port: int, root: Path) -> None:
        self.phase("open", f"https://{name}:{port}/")
        self.details([f"curl --cacert {root} https://{name}:{port}/",
                      "(a browser asks first: this CA is known to nobody)",
                      "Renewals follow; Ctrl-C ends everything."])

    def new_line(self) -> None:
        """Where the terminal shows a ^C, or a phase that has not ended."""
        if self._tty:
            print(flush=True)

    def fail(self, text: str) -> None:
        if self._open:
            self.new_line()
        print(f"{'failed':<13} {text}", file=sys.stderr, flush=True)
