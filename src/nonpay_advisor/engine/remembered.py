"""Decides rules with durable-rules, checks every result with the plain evaluator, and remembers what was decided.

What rules conclude depends only on the truths of their conditions, so it is remembered by them, in a bounded store; only
truths are kept, never texts, dates or sums. Where durable-rules is not installed the plain evaluator stands alone.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from nonpay_advisor.engine import plain
from nonpay_advisor.engine.program import Program
from nonpay_advisor.errors import EnginesDiffer

MOST_REMEMBERED = 4096

try:
    from nonpay_advisor.engine import durable

    ENGINE = "durable-rules, checked by the plain evaluator"
except ImportError:  # not built here: Python 3.13, Windows, or no C compiler
    durable = None  # type: ignore[assignment]
    ENGINE = "the plain evaluator alone (durable-rules is not installed)"

_LOCK = threading.Lock()
_KEPT: OrderedDict[tuple[str, bytes, frozenset[str]], bytes] = OrderedDict()


def decide(program: Program, base: Sequence[int], floors: Mapping[str, int]) -> list[int]:
    """Decide every rule (see `plain.decide`); raises `EnginesDiffer` if the two evaluators do not agree."""
    key = (program.digest, bytes(base), frozenset(floors))
    with _LOCK:
        kept = _KEPT.get(key)
        if kept is not None:
            _KEPT.move_to_end(key)
            return list(kept)
    rules = _checked(program, base, floors, anew=False)
    with _LOCK:
        _KEPT[key] = bytes(rules)
        while len(_KEPT) > MOST_REMEMBERED:
            _KEPT.popitem(last=False)
    return rules


def decide_anew(program: Program, base: Sequence[int], floors: Mapping[str, int]) -> list[int]:
    """Decide every rule without looking at what is remembered."""
    return _checked(program, base, floors, anew=True)


def _checked(program: Program, base: Sequence[int], floors: Mapping[str, int], anew: bool) -> list[int]:
    checked = plain.decide(program, base, floors)
    if durable is not None:
        reasoned = durable.decide(program, base, floors, anew)
        if reasoned != checked:
            apart = [program.lines[n].rule.id for n, (a, b) in enumerate(zip(reasoned, checked, strict=True)) if a != b]
            raise EnginesDiffer(f"the two evaluators of the rules differ on {', '.join(apart[:5])}; no advice is given")
    return checked


def forget() -> None:
    """Forget everything remembered (for measuring)."""
    with _LOCK:
        _KEPT.clear()
    if durable is not None:
        durable.forget()
