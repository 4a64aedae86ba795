# SPDX-License-Identifier: MIT
"""A page in Chromium, without a window and without a network: it is driven
over a pipe, by the DevTools protocol."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Dict, List

HIGH = 10  # no descriptor below is taken while 3 and 4 are set up
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu",
           "--disable-dev-shm-usage", "--no-first-run",
           "--disable-background-networking", "--remote-debugging-pipe",
           "--proxy-server=127.0.0.1:9", "about:blank"]


def high(descriptor: int) -> int:
    """The same one with a higher number."""
    copy = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, HIGH)
    os.close(descriptor)
    return copy


class Page:
    """One page at a time; `faults` are the errors of its scripts."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        for_it, to_it = map(high, os.pipe())
        from_it, by_it = map(high, os.pipe())

        def set_up() -> None:
            os.dup2(for_it, 3)
            os.dup2(by_it, 4)
        self.process = subprocess.Popen(
            ["chromium", f"--user-data-dir={self.folder.name}", *OPTIONS],
            close_fds=False, preexec_fn=set_up, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(for_it)
        os.close(by_it)
        self.to_it, self.from_it = to_it, from_it
        self.buffer = b""
        self.number = 0
        self.session: Dict[str, str] = {}
        self.faults: List[str] = []
        self.events: List[Dict] = []
        target = self.call("Target.createTarget", url="about:blank")
        session = self.call("Target.attachToTarget", flatten=True,
                            targetId=target["targetId"])
        self.session = {"sessionId": session["sessionId"]}
        self.call("Runtime.enable")
        self.call("Page.enable")

    def close(self) -> None:
        """It ends by itself, and is waited for."""
        self.number += 1
        self.write({"id": self.number, "method": "Browser.close"})
        self.process.wait(60)
        os.close(self.to_it)
        os.close(self.from_it)
        self.folder.cleanup()

    # The protocol: JSON, each ended by a zero

    def write(self, message: Dict) -> None:
        os.write(self.to_it, json.dumps(message).encode() + b"\0")

    def read(self) -> Dict:
        while b"\0" not in self.buffer:
            more = os.read(self.from_it, 65536)
            if not more:
                raise EOFError("Chromium has ended")
            self.buffer += more
        text, _, self.buffer = self.buffer.partition(b"\0")
        message = json.loads(text)
        if message.get("method") == "Runtime.exceptionThrown":
            details = message["params"]["exceptionDetails"]
            self.faults.append(details.get("exception", details).get(
                "description", str(details)))
        return message

    def call(self, method: str, **params: object) -> Dict:
        self.number += 1
        self.write({"id": self.number, "method": method, "params": params,
                    **self.session})
        while True:
            message = self.read()
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self.events.append(message)

    def wait_for(self, method: str) -> None:
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.read())

    def open(self, path: Path) -> None:
        self.events = []
        self.call("Page.navigate", url=path.resolve().as_uri())
        self.wait_for("Page.loadEventFired")

    # What a person does and sees

    def value(self, expression: str) -> object:
        """Of an expression of JavaScript."""
        done = self.call("Runtime.evaluate", expression=expression,
                         returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in done:
            raise RuntimeError(str(done["exceptionDetails"]))
        return done["result"].get("value")

    def text(self, selector: str) -> str:
        return self.value(f"document.querySelector({json.dumps(selector)})"
                          ".textContent")

    def click(self, selector: str) -> None:
        self.value(f"document.querySelector({json.dumps(selector)}).click()")

    def key(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                      windowsVirtualKeyCode={"ArrowLeft": 37, "Tab": 9,
                                             "ArrowRight": 39}.get(key, 13),
                      **({"text": "\r"} if key == "Enter" and
                         kind == "keyDown" else {}))
