# SPDX-License-Identifier: MIT
"""CPU of the loop's callbacks, and memory, with the system's many roots."""
import re
import signal
import time
from pathlib import Path
from typing import Dict, List

from figures import Figure
from place import NAME, Place, program
from rig.client import Refused, served_chain
from rig.process import Process
from rig.server import Server

IDLE_MIB = 1.5
PEAK_MIB = {1: 3.0, 100: 6.0}
RUNS = 5


def callback() -> List[Figure]:
    """The server runs with callback_meter.c, which writes when it ends."""
    with Place() as place:
        place.ca()
        report = place.folder / "meter"
        server = place.server(
            100, {"ca-file": str(place.roots_with_system()),
                  "key-type": "rsa4096", "account-key-type": "rsa4096"},
            wrapper=("env", f"LD_PRELOAD={program('callback_meter.so')}",
                     f"ACME_METER={report}"))
        server.start()
        place.issued(server, timeout_s=300)
        server.stop()
        lines = [line.split() for line in report.read_text().splitlines()]
    lines.sort(key=lambda line: -int(line[0]))
    longest = lines[0]
    return [Figure("the loop's longest callback, 100 names, RSA-4096", "ms",
                   int(longest[0]) / 1e6, 2,
                   beside="; ".join(
                       f"{int(ns) / 1e6:.2f} ms {what} (of {count}, "
                       f"{int(total) / 1e6:.0f} ms in all)"
                       for ns, count, total, what in lines[:3]))]


def memory(process: Process) -> Dict[str, float]:
    """MiB: Rss and its parts now, and VmHWM, the most it ever was."""
    text = Path(f"/proc/{process.pid}/smaps_rollup").read_text() + \
        Path(f"/proc/{process.pid}/status").read_text()
    return {key: int(kib) / 1024 for key, kib in
            re.findall(r"^(\w+):\s+(\d+) kB$", text, re.M)}


def _base(place: Place, server: Server) -> Dict[str, float]:
    """The same server without the plugin, after one client."""
    base = Process("base", [str(program("base_server")), str(server.port),
                            str(server.http_port), str(server.cert_path),
                            str(server.key_path), str(place.folder), NAME],
                   place.folder / "base.log")
    place.callback(base.stop, signal.SIGKILL)
    base.wait_listening(server.port)
    served_chain(server.port, server.name, place.pebble.roots())
    return memory(base)


def _issued(place: Place, server: Server) -> Dict[str, float]:
    """Its memory once its connections to the CA are gone."""
    server.start()
    place.issued(server)
    place.proxy.close_connections()
    place.proxy.wait_unused(10)
    served_chain(server.port, server.name, place.pebble.roots())
    return memory(server.process)


def _restarted(place: Place, server: Server) -> Dict[str, float]:
    """Its memory where it found its certificate, and asked nobody."""
    server.start()
    server.process.wait_listening(server.port)
    _visit(place, server)
    return memory(server.process)


def _visit(place: Place, server: Server) -> None:
    """As soon as it serves: it does not say when it has found its files."""
    roots = place.pebble.roots()
    deadline = time.monotonic() + 20
    while True:
        try:
            served_chain(server.port, server.name, roots)
            return
        except Refused:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _above(n: int) -> Dict[str, float]:
    """What the plugin adds, MiB; what is there without it is ${base}."""
    with Place() as place:
        place.ca()
        place.far()
        server = place.server(n, {"ca-file": str(place.roots_with_system())})
        issued = _issued(place, server)
        server.stop()
        restarted = _restarted(place, server)
        server.stop()
        base = _base(place, server)
    above = {kind: issued[kind] - base[kind] for kind in
             ("Rss", "VmHWM", "Anonymous", "Pss")}
    return {**above, "restarted": restarted["Rss"] - base["Rss"],
            "base": base["VmHWM"]}


def _figures(n: int) -> List[Figure]:
    runs = sorted((_above(n) for _ in range(RUNS)), key=lambda run: run["Rss"])
    run = runs[RUNS // 2]
    peaks = sorted(run["VmHWM"] for run in runs)
    figures = [Figure(f"RSS above, peak while issuing {n} name{'s'[:n > 1]}",
                      "MiB", peaks[RUNS // 2], PEAK_MIB[n],
                      beside=f"{peaks[0]:.2f} to {peaks[-1]:.2f}; "
                             f"{run['base']:.1f} without the plugin")]
    if n == 1:
        figures.insert(0, Figure(
            "RSS above, idle with 1 certificate", "MiB", run["Rss"], IDLE_MIB,
            beside=f"{runs[0]['Rss']:.2f} to {runs[-1]['Rss']:.2f}; "
                   f"Anonymous {run['Anonymous']:+.2f}, Pss {run['Pss']:+.2f}; "
                   f"{run['restarted']:+.2f} after a restart"))
    return figures


def rss() -> List[Figure]:
    """Above the same server without the plugin.

    The median of some runs: which pages of the libraries' files are mapped is
    the kernel's choice, and differs by 0.1 MiB from run to run.
    """
    return [figure for n in PEAK_MIB for figure in _figures(n)]
