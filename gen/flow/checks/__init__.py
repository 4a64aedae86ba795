# SPDX-License-Identifier: MIT
"""What the compiler refuses: a registry of small checks.

Each has a bad table with its exact message and an accepted near-miss in
tests/gen: a test looks for them by the names in CHECKS and EARLY.
"""

from __future__ import annotations

from typing import Callable, Dict

from ..library import Library
from ..model import Flow
from ..source import Errors
from . import (answers, children, cnames, durations, guards, limits, lines,
               outrun, payloads, pointless, promises, properties, reach, retries,
               verbs, waits)

Check = Callable[[Flow, Errors], None]

# Checks of a whole flow, in the order in which they are made.
CHECKS: Dict[str, Check] = {
    "choice_without_else": lines.choice_without_else,
    "choices_in_a_circle": lines.choices_in_a_circle,
    "missing_start": lines.missing_start,
    "guard_never_holds": guards.guard_never_holds,
    "rule_for_nothing": guards.rule_for_nothing,
    "never_taken": lines.never_taken,
    "event_lost": lines.event_lost,
    "cancel_leads_to_a_state": lines.cancel_leads_to_a_state,
    "forgotten_arrow": pointless.forgotten_arrow,
    "act_twice": pointless.act_twice,
    "same_branch": pointless.same_branch,
    "no_timeout": waits.no_timeout,
    "timer_shared": waits.timer_shared,
    "counter_unguarded": retries.counter_unguarded,
    "unbounded_retry": retries.unbounded_retry,
    "retry_without_delay": retries.retry_without_delay,
    "wrong_payload": payloads.wrong_payload,
    "exit_promise": promises.exit_promise,
    "answer_not_handled": answers.answer_not_handled,
    "call_exit_not_handled": children.call_exit_not_handled,
    "each_end_not_handled": children.each_end_not_handled,
    "named_duration": durations.named_duration,
    "never_reached": reach.never_reached,
    "trap": reach.trap,
    "happy_path": reach.happy_path,
    "forever_for_nothing": pointless.forever_for_nothing,
    "sibling_expects": pointless.sibling_expects,
    "never_used": reach.never_used,
    "never_occurs": properties.never_occurs,
    "asks_nothing": verbs.asks_nothing,
    "one_c_name": cnames.one_c_name,
    "too_big": limits.too_big,
}

# The others walk along lines, and need these to hold.
FIRST = ("choice_without_else", "choices_in_a_circle", "missing_start")

# These hold although lines were left out, of this state or of another one.
SURE = FIRST + ("guard_never_holds", "rule_for_nothing", "never_taken",
                "event_lost", "cancel_leads_to_a_state", "forgotten_arrow",
                "act_twice", "no_timeout", "timer_shared", "counter_unguarded",
                "call_exit_not_handled", "each_end_not_handled")

# What is refused before: while words are read and names are looked up.
EARLY = ("syntax", "unknown_state", "unknown_event", "unknown_guard",
         "unknown_action", "unknown_timer", "unknown_counter",
         "unknown_class", "unknown_limit", "unknown_flow", "unknown_exit",
         "declared_twice", "jump", "recursion", "no_within", "bad_include",
         "timer_outrun", "one_state_timers", "too_many", "property")


def check_all(flow: Flow, library: Library, errors: Errors,
              is_whole: bool) -> None:
    """Report all that is wrong, but nothing that a left out line may mend."""
    if not limits.rows_fit(flow, errors):
        return
    children.recursion(flow, library, errors)
    if is_whole:
        outrun.timer_outrun(flow, library, errors)
    is_broken = lines.is_broken(flow)
    is_whole = is_whole and not guards.are_wrong(flow)
    for name, check in CHECKS.items():
        if (name in FIRST or not is_broken) and (name in SURE or is_whole):
            check(flow, errors)
