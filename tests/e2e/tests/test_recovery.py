# SPDX-License-Identifier: MIT
"""A crash while a server recovers from a crash, and one after that, and so on.

What the crashes of test_power.py leave is started with; and so is what a crash
during that start leaves, and during the one after it.  The start is that of
store_steps: lws's own, and then the plugin's reading.  What it found once is
found after each later crash; where there is no pair, there is none later.
"""
import shutil
from typing import Dict, Iterator, List, Set, Tuple

from harness.disk import Disk, Tree, key_of, put
from test_power import EVERY, NEW, NEWER, Power, State

DEPTH = 3


class Recovery(Power):
    kind = "acme_server"

    def crashes(self) -> Iterator[State]:
        """Of each step."""
        for with_old, before in ((False, {"none"}), (True, {"old"})):
            for step in ("live", "next"):
                self.begin(with_old, self.kind)
                yield from self.states(step, before, {"new"}, NEW)
            self.begin(with_old, self.kind)
            self.step("next", NEW)
            yield from self.states("next", {"new"}, {"newer"}, NEWER)

    def start(self, tree: Tree) -> Tuple[str, List[Tree]]:
        """The pair that is found, and what is left by crashes till then."""
        shutil.rmtree(self.keys)
        put(tree, self.keys)
        disk = Disk(self.keys)
        left: Dict[str, Tree] = {}
        for call in self.step("start"):
            if disk.do(call):
                for each in (disk.after_kill(), *disk.after_failure()):
                    left.setdefault(key_of(each), each)
        return self.in_place(), list(left.values())

    def test_recovers(self) -> None:
        level = {key_of(state.tree): (state.tree, state.allowed)
                 for state in self.crashes()}
        n_states = []
        for _ in range(DEPTH):
            tried = list(level.values())[EVERY // 2::EVERY]
            n_states.append(f"{len(tried)} of {len(level)}")
            level = {}
            for tree, allowed in tried:
                got, left = self.start(tree)
                self.assertIn(got, allowed, sorted(tree))
                for each in left:  # none of them by two ways that differ
                    key = key_of(each)
                    level[key] = each, {got} & level.get(key, (0, {got}))[1]
        print(f"{self.kind}: states {', '.join(n_states)}", flush=True)


class RecoveryTwoFolders(Recovery):
    kind = "two_folders"
