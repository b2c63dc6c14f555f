"""All complete cases in one place, as the solver sees them: facts, law, dates, conditions and rules.

A world is made for a place: the parties, the courts and the work are there, elsewhere in its country where no law is held,
or abroad. Every fact is known (the layer of not knowing is checked elsewhere, on generated cases). What the solver cannot
compute (interest, the exact length of a period in months) is left open within bounds when something is to be proved
impossible, and is kept clear of when a case is to be found; every case found is run through the engine.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import z3

from nonpay_advisor.engine import places
from nonpay_advisor.engine.clocks import comes_yet
from nonpay_advisor.engine.deep.values import (
    FALSE,
    NEVER,
    NONE_VALUE,
    SLACK,
    TRUE,
    UNKNOWN_VALUE,
    Names,
    Truth,
    Value,
    all_of,
    both,
    choose,
    compare,
    constant,
    either,
    lies_within,
    negated,
    one_of,
    pick,
    there,
)
from nonpay_advisor.engine.derived import LOCAL_BODIES, REASONABLE_DAYS
from nonpay_advisor.engine.program import ELSEWHERE, Program, is_term, program
from nonpay_advisor.errors import LawNotHeld
from nonpay_advisor.law import library
from nonpay_advisor.law.library import Datum, Part
from nonpay_advisor.law.model import ChargeRow, ClockRow, Row, ValueRow
from nonpay_advisor.rulebase.library import never_settled
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE, Fact
from nonpay_advisor.vocabulary.facts import IN_ORDER
from nonpay_advisor.vocabulary.kinds import NO_ORDINARY
from nonpay_advisor.vocabulary.places import places as all_places

MONTH = Decimal("30.4369")
YEARS_BACK, DAYS_AHEAD = 30, 730
MOST_IN_A_LIST = 4
# What is left open and depends on the amount.
_BY_AMOUNT = {"sum with interest", "sum after waiver", "undisputed"}
# Those that are citizens of no state, beside the nation and the states.
_NO_CITIZENS = ("tribe", "foreign_state", "international_body")


def _not_held(code: str) -> tuple[str, ...]:
    """A place of the same country and a place abroad whose own law is not held."""
    held, known = library.held_places(), all_places()
    country = code.split("-")[0]
    sibling = next((c for c in known if c.startswith(country + "-") and c not in held), None)
    abroad = next(c for c in known if "-" not in c and not library.chain(c) and c != country)
    return tuple(c for c in (sibling, abroad) if c)


@cache
def leaves() -> tuple[str, ...]:
    """The places held that are no other place's parent: where a case can be."""
    held = library.held_places()
    parents = {library.jurisdiction(c).header.parent for c in held}
    return tuple(c for c in held if c not in parents)


class World:
    """The model of one place on one day.

    place   the code of the place
    exact   True to find cases (what is uncertain is kept clear of), False to prove (what is uncertain may be anything)
    shared  another world whose facts are this one's too, all but `apart`
    any_law whether law that is not held may be anything (to tell what waits for law from what is wrong)
    """

    def __init__(
        self,
        place: str,
        as_of: date,
        *,
        exact: bool,
        shared: World | None = None,
        apart: frozenset[str] = frozenset(),
        made: Program | None = None,
        extra: tuple[str, ...] = (),
        any_law: bool = False,
    ) -> None:
        self.home, self.as_of, self.exact, self.shared, self.apart = place, as_of, exact, shared, apart
        self.domain = tuple(dict.fromkeys((place, *extra, *_not_held(place))))
        self.codes = tuple(dict.fromkeys([*self.domain, *(c for p in self.domain for c in library.chain(p))]))
        self.names: Names = shared.names if shared else Names()
        self.tag = "" if shared is None else "'"
        self.any_law = any_law
        self.today = z3.IntVal(as_of.toordinal())
        self.constraints: list[Any] = []
        self.raw: dict[str, dict[str, Any]] = {}
        self.beside: dict[str, Any] = {}
        self.sums: list[Any] = []
        self._values: dict[str, list[Value]] = {}
        self._fresh = itertools.count()
        self.program = made or program(self._scopes())
        for fact in catalogue.facts().values():
            self._make_raw(fact)
        for fact in catalogue.facts().values():
            self._gate_fact(fact)
        self._in_order()
        self._make_rules()

    def _scopes(self) -> tuple[str, ...]:
        found = {"common"} | {c.lower() for p in self.domain for c in library.chain(p)}
        return tuple(sorted(found, key=lambda n: (n != "common", n)))

    def _new(self, kind: str, name: str) -> Any:
        # Two worlds that share their facts share what is left open too, unless it depends on what sets them apart.
        full = f"{name}{self.tag if name in _BY_AMOUNT else ''}#{next(self._fresh)}"
        return z3.Bool(full) if kind == "bool" else z3.Real(full) if kind == "real" else z3.Int(full)

    def name(self, text: str) -> Any:
        return z3.IntVal(self.names.of(text))

    # -- facts

    def _make_raw(self, fact: Fact) -> None:
        """The solver's own variables for a fact."""
        if self.shared and fact.id not in self.apart:
            self.raw[fact.id] = self.shared.raw[fact.id]
            return
        made: dict[str, Any] = {}
        tag = fact.id + self.tag
        if fact.none_ok or fact.kind == "table":
            made["none"] = z3.Bool(f"{tag}?none")
        match fact.kind:
            case "yes_no":
                made["val"] = z3.Bool(tag)
            case "choice":
                made["val"] = z3.Int(tag)
                self.constraints.append(z3.Or([made["val"] == self.names.of(c) for c in fact.choices]))
            case "text" | "currency":
                made["val"] = z3.Int(tag)
                self.constraints.append(z3.Or([made["val"] == self.names.of(c) for c in self._texts(fact.id)]))
            case "place" | "places":
                made["val"] = z3.Int(tag)
                self.constraints.append(z3.Or([made["val"] == self.names.of(c) for c in self.domain]))
            case "money":
                made["cents"] = z3.Int(tag)
                made["val"] = z3.ToReal(made["cents"]) / 100
                self.constraints.append(z3.And(made["cents"] >= 0, made["cents"] <= 100_000_000_00))
            case "number" | "count":
                made["whole"] = z3.Int(tag)
                made["val"] = z3.ToReal(made["whole"])
                self.constraints.append(z3.And(made["whole"] >= 0, made["whole"] <= 10_000))
            case "day" | "event":
                made["val"] = z3.Int(tag)
                latest = self.as_of.toordinal() + (DAYS_AHEAD if fact.kind == "day" else 0)
                self.constraints.append(z3.And(made["val"] >= self.as_of.toordinal() - 366 * YEARS_BACK, made["val"] <= latest))
            case "list":
                made["count"] = z3.Int(tag)
                made["first"], made["last"] = z3.Int(tag + ".first"), z3.Int(tag + ".last")
                made["same_person"], made["bankrupt"] = z3.Bool(tag + ".same_person"), z3.Bool(tag + ".bankrupt")
                self.constraints += [made["count"] >= 0, made["count"] <= MOST_IN_A_LIST, made["none"] == (made["count"] == 0)]
                first, last = made["first"], made["last"]
                self.constraints += [first <= last, last <= self.today, first >= self.as_of.toordinal() - 366 * YEARS_BACK]
                self.constraints += [z3.Implies(made["count"] <= 1, first == last)]
        self.raw[fact.id] = made

    def _texts(self, fact_id: str) -> list[str]:
        """The texts that the rules or the law ask for, and one that they do not."""
        found = {"somewhere"} if fact_id != "claim.currency" else {library.jurisdiction(self.home).currency}
        for asked in self.program.asked:
            if asked.key[0] == fact_id and len(asked.key) == 3:
                found |= set(asked.key[2]) if isinstance(asked.key[2], tuple) else {str(asked.key[2])}
        for code in self.codes:
            if code in library.held_places():
                for datum in library.jurisdiction(code).data.values():
                    for _, part in datum.rows():
                        for split, wanted in part.when or ():
                            if split == fact_id:
                                found |= set(wanted) if isinstance(wanted, list) else {str(wanted)}
        return sorted(found)

    def _gate_fact(self, fact: Fact) -> None:
        """A fact that the others put beside the point takes its ordinary value; one without is not known."""
        gates = [self._gate(condition) for condition in fact.question.asked_when]
        beside = either(*(g[1] for g in gates))
        self.beside[fact.id] = beside
        if z3.is_false(beside) or fact.question.ordinary is NO_ORDINARY:
            return
        self.constraints.append(z3.Implies(beside, self.is_ordinary(fact)))

    def _gate(self, condition: list[Any]) -> Truth:
        name, word, thing = (*condition, None, None)[:3]
        if word is None:
            word, thing = "is", True
        return self.condition(
            (name, word, tuple(thing)) if isinstance(thing, list) else (name, word) if thing is None else (name, word, thing)
        )

    def is_ordinary(self, fact: Fact) -> Any:
        """When a fact has its ordinary value."""
        raw, ordinary = self.raw[fact.id], fact.question.ordinary
        if fact.kind in {"list", "table"} or (ordinary is False and fact.none_ok) or ordinary == ():
            return raw["none"]
        same = raw["val"] == constant(ordinary, self.names)
        return both(negated(raw["none"]), same) if "none" in raw else same

    def _in_order(self) -> None:
        for later, earlier, _ in IN_ORDER:
            a, b = self.fact(later), self.fact(earlier)
            said = both(negated(a.none), negated(b.none))
            self.constraints.append(z3.Implies(said, a.val >= b.val))

    def fact(self, fact_id: str) -> Value:
        """A fact's value."""
        fact, raw = catalogue.facts()[fact_id], self.raw[fact_id]
        none = raw.get("none", FALSE)
        unknown = FALSE
        if fact.table is not None:
            outer = self.raw[fact.table]["none"]
            none = either(outer, none)
            if fact_id in self.beside:
                unknown = both(negated(outer), self.beside[fact_id]) if fact.question.ordinary is NO_ORDINARY else FALSE
        elif fact_id in self.beside and fact.question.ordinary is NO_ORDINARY:
            unknown = self.beside[fact_id]
        if fact.kind in {"list", "table", "late_fee", "choices"}:
            return Value(unknown, none, TRUE if fact.kind == "table" else None)
        return Value(unknown, none, raw["val"])

    # -- terms

    def term(self, name: str) -> list[Value]:
        """What a term is: one value, or several candidates where the law of two places may govern."""
        found = self._values.get(name)
        if found is None:
            found = self._values[name] = self._work_out(name)
        return found

    def _work_out(self, name: str) -> list[Value]:
        prefix, _, rest = name.partition(".")
        if prefix == "derived":
            return self._derived(rest)
        if prefix == "place":
            return self._place(rest)
        if prefix in {"law", "clock", "charge"}:
            return self._law(rest)
        return [self.fact(name)]

    def one(self, name: str) -> Value:
        """A term that must be one value; where candidates differ it could be either, or is not known."""
        values = self.term(name)
        found = values[0]
        for other in values[1:]:
            if self.exact:
                same = found.val == other.val if found.val is not None and other.val is not None else both(found.none, other.none)
                found = Value(either(found.unknown, other.unknown, negated(same)), found.none, found.val, found.rough or other.rough)
            else:
                found = pick(self._new("bool", f"which {name}"), found, other)
        return found

    # -- places

    def _place(self, role: str) -> list[Value]:
        if role == "customer_place":
            return [self.fact("customer.jurisdiction")]
        if role == "creditor_place":
            return [self.fact("creditor.jurisdiction")]
        if role == "work_place":
            return [self.fact("claim.place_of_work")]
        if role == "forum":
            home, clause = self.fact("customer.jurisdiction"), self.raw["contract.forum_selection"]["none"]
            moved = both(negated(clause), self.raw["contract.forum_selection.exclusive"]["val"])
            return [there(choose(moved, self.raw["contract.forum_selection.place"]["val"], home.val))]
        if role == "public_body":
            public = self.raw["customer.kind"]["val"] == self.name("government")
            federal = self.raw["customer.government_level"]["val"] == self.name("federal")
            home = self.raw["customer.jurisdiction"]["val"]
            where = home
            for code in self.domain:
                country = code.split("-")[0]
                if library.chain(country):
                    where = choose(both(federal, home == self.names.of(code)), self.name(country), where)
            return [there(where, negated(public))]
        if role == "freelancer":
            return [self.fact("creditor.jurisdiction"), self.fact("customer.jurisdiction")]
        if role == "formation_place":
            return [there(self.raw["customer.formed_in"]["val"], self.fact("customer.dissolved_on").none)]
        return self._by_choice(role)

    def _by_choice(self, topic: str) -> list[Value]:
        """The law that the forum's table of choice names: its own, or the governing law."""
        forum = self.one("place.forum")
        chosen = self.fact("contract.governing_law")
        by_word = {code: places.chosen_by(code, topic) for code in self.domain}
        stays = either(*(forum.val == self.names.of(c) for c, how in by_word.items() if how == "forum" or how in places.BORROWING))
        borrows = either(*(forum.val == self.names.of(c) for c, how in by_word.items() if how in places.BORROWING))
        governing = choose(chosen.none, forum.val, chosen.val)
        home = self.fact("creditor.jurisdiction").val
        other = choose(chosen.none, home, chosen.val)
        return [there(choose(stays, forum.val, governing)), there(choose(borrows, home, choose(stays, forum.val, other)))]

    # -- law

    def _law(self, law_id: str) -> list[Value]:
        bare, _, fixed = law_id.partition("@")
        role = catalogue.law_ids()[bare].role
        if fixed:
            return [self._held_in(fixed, bare)]
        if role == "freelancer":
            return [self._of_freelancers(bare)]
        return [self._where(place, bare) for place in self.term("place." + role)]

    def _where(self, place: Value, law_id: str) -> Value:
        """The law of a place: what each place that it may be holds."""
        found = UNKNOWN_VALUE
        for code in self.codes:
            here = self._held_in(code, law_id)
            if here is not UNKNOWN_VALUE:
                found = pick(place.val == self.names.of(code), here, found)
        return pick(place.none, NONE_VALUE, found) if not z3.is_false(place.none) else found

    def _of_freelancers(self, law_id: str) -> Value:
        one, two = self.term("place.freelancer")
        has = [c for c in self.codes if library.find(c, law_id)]
        first = either(*(one.val == self.names.of(c) for c in has))
        second = either(*(two.val == self.names.of(c) for c in has))
        return pick(first, self._where(one, law_id), pick(second, self._where(two, law_id), UNKNOWN_VALUE))

    def _held_in(self, code: str, law_id: str) -> Value:
        name = f"{law_id}@{code}"
        if name not in self._values:
            datum = library.find(code, law_id)
            if library.has_none(code, law_id):
                none = NONE_VALUE
            else:
                none = self._any_law(law_id) if self.any_law and code in library.held_places() else UNKNOWN_VALUE
            self._values[name] = [self._datum(datum, code) if datum else none]
        return self._values[name][0]

    def _any_law(self, law_id: str) -> Value:
        """Law that is not held, as anything that it could be."""
        entry = catalogue.law_ids()[law_id]
        if entry.kind == "charge":
            return there(TRUE, self._new("bool", law_id + "?none"))
        kind = "int" if entry.kind == "clock" or entry.unit == "text" else "bool" if entry.unit == "yes_no" else "real"
        return there(self._new(kind, law_id), self._new("bool", law_id + "?none"))

    def _datum(self, datum: Datum, code: str) -> Value:
        def today() -> Value:
            try:
                return self._parts(datum.in_force(self.as_of).parts, datum)
            except LawNotHeld:
                return UNKNOWN_VALUE

        if datum.version_by == "as_of":
            return today()
        by = self.one(datum.version_by)
        if by.val is None:
            return today()
        found = UNKNOWN_VALUE
        for version in datum.versions:
            found = pick(by.val >= version.starts_on.toordinal(), self._parts(version.parts, datum), found)
        found = pick(by.none, today(), found)
        if z3.is_false(by.unknown):
            return found
        # The day is not known: any version may be meant.
        anything = UNKNOWN_VALUE
        if not self.exact:
            for version in datum.versions:
                anything = pick(self._new("bool", f"version {datum.id}"), self._parts(version.parts, datum), anything)
        return pick(by.unknown, anything, found)

    def _parts(self, parts: tuple[Part, ...], datum: Datum) -> Value:
        if parts[0].when is None:
            return self._row(parts[0].row, datum)
        found = UNKNOWN_VALUE
        for part in reversed(parts):
            value = self._row(part.row, datum)
            if part.otherwise:
                found = value
                continue
            truths = [self._split_holds(fact_id, wanted) for fact_id, wanted in part.when or ()]
            yes, no = both(*(t[0] for t in truths)), either(*(t[1] for t in truths))
            unsure = both(negated(yes), negated(no))
            if self.exact:
                found = pick(yes, value, pick(unsure, UNKNOWN_VALUE, found))
            else:
                found = pick(either(yes, both(unsure, self._new("bool", f"split {datum.id}"))), value, found)
        return found

    def _split_holds(self, fact_id: str, wanted: Any) -> Truth:
        value = self.one(fact_id)
        if isinstance(wanted, dict):
            edges = [compare(word, value, there(constant(edge, self.names)), self.exact) for word, edge in wanted.items()]
            return both(*(t[0] for t in edges)), either(*(t[1] for t in edges))
        options = wanted if isinstance(wanted, (list, tuple)) else [wanted]
        fact = catalogue.facts().get(fact_id)
        if fact and fact.kind != "yes_no" and isinstance(options[0], bool):
            return compare("exists" if options[0] else "none", value, None, self.exact)
        return one_of(value, [constant(o, self.names) for o in options], False)

    def _row(self, row: Row, datum: Datum) -> Value:
        if isinstance(row, ValueRow):
            if row.between is not None:
                between = self._new("real", f"between {datum.id}")
                self.constraints.append(z3.And(between >= str(row.between[0]), between <= str(row.between[1])))
                return there(between) if not self.exact else UNKNOWN_VALUE
            if row.value == "none":
                return NONE_VALUE
            return there(constant(row.value, self.names))
        if isinstance(row, ChargeRow):
            return NONE_VALUE if row.value is not None else there(TRUE)
        assert isinstance(row, ClockRow)
        return self._clock(row, datum)

    def _clock(self, row: ClockRow, datum: Datum) -> Value:
        """The last day of a period, exact where it is a number of days, else about."""
        if row.second:
            alone = row.model_copy(update={"not_after": None, "not_before": None})
            first, second = self._clock(alone, datum), self._clock(row.second, datum)
            if UNKNOWN_VALUE in (first, second):
                return UNKNOWN_VALUE
            of_two = choose((first.val <= second.val) == bool(row.not_after), first.val, second.val)
            val = choose(first.none, second.val, choose(second.none, first.val, of_two))
            if row.not_before and comes_yet(row.not_before.trigger):
                return Value(either(first.unknown, second.unknown), second.none, val, first.rough or second.rough)
            return Value(either(first.unknown, second.unknown), both(first.none, second.none), val, first.rough or second.rough)
        if row.value == "none":
            return NONE_VALUE
        triggers = [self.one(t) for t in row.triggers]
        if any(t.val is None for t in triggers):
            return UNKNOWN_VALUE
        start = triggers[0]
        if len(triggers) > 1:
            day = self._new("int", f"start {datum.id}")
            pool = [both(negated(t.none), negated(t.unknown)) for t in triggers]
            hit = either(*(both(said, day == t.val) for said, t in zip(pool, triggers, strict=True)))
            bound = [z3.Implies(s, day <= t.val if row.earliest_of else day >= t.val) for s, t in zip(pool, triggers, strict=True)]
            some, gap = either(*pool), either(*(t.unknown for t in triggers))
            # Of a day that is not known it is still known on which side of the others it lies.
            self.constraints += [z3.Implies(some, both(*bound)), z3.Implies(both(some, negated(gap)), hit)]
            unknown = gap if self.exact else both(gap, negated(some))
            waits = [t for name, t in zip(row.triggers, triggers, strict=True) if row.latest_of and comes_yet(name)]
            to_come = [either(t.none, both(t.unknown, self._new("bool", f"to come {datum.id}"))) for t in waits]
            none = either(both(negated(some), negated(gap)), *to_come)
            start = Value(both(unknown, negated(none)), none, day, any(t.rough for t in triggers))
        assert row.period is not None
        if row.unit in {"days", "weeks"} and row.rolls == "none" and not row.month_of_trigger_ends:
            days = row.period * (7 if row.unit == "weeks" else 1) - (row.first_day == "counted") - row.less_days
            end, rough = start.val + days, start.rough
        else:
            low, high = self._length(row)
            end, rough = self._new("int", f"end {datum.id}"), True
            middle = (low + high) // 2
            if self.exact:
                self.constraints.append(end == start.val + middle)
            else:
                self.constraints.append(z3.And(end >= start.val + low, end <= start.val + high))
        value = Value(start.unknown, start.none, end, rough)
        if not row.certain:
            unsettled = self._new("int", f"at the earliest {datum.id}")
            self.constraints.append(unsettled >= end)
            value = UNKNOWN_VALUE if self.exact else Value(start.unknown, start.none, unsettled, True)
        stayed = catalogue.law_ids()[datum.id].outlasts_stay
        if not row.restarts and not stayed:
            return value
        # A payment or an acknowledgment may start it anew, an insolvency put off its end: how far is left open.
        restarted = either(
            *([negated(self.fact("customer.bankruptcy.petition_on").none)] if stayed else []),
            *(negated(self.raw["claim.payments"]["none"]) for r in row.restarts if r.event == "part_payment"),
            *(negated(self.raw["dispute.acknowledgment"]["none"]) for r in row.restarts if r.event == "acknowledgment"),
            *(negated(self.fact("history.judgment.last_execution_on").none) for r in row.restarts if r.event == "execution"),
        )
        later = self._new("int", f"restarted {datum.id}")
        self.constraints.append(later >= end)
        anew = UNKNOWN_VALUE if self.exact else Value(start.unknown, start.none, later, True)
        return pick(restarted, anew, value)

    @staticmethod
    def _length(row: ClockRow) -> tuple[int, int]:
        assert row.period is not None
        period = row.period
        if row.unit in {"months", "years"}:
            days = period * (12 if row.unit == "years" else 1) * MONTH
            low, high = int(days) - 3, int(days) + 4
        elif row.unit == "business_days":
            low, high = period, period * 7 // 5 + 15
        else:
            low = high = period * (7 if row.unit == "weeks" else 1)
        if row.month_of_trigger_ends:
            low, high = low - 32, high + 64
        if row.rolls == "next_business_day":
            high += 12
        assert high - low < 2 * SLACK + 32
        return low - 1 - row.less_days, high - row.less_days

    # -- dates and sums worked out from facts

    def _derived(self, name: str) -> list[Value]:
        simple: dict[str, Callable[[], Value]] = {
            "today": lambda: there(self.today),
            "due_on": self._due_on,
            "accrued_on": lambda: pick(self.fact("claim.accrued_on").none, self.one("derived.due_on"), self.fact("claim.accrued_on")),
            "last_reminder_on": self._last_reminder_on,
            "first_demand_on": lambda: self._of_list("history.demand_letters", "first"),
            "last_demand_on": lambda: self._of_list("history.demand_letters", "last"),
            "last_mediation_on": lambda: self._of_list("history.mediations", "last"),
            "last_payment_on": lambda: self._of_list("claim.payments", "last"),
            "agreed_limitation_on": self._agreed_limitation_on,
            "cure_ends_on": lambda: self._plus("derived.last_demand_on", "contract.notice_and_cure_days"),
            "demand_wait_ends_on": lambda: self._plus("derived.first_demand_on", "law.small_claims.demand_wait_days"),
            "suspension_wait_ends_on": lambda: self._plus("derived.first_demand_on", "law.construction.suspension_notice_days"),
            "answer_due_on": lambda: self._plus("history.suit.served_on", "law.court.answer_days"),
            "public_decision_due_on": lambda: self._plus("history.public_claim.sent_on", "law.government.decision_days"),
            "days_overdue": lambda: self._since("derived.due_on"),
            "days_since_first_demand": lambda: self._since("derived.first_demand_on"),
            "days_since_last_demand": lambda: self._since("derived.last_demand_on"),
            "days_since_last_reminder": lambda: self._since("derived.last_reminder_on"),
            "days_since_work_finished": lambda: self._since("claim.work_finished_on"),
            "days_since_public_claim": lambda: self._since("history.public_claim.sent_on"),
            "days_since_service": lambda: self._since("history.suit.served_on"),
            "reminder_count": lambda: there(z3.ToReal(self.raw["history.reminders"]["count"] + self.raw["history.calls"]["count"])),
            "guarantor_count": lambda: there(z3.ToReal(self.raw["customer.guarantors"]["count"])),
            "small_claims_sum": self._small_claims_sum,
            "undisputed_amount": self._undisputed_amount,
            "overdue": self._overdue,
            "part_payment_made": lambda: there(negated(self.raw["claim.payments"]["none"])),
            "guarantor_other_person": lambda: self._guarantor(negated(self.raw["customer.guarantors"]["same_person"])),
            "guarantor_bankrupt": lambda: self._guarantor(self.raw["customer.guarantors"]["bankrupt"]),
            "forum_elsewhere": self._forum_elsewhere,
            "real_estate_elsewhere": self._real_estate_elsewhere,
            "real_estate_only_elsewhere": self._real_estate_elsewhere,
            "diverse": self._diverse,
        }
        if name == "days_to_limitation":
            return [
                Value(v.unknown, v.none, None if v.val is None else z3.ToReal(v.val - self.today), v.rough)
                for v in self.term("clock.limitation.contract")
            ]
        if name in simple:
            return [simple[name]()]
        # A term that the solver does not know how to work out: it may be anything.
        from nonpay_advisor.vocabulary.terms import DERIVED

        kind = DERIVED["derived." + name]
        if self.exact:
            return [UNKNOWN_VALUE]
        val = self._new({"yes_no": "bool", "day": "int"}.get(kind, "real"), name)
        return [Value(self._new("bool", name + "?"), self._new("bool", name + "?none"), val, True)]

    def _due_on(self) -> Value:
        agreed, days = self.fact("claim.due_on"), self.one("law.payment.default_due_days")
        by_law = self._plus("claim.invoiced_on", "law.payment.default_due_days")
        return pick(agreed.none, by_law if self.exact else pick(days.unknown, self._within_reason(), by_law), agreed)

    def _within_reason(self) -> Value:
        """A due day that neither the contract nor the law held sets: some day from the work or the bill on."""
        facts = [self.fact("claim.work_finished_on"), self.fact("claim.invoiced_on")]
        day = self._new("int", "due within reason")
        said = [both(negated(f.none), negated(f.unknown)) for f in facts]
        first = either(*(both(s, day >= f.val) for s, f in zip(said, facts, strict=True)))
        last = either(*(both(s, day <= f.val + REASONABLE_DAYS) for s, f in zip(said, facts, strict=True)))
        self.constraints.append(z3.Implies(either(*said), both(first, last)))
        return Value(negated(either(*said)), FALSE, day, True)

    def _plus(self, start: str, days: str) -> Value:
        one, two = self.one(start), self.one(days)
        if one.val is None or two.val is None:
            return UNKNOWN_VALUE
        val = one.val + z3.ToInt(two.val)
        return Value(either(one.unknown, two.unknown), either(one.none, two.none), val, one.rough)

    def _since(self, start: str) -> Value:
        one = self.one(start)
        return UNKNOWN_VALUE if one.val is None else Value(one.unknown, one.none, z3.ToReal(self.today - one.val), one.rough)

    def _of_list(self, fact_id: str, which: str) -> Value:
        raw = self.raw[fact_id]
        return there(raw[which], raw["none"])

    def _last_reminder_on(self) -> Value:
        one, two = self.raw["history.reminders"], self.raw["history.calls"]
        later = choose(both(negated(two["none"]), either(one["none"], two["last"] > one["last"])), two["last"], one["last"])
        return there(later, both(one["none"], two["none"]))

    def _agreed_limitation_on(self) -> Value:
        months, start = self.fact("contract.limitation_months"), self.one("derived.accrued_on")
        if start.val is None:
            return UNKNOWN_VALUE
        end = self._new("int", "agreed limitation")
        days = months.val * str(MONTH)
        if self.exact:
            self.constraints.append(z3.And(z3.ToReal(end - start.val) >= days - 1, z3.ToReal(end - start.val) <= days + 1))
        else:
            self.constraints.append(z3.And(z3.ToReal(end - start.val) >= days - 40, z3.ToReal(end - start.val) <= days + 40))
        return Value(start.unknown, either(months.none, start.none), end, True)

    def _small_claims_sum(self) -> Value:
        amount = self.fact("claim.amount")
        with_interest = self.raw["choices.claim_interest"]["val"]
        counts = self.one("law.small_claims.limit_counts_interest")
        if self.exact:
            more = UNKNOWN_VALUE
        else:
            sum_ = self._new("real", "sum with interest")
            self.constraints.append(sum_ >= amount.val)
            self.sums.append(sum_)
            more = Value(self._new("bool", "sum with interest?"), FALSE, sum_)
        free = both(negated(counts.unknown), negated(counts.none), negated(counts.val)) if counts.val is not None else FALSE
        total = pick(both(with_interest, negated(free)), more, amount)
        waives = self.raw["choices.waive_excess"]["val"]
        limit, may = self.one("law.small_claims.limit"), self.one("law.small_claims.excess_waivable")
        if limit.val is None:
            return total
        closed = either(limit.none, both(negated(may.unknown), negated(may.none), negated(may.val))) if may.val is not None else limit.none
        unsure = either(limit.unknown, may.unknown, may.none)
        cut = Value(either(total.unknown, unsure), FALSE, choose(total.val > limit.val, limit.val, total.val))
        if not self.exact:
            less = self._new("real", "sum after waiver")
            self.constraints.append(z3.And(less >= 0, less <= total.val))
            self.sums.append(less)
            cut = pick(unsure, Value(self._new("bool", "sum after waiver?"), FALSE, less), cut)
        return pick(both(waives, negated(closed)), cut, total)

    def _undisputed_amount(self) -> Value:
        amount, disputed = self.fact("claim.amount"), self.fact("dispute.disputed_amount")
        part = both(disputed.none, self.raw["dispute.status"]["val"] == self.name("part_disputed"))
        left = choose(disputed.none, amount.val, choose(disputed.val > amount.val, z3.RealVal(0), amount.val - disputed.val))
        if self.exact:
            return Value(part, FALSE, left)
        unsure = self._new("real", "undisputed")
        self.constraints.append(z3.And(unsure >= 0, unsure <= amount.val))
        return Value(both(part, self._new("bool", "undisputed?")), FALSE, choose(part, unsure, left))

    def _overdue(self) -> Value:
        yes, no = compare("before", self.one("derived.due_on"), there(self.today), self.exact)
        return Value(both(negated(yes), negated(no)), FALSE, yes)

    def _guarantor(self, flag: Any) -> Value:
        return there(both(negated(self.raw["customer.guarantors"]["none"]), flag))

    def _forum_elsewhere(self) -> Value:
        clause = self.raw["contract.forum_selection"]["none"]
        other = self.raw["contract.forum_selection.place"]["val"] != self.raw["customer.jurisdiction"]["val"]
        return there(both(negated(clause), other, self.raw["contract.forum_selection.exclusive"]["val"]))

    def _real_estate_elsewhere(self) -> Value:
        listed = self.raw["customer.real_estate_in"]
        away = both(negated(listed["none"]), listed["val"] != self.raw["customer.jurisdiction"]["val"])
        return there(both(self.raw["customer.owns_real_estate"]["val"], away))

    def _diverse(self) -> Value:
        """Whether no citizenship is shared: exact for people and companies at home in one place each."""
        sides = []
        for who in ("creditor", "customer"):
            kind = self.raw[f"{who}.kind"]["val"]
            public, level = kind == self.names.of("government"), self.raw["customer.government_level"]["val"]
            local = either(*(level == self.names.of(name) for name in LOCAL_BODIES))
            arm = both(public, level == self.names.of("authority"))
            stateless = either(*(kind == self.names.of(k) for k in _NO_CITIZENS), both(public, negated(local), negated(arm)))
            person = either(kind == self.names.of("individual"), kind == self.names.of("sole_trader"), public)
            members = either(kind == self.names.of("llc"), kind == self.names.of("partnership"))
            home = self.raw[f"{who}.jurisdiction"]["val"]
            listed = self.raw[f"{who}.members_in"]
            one = choose(person, home, choose(members, listed["val"], self.raw[f"{who}.formed_in"]["val"]))
            two = choose(person, home, choose(members, listed["val"], self.raw[f"{who}.principal_place"]["val"]))
            sides.append((stateless, one, two, either(arm, both(members, listed["none"]))))
        (s1, a1, b1, u1), (s2, a2, b2, u2) = sides
        shared = either(a1 == a2, a1 == b2, b1 == a2, b1 == b2)
        states = [self.names.of(c) for c in self.domain if c.startswith("US-")]
        in_state = [either(*(v == s for s in states)) for v in (a1, b1, a2, b2)]
        either_side = either(*in_state)
        # A citizen of a state and of another country, against an alien; or of the country, nobody knows which state.
        mixed = either(
            both(in_state[0] != in_state[1], negated(either(*in_state[2:]))),
            both(in_state[2] != in_state[3], negated(either(*in_state[:2]))),
        )
        country = either(*(v == self.names.of("US") for v in (a1, b1, a2, b2))) if "US" in self.domain else FALSE
        stateless = either(s1, s2)
        unsure = both(negated(stateless), either(u1, u2, both(negated(shared), either(mixed, country))))
        return Value(unsure, FALSE, both(negated(stateless), negated(shared), either_side))

    # -- conditions and rules

    def condition(self, key: tuple[Any, ...]) -> Truth:
        """When a condition holds, and when it does not."""
        name = str(key[0])
        word: Any = key[1] if len(key) > 1 else "is"
        thing: Any = key[2] if len(key) == 3 else True if len(key) == 1 else None
        if name == ELSEWHERE:
            return NEVER
        if word in {"within", "not_within"}:
            areas = thing if isinstance(thing, tuple) else (thing,)
            truths = [lies_within(v, areas, self.codes, self.names, word == "not_within") for v in self.term(name)]
            if name == "place.freelancer":
                return either(*(t[0] for t in truths)), both(*(t[1] for t in truths))
            return all_of(truths)
        lefts = self.term(name)
        if word in {"exists", "none"}:
            return all_of(compare(word, v, None, self.exact) for v in lefts)
        if isinstance(thing, tuple):
            return all_of(one_of(v, [constant(t, self.names) for t in thing], word == "none_of") for v in lefts)
        rights = self.term(thing) if is_term(thing) else [there(constant(thing, self.names))]
        return all_of(compare(word, a, b, self.exact) for a in lefts for b in rights)

    def _make_rules(self) -> None:
        made, tag = self.program, self.tag
        self.yes = [z3.Bool(f"c{i}{tag}") for i in range(len(made.asked))]
        self.no = [z3.Bool(f"n{i}{tag}") for i in range(len(made.asked))]
        self.applies = [z3.Bool(f"rule {line.rule.id}{tag}") for line in made.lines]
        self.fails = [z3.Bool(f"rule not {line.rule.id}{tag}") for line in made.lines]
        for i, asked in enumerate(made.asked):
            if asked.conclusion:
                makers = made.concluded_by.get(asked.conclusion, [])
                yes, no = either(*(self.applies[m] for m in makers)), both(*(self.fails[m] for m in makers))
                if asked.conclusion in never_settled():
                    yes, no = FALSE, FALSE
                if asked.turned:
                    yes, no = no, yes
            else:
                yes, no = self.condition(asked.key)
            self.constraints += [self.yes[i] == yes, self.no[i] == no]
        for n, line in enumerate(made.lines):
            self.constraints.append(self.applies[n] == self.all_hold(line.when, line.unless))
            self.constraints.append(self.fails[n] == either(*(self.no[i] for i in line.when), *(self.yes[i] for i in line.unless)))

    def all_hold(self, when: Any, unless: Any) -> Any:
        """When all of some conditions hold and none of others does."""
        return both(*(self.yes[i] for i in when), *(self.no[i] for i in unless))

    # -- statuses

    def verb(self, option_id: str, verb: str) -> Truth:
        """When a rule certainly says this of an option, and when none could."""
        numbers = getattr(self.program.by_option[option_id], verb)
        return either(*(self.applies[n] for n in numbers)), both(*(self.fails[n] for n in numbers))

    def conclusion(self, name: str) -> Truth:
        """When a conclusion is certainly drawn, and when it could not be."""
        makers = self.program.concluded_by.get(name, [])
        return either(*(self.applies[m] for m in makers)), both(*(self.fails[m] for m in makers))

    def wild(self, option_id: str) -> Any:
        """When rules of a place whose law is not held could speak of an option."""
        option = catalogue.options()[option_id]
        if "always_open" in option.sets or option.opened_everywhere:
            return FALSE
        held = library.held_places()
        found = []
        for role in option.place:
            idle = FALSE
            if role == "work_place":
                idle = self._work_idle()
            for place in self.term("place." + role):
                away = either(*(place.val == self.names.of(c) for c in self.codes if c not in held))
                found.append(both(negated(place.none), away, negated(idle)))
        return either(*found)

    def _work_idle(self) -> Any:
        raw = self.raw
        return both(
            raw["claim.work_on_property"]["val"] == self.name("none"),
            negated(raw["claim.public_work"]["val"]),
            negated(raw["creditor.licence_required"]["val"]),
            raw["customer.kind"]["val"] != self.names.of("foreign_state"),
        )

    def status(self, option_id: str, status: str) -> Any:
        """When an option certainly has a status (available, premature or barred)."""
        concern, bar, opened, require = (self.verb(option_id, v) for v in ("concern", "bar", "open", "require"))
        tame = negated(self.wild(option_id))
        if status == "barred":
            return both(concern[0], bar[0])
        found = both(tame, concern[0], bar[1], opened[0], require[1] if status == "available" else require[0])
        if "after_judgment" in catalogue.options()[option_id].sets:
            found = both(found, self.conclusion("judgment_held")[0])
        return found

    def solver(self) -> Any:
        """A solver that knows this world."""
        made = z3.Solver()
        made.set("timeout", 20_000)
        made.add(*self.constraints)
        return made


def none_of(fact: Fact, value: Any) -> bool:
    """Whether a value says that there is none."""
    return value is NONE or (value is False and fact.kind != "yes_no")


__all__ = ["World", "leaves", "none_of", "places"]
