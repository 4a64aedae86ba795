# SPDX-License-Identifier: MIT
"""A child process: its output by lines as they come, and its certain end."""
import functools
import os
import re
import select
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence


# What is sure to come is waited for so long: nothing but a bound for what hangs,
# as a busy machine, a sanitizer or valgrind slows what is waited for.
PATIENCE_S = float(os.environ.get("ACME_PATIENCE_S", "300"))


# Where a message that is too long for lws's log goes on, in a line of its own;
# lwsws leaves the date out.
GOES_ON = re.compile(r"\n(?:\[[^]\n]*\] [EWNIU]: )?   ")


def comes_true(met: Callable[[], bool], timeout_s: float = PATIENCE_S) -> bool:
    """Whether ${met} does in time: for what nobody tells, so it is asked."""
    deadline = time.monotonic() + timeout_s
    while not met():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)  # sleeps: between two questions
    return True


def takes_connections(port: int) -> bool:
    """Does something listen on ${port} of this machine?"""
    with socket.socket() as asking:
        asking.settimeout(10)
        return asking.connect_ex(("127.0.0.1", port)) == 0


class Ended(Exception):
    """What was waited for did not come; the text says what, and what came."""


class Guard:
    """Kills what is left of our processes when we are gone.

    The kernel would do that (PR_SET_PDEATHSIG), but not to a server that has
    given up root.
    """

    # A session's number is that of its first process.
    KILLS = '''
        left=" "
        while read -r what number; do
            case $what in
            watch) left="$left$number " ;;
            forget)
                case $left in *" $number "*)
                    left="${left%% $number *} ${left#* $number }" ;;
                esac ;;
            esac
        done
        for number in $left; do kill -KILL "-$number"; done'''

    def __init__(self) -> None:
        self._child = subprocess.Popen(
            ["sh", "-c", self.KILLS], stdin=subprocess.PIPE, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)

    def _tell(self, what: str, number: int) -> None:
        print(what, number, file=self._child.stdin, flush=True)

    def watch(self, number: int) -> None:
        self._tell("watch", number)

    def forget(self, number: int) -> None:
        self._tell("forget", number)


@functools.lru_cache(maxsize=None)
def guard() -> Guard:
    """One for all; it ends with us."""
    return Guard()


class Process:
    """Runs ${command}; each line of its output goes to ${log} and ${on_line}.

    The child gets a session of its own, so that a Ctrl-C reaches only us, who
    stop it then; and a SIGKILL from the guard if we die without doing so.
    """

    def __init__(self, name: str, command: Sequence[str], log: Path,
                 env: Optional[Dict[str, str]] = None,
                 cwd: Optional[Path] = None,
                 on_line: Optional[Callable[[str], None]] = None) -> None:
        self.name, self.log = name, log
        self.lines: List[str] = []
        self._on_line = on_line
        self._changed = threading.Condition()
        self._eof, self._partial = False, b""
        self._log_file = log.open("a")
        self.started = time.monotonic()
        self._child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, env=env,
            cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True)
        guard().watch(self.pid)
        self._pipe = self._child.stdout.fileno()
        os.set_blocking(self._pipe, False)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._child.pid

    def _read(self) -> None:
        """On a thread of its own, until the last writer has gone."""
        while not self._eof:
            select.select([self._pipe], [], [])
            with self._changed:
                self._take()

    def _take(self) -> None:
        """Everything that is in the pipe, in whole lines; locked."""
        if self._eof:
            return
        try:
            while data := os.read(self._pipe, 65536):
                self._partial += data
            self._eof = True
            self._partial += b"\n" if self._partial else b""
        except BlockingIOError:
            pass
        *lines, self._partial = self._partial.split(b"\n")
        for line in (line.decode(errors="replace") for line in lines):
            self.lines.append(line)
            self._log_file.write(line + "\n")
            if self._on_line:
                self._on_line(line)
        self._log_file.flush()
        self._changed.notify_all()

    def settle(self) -> List[str]:
        """All lines that it has written up to now."""
        with self._changed:
            self._take()
            return list(self.lines)

    def count(self, pattern: str) -> int:
        """How many lines so far hold the regular expression."""
        return sum(1 for line in self.settle() if re.search(pattern, line))

    def tally(self, pattern: str) -> Callable[[], int]:
        """As count(), to be called often: it looks at each line once."""
        matches, seen = 0, 0

        def n_matches() -> int:
            nonlocal matches, seen
            with self._changed:
                self._take()
                matches += sum(1 for line in self.lines[seen:]
                               if re.search(pattern, line))
                seen = len(self.lines)
                return matches

        return n_matches

    def tail(self, n: int = 30) -> str:
        return "\n".join(self.settle()[-n:])

    def find_line(self, pattern: str, timeout_s: float,
                  nth: int = 1) -> Optional[str]:
        """The ${nth} line that holds ${pattern}, as soon as it is there.

        None if it is not there in time, or the process ended without it.
        """
        found: List[str] = []
        seen = 0

        def look() -> bool:
            nonlocal seen
            found.extend(line for line in self.lines[seen:]
                         if re.search(pattern, line))
            seen = len(self.lines)
            return len(found) >= nth or self._eof

        with self._changed:
            self._changed.wait_for(look, timeout_s)
        return found[nth - 1] if len(found) >= nth else None

    def wait_line(self, pattern: str, timeout_s: float = PATIENCE_S,
                  nth: int = 1) -> str:
        """find_line, where it is an error that the line does not come."""
        line = self.find_line(pattern, timeout_s, nth)
        if line is None:
            raise Ended(f"{self.name}: no line no. {nth} with /{pattern}/ in "
                        f"{timeout_s:g} s; its last lines:\n{self.tail()}")
        return line

    def _messages(self) -> List[str]:
        """A message may be of several lines: where lws's log cuts it depends on
        lws's version and on the length of paths."""
        return GOES_ON.sub("", "\n".join(self.lines)).split("\n")

    def messages(self, pattern: str) -> List[str]:
        """Those that hold the regular expression, each as one line."""
        self.settle()
        return [message for message in self._messages()
                if re.search(pattern, message)]

    def wait_message(self, pattern: str, *words: str) -> str:
        """The first message with ${pattern} and all of ${words}."""
        found: List[str] = []

        def look() -> bool:
            found.extend(message for message in self._messages()
                         if re.search(pattern, message)
                         and all(word in message for word in words))
            return bool(found) or self._eof

        with self._changed:
            self._changed.wait_for(look, PATIENCE_S)
        if not found:
            raise Ended(f"{self.name}: no message with /{pattern}/ and {words} "
                        f"in {PATIENCE_S:g} s; its last lines:\n{self.tail()}")
        return found[0]

    def wait_listening(self, port: int,
                       timeout_s: float = PATIENCE_S) -> None:
        """Until something accepts connections on ${port}.

        The process tells nobody when it listens: asking is all there is.
        """
        listening = False

        def is_over() -> bool:
            nonlocal listening
            listening = takes_connections(port)
            return listening or not self.running()

        comes_true(is_over, timeout_s)
        if not listening:
            raise Ended(f"{self.name}: does not listen on port {port}; its "
                        f"last lines:\n{self.tail()}")

    def running(self) -> bool:
        return self._child.poll() is None

    def wait(self, timeout_s: Optional[float] = None) -> int:
        """Its exit status (negative: the signal), all its lines read."""
        status = self._child.wait(timeout_s)
        guard().forget(self.pid)
        self._reader.join(timeout_s)
        if self._eof:
            self._child.stdout.close()
            self._log_file.close()
        return status

    def stop(self, sig: int = signal.SIGTERM,
             timeout_s: float = PATIENCE_S) -> int:
        """End it and what it started: ${sig}, then SIGKILL; its status."""
        for each in (sig, signal.SIGKILL):
            if self.running():
                os.killpg(self.pid, each)
            try:
                return self.wait(timeout_s)
            except subprocess.TimeoutExpired:
                pass
        raise Ended(f"{self.name}: process {self.pid} can't be ended")
