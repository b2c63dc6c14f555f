"""What is wrong with the rules taken together: what can never be, what says nothing new, what contradicts.

What is said to be impossible was proved so in every place held; what is said to be possible is a case that the engine was run on.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import z3

from nonpay_advisor.engine import places as engine_places
from nonpay_advisor.engine import program as programs
from nonpay_advisor.engine.deep import found, promises
from nonpay_advisor.engine.deep.values import both, negated
from nonpay_advisor.engine.deep.world import World, leaves
from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.engine.possible import NO, YES
from nonpay_advisor.engine.program import ELSEWHERE, Line
from nonpay_advisor.errors import DataError
from nonpay_advisor.law import library
from nonpay_advisor.law.library import read_toml
from nonpay_advisor.law.model import ChargeRow, ClockRow
from nonpay_advisor.rulebase import authority
from nonpay_advisor.rulebase.library import conclusions, expand, scope, scope_names
from nonpay_advisor.rulebase.model import Rule
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.data import data_dir

ACCEPTED = "accepted.toml"

KINDS = {
    "cycle": "rules that need each other in a circle",
    "dead": "rules that can fire in no place held",
    "idle": "exceptions that can never stop their rule",
    "implied": "rules that say only what another says whenever they apply",
    "contradiction": "conclusions that exclude each other and can both hold",
    "unavailable": "options that a place has and no facts can make available there",
    "unused": "facts that are asked and that nothing uses",
    "unasked": "facts that a rule needs and that are not asked where it needs them",
    "promise": "promises that a case breaks",
    "authority": "authorities not cited as they should be",
    "undecided": "questions that the solver could not decide",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, with the smallest case that shows it.

    id    what `rules/accepted.toml` calls it by
    case  the text of a case file, run on the engine; empty where no case can show it
    """

    id: str
    kind: str
    says: str
    case: str = ""


@dataclass
class Report:
    """Everything found on a day."""

    as_of: date
    places: tuple[str, ...]
    findings: list[Finding] = field(default_factory=list)
    accepted: dict[str, str] = field(default_factory=dict)
    checked: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def open(self) -> list[Finding]:
        """The findings that nobody accepted."""
        return [f for f in self.findings if f.id not in self.accepted]

    @property
    def stale(self) -> list[str]:
        """What was accepted and is no longer found."""
        return sorted(set(self.accepted) - {f.id for f in self.findings})


def accepted() -> dict[str, str]:
    """The findings that are accepted, with the reason; raises `DataError` where one has none."""
    file = data_dir() / "rules" / ACCEPTED
    if not file.is_file():
        return {}
    told, kept = [], {}
    for number, row in enumerate(read_toml(file).get("accepted", []), 1):
        name, reason = row.get("finding", ""), row.get("reason", "")
        if not name or len(str(reason)) < 10 or set(row) != {"finding", "reason"}:
            told.append(f"{ACCEPTED}: entry {number}: finding and reason are needed (and nothing else)")
        kept[str(name)] = str(reason)
    if told:
        raise DataError(told)
    return kept


def words(key: tuple[Any, ...]) -> str:
    """A condition as a person reads it."""
    parts = [str(key[0])]
    for thing in key[1:]:
        parts.append(", ".join(map(str, thing)) if isinstance(thing, tuple) else str(thing))
    return " ".join(parts)


class Pair:
    """The two worlds of a place: one to prove in, one to find cases in."""

    def __init__(self, place: str, as_of: date, extra: tuple[str, ...] = (), shown: set[str] | None = None) -> None:
        self.place, self.as_of, self.extra = place, as_of, extra
        # What was shown by a small case already; elsewhere it need not be small.
        self.shown: set[str] = set() if shown is None else shown
        self.loose = World(place, as_of, exact=False, extra=extra)
        self.prover = self.loose.solver()
        self.lines: dict[str, int] = {line.rule.id: n for n, line in enumerate(self.loose.program.lines)}

    @cached_property
    def _any_law(self) -> tuple[World, Any]:
        world = World(self.place, self.as_of, exact=False, any_law=True)
        return world, world.solver()

    def waits(self, option_id: str) -> bool:
        """Whether an option could be available if only the law that is not held were known."""
        world, prover = self._any_law
        return prover.check(self.at_home(world), world.status(option_id, "available")) != z3.unsat  # type: ignore[no-any-return]

    @cached_property
    def exact(self) -> World:
        return World(self.place, self.as_of, exact=True, extra=self.extra)

    @cached_property
    def finder(self) -> Any:
        return self.exact.solver()

    def can(self, *wanted: Any) -> bool:
        """Whether it can be; what the solver cannot decide may be."""
        return self.prover.check(*wanted) != z3.unsat  # type: ignore[no-any-return]

    def find(self, wanted: Any, test: found.Test, tries: int = 3, *, small: bool = True) -> found.Case | None:
        """A case of it on which the engine agrees, made as small as it can be."""
        case = found.find(self.exact, self.finder, wanted, test, tries)
        return found.smallest(case, self.as_of, test) if case is not None and small else case

    def firing(self) -> set[str]:
        """The rules that can fire; each case that the solver shows speaks for all the rules that fire in it."""
        can: set[str] = set()
        for rule_id, n in self.lines.items():
            if rule_id in can:
                continue
            result = self.prover.check(self.loose.applies[n])
            if result == z3.sat:
                model = self.prover.model()
                can |= {r for r, k in self.lines.items() if z3.is_true(model.eval(self.loose.applies[k]))}
            elif result == z3.unknown:
                can.add(rule_id)
        return can

    def at_home(self, world: World) -> Any:
        """The parties, the work and the courts are all in the place."""
        home = world.names.of(self.place)
        return both(
            *(world.raw[f]["val"] == home for f in ("customer.jurisdiction", "creditor.jurisdiction", "claim.place_of_work")),
            world.raw["contract.forum_selection"]["none"],
            world.raw["contract.governing_law"]["none"],
        )


def truth_in(there: Inference, rule_id: str) -> int:
    """What the engine says of a rule."""
    return next((there.rules[n] for n, line in enumerate(there.program.lines) if line.rule.id == rule_id), NO)


def _key_truths(there: Inference) -> dict[str, int]:
    return {repr(a.key): truth for a, truth in zip(there.program.asked, there.conditions, strict=True)}


class Checker:
    """Checks all places on one day."""

    def __init__(
        self, as_of: date, places: tuple[str, ...] = (), *, today: date | None = None, shown: Callable[[str], None] = lambda _: None
    ) -> None:
        self.as_of, self.today, self.shown = as_of, today or as_of, shown
        self.report = Report(as_of, places or leaves(), accepted=accepted())
        self.pairs: dict[str, Pair] = {}

    def run(self) -> Report:
        """Make every check."""
        if not self.cycles():
            return self.report
        shown: set[str] = set()
        self.pairs = {p: Pair(p, self.as_of, shown=shown) for p in self.report.places}
        for check in (self.dead, self.idle, self.implied, self.contradictions, self.options, self.unasked, self.promises):
            self.shown(check.__name__)
            check()
        self.unused()
        self.authorities()
        self.report.findings.sort(key=lambda f: (list(KINDS).index(f.kind), f.id))
        return self.report

    def _tell(self, kind: str, name: str, says: str, case: found.Case | None = None, as_file: str = "") -> None:
        text = found.as_file(case) if case is not None else as_file
        self.report.findings.append(Finding(f"{kind}:{name}", kind, says, text))

    # -- circles

    def cycles(self) -> bool:
        """Build every program there can be: each place's, and all together."""
        ways = [tuple(dict.fromkeys(["common", *(c.lower() for c in sorted(library.chain(p)))])) for p in self.report.places]
        ways.append(tuple(sorted(scope_names(), key=lambda n: (n != "common", n))))
        for scopes in ways:
            try:
                programs.build(scopes)
            except DataError as error:
                self._tell("cycle", "+".join(scopes), "; ".join(error.problems))
                return False
            self.report.checked["programs built"] += 1
        return True

    # -- rules

    def _in_places(self, rule_id: str) -> Iterator[tuple[Pair, int]]:
        for pair in self.pairs.values():
            number = pair.lines.get(rule_id)
            if number is not None:
                yield pair, number

    def _rules(self) -> list[Rule]:
        return [rule for name in scope_names() for rule in scope(name).rules]

    def dead(self) -> None:
        """Rules that can fire nowhere."""
        self.alive: dict[str, list[str]] = {}
        firing = {pair.place: pair.firing() for pair in self.pairs.values()}
        for rule in self._rules():
            self.report.checked["rules"] += 1
            where = [place for place, fired in firing.items() if rule.id in fired]
            self.alive[rule.id] = where
            if where or not any(True for _ in self._in_places(rule.id)):
                continue
            if self._alive_between(rule.id) or self._alive_on_its_days(rule):
                continue
            if rule.unfired:
                self.report.checked["rules that say themselves why nothing fires them"] += 1
                continue
            pair, number = next(self._in_places(rule.id))
            said, case = self._why_dead(pair, number)
            self._tell("dead", rule.id, said, case)

    def _alive_between(self, rule_id: str) -> bool:
        """Whether it can fire where the law of two held places meets."""
        number = self._wide.lines.get(rule_id)
        if number is None or not self._wide.can(self._wide.loose.applies[number]):
            return False
        self.alive[rule_id] = [pair.place for pair, _ in self._in_places(rule_id)]
        return True

    def _alive_on_its_days(self, rule: Rule) -> bool:
        """Whether a rule that names days of its own (a law to come, or one gone by) can fire on one of them."""
        days = {c[2] for c in (*rule.when, *rule.unless) if c[0] == "derived.today" and len(c) == 3 and isinstance(c[2], date)}
        if rule.in_force:
            days |= {d for d in (rule.in_force.starts_on, rule.in_force.until) if d}
        for pair, _ in self._in_places(rule.id) if days else ():
            for day in sorted(days):
                then = Pair(pair.place, day)
                if then.can(then.loose.applies[then.lines[rule.id]]):
                    self.report.checked["rules of another day"] += 1
                    self.alive[rule.id] = []
                    return True
        return False

    @cached_property
    def _wide(self) -> Pair:
        """A world in which a case can be in several of the places at once."""
        return Pair(self.report.places[0], self.as_of, self.report.places[1:])

    def _why_dead(self, pair: Pair, number: int) -> tuple[str, found.Case | None]:
        world = pair.loose
        line = world.program.lines[number]
        tests = {**{world.yes[i]: (i, True) for i in line.when}, **{world.no[i]: (i, False) for i in line.unless}}
        core = list(tests)
        for test in list(tests):
            rest = [t for t in core if t is not test]
            if not pair.can(*rest):
                core = rest
        parts = []
        for test in core:
            i, wanted = tests[test]
            parts.append(("" if wanted else "not ") + words(world.program.asked[i].key))
        says = f"cannot hold together: {'; '.join(parts)}" if len(parts) > 1 else f"never holds in any place held: {parts[0]}"
        return says, self._near(pair, line, [tests[t] for t in core])

    def _near(self, pair: Pair, line: Line, core: list[tuple[int, bool]]) -> found.Case | None:
        """A case in which all of the rule holds but one of what cannot hold together."""
        world = pair.exact
        for left_out, _ in core:
            when = [i for i in line.when if i != left_out]
            unless = [i for i in line.unless if i != left_out]
            keys = {repr(world.program.asked[i].key): YES for i in when}
            keys |= {repr(world.program.asked[i].key): NO for i in unless if world.program.asked[i].key[0] != ELSEWHERE}

            def near(there: Inference, keys: dict[str, int] = keys) -> bool:
                truths = _key_truths(there)
                return truth_in(there, line.rule.id) != YES and all(truths.get(k) == t for k, t in keys.items())

            case = pair.find(world.all_hold(when, unless), near, 2)
            if case is not None:
                return case
        return None

    def idle(self) -> None:
        """Exceptions (and overrides) that can never stop their rule."""
        for rule in self._rules():
            exceptions: dict[str, bool] = {}
            shown: dict[str, tuple[Pair, int, int]] = {}
            for pair, number in self._in_places(rule.id):
                world, line = pair.loose, pair.loose.program.lines[number]
                for i in line.unless:
                    asked = world.program.asked[i]
                    name = words(asked.key)
                    if asked.key[0] == ELSEWHERE or exceptions.get(name):
                        continue
                    self.report.checked["exceptions"] += 1
                    # Where law is not held the rule could apply, and stopping it for certain is of use there too.
                    exceptions[name] = pair.can(*(negated(world.no[j]) for j in line.when), world.yes[i])
                    shown.setdefault(name, (pair, number, i))
            for name, can in exceptions.items():
                if not can and self.alive.get(rule.id):
                    case = self._firing(rule.id)
                    self._tell("idle", f"{rule.id}:{name}", f"{rule.id}: unless {name}: cannot hold where the rest of the rule does", case)

    def _firing(self, rule_id: str, more: Callable[[Pair], Any] = lambda _: True) -> found.Case | None:
        """A small case on which a rule fires."""
        for pair, number in self._in_places(rule_id):
            wanted = pair.exact.applies[number]
            case = pair.find(wanted, lambda there: truth_in(there, rule_id) == YES, 2)
            if case is not None:
                return case
        return None

    def implied(self) -> None:
        """Rules whose every effect another rule has too, whenever they apply."""
        effects = {rule.id: _effects(rule) for rule in self._rules()}
        by_effect: dict[Any, set[str]] = defaultdict(set)
        for rule_id, made in effects.items():
            for effect in made:
                by_effect[effect].add(rule_id)
        covers = {r: set.intersection(*(by_effect[e] for e in made)) - {r} for r, made in effects.items() if made}
        for pair in self.pairs.values():
            self._prune(pair, covers)
        for rule_id, others in covers.items():
            seen = [o for o in sorted(others) if self.alive.get(rule_id)]
            # Of two that say the same in the same cases, the second is told.
            seen = [o for o in seen if not (rule_id in covers.get(o, ()) and rule_id < o)]
            if seen:
                case = self._firing(rule_id)
                self._tell("implied", rule_id, f"{rule_id}: whenever it applies, {seen[0]} applies and has the same effects", case)

    def _prune(self, pair: Pair, covers: dict[str, set[str]]) -> None:
        """Take away what a place shows not to be so."""
        world, lines = pair.loose, pair.lines
        for rule_id, others in covers.items():
            n = lines.get(rule_id)
            if n is None or pair.place not in self.alive.get(rule_id, ()):
                continue
            for other in sorted(others):
                if other not in others:
                    continue
                m = lines.get(other)
                self.report.checked["pairs of rules with the same effect"] += 1
                if m is None:
                    others.discard(other)
                    continue
                result = pair.prover.check(world.applies[n], negated(world.applies[m]))
                if result == z3.unsat:
                    continue
                others.discard(other)
                if result == z3.sat:
                    model = pair.prover.model()
                    true = {r for r, k in lines.items() if z3.is_true(model.eval(world.applies[k], model_completion=True))}
                    for one, them in covers.items():
                        if one in true:
                            them &= true | (them - set(lines))

    # -- contradictions

    def contradictions(self) -> None:
        """Conclusions that exclude each other and can both hold."""
        excluded = sorted({tuple(sorted((c.id, other))) for c in conclusions().values() for other in c.excludes})
        for one, two in excluded:
            self.report.checked["pairs of conclusions that exclude each other"] += 1
            undecided = []
            for pair in self.pairs.values():
                loose = pair.loose
                if not pair.can(loose.conclusion(one)[0], loose.conclusion(two)[0]):
                    continue
                world = pair.exact

                def test(there: Inference, one: str = one, two: str = two) -> bool:
                    return there.conclusion(one) == YES and there.conclusion(two) == YES

                case = pair.find(both(world.conclusion(one)[0], world.conclusion(two)[0]), test)
                if case is None:
                    undecided.append(pair.place)
                    continue
                there = found.run(case, self.as_of)
                assert there is not None
                by = [f"{c} by {', '.join(_drawn_by(there, c))}" for c in (one, two)]
                self._tell("contradiction", f"{one}+{two}", f"both hold: {'; '.join(by)} ({pair.place})", case)
                break
            else:
                if undecided:
                    where = ", ".join(undecided)
                    says = f"whether {one} and {two} can both hold in {where} was not decided"
                    self._tell("undecided", f"contradiction:{one}+{two}", says)

    # -- options

    def options(self) -> None:
        """Options that a place has and that nothing makes available there."""
        for option_id in catalogue.options():
            claims = [pair for pair in self.pairs.values() if pair.can(pair.at_home(pair.loose), pair.loose.verb(option_id, "concern")[0])]
            closed = {
                pair.place: pair for pair in claims if not pair.can(pair.at_home(pair.loose), pair.loose.status(option_id, "available"))
            }
            self.report.checked["options in places"] += len(claims)
            shut = [place for place, pair in closed.items() if self._shut(option_id, pair)]
            self.report.checked["options that a place closes for everybody"] += len(shut)
            waiting = [place for place, pair in closed.items() if place not in shut and pair.waits(option_id)]
            self.report.checked["options that wait for law not held"] += len(waiting)
            shut += waiting
            closed = {place: pair for place, pair in closed.items() if place not in shut}
            claims = [pair for pair in claims if pair.place not in shut]
            if len(closed) > 1 and len(closed) == len(claims):
                why, case = self._why_closed(option_id, next(iter(closed.values())))
                self._tell("unavailable", option_id, f"{option_id} in every place that has it ({', '.join(closed)}): {why}", case)
            else:
                for place, pair in closed.items():
                    why, case = self._why_closed(option_id, pair)
                    self._tell("unavailable", f"{option_id}:{place}", f"{option_id} in {place}: {why}", case)

    @staticmethod
    def _shut(option_id: str, pair: Pair) -> bool:
        """Whether a place does not claim to have it: no rule opens it, and whatever the case it says that it is closed."""
        world = pair.loose
        home, concern = pair.at_home(world), world.verb(option_id, "concern")[0]
        return not pair.can(home, concern, world.verb(option_id, "open")[0]) and not pair.can(
            home, concern, negated(world.verb(option_id, "bar")[0])
        )

    def _why_closed(self, option_id: str, pair: Pair) -> tuple[str, found.Case | None]:
        world = pair.loose
        home = pair.at_home(world)
        concern, opened, bar = world.verb(option_id, "concern")[0], world.verb(option_id, "open")[0], world.verb(option_id, "bar")
        if not pair.can(home, concern, opened):
            verb = "bar" if pair.can(home, concern, bar[0]) else "concern"
            why = "no rule opens it" + (", and it can be barred" if verb == "bar" else ", and none bars it: it is always undetermined")
        elif not pair.can(home, concern, opened, bar[1]):
            why, verb = "it is always barred", "open"
        elif pair.can(home, concern, opened, bar[1], world.verb(option_id, "require")[0]):
            why, verb = "something must always come first", "open"
        else:
            why, verb = "law that is not held there leaves it undetermined", "open"
        exact = pair.exact

        def test(there: Inference) -> bool:
            by, s = there.program.by_option[option_id], there.situation
            says = all(any(there.rules[n] == YES for n in getattr(by, v)) for v in ("concern", verb))
            where = (s.term(f).exact for f in ("customer.jurisdiction", "creditor.jurisdiction", "claim.place_of_work"))
            return says and all(w == pair.place for w in where) and there.status(option_id) != "available"

        return why, pair.find(both(pair.at_home(exact), exact.verb(option_id, "concern")[0], exact.verb(option_id, verb)[0]), test)

    # -- facts

    def unasked(self) -> None:
        """Facts that a rule needs and that are not asked where it does."""
        facts = catalogue.facts()
        for rule in self._rules():
            for condition in rule.when:
                fact = facts.get(condition[0])
                if fact is None or not fact.question.asked_when:
                    continue
                tried = [(p, n) for p, n in self._in_places(rule.id) if p.place in self.alive.get(rule.id, ())]
                if not tried:
                    continue
                self.report.checked["facts asked under a condition"] += 1
                if not any(p.can(p.loose.applies[n], negated(p.loose.beside[fact.id])) for p, n in tried):
                    self._tell(
                        "unasked",
                        f"{rule.id}:{fact.id}",
                        f"{rule.id} needs {fact.id}, which is not asked where the rest of the rule holds",
                        self._firing(rule.id),
                    )

    def unused(self) -> None:
        """Facts that nothing uses."""
        used = used_facts()
        for fact in catalogue.facts().values():
            self.report.checked["facts"] += 1
            if fact.id not in used and not any(u.startswith(fact.id + ".") for u in used):
                self._tell("unused", fact.id, f"{fact.id} is asked, and no rule, figure, law or text uses it")

    # -- promises

    def promises(self) -> None:
        """What is promised of every case: what several places break is told once, with where."""
        told: dict[str, dict[str, promises.Broken]] = defaultdict(dict)
        for pair in self.pairs.values():
            self.report.checked["places in which the promises were put to proof"] += 1
            for one in promises.broken(pair):
                told[one.name][pair.place] = one
        for name, places in told.items():
            broken = {p: one for p, one in places.items() if one.case is not None or name.startswith("settled:")}
            perhaps = [p for p in places if p not in broken]
            one = next(iter((broken or places).values()))
            where = ", ".join(broken or perhaps) + (f"; perhaps in {', '.join(perhaps)}" if broken and perhaps else "")
            self._tell("promise" if broken else "undecided", name, f"{one.says} ({where})", one.case)

    # -- authorities

    def authorities(self) -> None:
        """Citations, their sources and their days."""
        self.report.checked["authorities"] = sum(1 for _ in authority.cited())
        for problem in authority.problems(self.today):
            self._tell("authority", problem.id, problem.says)


def _drawn_by(there: Inference, name: str) -> list[str]:
    return [there.program.lines[n].rule.id for n in there.program.concluded_by.get(name, ()) if there.rules[n] == YES]


def _effects(rule: Rule) -> set[Any]:
    """What a rule does, so that two can be compared; a reason shown to the reader is part of it."""
    made: set[Any] = set()
    for effect in rule.effect:
        verb = effect.verb
        if verb == "conclude":
            made.add(("conclude", effect.conclude))
            continue
        told: tuple[Any, ...] = (rule.reason,)
        if verb == "bar":
            told = (effect.ground, effect.kind, rule.reason)
        elif verb == "require":
            told = (effect.step, effect.wait_until)
        elif verb in {"caution", "attorney"}:
            told = (effect.attorney, rule.reason)
        elif verb == "prefer":
            told = (effect.rank, rule.reason)
        if verb == "attorney":
            made.add((verb, told))
        made |= {(verb, option_id, told) for option_id in expand(effect.options, effect.excluded)}
    return made


_ID = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")


def used_facts() -> frozenset[str]:
    """Every fact that a rule, the law, a figure, a text or the code reads by its id."""
    facts = catalogue.facts()
    found_: set[str] = set()
    for name in scope_names():
        made = programs.program(("common",) if name == "common" else tuple(dict.fromkeys(("common", name))))
        found_ |= set(itertools.chain.from_iterable(made.reads))
        for line in made.lines:
            found_ |= {t for t in line.terms if t in facts}
    for code in library.held_places():
        for datum in library.jurisdiction(code).data.values():
            found_ |= {datum.version_by, *datum.split_facts}
            for _, part in datum.rows():
                if isinstance(part.row, ClockRow):
                    found_ |= set(part.row.dates)
                elif isinstance(part.row, ChargeRow):
                    found_.add(part.row.starts)
    found_ |= set(itertools.chain.from_iterable(engine_places.READS.values()))
    # The code of advice, report, interview and documents names facts by their ids; the vocabulary itself only declares them.
    source = Path(__file__).resolve().parents[2]
    for file in sorted(source.rglob("*")):
        if (
            file.suffix not in {".py", ".j2", ".toml", ".html", ".md"}
            or "vocabulary" in file.parts
            or "deep" in file.parts
            or "_data" in file.parts
        ):
            continue
        found_ |= set(_ID.findall(file.read_text("utf-8")))
    return frozenset(f for f in found_ if f in facts) | _in_lists(source, facts)


def _in_lists(source: Path, facts: Any) -> frozenset[str]:
    """Facts read through a group in code (`facts.claim.evidence`)."""
    found_: set[str] = set()
    for file in sorted(source.rglob("*.py")):
        if "vocabulary" in file.parts or "deep" in file.parts:
            continue
        text = file.read_text("utf-8")
        found_ |= {f for f in facts if f in text}
    return frozenset(found_)


def check(as_of: date, places: tuple[str, ...] = (), *, today: date | None = None, shown: Callable[[str], None] = lambda _: None) -> Report:
    """Check the whole rule base as it stands on a day.

    as_of   the day whose law is checked
    places  the places to check in; all that are held where left out
    today   the day that nothing can have been checked after; `as_of` where left out
    shown   told the name of each check as it begins
    """
    return Checker(as_of, places, today=today, shown=shown).run()


def as_text(report: Report) -> str:
    """The report as text: what is open with its case, then what was accepted, then what was checked."""
    lines: list[str] = []
    for kind, title in KINDS.items():
        here = [f for f in report.open if f.kind == kind]
        if here:
            lines += [f"{title[0].upper()}{title[1:]}: {len(here)}", ""]
            for finding in here:
                lines.append(f"  {finding.id}")
                if finding.says != finding.id:
                    lines.append(f"    {finding.says}")
                lines += [f"      | {row}" for row in finding.case.splitlines()]
                lines.append("")
    kept = [f for f in report.findings if f.id in report.accepted]
    if kept:
        lines += [f"Accepted, each with a reason in rules/{ACCEPTED}: {len(kept)}"]
    lines += [f"Accepted, but no longer found (take it out of rules/{ACCEPTED}): {name}" for name in report.stale]
    counted = ", ".join(f"{n} {what}" for what, n in report.checked.items())
    lines.append(f"Checked for {report.as_of} in {', '.join(report.places)}: {counted}.")
    lines.append("Nothing is wrong." if not report.open and not report.stale else f"{len(report.open)} findings.")
    return "\n".join(lines) + "\n"
