# SPDX-License-Identifier: MIT
"""flowc new: a table to start from."""

from __future__ import annotations

import os
import sys

from .arguments import Arguments, Usage
from .lexer import is_lower
from .library import FLOW
from .report import Report

TABLE = '''\
# What it is for, in a sentence or two.

flow NAME "one request, made again a few times"
  context struct NAME
  start ASK
  exits done failed

  count tries max 3

  events answer ANSWERED ANSWER_FAILED
  guards  is_complete
  actions keep_answer note_failure
  actions ask              raises answer
  timers t_answer = 10s "no answer in time"
  timers t_again  = 1s * 2 ^ tries max 1min jitter 25%

state ASK "the request is on its way"
  entry                                         / ask
  on ANSWERED [is_complete]       -> done       / keep_answer
  on ANSWERED                     -> AGAIN
  on ANSWER_FAILED                -> AGAIN      / note_failure
  after t_answer                  -> AGAIN      / note_timeout

choice AGAIN "not for ever"
  if [tries.left]                 -> WAIT       / tries.use
  else                            -> failed

state WAIT
  after t_again                   -> ASK
'''

NEXT = '''\
PATH is there: a flow that compiles, to be made your own. Then

  flowc check PATH        says what is wrong
  flowc c -o . PATH       writes its tables, NAME.flow.h and NAME.flow.c
  flowc stubs -o . PATH   lets it run before any of its C is written
  flowc todo PATH         lists the C to write, with the table's lines

The language stands on one page: 'man 5 flow', or statemachine/README.md.
'''


def filled(text: str, name: str, path: str) -> str:
    return text.replace("NAME", name).replace("PATH", path)


def run(args: Arguments, report: Report) -> int:
    for path in args.files:
        path = path[:-len(FLOW)] if path.endswith(FLOW) else path
        name = os.path.basename(path)
        if not is_lower(name):
            raise Usage(f"'{name}' is no name of a flow: that has letters in "
                        "lower case, digits and '_', and begins with a letter")
        path += FLOW
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(filled(TABLE, name, path))
        sys.stdout.write(filled(NEXT, name, path))
    return 0
