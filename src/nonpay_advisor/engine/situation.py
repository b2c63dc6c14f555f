"""One case on one day: every term of the rules, worked out when asked for and remembered.

Facts, law and dates are nodes of one graph. A term is asked for by name and comes back as a `Possible`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from typing import Any

from nonpay_advisor.engine import clocks, derived, places
from nonpay_advisor.engine.flat import settle
from nonpay_advisor.engine.possible import (
    NO,
    NOTHING,
    NOTHING_THERE,
    UNKNOWN,
    YES,
    Cause,
    Possible,
    Range,
    as_day_ends,
    compare,
    known,
    union,
    unknown,
)
from nonpay_advisor.errors import LawNotHeld
from nonpay_advisor.law import library
from nonpay_advisor.law.library import Datum, Part
from nonpay_advisor.law.model import ChargeRow, ClockRow, Restart, Row, ValueRow
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE, Fact
from nonpay_advisor.vocabulary.kinds import FIRST_DAY, NO_ORDINARY, Span

# A day that is not known, and the day that it cannot lie after (the vocabulary refuses facts that say otherwise).
NOT_AFTER = {"claim.work_started_on": "claim.work_finished_on"}


@dataclass(frozen=True)
class Held:
    """A row of law that may govern the case: where it is held, and the row."""

    place: str
    datum: Datum
    row: Row

    @cached_property
    def possible(self) -> Possible:
        """What a value row says, as a term."""
        assert isinstance(self.row, ValueRow)
        return Possible((_value_item(self.row),))


class Situation:
    """The facts of a case as the engine holds them (see `flat.lay`), on a day."""

    __slots__ = ("_terms", "as_of", "flat")

    def __init__(self, flat: dict[str, Any], as_of: date) -> None:
        self.flat = flat
        self.as_of = as_of
        self._terms: dict[Any, Any] = {}

    def with_facts(self, flat: dict[str, Any], touched: Iterable[str]) -> Situation:
        """The same day with other facts; what is remembered of terms that do not read them is kept.

        touched  the terms that read a fact that differs
        """
        other = Situation(flat, self.as_of)
        kept = dict(self._terms)
        for name in touched:
            kept.pop(name, None)
            kept.pop(("held", name.partition(".")[2]), None)
        other._terms = kept
        return other

    # -- terms

    def term(self, name: str) -> Possible:
        """What a term may be."""
        found = self._terms.get(name)
        if found is None:
            found = self._terms[name] = self._work_out(name)
        return found

    def ask(self, name: str, word: str, literal: Any = None) -> int:
        """Ask a word of the rules of a term and a literal."""
        return compare(word, self.term(name), known(literal))

    def place(self, role: str) -> Possible:
        """The places whose law may govern a role."""
        return self.term("place." + role)

    def _work_out(self, name: str) -> Possible:
        prefix, _, rest = name.partition(".")
        if prefix == "law":
            return self._law(rest)
        if prefix == "clock":
            return self._clock(rest)
        if prefix == "charge":
            return self._charge(rest)
        if prefix == "derived":
            return derived.FORMULAS[name].work(self)
        if prefix == "place":
            return places.place_of(rest, self)
        return self._fact(name)

    def _fact(self, fact_id: str) -> Possible:
        fact = catalogue.facts()[fact_id]
        if fact_id in self.flat:
            value = self.flat[fact_id]
        elif fact.table is not None and fact.table not in self.flat:
            # Of a table that is not known nothing is; of one that cannot matter there is none.
            table = self.term(fact.table)
            return Possible((), table.causes) if table.open else NOTHING_THERE
        elif fact.question.ordinary is not NO_ORDINARY and self.is_beside_the_point(fact):
            value = settle(fact, fact.question.ordinary)
        elif fact.table is not None and self.term(fact.table).items == (NONE,):
            return NOTHING_THERE
        elif fact_id in NOT_AFTER and isinstance(self.flat.get(NOT_AFTER[fact_id]), date):
            # Not known, but it cannot lie after what it comes before.
            return Possible((Span(FIRST_DAY, self.flat[NOT_AFTER[fact_id]]), NONE), frozenset({("fact", fact_id)}))
        else:
            return unknown(("fact", fact_id))
        if fact.kind == "event" and value is True:
            return Possible((Span(FIRST_DAY, self.as_of, "a day not known"),), frozenset({("fact", fact_id)}))
        if fact.kind == "table" and value is not NONE:
            return known(True)
        if isinstance(value, Span):
            return Possible((value,), frozenset({("fact", fact_id)}))
        return known(value)

    def is_beside_the_point(self, fact: Fact) -> bool:
        """Whether a fact not given cannot matter here (a clause, where nothing was written)."""
        return any(self.gate(condition) == NO for condition in fact.question.asked_when)

    def gate(self, condition: list[Any]) -> int:
        """The truth of one condition under which a question is asked (`asked_when`)."""
        name, word, thing = (*condition, None, None)[:3]
        if word is None:
            word, thing = "is", True
        return compare(word, self.term(name), Possible(tuple(thing) if isinstance(thing, list) else (thing,)))

    # -- law

    def held(self, law_id: str) -> tuple[list[Held], frozenset[Cause]]:
        """The rows that may govern: one where all is known, several candidates, or none with the causes."""
        key = ("held", law_id)
        if key not in self._terms:
            self._terms[key] = self._find(law_id)
        return self._terms[key]  # type: ignore[no-any-return]

    def _find(self, law_id: str) -> tuple[list[Held], frozenset[Cause]]:
        bare, _, fixed = law_id.partition("@")
        role = catalogue.law_ids()[bare].role
        where = known(fixed) if fixed else self.place(role)
        if where.open:
            return [], where.causes or frozenset({("place", role, "")})
        if len(where.items) == 1 and where.items[0] is not NONE:
            datum = library.find(where.items[0], bare)
            if datum is not None and datum.plain:
                # Most law: the day alone picks the row.
                try:
                    return [_held(datum, datum.in_force(self.as_of).parts[0].row)], NOTHING
                except LawNotHeld:
                    return [], frozenset({("law", bare, where.items[0])})
        rows: list[Held] = []
        causes: frozenset[Cause] = where.causes if len(where.items) > 1 else frozenset()
        missing: frozenset[Cause] = frozenset()
        candidates = [p for p in where.items if p is not NONE]
        if role == "freelancer" and not fixed:
            # The first place that has such a law gives it; the others do not count against it.
            candidates = [p for p in candidates if library.find(p, bare)][:1] or candidates[:1]
        if candidates and all(library.has_none(p, bare) for p in candidates):
            return [], NOTHING
        for place in candidates:
            datum = library.find(place, bare)
            if datum is None:
                missing |= {("law", bare, place)}
                continue
            try:
                found, why = self._rows(datum)
            except LawNotHeld:
                missing |= {("law", bare, place)}
                continue
            rows += [_held(datum, row) for row in found]
            causes |= why
            if not found:
                missing |= why
        if missing:
            return [], causes | missing
        return rows, causes

    def _rows(self, datum: Datum) -> tuple[list[Row], frozenset[Cause]]:
        causes: frozenset[Cause] = frozenset()
        if datum.version_by == "as_of":
            versions = [datum.in_force(self.as_of)]
        else:
            by = self.term(datum.version_by)
            days = as_day_ends(by)
            if days is None:
                # Not known: every version is a candidate. Known to have no such day: the law of today.
                if by.open:
                    versions, causes = list(datum.versions), by.causes
                else:
                    versions = [datum.in_force(self.as_of)]
            else:
                versions = datum.between(*days)
                causes = by.causes if len(versions) > 1 else causes
        rows: list[Row] = []
        for version in versions:
            found, why = self._parts(version.parts)
            if not found:
                return [], why
            rows += [row for row in found if all(row is not other for other in rows)]
            causes |= why
        return rows, causes if len(rows) > 1 else frozenset()

    def _parts(self, parts: tuple[Part, ...]) -> tuple[list[Row], frozenset[Cause]]:
        if parts[0].when is None:
            return [parts[0].row], frozenset()
        rows: list[Row] = []
        causes: frozenset[Cause] = frozenset()
        for part in parts:
            if part.otherwise:
                rows.append(part.row)
                break
            truth = YES
            for fact_id, wanted in part.when or ():
                one = self._split_holds(fact_id, wanted)
                if one == UNKNOWN:
                    causes |= self.term(fact_id).causes
                truth = min(truth, one)
            if truth == YES:
                return [part.row], frozenset()
            if truth == UNKNOWN:
                rows.append(part.row)
        else:
            # No part catches the rest: it is not held, or it depends on the facts that would pick a part.
            if not rows:
                raise LawNotHeld("the law held does not speak of this case")
            return [], causes
        return rows, causes

    def _split_holds(self, fact_id: str, wanted: Any) -> int:
        value = self.term(fact_id)
        if isinstance(wanted, dict):
            return min(compare(word, value, known(Decimal(edge) if isinstance(edge, int) else edge)) for word, edge in wanted.items())
        options = tuple(wanted) if isinstance(wanted, (list, tuple)) else (wanted,)
        fact = catalogue.facts().get(fact_id)
        if fact is not None and fact.kind != "yes_no" and isinstance(options[0], bool):
            # Of a day, a sum or an event, a file says whether there is one at all.
            return compare("exists" if options[0] else "none", value, None)
        return compare("one_of", value, Possible(options))

    def _law(self, law_id: str) -> Possible:
        rows, causes = self.held(law_id)
        if not rows:
            return Possible((), causes) if causes else Possible((NONE,))
        if rows[0].datum.unit == "money":
            given = self.flat.get("claim.currency")
            if given is not None and any(library.jurisdiction(h.place).currency != given for h in rows):
                # No conversion: a sum in another currency can be compared with nothing here.
                return unknown(("fact", "claim.currency"))
        if len(rows) == 1:
            return rows[0].possible
        items = tuple(dict.fromkeys(held.possible.items[0] for held in rows))
        return Possible(items, causes if len(items) > 1 else frozenset())

    def _charge(self, law_id: str) -> Possible:
        rows, causes = self.held(law_id)
        if not rows:
            return Possible((), causes) if causes else Possible((NONE,))
        items = {isinstance(h.row, ChargeRow) and h.row.value is None for h in rows}
        return Possible(tuple(True if i else NONE for i in sorted(items)), causes if len(items) > 1 else frozenset())

    def _clock(self, law_id: str) -> Possible:
        rows, causes = self.held(law_id)
        if not rows:
            return Possible((), causes) if causes else Possible((NONE,))
        entry = catalogue.law_ids()[law_id.partition("@")[0]]
        endings = [self.run_clock(held) for held in rows]
        ending = self._borrowed(rows, endings) if entry.role == "limitation" and len(rows) > 1 else None
        if ending is None:
            joined = union(endings)
            ending = Possible(joined.items, joined.causes | causes if len(joined.items) != 1 else joined.causes)
        return self._after_stay(ending, entry.role) if entry.outlasts_stay else ending

    def _after_stay(self, ending: Possible, role: str) -> Possible:
        """The last day to sue the customer where an insolvency stays, or stayed, the suit."""
        begun = self.term("customer.bankruptcy.petition_on")
        if begun.items == (NONE,) or ending.open or ending.items == (NONE,):
            return ending
        if not self.held("insolvency.time_after_stay")[0]:
            return ending
        later_work = compare("after", self.term("claim.work_started_on"), begun)
        if later_work == YES:
            return ending
        stay = clocks.Stay(begun, self.term("derived.stay_ended_on"), self.as_of)
        after = clocks.put_off(ending, stay, self.term("clock.insolvency.time_after_stay"))
        left_out = self.term("law.limitation.stay_left_out") if role == "limitation" else known(False)
        if left_out.exact is not False:
            longer = clocks.later(after, clocks.lengthened(ending, stay))
            after = longer if left_out.exact is True else clocks.either(after, longer, left_out.causes)
        return after if later_work == NO else clocks.either(ending, after, self.term("claim.work_started_on").causes)

    def _borrowed(self, rows: list[Held], endings: list[Possible]) -> Possible | None:
        """The last day where the forum's courts also ask for another place's time; None where each of the days may be it."""
        forum = self.place("forum").exact
        if forum is None or forum is NONE:
            return None
        how = places.chosen_by(forum, "limitation")
        if how == "shorter_of_two":
            chosen = self.term("contract.governing_law").exact
            return _earliest(endings) if chosen is not None and chosen is not NONE else None
        if how not in places.BORROWING or self.place("creditor_place").exact is None:
            return None
        own = [e for held, e in zip(rows, endings, strict=True) if held.place in library.chain(forum)]
        if how == "creditors_home_too" or not own:
            return _earliest(endings)
        earliest = union([*own, _earliest(endings)])
        return Possible(earliest.items, earliest.causes | {("place", "limitation", "")} if len(earliest.items) > 1 else earliest.causes)

    def run_clock(self, held: Held, *, restarted: bool = True) -> Possible:
        """The last day of one clock row in this case, with or without the events that restart it."""
        row = held.row
        assert isinstance(row, ClockRow)
        events = self._events(row) if restarted else []
        days_off = library.holiday_calendar(held.place)
        ending = clocks.run(row, [self.term(t) for t in row.triggers], events, days_off)
        second = row.second
        if second:
            other = clocks.run(second, [self.term(t) for t in second.triggers], [], days_off)
            ending = clocks.earlier(ending, other) if row.not_after else clocks.not_before(second, ending, other)
        if not row.certain:
            ending = clocks.at_the_earliest(ending)
        unsettled = not row.certain or any(not restart.certain or clocks.is_chained(restart) for restart, _ in events)
        if unsettled and ending.exact is None and not ending.open:
            # Whether the period ends later, or the event starts it anew, is law that is not held.
            return Possible(ending.items, ending.causes | {("law", held.datum.id, held.place)})
        return ending

    def _events(self, row: ClockRow) -> list[tuple[Restart, Possible]]:
        found: list[tuple[Restart, Possible]] = []
        for restart in row.restarts:
            if restart.event == "part_payment":
                payments = self.term("claim.payments")
                if payments.open:
                    found.append((restart, payments))
                for payment in () if payments.open else payments.items[0]:
                    on = payment.on
                    day = unknown(("fact", "claim.payments")) if on is None or on is False else self._day(on, "claim.payments")
                    found.append((restart, day))
            elif restart.event == "execution":
                found.append((restart, self.term("history.judgment.last_execution_on")))
            else:
                found += self._acknowledgments(restart)
        return found

    def _day(self, value: Any, fact_id: str) -> Possible:
        return Possible((value,), frozenset({("fact", fact_id)}) if isinstance(value, Span) else frozenset())

    def _acknowledgments(self, restart: Restart) -> list[tuple[Restart, Possible]]:
        there = self.term("dispute.acknowledgment")
        if there.items == (NONE,):
            return []
        if there.open:
            return [(restart, there)]
        when = self.term("dispute.acknowledgment.on")
        if restart.form == "any":
            return [(restart, when)]
        signed = self.term("dispute.acknowledgment.signed_writing")
        if signed.exact is False and restart.form == "signed_writing":
            return []
        if signed.exact is True:
            return [(restart, when)]
        return [(restart, union([Possible((NONE,), signed.causes), when]))]


_HELD: dict[int, Held] = {}


def _held(datum: Datum, row: Row) -> Held:
    """A row as it is held: made once, since rows never change."""
    found = _HELD.get(id(row))
    if found is None or found.row is not row:
        found = _HELD[id(row)] = Held(datum.place, datum, row)
    return found


def _value_item(row: ValueRow) -> Any:
    if row.between is not None:
        return Range(*row.between)
    value = row.value
    if value == "none":
        return NONE
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value


def _earliest(endings: list[Possible]) -> Possible:
    if any(e.open for e in endings):
        return Possible((), union(endings).causes)
    return reduce(clocks.earlier, endings)
