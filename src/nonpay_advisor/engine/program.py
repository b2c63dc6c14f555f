"""Rules made ready to be reasoned with: conditions numbered once, rules in strata, and what each fact can touch.

A program is made for a set of scopes and kept. Rule files have any size; nothing here depends on their order.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from nonpay_advisor.engine import derived, places
from nonpay_advisor.engine.possible import NO, UNKNOWN, YES, Possible, compare, within
from nonpay_advisor.engine.situation import NOT_AFTER, Situation
from nonpay_advisor.errors import DataError
from nonpay_advisor.law import library
from nonpay_advisor.law.model import ChargeRow, ClockRow
from nonpay_advisor.rulebase.library import conclusions, expand, scope
from nonpay_advisor.rulebase.model import Rule
from nonpay_advisor.vocabulary import catalogue, terms
from nonpay_advisor.vocabulary.catalogue import NONE

Ask = Callable[[Situation], int]
_MISSING = object()
# Asks whether a rule of a place that is not known could override the rule (the roles of such places follow it in the key).
ELSEWHERE = "place.elsewhere"


@dataclass(frozen=True)
class Asked:
    """One condition, asked once for all rules that share it.

    conclusion  the conclusion or `rule:<id>` it reads, for conditions that the rules themselves settle
    turned      whether it is that conclusion's opposite
    """

    key: tuple[Any, ...]
    ask: Ask | None
    conclusion: str | None = None
    turned: bool = False


@dataclass(frozen=True)
class Line:
    """One rule made ready: the numbers of its conditions, and the stratum it is decided in."""

    rule: Rule
    when: tuple[int, ...]
    unless: tuple[int, ...]
    stratum: int
    terms: dict[str, str]


@dataclass
class ByOption:
    """The rules that speak of an option, by verb."""

    concern: list[int] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    bar: list[int] = field(default_factory=list)
    require: list[int] = field(default_factory=list)
    caution: list[int] = field(default_factory=list)
    prefer: list[int] = field(default_factory=list)

    def deciding(self) -> list[int]:
        """The rules that can change its status."""
        return self.concern + self.open + self.bar + self.require


@dataclass
class Program:
    """The rules of some scopes, ready."""

    scopes: tuple[str, ...]
    digest: str
    asked: list[Asked]
    lines: list[Line]
    strata: list[list[int]]
    concluded_by: dict[str, list[int]]
    waiting: dict[str, list[int]]
    by_option: dict[str, ByOption]
    attorney: list[int]
    effects: dict[tuple[int, str, str], Any]
    reads: list[frozenset[str]]
    fills: list[list[int]]
    reader: _Reads

    def __post_init__(self) -> None:
        self._touched: dict[str, tuple[list[int], list[int]]] = {}
        self._reading: dict[str, set[str]] = {}
        self.law_terms: list[tuple[str, ...]] = [self._law_terms(line) for line in self.lines]
        self.decides: list[set[str]] = [set() for _ in self.lines]
        for option_id, by in self.by_option.items():
            for number in by.deciding():
                self.decides[number].add(option_id)

    def _law_terms(self, line: Line) -> tuple[str, ...]:
        """The law that a rule rests on: its citation, and what its conditions read."""
        names = [line.terms.get(line.rule.citation, line.rule.citation)]
        names += [part for i in (*line.when, *line.unless) for part in self.asked[i].key if isinstance(part, str)]
        return tuple(dict.fromkeys(n for n in names if n.startswith(("law.", "clock.", "charge."))))

    def reading(self, fact_ids: Iterable[str]) -> set[str]:
        """Every term that reads one of some facts."""
        if not self._reading:
            reading: dict[str, set[str]] = defaultdict(set)
            for term in self._terms():
                for fact_id in self.reader.of(term):
                    reading[fact_id].add(term)
            self._reading = reading
        return set().union(*(self._reading.get(fact_id, ()) for fact_id in fact_ids))

    def _terms(self) -> set[str]:
        prefixes = {"value": "law.", "clock": "clock.", "charge": "charge."}
        found = {prefixes[e.kind] + i for i, e in catalogue.law_ids().items() if e.kind in prefixes}
        found |= {*catalogue.facts(), *derived.FORMULAS, *(f"place.{role}" for role in catalogue.ROLES)}
        found |= {part for a in self.asked for part in a.key if is_term(part) and not part.startswith("conclusion.")}
        return found | {t for line in self.lines for t in line.terms.values() if "@" in t}

    def touched(self, fact_id: str) -> tuple[list[int], list[int]]:
        """The base conditions that read a fact, and the rules (in order of strata) that could come out differently."""
        found = self._touched.get(fact_id)
        if found is None:
            conditions = [i for i, reads in enumerate(self.reads) if fact_id in reads and self.asked[i].conclusion is None]
            found = self._touched[fact_id] = (conditions, self._downstream(conditions))
        return found

    def _downstream(self, conditions: Iterable[int]) -> list[int]:
        changed = set(conditions)
        rules: list[int] = []
        for stratum in self.strata:
            for number in stratum:
                line = self.lines[number]
                if changed.intersection(line.when) or changed.intersection(line.unless):
                    rules.append(number)
                    for name in _concludes(line.rule):
                        changed.update(self.waiting.get(name, ()))
        return rules


def _concludes(rule: Rule) -> list[str]:
    return [f"rule:{rule.id}", *(e.conclude for e in rule.effect if e.conclude)]


# -- conditions


def _scoped(term: Any, rule: Rule) -> Any:
    """In a place's own rule, `law.x` means that place's own law, where it holds it."""
    if not isinstance(term, str) or "-" not in rule.scope:
        return term
    prefix, _, law_id = term.partition(".")
    code = rule.scope.upper()
    if prefix in {"law", "clock", "charge"} and law_id in catalogue.law_ids() and library.find(code, law_id):
        return f"{term}@{code}"
    return term


def is_term(thing: Any) -> bool:
    """Whether a part of a condition names a term, and is no literal."""
    return isinstance(thing, str) and "." in thing and terms.kind_or_none(thing.partition("@")[0], conclusions()) is not None


def _literal(thing: Any) -> Any:
    return Decimal(thing) if isinstance(thing, int) and not isinstance(thing, bool) else thing


def _compile(key: tuple[Any, ...]) -> Ask:
    term, word, thing = (*key, None, None)[:3]
    if word is None:
        word, thing = "is", True
    fact = catalogue.facts().get(term)
    if fact is not None and fact.finite and not is_term(thing) and word in {"is", "is_not", "one_of", "none_of"}:
        wanted = frozenset(thing) if isinstance(thing, tuple) else frozenset([thing])
        turned = word in {"is_not", "none_of"}

        def quick(s: Situation) -> int:
            value = s.flat.get(term, _MISSING)
            if value is _MISSING:
                value = s.term(term).exact
                if value is None:
                    return UNKNOWN
            return YES if (value is not NONE and value in wanted) != turned else NO

        return quick
    if term == "place.freelancer":
        return lambda s: _freelancer_within(s, thing)
    if word in {"exists", "none"}:
        return lambda s: compare(word, s.term(term), None)
    if isinstance(thing, tuple):
        right = Possible(tuple(_literal(t) for t in thing))
        if word in {"within", "not_within"}:
            return lambda s: _within_any(s.term(term), thing, word == "not_within")
        return lambda s: compare(word, s.term(term), right)
    if is_term(thing):
        return lambda s: compare(word, s.term(term), s.term(thing))
    right = Possible((_literal(thing),))
    return lambda s: compare(word, s.term(term), right)


def _within_any(place: Possible, areas: tuple[str, ...], turned: bool) -> int:
    if place.open:
        return UNKNOWN
    truths = {NO if p is NONE else max(within(p, a) for a in areas) for p in place.items}
    truth = next(iter(truths)) if len(truths) == 1 else UNKNOWN
    return 2 - truth if turned else truth


def _freelancer_within(s: Situation, area: Any) -> int:
    """A freelancer act may reach a case by any of its places, so one inside is enough to ask its own rules."""
    truths = []
    for role in places.FREELANCER_ROLES:
        place = s.place(role)
        truths.append(UNKNOWN if place.open else max(NO if p is NONE else within(p, area) for p in place.items))
    return max(truths)


def _key(condition: Any, rule: Rule) -> tuple[Any, ...]:
    term, *rest = condition
    parts: list[Any] = [_scoped(term, rule)]
    for position, thing in enumerate(rest):
        if position == 1:
            thing = tuple(thing) if isinstance(thing, list) else _scoped(thing, rule)
        parts.append(thing)
    return tuple(parts)


def _conditions(rule: Rule, part: str) -> list[tuple[Any, ...]]:
    keys = [_key(c, rule) for c in getattr(rule, part)]
    if part == "when":
        if rule.scope != "common" and rule.place:
            keys.insert(0, (f"place.{rule.place}", "within", rule.scope.upper()))
        if rule.in_force and rule.in_force.starts_on:
            keys.append(("derived.today", "on_or_after", rule.in_force.starts_on))
        if rule.in_force and rule.in_force.until:
            keys.append(("derived.today", "on_or_before", rule.in_force.until))
    return keys


def _asked(key: tuple[Any, ...]) -> Asked:
    term = key[0]
    if isinstance(term, str) and term.startswith("conclusion."):
        turned = len(key) == 3 and ((key[1] == "is" and key[2] is False) or (key[1] == "is_not" and key[2] is True))
        return Asked(key, None, term[11:], turned)
    if isinstance(term, str) and term.startswith("rule:"):
        return Asked(key, None, term)
    if term == ELSEWHERE:
        return Asked(key, lambda s: UNKNOWN if any(s.place(role).open and not places.idle(role, s) for role in key[1]) else NO)
    return Asked(key, _compile(key))


# -- what a condition reads


class _Reads:
    """Every fact that a term may read, directly or through others, under the law of some places."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.places = [library.jurisdiction(code) for code in codes]
        self.known: dict[str, frozenset[str]] = {}

    def of(self, term: str) -> frozenset[str]:
        if term not in self.known:
            self.known[term] = frozenset()
            self.known[term] = self._find(term)
        return self.known[term]

    def _all(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self.of(n) for n in names))

    def _find(self, term: str) -> frozenset[str]:
        prefix, _, rest = term.partition(".")
        if prefix == "derived":
            return self._all(derived.FORMULAS[term].reads)
        if prefix == "place":
            return self._all(places.READS[rest])
        if prefix in {"law", "clock", "charge"}:
            return self._law(rest.partition("@")[0])
        fact = catalogue.facts()[term]
        gates = self._all(condition[0] for condition in fact.question.asked_when)
        bound = frozenset({NOT_AFTER[term]}) if term in NOT_AFTER else frozenset()
        return gates | bound | {term} | (self.of(fact.table) if fact.table else frozenset())

    def _law(self, law_id: str) -> frozenset[str]:
        others = {"place." + catalogue.law_ids()[law_id].role}
        if catalogue.law_ids()[law_id].unit == "money":
            others.add("claim.currency")
        if catalogue.law_ids()[law_id].outlasts_stay:
            others |= {"customer.bankruptcy.petition_on", "claim.work_started_on", "clock.insolvency.time_after_stay"}
            others |= {"law.limitation.stay_left_out"}
        for place in self.places:
            datum = place.data.get(law_id)
            if datum is None:
                continue
            others |= set(datum.split_facts)
            if datum.version_by != "as_of":
                others.add(datum.version_by)
            for _, part in datum.rows():
                if isinstance(part.row, ChargeRow):
                    others.add(part.row.starts)
                if isinstance(part.row, ClockRow):
                    others |= set(part.row.dates)
                    others |= {fact_id for restart in part.row.restarts for fact_id in _RESTARTS[restart.event]}
        return self._all(others)

    def of_key(self, key: tuple[Any, ...]) -> frozenset[str]:
        if key[0].startswith(("conclusion.", "rule:")):
            return frozenset()
        if key[0] == ELSEWHERE:
            return self._all("place." + role for role in key[1])
        return self.of(key[0]) | (self.of(key[2]) if len(key) == 3 and is_term(key[2]) else frozenset())


# The facts that tell of each event that starts a period anew.
_RESTARTS = {
    "part_payment": ("claim.payments",),
    "acknowledgment": ("dispute.acknowledgment", "dispute.acknowledgment.on", "dispute.acknowledgment.signed_writing"),
    "execution": ("history.judgment.last_execution_on",),
}


# -- strata


def _strata(rules: list[Rule], needs: list[set[str]]) -> list[int]:
    """Number each rule by the longest way of conclusions that leads to it; a circle is an error."""
    makers: dict[str, list[int]] = defaultdict(list)
    for number, rule in enumerate(rules):
        for name in _concludes(rule):
            makers[name].append(number)
    level: dict[int, int] = {}
    under_way: list[int] = []

    def visit(number: int) -> int:
        if number in level:
            return level[number]
        if number in under_way:
            circle = [rules[n].id for n in under_way[under_way.index(number) :]] + [rules[number].id]
            raise DataError([f"rules: a circle of conclusions: {' needs '.join(circle)}"])
        under_way.append(number)
        deepest = max((visit(maker) + 1 for name in needs[number] for maker in makers.get(name, ())), default=0)
        under_way.pop()
        level[number] = deepest
        return deepest

    return [visit(number) for number in range(len(rules))]


def build(scopes: tuple[str, ...]) -> Program:
    """Make the program of some scopes; raises `DataError` where their rules do not fit together."""
    rules = [rule for name in scopes for rule in scope(name).rules]
    by_id = {rule.id: rule for rule in rules}
    # The overridden rule gains "unless the overriding one applies".
    extra: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for rule in rules:
        for other in rule.overrides:
            if other in by_id:
                extra[other].append((f"rule:{rule.id}",))
    when = [_conditions(rule, "when") for rule in rules]
    for rule in rules:
        if rule.overridable_by:
            extra[rule.id].append((ELSEWHERE, rule.overridable_by))
    unless = [_conditions(rule, "unless") + extra[rule.id] for rule in rules]
    needs = [{a.conclusion for a in map(_asked, w + u) if a.conclusion} for w, u in zip(when, unless, strict=True)]
    levels = _strata(rules, needs)

    numbers: dict[str, int] = {}
    asked: list[Asked] = []

    def number_of(key: tuple[Any, ...]) -> int:
        name = repr(key)
        if name not in numbers:
            numbers[name] = len(asked)
            asked.append(_asked(key))
        return numbers[name]

    lines = []
    for rule, w, u, level in zip(rules, when, unless, levels, strict=True):
        spelled = {t: _scoped(t, rule) for t in _terms_in(rule)}
        lines.append(Line(rule, tuple(map(number_of, w)), tuple(map(number_of, u)), level, spelled))
    strata: list[list[int]] = [[] for _ in range(max(levels, default=0) + 1)]
    concluded_by: dict[str, list[int]] = defaultdict(list)
    by_option: dict[str, ByOption] = {o: ByOption() for o in catalogue.options()}
    effects: dict[tuple[int, str, str], Any] = {}
    attorney: list[int] = []
    for number, line in enumerate(lines):
        strata[line.stratum].append(number)
        concluded_by[f"rule:{line.rule.id}"].append(number)
        for effect in line.rule.effect:
            if effect.conclude:
                concluded_by[effect.conclude].append(number)
            elif effect.attorney:
                attorney.append(number)
            for option_id in expand(effect.options, effect.excluded):
                getattr(by_option[option_id], effect.verb).append(number)
                effects.setdefault((number, effect.verb, option_id), effect)
    waiting: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(asked):
        if one.conclusion:
            waiting[one.conclusion].append(i)
    digest = hashlib.sha256("".join(scope(n).digest for n in scopes).encode()).hexdigest()
    reader = _Reads(tuple(n.upper() for n in scopes if n != "common"))
    reads = [reader.of_key(a.key) for a in asked]
    fills = [sorted({i for n in level for i in (*lines[n].when, *lines[n].unless) if asked[i].conclusion}) for level in strata]
    by_name = dict(concluded_by), dict(waiting)
    return Program(scopes, digest, asked, lines, strata, *by_name, by_option, attorney, effects, reads, fills, reader)


def _terms_in(rule: Rule) -> set[str]:
    import re

    texts = [rule.reason, rule.citation, *(e.lifted_by for e in rule.effect), *(e.consequence for e in rule.effect)]
    found = {name for text in texts for name in re.findall(r"\{([^{}]*)\}", text)}
    found |= {e.wait_until for e in rule.effect if e.wait_until}
    return found | {rule.citation}


_LOCK = threading.Lock()
_MADE: OrderedDict[tuple[str, ...], Program] = OrderedDict()
_MOST_KEPT = 64


def program(scopes: tuple[str, ...]) -> Program:
    """The program of some scopes, made once; the least recently used is let go beyond a bound."""
    found = _MADE.get(scopes)
    if found is None:
        for name in scopes:
            if name != "common":
                library.jurisdiction(name.upper())
        made = build(scopes)
        with _LOCK:
            found = _MADE.setdefault(scopes, made)
            while len(_MADE) > _MOST_KEPT:
                _MADE.popitem(last=False)
    return found


def scopes_for(s: Situation) -> tuple[str, ...]:
    """The scopes whose rules may govern a case: common, and every candidate place with its parents."""
    found = {"common"}
    for role in catalogue.ROLES:
        for place in s.place(role).items:
            if place is not NONE:
                found |= {code.lower() for code in library.chain(place)}
    return tuple(sorted(found, key=lambda n: (n != "common", n)))
