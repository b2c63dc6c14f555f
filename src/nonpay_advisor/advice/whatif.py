"""What an undetermined status depends on, and the smallest changes that would open what is barred.

Both ask "what if" of the same inference: a fact is given another value, only what it can touch is redone, and the
statuses are read off.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from nonpay_advisor.advice import words
from nonpay_advisor.advice.model import Answer, Change, Dependency, WouldChange
from nonpay_advisor.engine.clocks import add_months
from nonpay_advisor.engine.inference import Inference, applying
from nonpay_advisor.engine.possible import NO, Cause, ends
from nonpay_advisor.law import library
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE, Fact
from nonpay_advisor.vocabulary.facts import DatedEvent
from nonpay_advisor.vocabulary.kinds import FIRST_DAY, LAST_DAY

MOST_CHANGES = 3
MOST_CANDIDATES = 7

# Days before the advice at which a missing date is tried, to find where a status turns.
_TRIED_MONTHS = (12 * 45, 12 * 21, 12 * 16, 12 * 11, 12 * 7, 12 * 5, 12 * 3, 12, 6, 3, 1)


# -- depends_on


class WhatIf:
    """Asks each missing fact's answers once and reads off every option that depends on it."""

    def __init__(self, inference: Inference, currency: str | None) -> None:
        self.inference = inference
        self.currency = currency
        self._tried: dict[tuple[str, Any], Inference] = {}
        self._untouched: dict[str, tuple[Answer, ...]] = {}
        self._day_list: list[Any] = []
        self._one_event = (DatedEvent.model_construct(on=inference.situation.as_of),)

    def _ask(self, fact_id: str, value: Any) -> Inference:
        key = (fact_id, id(value) if isinstance(value, tuple) and value else value)
        found = self._tried.get(key)
        if found is None:
            found = self._tried[key] = self.inference.changed({fact_id: value})
        return found

    def depends_on(self, option_id: str, causes: frozenset[Cause]) -> tuple[Dependency, ...]:
        """What the option depends on, each missing fact with what its answers would lead to."""
        points = [self.inference.program.lines[n].rule.title for n in self.inference.unsettled(option_id)]
        if not causes and not points:
            points = ["No law held says, on facts like these, whether it is open"]
        found = [Dependency(fact=None, law=None, place=None, cause="unsettled", question=said, answers=()) for said in points]
        for cause in sorted(causes):
            if cause[0] == "fact":
                fact = catalogue.facts()[cause[1]]
                found.append(
                    Dependency(
                        fact=fact.id,
                        law=None,
                        place=None,
                        cause="fact",
                        question=fact.question.text,
                        answers=self.answers(option_id, fact),
                    )
                )
            elif cause[0] == "law":
                title = catalogue.law_ids()[cause[1]].title if cause[1] in catalogue.law_ids() else cause[1]
                found.append(
                    Dependency(
                        fact=None, law=cause[1], place=cause[2] or None, cause="law_not_held", question=f"{title}: not held", answers=()
                    )
                )
            else:
                place = cause[2] or None
                said = f"The law of {place} is not held" if place else "It is not known whose law governs"
                found.append(Dependency(fact=None, law=None, place=place, cause="law_not_held", question=said, answers=()))
        unique = {(d.cause, d.fact or d.law or (d.question if d.cause == "unsettled" else ""), d.place or ""): d for d in found}
        # What can settle the status comes first.
        return tuple(unique[k] for k in sorted(unique, key=lambda k: (all(a.status == "undetermined" for a in unique[k].answers), k)))

    def answers(self, option_id: str, fact: Fact) -> tuple[Answer, ...]:
        """What each answer to a missing fact would lead an option to."""
        if option_id in catalogue.option_sets()["after_judgment"] or any(there.may_differ(option_id) for there in self._tries(fact)):
            return self._told(fact, lambda there: there.status(option_id))
        # No answer touches its rules: what is said is the same for every such option.
        if fact.id not in self._untouched:
            self._untouched[fact.id] = self._told(fact, lambda _: "undetermined")
        return self._untouched[fact.id]

    def _tries(self, fact: Fact) -> list[Inference]:
        """The inferences for the values that are tried first."""
        return [self._ask(fact.id, value) for value in self._values(fact)]

    def _values(self, fact: Fact) -> list[Any]:
        none: list[Any] = [() if fact.kind in {"list", "places", "choices"} else NONE] if fact.none_ok else []
        if fact.kind == "yes_no":
            return [True, False]
        if fact.kind == "choice":
            return list(fact.choices)
        if fact.kind == "place":
            return self._places()
        if fact.kind in {"day", "event"}:
            return self._days() + none
        if fact.kind == "money":
            return self._sums(fact.id) + none
        if fact.kind == "list" and fact.item is DatedEvent:
            return [self._one_event, *none]
        return [True, *none] if fact.kind == "table" else none

    def _told(self, fact: Fact, status: Callable[[Inference], str]) -> tuple[Answer, ...]:
        """Each answer with the status that it leads to, in words."""
        values = self._values(fact)
        if fact.kind in {"yes_no", "choice", "place"}:
            by_status: dict[str, list[str]] = {}
            for value in values:
                said = value if fact.kind == "place" else words.answer(fact.id, value)
                by_status.setdefault(status(self._ask(fact.id, value)), []).append(said)
            return tuple(_answer(" / ".join(said), one) for one, said in by_status.items())
        none = values.pop() if fact.none_ok else None
        found: list[Answer] = []
        if fact.kind in {"day", "event"}:
            found += self._along(fact, values, status, self._day_words)
        elif fact.kind == "money":
            found += self._along(fact, values, status, self._sum_words)
        elif values:
            found.append(_answer("yes, today" if fact.kind == "list" else "there is one", status(self._ask(fact.id, values[0]))))
        if fact.none_ok:
            found.append(_answer("there is none", status(self._ask(fact.id, none))))
        return tuple(found)

    def _places(self) -> list[str]:
        """The places that the case names and whose law is held: to try every place held would read the law of all of them."""
        named = {v for i, v in self.inference.situation.flat.items() if catalogue.facts()[i].kind == "place" and v is not NONE}
        return sorted(place for place in named if library.chain(place))

    def _days(self) -> list[Any]:
        if self._day_list:
            return list(self._day_list)
        today = self.inference.situation.as_of
        earlier = [add_months(today, -months) for months in _TRIED_MONTHS]
        later = [today - timedelta(days=1), today, min(today + timedelta(days=30), LAST_DAY)]
        self._day_list = [d for d in earlier if d >= FIRST_DAY] + later
        return list(self._day_list)

    def _sums(self, fact_id: str) -> list[Any]:
        s, program = self.inference.situation, self.inference.program
        edges: set[Decimal] = set()
        for number, asked in enumerate(program.asked):
            if asked.conclusion or fact_id not in program.reads[number] or len(asked.key) != 3:
                continue
            other = asked.key[2]
            items = s.term(other).items if isinstance(other, str) and other.startswith("law.") else (other,)
            edges |= {i for i in items if isinstance(i, Decimal) and not isinstance(i, bool)}
        cents = {e + step for e in edges for step in (Decimal(0), Decimal("0.01"))}
        return [Decimal("0.01"), *sorted(c for c in cents if c > Decimal("0.01"))]

    def _along(
        self, fact: Fact, values: list[Any], status: Callable[[Inference], str], say: Callable[[Any, Any, bool, bool], str]
    ) -> list[Answer]:
        """Walk along an ordered fact and tell each stretch on which the status is the same."""
        statuses = [status(self._ask(fact.id, v)) for v in values]
        stretches: list[tuple[Any, Any, str]] = []
        start = values[0]
        for (a, one), (b, two) in itertools.pairwise(zip(values, statuses, strict=True)):
            if one != two:
                low, high = self._turn(fact, a, b, one, status)
                stretches.append((start, low, one))
                start = high
        stretches.append((start, values[-1], statuses[-1]))
        return [_answer(say(low, high, i == 0, i == len(stretches) - 1), one) for i, (low, high, one) in enumerate(stretches)]

    def _turn(self, fact: Fact, low: Any, high: Any, before: str, status: Callable[[Inference], str]) -> tuple[Any, Any]:
        """The last value with a status and the first with another, between two values."""
        step: Any = timedelta(days=1) if isinstance(low, date) else Decimal("0.01")
        while high - low > step:
            middle = low + timedelta(days=(high - low).days // 2) if isinstance(low, date) else ((low + high) / 2).quantize(step)
            if middle in (low, high):
                break
            if status(self._ask(fact.id, middle)) == before:
                low = middle
            else:
                high = middle
        return low, high

    def _day_words(self, low: Any, high: Any, first: bool, last: bool) -> str:
        if first and last:
            return "any day"
        if first:
            return f"{words.day(high)} or earlier"
        return f"{words.day(low)} or later" if last else f"{words.day(low)} to {words.day(high)}"

    def _sum_words(self, low: Any, high: Any, first: bool, last: bool) -> str:
        if first and last:
            return "any amount"
        if first:
            return f"up to {words.money(high, self.currency)}"
        return (
            f"{words.money(low, self.currency)} or more"
            if last
            else f"{words.money(low, self.currency)} to {words.money(high, self.currency)}"
        )


def _answer(said: str, status: str) -> Answer:
    return Answer(answer=said, status=status)


# -- would_change


@dataclass(frozen=True)
class _Move:
    """One change that could be made: by whom, and the facts or day that it gives."""

    change: Change
    answers: tuple[tuple[str, Any], ...]
    as_of: date | None = None


def _rule_facts(inference: Inference, number: int, seen: set[int]) -> set[str]:
    """Every fact that a rule reads, through conclusions too."""
    if number in seen:
        return set()
    seen.add(number)
    program = inference.program
    line = program.lines[number]
    found: set[str] = set()
    for i in (*line.when, *line.unless):
        asked = program.asked[i]
        if asked.conclusion:
            for maker in program.concluded_by.get(asked.conclusion, ()):
                if inference.rules[maker] != NO or i in line.unless or asked.turned:
                    found |= _rule_facts(inference, maker, seen)
        else:
            found |= program.reads[i]
    return found


def _moves(inference: Inference, fact_id: str, currency: str | None) -> list[_Move]:
    """The changes of a fact that somebody can make from now on."""
    fact = catalogue.facts()[fact_id]
    by = fact.question.changed_by
    if by not in {"you", "others"}:
        return []
    now = inference.situation.flat.get(fact_id)
    today = inference.situation.as_of

    def move(value: Any, said: str) -> _Move:
        note = _given_up(inference, currency) if fact_id == "choices.waive_excess" and value is True else ""
        return _Move(Change(fact=fact_id, to=said, by=by, note=note), ((fact_id, value),))

    if fact.kind == "yes_no":
        return [move(not now, "no" if now else "yes")] if now is not None else []
    if fact.kind == "choice":
        return [move(c, words.answer(fact_id, c)) for c in fact.choices if c != now] if now is not None else []
    if fact.kind == "list" and fact.item is DatedEvent and now is not None:
        return [move((*now, DatedEvent.model_construct(on=today)), "one more, today")]
    if fact.kind == "event" and (now is NONE or now is False):
        return [move(today, "done today")]
    if fact.kind == "table" and now is NONE:
        return []
    if fact.kind == "day" and now is NONE and by == "you":
        return [move(today, "done today")]
    return []


def _given_up(inference: Inference, currency: str | None) -> str:
    amount, limit = inference.situation.term("claim.amount").exact, inference.situation.term("law.small_claims.limit").exact
    if isinstance(amount, Decimal) and isinstance(limit, Decimal) and amount > limit:
        return f"gives up {words.money(amount - limit, currency)}"
    return ""


def _later_days(inference: Inference, numbers: list[int]) -> list[date]:
    """Days to come on which a bar could fall: the dates that its conditions look at."""
    today = inference.situation.as_of
    found: set[date] = set()
    for number in numbers:
        line = inference.program.lines[number]
        for i in (*line.when, *line.unless):
            for part in inference.program.asked[i].key:
                if (
                    isinstance(part, str)
                    and part.startswith(("derived.", "clock.", "claim.", "history.", "customer."))
                    and not part.startswith("derived.today")
                ):
                    for item in inference.situation.term(part).items:
                        day = ends(item)[1] if item is not NONE else None
                        if isinstance(day, date) and today <= day < LAST_DAY:
                            found |= {day, day + timedelta(days=1)}
    return sorted(d for d in found if d > today)[:4]


def would_change(inference: Inference, option_id: str, currency: str | None) -> tuple[WouldChange, ...]:
    """The smallest sets of at most three changes, by you or by time, that lift all bars; and single changes by others."""
    bars = applying(inference, inference.program.by_option[option_id].bar)
    if not bars:
        return ()
    yours: list[_Move] = []
    theirs: list[_Move] = []
    per_bar: list[bool] = []
    for number in bars:
        before = len(yours) + len(theirs)
        for fact_id in sorted(_rule_facts(inference, number, set())):
            for move in _moves(inference, fact_id, currency):
                kept = yours if move.change.by == "you" else theirs
                if move not in kept:
                    kept.append(move)
        days = _later_days(inference, [number])
        for day in days:
            yours.append(_Move(Change(fact="as_of", to=words.day(day), by="time"), (), day))
        per_bar.append(bool(days) or len(yours) + len(theirs) > before or before > 0)
    if not all(per_bar):
        return ()
    found: list[WouldChange] = []
    lifting: list[set[Change]] = []
    for size in range(1, MOST_CHANGES + 1):
        for chosen in itertools.combinations(yours[:MOST_CANDIDATES], size):
            if len({m.change.fact for m in chosen}) < size or any(s <= {m.change for m in chosen} for s in lifting):
                continue
            status = _status_after(inference, option_id, chosen)
            if status not in {"barred", "not_applicable"}:
                lifting.append({m.change for m in chosen})
                found.append(_told(chosen, status, "you_or_time"))
    for move in theirs[:MOST_CANDIDATES] if option_id not in catalogue.option_sets()["conduct"] else ():
        status = _status_after(inference, option_id, (move,))
        if status not in {"barred", "not_applicable"}:
            found.append(_told((move,), status, "others"))
    return tuple(sorted(found, key=lambda w: (w.by == "others", len(w.changes), [(c.fact, c.to) for c in w.changes])))


def _status_after(inference: Inference, option_id: str, moves: tuple[_Move, ...]) -> str:
    answers = {fact_id: value for m in moves for fact_id, value in m.answers}
    day = next((m.as_of for m in moves if m.as_of is not None), None)
    return inference.changed(answers, day).status(option_id)


def _told(moves: tuple[_Move, ...], status: str, by: str) -> WouldChange:
    return WouldChange(changes=tuple(sorted((m.change for m in moves), key=lambda c: (c.fact, c.to))), by=by, status=status)
