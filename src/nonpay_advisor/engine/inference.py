"""From a case to statuses: conditions, rules, conclusions, and which statuses each option may still have.

`infer` reasons once, with both evaluators; `Inference.changed` asks "what if", redoing only what a fact can touch.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from nonpay_advisor.engine import places, plain, remembered
from nonpay_advisor.engine import program as programs
from nonpay_advisor.engine.flat import with_change
from nonpay_advisor.engine.possible import NO, UNKNOWN, YES, Cause
from nonpay_advisor.engine.program import Program
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.law import library
from nonpay_advisor.rulebase.library import conclusions, never_settled
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE, ROLES

# Beyond this many combinations of answers the enumeration is not tried, and a status stays undetermined.
MOST_COMBINATIONS = 200
SETTLED_LATER = frozenset({"available", "premature"})
SHUT = frozenset({"barred", "not_applicable"})
PLACE_FACTS = frozenset(f for reads in places.READS.values() for f in reads)


@cache
def moves_places() -> frozenset[str]:
    """The facts that can change whose law is read: those of the places, and those that put one of them beside the point."""
    found = set(PLACE_FACTS)
    left = list(found)
    while left:
        for condition in catalogue.facts()[left.pop()].question.asked_when:
            if condition[0] in catalogue.facts() and condition[0] not in found:
                found.add(condition[0])
                left.append(condition[0])
    return frozenset(found)


@cache
def statuses_from(concern: int, bar: int, opened: int, require: int) -> frozenset[str]:
    """Every status that some combination of the effects that could still apply gives, in the order of decision."""
    found: set[str] = set()
    span = [((NO,) if t == NO else (YES,) if t == YES else (NO, YES)) for t in (concern, bar, opened, require)]
    for c, b, o, r in itertools.product(*span):
        found.add("not_applicable" if not c else "barred" if b else "undetermined" if not o else "premature" if r else "available")
    return frozenset(found)


@dataclass
class Inference:
    """What follows from a case on a day.

    base, differs  for a "what if": the inference it was asked of, and the options whose rules come out differently
    """

    situation: Situation
    program: Program
    conditions: list[int]
    rules: list[int]
    floors: dict[str, int]
    base: Inference | None = None
    differs: frozenset[str] = frozenset()
    _possible: dict[str, frozenset[str]] = field(default_factory=dict)
    _owned: dict[str, frozenset[str]] = field(default_factory=dict)
    _wild: dict[str, frozenset[Cause]] = field(default_factory=dict)
    _roles: dict[str, tuple[frozenset[Cause], frozenset[Cause]]] = field(default_factory=dict)
    _redone: dict[Any, tuple[list[int], list[int], frozenset[str]]] = field(default_factory=dict)
    _ways: frozenset[str] | None = None
    _settled: dict[str, str] | None = None

    # -- truths

    def conclusion(self, name: str) -> int:
        """The truth of a conclusion."""
        truth = max((self.rules[n] for n in self.program.concluded_by.get(name, ())), default=NO)
        return max(truth, self.floors.get(name, NO))

    # -- statuses

    def possible(self, option_id: str) -> frozenset[str]:
        """The statuses an option may have, by the rules that could still apply."""
        found = self._possible.get(option_id)
        if found is None:
            found = self._possible[option_id] = self._work_out(option_id)
        return found

    def _own(self, option_id: str) -> frozenset[str]:
        """The statuses its own rules leave open."""
        if self.base is not None and option_id not in self.differs:
            return self.base._own(option_id)
        found = self._owned.get(option_id)
        if found is None:
            by = self.program.by_option[option_id]
            least = UNKNOWN if self.wild(option_id) else NO
            concern, bar, opened, require = (
                max(map(self.rules.__getitem__, numbers), default=NO) or least for numbers in (by.concern, by.bar, by.open, by.require)
            )
            found = self._owned[option_id] = statuses_from(concern, bar, opened, require)
        return found

    def _work_out(self, option_id: str) -> frozenset[str]:
        own = self._own(option_id)
        if option_id not in catalogue.option_sets()["after_judgment"] or not own & SETTLED_LATER:
            return own
        held = self.conclusion("judgment_held")
        if held == YES:
            return own
        return (own - SETTLED_LATER) | self._without_judgment() | (own if held == UNKNOWN else frozenset())

    def _without_judgment(self) -> frozenset[str]:
        """What collecting on a judgment comes to while there is none: not yet, or closed if every way to one is."""
        if self._ways is None:
            ways = [self._own(way) for way in catalogue.option_sets()["way_to_judgment"]]
            found: set[str] = set()
            if all(w & SHUT for w in ways):
                found.add("barred")
            if any(w - SHUT for w in ways):
                found.add("premature")
            self._ways = frozenset(found)
        return self._ways

    def wild(self, option_id: str) -> frozenset[Cause]:
        """Why rules that are not loaded could speak of an option: a place not known, or whose law is not held."""
        if self.base is not None:
            return self.base.wild(option_id)
        kept = self._wild.get(option_id)
        if kept is not None:
            return kept
        option = catalogue.options()[option_id]
        found: set[Cause] = set()
        for role in option.place if "always_open" not in option.sets else ():
            unknown, unheld = self._role(role)
            found |= unknown
            if not option.opened_everywhere:
                found |= unheld
        self._wild[option_id] = frozenset(found)
        return self._wild[option_id]

    def _role(self, role: str) -> tuple[frozenset[Cause], frozenset[Cause]]:
        """For a role: why its place is not known, and which of its places hold no law."""
        found = self._roles.get(role)
        if found is None:
            place = self.situation.place(role)
            unknown = unheld = frozenset[Cause]()
            if not places.idle(role, self.situation):
                if place.open:
                    unknown = place.causes or frozenset({("place", role, "")})
                # A federal customer stands under its country's own law; for others a country's law is only part of theirs.
                federal = self.situation.ask("customer.government_level", "is", "federal") == YES
                whole = "public_body" if federal else role
                unheld = frozenset(("place", role, p) for p in place.items if p is not NONE and not library.is_whole(p, whole))
            found = self._roles[role] = (unknown, unheld)
        return found

    def settled(self) -> dict[str, str]:
        """The status of every option; `undetermined` where the facts that are missing could still decide it."""
        if self._settled is None:
            found = {}
            for option_id in catalogue.options():
                possible = self.possible(option_id)
                found[option_id] = next(iter(possible)) if len(possible) == 1 else self._by_trying(option_id)
            self._settled = found
        return self._settled

    def may_differ(self, option_id: str) -> bool:
        """For a "what if": whether the option's own rules may come out differently than in the inference it was asked of."""
        return self.base is None or option_id in self.differs

    def status(self, option_id: str) -> str:
        """The status of one option by its rules alone (no enumeration)."""
        possible = self.possible(option_id)
        return next(iter(possible)) if len(possible) == 1 else "undetermined"

    def _by_trying(self, option_id: str) -> str:
        """Try every combination of the missing answers where there are few; agreement settles the status."""
        causes = self.causes(option_id)
        if any(c[0] != "fact" for c in causes):
            return "undetermined"
        missing = frozenset(c[1] for c in causes)
        facts = [catalogue.facts()[f] for f in missing]
        if not facts or not all(f.finite for f in facts) or missing & PLACE_FACTS:
            return "undetermined"
        answers = {f.id: [True, False] if f.kind == "yes_no" else list(f.choices) for f in facts}
        if math.prod(len(a) for a in answers.values()) > MOST_COMBINATIONS:
            return "undetermined"
        statuses: set[str] = set()
        for combination in itertools.product(*answers.values()):
            there = self.changed(dict(zip(answers, combination, strict=True)))
            statuses.add(there.status(option_id))
            if len(statuses) > 1 or "undetermined" in statuses:
                return "undetermined"
        return next(iter(statuses))

    # -- why

    def causes(self, option_id: str) -> frozenset[Cause]:
        """What would have to be learned to settle an option's status."""
        found = set(self.wild(option_id))
        seen: set[int] = set()
        for number in self.program.by_option[option_id].deciding():
            if self.rules[number] == UNKNOWN:
                self.rule_causes(number, found, seen)
        if "after_judgment" in catalogue.options()[option_id].sets and self._own(option_id) & SETTLED_LATER:
            self.conclusion_causes("judgment_held", found, seen)
            if self.conclusion("judgment_held") != YES:
                for way in catalogue.option_sets().get("way_to_judgment", ()):
                    if len(self._own(way)) > 1:
                        found |= self.wild(way)
                        for number in self.program.by_option[way].deciding():
                            if self.rules[number] == UNKNOWN:
                                self.rule_causes(number, found, seen)
        return frozenset(found)

    def unsettled(self, option_id: str) -> list[int]:
        """The rules that would decide an option, were it not that courts differ or their law was not established."""
        found = []
        for number in self.program.by_option[option_id].deciding():
            line = self.program.lines[number]
            points = [i for i in line.when if self.program.asked[i].conclusion in never_settled()]
            holds = all(self.conditions[i] == YES for i in line.when if i not in points)
            if points and holds and all(self.conditions[i] == NO for i in line.unless):
                found.append(number)
        return list(dict.fromkeys(found))

    def rule_causes(self, number: int, found: set[Cause], seen: set[int]) -> None:
        """Add what would have to be learned to settle one rule; `seen` holds the rules already gone through."""
        if number in seen:
            return
        seen.add(number)
        line = self.program.lines[number]
        for i in (*line.when, *line.unless):
            if self.conditions[i] == UNKNOWN:
                self.condition_causes(i, found, seen)

    def conclusion_causes(self, name: str, found: set[Cause], seen: set[int]) -> None:
        """Add what would have to be learned to settle one conclusion."""
        if self.floors.get(name) and name in conclusions():
            for role in conclusions()[name].roles:
                found |= self.situation.place(role).causes
        for maker in self.program.concluded_by.get(name, ()):
            if self.rules[maker] == UNKNOWN:
                self.rule_causes(maker, found, seen)

    def condition_causes(self, i: int, found: set[Cause], seen: set[int]) -> None:
        """Add what would have to be learned to settle one condition."""
        asked = self.program.asked[i]
        if asked.conclusion:
            self.conclusion_causes(asked.conclusion, found, seen)
            return
        if asked.key[0] == "place.freelancer":
            for role in places.FREELANCER_ROLES:
                found |= self.situation.place(role).causes
            return
        if asked.key[0] == programs.ELSEWHERE:
            for role in asked.key[1]:
                found |= self.situation.place(role).causes
            return
        for term in (asked.key[0], *asked.key[2:]):
            if programs.is_term(term):
                found |= self.situation.term(term).causes

    # -- what if

    def changed(self, answers: dict[str, Any], as_of: date | None = None) -> Inference:
        """The same case with some facts given other values (as the engine holds them), or on another day."""
        flat = self.situation.flat
        for fact_id, value in answers.items():
            flat = with_change(flat, fact_id, value)
        program = self.program
        if as_of is not None:
            return infer_plainly(Situation(flat, as_of))
        s = self.situation.with_facts(flat, program.reading(answers))
        if moves_places() & set(answers):
            return infer_plainly(s)
        touched = sorted({i for fact_id in answers for i in program.touched(fact_id)[0]})
        truths = tuple([program.asked[i].ask(s) for i in touched])  # type: ignore[misc]
        # Different answers often come to the same truths, and then to the same result.
        key = (*answers, truths)
        found = self._redone.get(key)
        if found is None:
            found = self._redone[key] = self._redo(answers, touched, truths)
        conditions, rules, differs = found
        return Inference(s, program, conditions, rules, self.floors, self.base or self, differs)

    def _redo(self, answers: Iterable[str], touched: list[int], truths: tuple[int, ...]) -> tuple[list[int], list[int], frozenset[str]]:
        """Decide anew what some conditions touch. Returns the conditions, the rules, and the options that may differ."""
        program = self.program
        conditions, rules = list(self.conditions), list(self.rules)
        for i, truth in zip(touched, truths, strict=True):
            conditions[i] = truth
        redone = set().union(*(program.touched(fact_id)[1] for fact_id in answers))
        for stratum, fills in zip(program.strata, program.fills, strict=True):
            for i in fills:
                conditions[i] = plain.of_conclusion(program, i, rules, self.floors)
            for number in stratum:
                if number in redone:
                    rules[number] = plain.of_rule(program, number, conditions)
        differs = frozenset().union(*(program.decides[n] for n in redone if rules[n] != self.rules[n]))
        return conditions, rules, differs | self.differs


def _floors(s: Situation) -> dict[str, int]:
    """Conclusions that rules of a place not known could draw, and what nobody can settle."""
    open_roles = {role for role in ROLES if s.place(role).open and not places.idle(role, s)}
    return {c.id: UNKNOWN for c in conclusions().values() if c.id in never_settled() or open_roles.intersection(c.roles)}


def _conditions(program: Program, s: Situation) -> list[int]:
    return [a.ask(s) if a.ask else NO for a in program.asked]


def infer_plainly(s: Situation) -> Inference:
    """Reason with the plain evaluator alone (for "what if"; the case itself goes through `infer`)."""
    program = programs.program(programs.scopes_for(s))
    floors = _floors(s)
    conditions = _conditions(program, s)
    return _whole(s, program, conditions, plain.decide(program, conditions, floors), floors)


def infer(s: Situation) -> Inference:
    """Reason about a case with both evaluators; raises `EnginesDiffer` if they do not agree."""
    program = programs.program(programs.scopes_for(s))
    floors = _floors(s)
    conditions = _conditions(program, s)
    return _whole(s, program, conditions, remembered.decide(program, conditions, floors), floors)


def _whole(s: Situation, program: Program, conditions: list[int], rules: list[int], floors: dict[str, int]) -> Inference:
    for fills in program.fills:
        for i in fills:
            conditions[i] = plain.of_conclusion(program, i, rules, floors)
    return Inference(s, program, conditions, rules, floors)


def applying(inference: Inference, numbers: Iterable[int]) -> list[int]:
    """Those rules that certainly apply."""
    return [n for n in numbers if inference.rules[n] == YES]
