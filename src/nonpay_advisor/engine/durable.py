"""Decides rules with durable-rules: two durable rules for each rule, over truths as small integers.

The library is used through its C engine's own calls, without its `Host`, whose background threads can take an action away. It is
given only equality and `>=` over integers: no `$or`, no `$not`, no arithmetic and no floats, each of which it answers wrongly
in some case. Each stratum is cut into rulesets well inside the engine's limits, every one with one session and one fact that
is asserted, matched and retracted. `remembered` compares every result with the plain evaluator's.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import durable_rules_engine

from nonpay_advisor.engine import plain
from nonpay_advisor.engine.possible import NO, UNKNOWN, YES
from nonpay_advisor.engine.program import Line, Program

# The engine fails above 64 matches at once and crashes on large rulesets; with their twins this makes 28 rules.
RULES_IN_A_RULESET = 14
# What a ruleset answers depends only on the truths that its fact carries; so many answers of each are kept.
MOST_KEPT_ANSWERS = 512
_HANDLED, _NOT_HANDLED = 0, 1

_LOCK = threading.Lock()
_NAMES = itertools.count()


@dataclass
class _Engine:
    """One ruleset of the engine: its handle, the session that serves every case, and what it answered to which truths."""

    handle: Any
    session: int = 0
    kept: dict[bytes, list[tuple[int, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Ruleset:
    """Some rules of a program: the engine that decides them, and the conditions that its fact carries."""

    engine: _Engine
    conditions: list[int]
    rules: list[int]


# An engine costs the library about a megabyte for good, so rules of one shape share one, whatever program they stand in.
_ENGINES: dict[str, _Engine] = {}
_MADE: OrderedDict[str, list[list[_Ruleset]]] = OrderedDict()
_MOST_KEPT = 64


def _pattern(line: Line, local: Mapping[int, str], least: int) -> dict[str, Any]:
    """A durable rule that matches where every `when` is at least `least`, and no `unless` is more than its opposite."""
    tests: list[dict[str, Any]] = []
    for i in line.when:
        tests.append({local[i]: YES} if least == YES else {"$gte": {local[i]: UNKNOWN}})
    for i in line.unless:
        tests.append({local[i]: NO} if least == YES else {"$lte": {local[i]: UNKNOWN}})
    tests.append({"always": 1})
    return {"all": [{"m": {"$and": tests}}]}


def _make(program: Program, rules: list[int]) -> _Ruleset:
    used = list(dict.fromkeys(i for n in rules for i in (*program.lines[n].when, *program.lines[n].unless)))
    local = {i: f"c{position}" for position, i in enumerate(used)}
    definition: dict[str, Any] = {}
    for position, n in enumerate(rules):
        definition[f"applies_{position}"] = _pattern(program.lines[n], local, YES)
        definition[f"could_{position}"] = _pattern(program.lines[n], local, UNKNOWN)
    shape = json.dumps(definition)
    engine = _ENGINES.get(shape)
    if engine is None:
        engine = _ENGINES[shape] = _Engine(durable_rules_engine.create_ruleset(f"nonpay_{next(_NAMES)}", shape))
    return _Ruleset(engine, used, rules)


def _rulesets(program: Program) -> list[list[_Ruleset]]:
    found = _MADE.get(program.digest)
    if found is None:
        found = [[_make(program, rules) for rules in _cut(program, stratum)] for stratum in program.strata]
        _MADE[program.digest] = found
        while len(_MADE) > _MOST_KEPT:
            _MADE.popitem(last=False)
    return found


def _cut(program: Program, stratum: list[int]) -> list[list[int]]:
    """Cut a stratum by scope, then by number, so that programs share the rulesets of the scopes that they share."""
    by_scope: dict[str, list[int]] = {}
    for n in stratum:
        by_scope.setdefault(program.lines[n].rule.scope, []).append(n)
    size = RULES_IN_A_RULESET
    return [rules[i : i + size] for rules in by_scope.values() for i in range(0, len(rules), size)]


def _matches(ruleset: _Ruleset, truths: Sequence[int]) -> list[str]:
    """Assert the truths as one fact, collect the names of the durable rules that fire, and retract it."""
    engine = ruleset.engine
    carried = ",".join([f'"c{position}":{truths[i]}' for position, i in enumerate(ruleset.conditions)])
    fact = f'{{"id":1,"sid":"{engine.session}","always":1{"," if carried else ""}{carried}}}'
    fired: list[str] = []
    try:
        code, state = durable_rules_engine.assert_fact(engine.handle, fact)
        if code not in (_HANDLED, _NOT_HANDLED):
            raise RuntimeError(f"the rule engine answered {code}")
        if code == _HANDLED:
            started = durable_rules_engine.start_action_for_state(engine.handle, state)
            message = started[1] if started else None
            while message:
                fired += json.loads(message)
                message = durable_rules_engine.complete_and_start_action(engine.handle, state)
        durable_rules_engine.retract_fact(engine.handle, fact)
    except BaseException:
        # What the session still holds is not known, so it is never used again.
        engine.session += 1
        raise
    return fired


def _verdicts(ruleset: _Ruleset, truths: Sequence[int], anew: bool) -> list[tuple[int, int]]:
    """The position and the truth of each rule that fires, as often as it does."""
    kept = ruleset.engine.kept
    key = bytes([truths[i] for i in ruleset.conditions])
    found = None if anew else kept.get(key)
    if found is None:
        found = []
        for name in _matches(ruleset, truths):
            verdict, _, position = name.partition("_")
            found.append((int(position), YES if verdict == "applies" else UNKNOWN))
        if not anew:
            kept[key] = found
            if len(kept) > MOST_KEPT_ANSWERS:
                del kept[next(iter(kept))]
    return found


def decide(program: Program, base: Sequence[int], floors: Mapping[str, int], anew: bool = True) -> list[int]:
    """Decide every rule (see `plain.decide`), with or without what each ruleset answered before."""
    truths, rules = list(base), [NO] * len(program.lines)
    with _LOCK:
        for stratum, fills in zip(_rulesets(program), program.fills, strict=True):
            for i in fills:
                truths[i] = plain.of_conclusion(program, i, rules, floors)
            for ruleset in stratum:
                for position, truth in _verdicts(ruleset, truths, anew):
                    number = ruleset.rules[position]
                    rules[number] = max(rules[number], truth)
    return rules


def forget() -> None:
    """Forget every answer that is kept."""
    with _LOCK:
        for engine in _ENGINES.values():
            engine.kept.clear()
