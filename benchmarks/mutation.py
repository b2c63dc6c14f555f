"""Mutation of the rule base: one thing changed at a time, and whether the cases notice.

Mutants of rules: each condition and exception dropped or turned around, each boundary moved over (at most becomes below), each effect on a
status swapped or dropped, each override removed; of law: each value put back to its previous one or moved by its least step, each
period made a day shorter. The cases are those of tests/cases (statuses and rules that must apply) and the rules' own examples (whether
the rule fires). What no case notices is put before the solver, which may prove that it changes nothing in any place held.

    python benchmarks/mutation.py [--sample N] [--law] [--list FILE] [--make FILE]

The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import second_reading  # noqa: E402
from cases import all_cases, made_cases, says_still  # noqa: E402
from nonpay_advisor.engine import derived, inference, plain  # noqa: E402
from nonpay_advisor.engine.flat import lay  # noqa: E402
from nonpay_advisor.engine.inference import Inference  # noqa: E402
from nonpay_advisor.engine.possible import NO, YES  # noqa: E402
from nonpay_advisor.engine.program import ELSEWHERE, Line, Program, _asked, is_term  # noqa: E402
from nonpay_advisor.engine.situation import Situation  # noqa: E402
from nonpay_advisor.law import library  # noqa: E402
from nonpay_advisor.law.library import Datum, Part, Version  # noqa: E402
from nonpay_advisor.law.model import ClockRow, ValueRow  # noqa: E402
from nonpay_advisor.rulebase.library import expand, scope, scope_names  # noqa: E402
from nonpay_advisor.vocabulary import catalogue  # noqa: E402
from nonpay_advisor.vocabulary.reading import read_facts  # noqa: E402

Key = tuple[Any, ...]
_OTHER = {
    "at_most": "below", "below": "at_most", "above": "at_least", "at_least": "above",
    "before": "on_or_before", "on_or_before": "before", "after": "on_or_after", "on_or_after": "after",
}  # fmt: skip
_SWAPPED = {"open": "bar", "bar": "open", "concern": None, "require": None, "conclude": None}
# What these say is text of the report; no case names it, so a mutant of them proves nothing about the cases.
_NOT_ON_STATUS = ("caution", "prefer", "attorney")


@dataclass
class Tried:
    """One case, with what was made of it before anything was changed."""

    name: str
    there: Inference
    expect: dict[str, str]
    applied: frozenset[str]
    rule: str = ""
    fires: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)

    def good(self, there: Inference) -> bool:
        """Whether the case would still pass."""
        if self.rule:
            truth = next((t for line, t in zip(there.program.lines, there.rules, strict=True) if line.rule.id == self.rule), NO)
            if (truth == YES) != self.fires:
                return False
        if any(there.rules[n] != YES for n, line in enumerate(there.program.lines) if line.rule.id in self.applied):
            return False
        if not all(says_still(there, self.rule, verb, name) for verb, name in self.says.items()):
            return False
        statuses = there.settled() if self.expect else {}
        return all(statuses[option] == status for option, status in self.expect.items())


@dataclass(frozen=True)
class Mutant:
    """One change of a rule.

    when, unless  its conditions, by key; the word and number stand in for the effect where that was changed
    """

    name: str
    kind: str
    rule: str
    when: tuple[Key, ...]
    unless: tuple[Key, ...]
    effect: tuple[int, str | None] | None = None


def tried() -> Iterator[Tried]:
    """Every case and example, reasoned about; those that do not pass as it is are left out."""
    for name, case in all_cases():
        there = inference.infer_plainly(Situation(lay(read_facts(case["facts"]))[0], case["as_of"]))
        applied = frozenset(r for rules in case.get("reasons", {}).values() for r in rules)
        yield Tried(name, there, case["expect"], applied, facts=case["facts"])
    for scope_name in scope_names():
        for rule in scope(scope_name).rules:
            for number, example in enumerate(rule.example):
                facts = {"ordinary": True, **example.facts}
                there = inference.infer_plainly(Situation(lay(read_facts(facts))[0], example.as_of))
                yield Tried(f"{rule.id} example {number + 1}", there, {}, frozenset(), rule.id, example.fires, facts)
    for number, made in enumerate(made_cases()):
        there = inference.infer_plainly(Situation(lay(read_facts(made["facts"]))[0], made["as_of"]))
        yield Tried(
            f"made {number + 1}",
            there,
            made.get("expect", {}),
            frozenset(),
            made["rule"],
            made["fires"],
            made["facts"],
            made.get("says", {}),
        )


def _shifted(key: Key) -> list[Key]:
    """The condition with its boundary moved by the least step."""
    if len(key) == 3 and key[1] in _OTHER:
        return [(key[0], _OTHER[key[1]], key[2])]
    return []


def _against(key: Key) -> Key:
    """The opposite of a condition, to be asked as an exception where it was a condition."""
    return ("not", key)


def mutants_of(line: Line, program: Program) -> Iterator[Mutant]:
    """Every mutant of a rule's own conditions and effects."""
    rule = line.rule
    when = tuple(program.asked[i].key for i in line.when)
    unless = tuple(program.asked[i].key for i in line.unless if program.asked[i].key[0] != ELSEWHERE)
    for place, keys in (("when", when), ("unless", unless)):
        for position, key in enumerate(keys):
            rest = keys[:position] + keys[position + 1 :]
            others = {"when": when, "unless": unless}
            said = " ".join(map(str, key))
            by_rule = str(key[0]).startswith("rule:")
            yield Mutant(
                f"{rule.id}: {place} {said}: dropped", "override removed" if by_rule else "dropped", rule.id, **{**others, place: rest}
            )
            if not by_rule:
                turned = (*keys[:position], _against(key), *keys[position + 1 :])
                yield Mutant(f"{rule.id}: {place} {said}: turned around", "turned", rule.id, **{**others, place: turned})
            for shifted in _shifted(key):
                moved = (*keys[:position], shifted, *keys[position + 1 :])
                yield Mutant(f"{rule.id}: {place} {said}: {shifted[1]}", "boundary", rule.id, **{**others, place: moved})
    for number, effect in enumerate(rule.effect):
        if effect.verb not in _NOT_ON_STATUS:
            swapped = _SWAPPED[effect.verb]
            yield Mutant(
                f"{rule.id}: effect {effect.verb} becomes {swapped or 'nothing'}", "effect", rule.id, when, unless, (number, swapped)
            )


class Asker:
    """The truth of a condition in a case, by its key."""

    def __init__(self, there: Inference) -> None:
        self.there = there
        self.known = {repr(a.key): i for i, a in enumerate(there.program.asked)}

    def truth(self, key: Key, conditions: list[int]) -> int:
        if key[0] == "not":
            return 2 - self.truth(key[1], conditions)
        i = self.known.get(repr(key))
        if i is not None:
            return conditions[i]
        ask = _asked(key).ask
        # A rule or conclusion that this case's places do not have.
        return ask(self.there.situation) if ask is not None else NO


def _truth(mutant: Mutant, asker: Asker, conditions: list[int], elsewhere: int) -> int:
    truth = min([2, *(asker.truth(k, conditions) for k in mutant.when), *(2 - asker.truth(k, conditions) for k in mutant.unless)])
    return min(truth, 2 - elsewhere)


def run(mutant: Mutant, case: Tried, asker: Asker, number: int) -> Inference | None:
    """The case under the mutant; None where nothing is different."""
    there, program = case.there, case.there.program
    if mutant.effect is not None:
        return _with_effect(mutant, there, number) if there.rules[number] != NO else None
    elsewhere = max((there.conditions[i] for i in program.lines[number].unless if program.asked[i].key[0] == ELSEWHERE), default=NO)
    if _truth(mutant, asker, there.conditions, elsewhere) == there.rules[number]:
        return None
    conditions, rules = list(there.conditions), list(there.rules)
    for stratum, fills in zip(program.strata, program.fills, strict=True):
        for i in fills:
            conditions[i] = plain.of_conclusion(program, i, rules, there.floors)
        for n in stratum:
            rules[n] = _truth(mutant, asker, conditions, elsewhere) if n == number else plain.of_rule(program, n, conditions)
    return Inference(there.situation, program, conditions, rules, there.floors)


def _with_effect(mutant: Mutant, there: Inference, number: int) -> Inference:
    program = there.program
    position, swapped = mutant.effect or (0, None)
    effect = program.lines[number].rule.effect[position]
    if effect.conclude:
        made = {k: [n for n in v if n != number or k != effect.conclude] for k, v in program.concluded_by.items()}
        other = replace(program, concluded_by=made)
        conditions, rules = list(there.conditions), list(there.rules)
        for stratum, fills in zip(other.strata, other.fills, strict=True):
            for i in fills:
                conditions[i] = plain.of_conclusion(other, i, rules, there.floors)
            for n in stratum:
                rules[n] = plain.of_rule(other, n, conditions)
        return Inference(there.situation, other, conditions, rules, there.floors)
    by_option = dict(program.by_option)
    for option_id in expand(effect.options, effect.excluded):
        by = by_option[option_id]
        made_by = replace(by, **{effect.verb: [n for n in getattr(by, effect.verb) if n != number]})
        if swapped:
            made_by = replace(made_by, **{swapped: [*getattr(made_by, swapped), number]})
        by_option[option_id] = made_by
    other = replace(program, by_option=by_option)
    return Inference(there.situation, other, there.conditions, there.rules, there.floors)


# -- law


def law_mutants() -> Iterator[tuple[str, Datum, Datum]]:
    """Each value put back to its previous one (or moved by its least step), and each period a day shorter."""
    for code in library.held_places():
        for datum in library.jurisdiction(code).data.values():
            for v, version in enumerate(datum.versions):
                for p, part in enumerate(version.parts):
                    row = part.row
                    for said, changed in _changed_rows(datum, v, p, row):
                        parts = (*version.parts[:p], Part(part.when, changed), *version.parts[p + 1 :])
                        versions = (*datum.versions[:v], Version(version.starts_on, parts), *datum.versions[v + 1 :])
                        yield f"{code} {datum.id} {version.starts_on} part {p + 1}: {said}", datum, replace(datum, versions=versions)


def _changed_rows(datum: Datum, v: int, p: int, row: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(row, ClockRow) and row.period:
        yield f"period {row.period} becomes one less", row.model_copy(update={"period": row.period - 1})
    if not isinstance(row, ValueRow) or row.between is not None:
        return
    before = datum.versions[v - 1].parts if v else ()
    old = before[p].row.value if p < len(before) and isinstance(before[p].row, ValueRow) else None
    if old is not None and old != row.value:
        yield f"{row.value} becomes the previous {old}", row.model_copy(update={"value": old})
    elif isinstance(row.value, bool):
        yield f"{row.value} becomes {not row.value}", row.model_copy(update={"value": not row.value})
    elif isinstance(row.value, (int, Decimal)):
        step = Decimal("0.01") if datum.unit == "money" else 1
        yield f"{row.value} becomes {row.value - step}", row.model_copy(update={"value": max(row.value - step, 0)})


def law_noticed(datum: Datum, other: Datum, cases: list[Tried]) -> str | None:
    """The first case that notices a change of law."""
    data = library.jurisdiction(datum.place).data
    data[datum.id] = other
    library.find.cache_clear()
    try:
        for case in cases:
            there = inference.infer_plainly(Situation(case.there.situation.flat, case.there.situation.as_of))
            if not case.good(there):
                return case.name
    finally:
        data[datum.id] = datum
        library.find.cache_clear()
    return None


ONLY_SHOWN = "no rule decides by it: the report shows it, and a status never hangs on it"


def decides(cases: list[Tried]) -> set[str]:
    """The ids of law that a condition of some rule reads, also through what is derived."""
    found: set[str] = set()
    todo = {t for case in cases for asked in case.there.program.asked for t in asked.key if isinstance(t, str)}
    while todo:
        term = todo.pop()
        prefix, _, law_id = term.partition(".")
        if prefix in {"law", "clock", "charge"}:
            found.add(law_id.partition("@")[0])
        elif term in derived.FORMULAS:
            todo |= set(derived.FORMULAS[term].reads)
    return found


def reads_law(cases: list[Tried]) -> dict[tuple[str, str], list[Tried]]:
    """The cases in which a datum was looked at."""
    found: dict[tuple[str, str], list[Tried]] = defaultdict(list)
    for case in cases:
        for key, value in case.there.situation._terms.items():
            if isinstance(key, tuple) and key[0] == "held":
                for held in value[0]:
                    if case not in found[(held.place, held.datum.id)]:
                        found[(held.place, held.datum.id)].append(case)
    return found


# -- what nobody noticed


def proved_same(survivors: list[Mutant], as_of: date) -> set[str]:
    """The mutants that the solver proves to change nothing in any place held."""
    try:
        from nonpay_advisor.engine.deep.checks import Pair
        from nonpay_advisor.engine.deep.values import both, either, negated
        from nonpay_advisor.engine.deep.world import leaves
    except ImportError:
        return set()
    same = {m.name for m in survivors if m.effect is None}
    for place in leaves():
        pair = Pair(place, as_of)
        world = pair.loose
        keys = {repr(a.key): i for i, a in enumerate(world.program.asked)}

        for mutant in survivors:
            n = pair.lines.get(mutant.rule)
            if n is None or mutant.name not in same:
                continue
            stated = [_holds(world, keys, k, False) for k in mutant.when] + [_holds(world, keys, k, True) for k in mutant.unless]
            against = [_holds(world, keys, k, True) for k in mutant.when] + [_holds(world, keys, k, False) for k in mutant.unless]
            changed = both(*stated)
            line = world.program.lines[n]
            fails = either(*(world.no[i] for i in line.when), *(world.yes[i] for i in line.unless))
            differs = either(changed != world.applies[n], both(fails, negated(either(*against))), both(either(*against), negated(fails)))
            if pair.can(differs):
                same.discard(mutant.name)
    return same


def make(survivors: list[Mutant], as_of: date, file: Path, seconds: float) -> int:
    """Add to a file, for mutants that no case noticed, the smallest case that tells them from the rule.

    Each was found by the solver and run on the engine: the rule does not fire on it and the mutant would. Returns how many were made.
    """
    from nonpay_advisor.engine.deep import checks
    from nonpay_advisor.engine.deep.found import nested
    from nonpay_advisor.engine.deep.values import both
    from nonpay_advisor.engine.deep.world import leaves

    ends, made = time.perf_counter() + seconds, 0
    pairs = {place: checks.Pair(place, as_of) for place in leaves()}
    with file.open("a", encoding="utf-8") as out:
        for mutant in survivors:
            if mutant.effect is not None or time.perf_counter() > ends:
                continue
            scope_name = mutant.rule.split(".")[0].upper()
            for place, pair in pairs.items():
                n = pair.lines.get(mutant.rule)
                if n is None or (scope_name != "COMMON" and scope_name not in library.chain(place)):
                    continue
                world = pair.exact
                keys = {repr(a.key): i for i, a in enumerate(world.program.asked)}
                stated = [_holds(world, keys, k, False) for k in mutant.when] + [_holds(world, keys, k, True) for k in mutant.unless]

                def test(there: Inference, mutant: Mutant = mutant) -> bool:
                    number = next((i for i, line in enumerate(there.program.lines) if line.rule.id == mutant.rule), None)
                    if number is None or there.rules[number] == YES:
                        return False
                    elsewhere = [i for i in there.program.lines[number].unless if there.program.asked[i].key[0] == ELSEWHERE]
                    stopped = max((there.conditions[i] for i in elsewhere), default=NO)
                    return _truth(mutant, Asker(there), there.conditions, stopped) == YES

                case = pair.find(both(world.fails[n], *stated), test, 2)
                if case is None:
                    continue
                made += 1
                out.write(made_text(mutant.rule, mutant.name.partition(": ")[2], nested(case), as_of, fires=False))
                break
    return made


def made_text(rule_id: str, name: str, facts: dict[str, Any], as_of: date, *, fires: bool, **beside: dict[str, str]) -> str:
    """A made case as tests/made.toml holds it."""
    from nonpay_advisor.engine.deep.found import as_toml

    told = {"rule": rule_id, "name": name, "fires": fires, "as_of": as_of, "facts": facts} | beside
    return "[[made]]\n" + "".join(f"{key} = {as_toml(value)}\n" for key, value in told.items()) + "\n"


# How many cases of a rule are moved to a boundary before the mutant is given up.
_MOVED = 12


def make_from_cases(survivors: list[Mutant], cases: list[Tried], by_rule: dict[str, list[tuple[int, int]]], file: Path) -> set[str]:
    """Add to a file what tells mutants from their rules in cases there are: a status that nobody had written down, or a case moved
    to the boundary that was shifted, or turned at the condition that was dropped. Returns the mutants it was done for.
    """
    made = set()
    with file.open("a", encoding="utf-8") as out:
        for mutant in survivors:
            said = mutant.name.partition(": ")[2]
            firing = [(cases[c], n) for c, n in by_rule[mutant.rule] if cases[c].there.rules[n] == YES]
            text = _by_status(mutant, firing, said) if mutant.effect is not None else _by_boundary(mutant, firing, said)
            if text:
                made.add(mutant.name)
                out.write(text)
    return made


def _by_status(mutant: Mutant, firing: list[tuple[Tried, int]], said: str) -> str:
    # Few facts make a case that one can read.
    for case, n in sorted(firing, key=lambda at: len(str(at[0].facts))):
        there = run(mutant, case, Asker(case.there), n)
        if there is None:
            continue
        now, then = case.there.settled(), there.settled()
        expect = {option: now[option] for option in now if now[option] != then[option]}
        if expect:
            few = dict(sorted(expect.items())[:3])
            return made_text(mutant.rule, said, case.facts, case.there.situation.as_of, fires=True, expect=few)
    for case, n in sorted(firing, key=lambda at: len(str(at[0].facts))):
        # Another rule comes to the same status there: what this one says is written down as such.
        effect = case.there.program.lines[n].rule.effect[(mutant.effect or (0, None))[0]]
        name = effect.conclude or min(expand(effect.options, effect.excluded))
        says = {effect.verb: name}
        return made_text(mutant.rule, said, case.facts, case.there.situation.as_of, fires=True, says=says)
    return ""


def _by_boundary(mutant: Mutant, firing: list[tuple[Tried, int]], said: str) -> str:
    for case, n in sorted(firing, key=lambda at: len(str(at[0].facts)))[:_MOVED]:
        line = case.there.program.lines[n]
        kept = {*map(repr, mutant.when), *map(repr, mutant.unless)}
        for i in (*line.when, *line.unless):
            key = case.there.program.asked[i].key
            if repr(key) in kept or key[0] == ELSEWHERE:
                continue
            for facts, as_of in _moved(case, key):
                try:
                    there = inference.infer_plainly(Situation(lay(read_facts(facts))[0], as_of))
                except ValueError:
                    continue
                at = next((k for k, one in enumerate(there.program.lines) if one.rule.id == mutant.rule), None)
                if at is None:
                    continue
                moved = Tried("", there, {}, frozenset())
                after = run(mutant, moved, Asker(there), at)
                if after is not None and (after.rules[at] == YES) != (there.rules[at] == YES):
                    return made_text(mutant.rule, said, facts, as_of, fires=there.rules[at] == YES)
    return ""


def _moved(case: Tried, key: Key) -> Iterator[tuple[dict[str, Any], date]]:
    """The case with the sides of a comparison made equal, or with a fact given its other answers."""
    s = case.there.situation
    if key[0].startswith(("conclusion.", "rule:", "place.")):
        return
    sides = [s.term(t).exact if isinstance(t, str) and is_term(t) else t for t in (key[0], *key[2:])]
    if len(sides) == 2 and key[1] in _OTHER:
        one, other = sides
        if isinstance(one, date) and isinstance(other, date):
            yield case.facts, s.as_of + (other - one)
            yield case.facts, s.as_of + (one - other)
        elif isinstance(one, (int, Decimal)) and isinstance(other, (int, Decimal)) and "days_" in key[0]:
            for apart in (other - one, one - other):
                if abs(apart) < 40_000:
                    yield case.facts, s.as_of + timedelta(days=int(apart))
        for name, value in ((key[0], other), (key[2], one)):
            if isinstance(name, str) and name in catalogue.facts() and value is not None:
                yield _with(case.facts, name, value), s.as_of
    elif key[0] in catalogue.facts():
        fact = catalogue.facts()[key[0]]
        answers: list[Any] = list(fact.choices) if fact.kind == "choice" else [True, False] if fact.kind == "yes_no" else [False]
        for answer in answers:
            yield _with(case.facts, key[0], answer), s.as_of


def _with(facts: dict[str, Any], fact_id: str, value: Any) -> dict[str, Any]:
    """Facts as a file gives them, with one given another value."""
    *groups, name = fact_id.split(".")
    made = dict(facts)
    here = made
    for group in groups:
        here[group] = dict(here[group]) if isinstance(here.get(group), dict) else {}
        here = here[group]
    here[name] = value
    return made


def _holds(world: Any, keys: dict[str, int], key: Key, against: bool) -> Any:
    """When a condition holds (or is against) in the solver's world."""
    import z3

    if key[0] == "not":
        return _holds(world, keys, key[1], not against)
    i = keys.get(repr(key))
    if i is not None:
        return world.no[i] if against else world.yes[i]
    if str(key[0]).startswith(("rule:", "conclusion.")):
        return z3.BoolVal(against)
    yes, no = world.condition(key)
    return no if against else yes


def accepted() -> dict[str, str]:
    """Mutants that need no case, by name, with the reason that somebody gave (tests/unnoticed.toml)."""
    rows = tomllib.loads((ROOT / "tests" / "unnoticed.toml").read_text("utf-8"))["mutant"]
    return {row["name"]: row["reason"] for row in rows}


def _why(mutant: Mutant, unfired: set[str], kept: dict[str, str]) -> str:
    """Why no case could be expected to notice, as far as that can be told; "open" where a case is missing."""
    if mutant.name in kept:
        return "accepted: tests/unnoticed.toml says why"
    if mutant.rule in unfired:
        return "no place held has the law that the rule needs"
    if ": when place." in mutant.name:
        return "the rule is only read for cases that touch its place"
    if mutant.kind == "override removed":
        return "both rules say the same of the status; only the reason shown differs"
    return "open"


def measure(
    sample: int = 0, *, law: bool = False, seed: int = 1, to: Path | None = None, seconds: float = 600
) -> tuple[dict[str, Any], list[str]]:
    """Try the mutants; returns the counts, and what no case noticed."""
    started = time.perf_counter()
    everything = list(tried())
    cases = [c for c in everything if c.good(c.there)]
    askers = [Asker(c.there) for c in cases]
    by_rule: dict[str, list[tuple[int, int]]] = defaultdict(list)
    mutants: dict[str, dict[str, Mutant]] = defaultdict(dict)
    seen: set[tuple[str, ...]] = set()
    for c, case in enumerate(cases):
        for n, line in enumerate(case.there.program.lines):
            by_rule[line.rule.id].append((c, n))
            if case.there.program.scopes not in seen:
                # The program with most of the rule's overrides gives its mutants.
                here = {m.name: m for m in mutants_of(line, case.there.program)}
                for name, mutant in here.items():
                    if len(mutant.unless) >= len(mutants[line.rule.id].get(name, mutant).unless):
                        mutants[line.rule.id][name] = mutant
        seen.add(case.there.program.scopes)
    every = [m for found in mutants.values() for m in found.values()]
    if sample:
        every = random.Random(seed).sample(every, min(sample, len(every)))
    noticed, made, survivors = Counter[str](), Counter[str](), []
    for mutant in every:
        made[mutant.kind] += 1
        # The rule's own examples come first: they notice most.
        order = sorted(by_rule[mutant.rule], key=lambda at: cases[at[0]].rule != mutant.rule)
        for c, n in order:
            there = run(mutant, cases[c], askers[c], n)
            if there is not None and not cases[c].good(there):
                noticed[mutant.kind] += 1
                break
        else:
            survivors.append(mutant)
    same = proved_same(survivors, date(2026, 11, 21))
    unfired = {rule.id for name in scope_names() for rule in scope(name).rules if rule.unfired}
    kept = accepted()
    why = {m.name: _why(m, unfired, kept) for m in survivors if m.name not in same}
    left = [f"{name}\t{reason}" for name, reason in why.items()]
    left += [f"{name}\taccepted, and a case notices it: take it out of tests/unnoticed.toml" for name in set(kept) - set(why) if not sample]
    made_for = 0
    if to is not None:
        wanting = [m for m in survivors if why.get(m.name) == "open"]
        done = make_from_cases(wanting, cases, by_rule, to)
        made_for = len(done) + make([m for m in wanting if m.name not in done], date(2026, 11, 21), to, seconds)
    law_made = law_seen = law_read_twice = 0
    if law:
        readers = reads_law(cases)
        deciding = decides(cases)
        twice = {(one["place"], one["id"]) for one in second_reading.readings() if "stands" in one}
        for name, datum, other in law_mutants():
            law_made += 1
            if law_noticed(datum, other, readers.get((datum.place, datum.id), [])) is not None:
                law_seen += 1
            elif (datum.place, datum.id) in twice and second_reading.stands(datum) != second_reading.stands(other):
                law_read_twice += 1
            else:
                left.append(f"{name}\t{'open' if datum.id in deciding else ONLY_SHOWN}")
    report = {
        "subject": "mutation",
        "cases": len(cases),
        "cases_left_out": len(everything) - len(cases),
        "rule_mutants": len(every),
        "noticed": sum(noticed.values()),
        "proved_to_change_nothing": len(same),
        "not_noticed_by_reason": dict(sorted(Counter(why.values()).items())),
        "by_kind": {kind: {"made": made[kind], "noticed": noticed[kind]} for kind in sorted(made)},
        "examples_made": made_for,
        "law_mutants": law_made,
        "law_noticed": law_seen,
        "law_noticed_by_the_second_reading": law_read_twice,
        "not_noticed": len(left),
        "seconds": round(time.perf_counter() - started, 1),
    }
    return report, left


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Mutation of the rule base")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="try only so many mutants of rules, drawn from a fixed seed")
    parser.add_argument("--law", action="store_true", help="mutate the law too (minutes)")
    parser.add_argument("--list", metavar="FILE", help="write what no case noticed to a file, one a line")
    parser.add_argument("--make", metavar="FILE", help="add to a file (tests/made.toml) cases that notice what no case does")
    parser.add_argument(
        "--seconds", type=float, default=600, help="how long the solver goes on making them where the cases there are do not serve"
    )
    args = parser.parse_args(argv)
    report, left = measure(args.sample, law=args.law, to=Path(args.make) if args.make else None, seconds=args.seconds)
    if args.list:
        Path(args.list).write_text("".join(f"{name}\n" for name in sorted(left)), "utf-8")
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
