"""Periods that run and end: the fold over events behind every deadline.

The trigger day is not counted unless the law says so; months are counted as months, to the same day or the last day of a
shorter month; the last day rolls off weekends and holidays only where the law says so, by the place's own calendar.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from nonpay_advisor.engine.possible import NOTHING, Cause, Possible, as_day_ends, ends, known, union
from nonpay_advisor.law.model import ClockRow, Restart
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.kinds import FIRST_DAY, LAST_DAY, Span


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the last day of a shorter one; LAST_DAY beyond the calendar held."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    if year > LAST_DAY.year:
        return LAST_DAY
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=512)
def _holidays(name: str, year: int) -> frozenset[date]:
    import holidays

    country, _, part = name.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year, observed=True))


def is_business_day(day: date, calendar_name: str | None) -> bool:
    """Whether courts and post offices of a place are expected to be open: no weekend, no public holiday there."""
    if day.weekday() >= 5:
        return False
    return calendar_name is None or day not in _holidays(calendar_name, day.year)


def next_business_day(day: date, calendar_name: str | None) -> date:
    """That day, or the first business day after it."""
    while not is_business_day(day, calendar_name):
        day += timedelta(days=1)
    return day


def _add(day: date, row: ClockRow, calendar_name: str | None) -> date:
    """The last day of a row's period that runs from a day, before rolling."""
    assert row.period is not None
    period = row.period
    if row.month_of_trigger_ends:
        first = day.replace(day=1)
        if row.unit in {"months", "years"}:
            last = add_months(first, period if row.unit == "months" else period * 12)
            length = calendar.monthrange(last.year, last.month)[1]
            return last.replace(day=min(row.day_of_month or length, length))
        # Days are counted from the last day of the month that holds the trigger.
        day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if row.first_day == "counted":
        day -= timedelta(days=1)
    if row.unit == "months":
        return add_months(day, period)
    if row.unit == "years":
        return add_months(day, period * 12)
    if row.unit == "business_days":
        left = period
        while left and day < LAST_DAY:
            day += timedelta(days=1)
            left -= is_business_day(day, calendar_name)
        return day
    days = period * 7 if row.unit == "weeks" else period
    return min(day + timedelta(days=days), LAST_DAY) if days <= (LAST_DAY - day).days else LAST_DAY


def last_day(day: date, row: ClockRow, calendar_name: str | None) -> date:
    """The last day on which the act can be done, for a period that runs from a day."""
    last = _add(day, row, calendar_name) - timedelta(days=row.less_days)
    return next_business_day(last, calendar_name) if row.rolls == "next_business_day" and last < LAST_DAY else last


def _on_ends(item: Any, work: Callable[[date], date]) -> Any:
    first, last = (work(day) for day in ends(item))
    return first if first == last else Span(first, last)


def run(row: ClockRow, triggers: list[Possible], events: list[tuple[Restart, Possible]], calendar_name: str | None) -> Possible:
    """Run a clock: its last day, from its triggers and the events that may restart it.

    triggers  what each of the row's trigger dates may be (NONE: it has not happened)
    events    each event that the row says restarts it, with the days it may have happened on, in any order
    """
    if row.value == "none":
        return known(NONE)
    start = triggers[0] if row.trigger else _extreme(triggers, min) if row.earliest_of else _latest(row, triggers)
    if start.open:
        return start
    begun = [NONE if item is NONE else _on_ends(item, lambda d: last_day(d, row, calendar_name)) for item in start.items]
    ending = Possible(tuple(begun), start.causes)
    for restart, when in sorted(events, key=lambda e: _sort_key(e[1])):
        ending = _restarted(ending, restart, when, row, calendar_name)
    return ending


def _latest(row: ClockRow, triggers: list[Possible]) -> Possible:
    """The latest of several dates; none while one that comes yet has not come."""
    to_come = [t for name, t in zip(row.triggers, triggers, strict=True) if comes_yet(name)]
    if any(t.items == (NONE,) for t in to_come):
        return Possible((NONE,), union(to_come).causes)
    start = _extreme(triggers, max)
    if not start.open and NONE not in start.items and any(t.open or NONE in t.items for t in to_come):
        return Possible((NONE, *start.items), start.causes | union(to_come).causes)
    return start


def not_before(second: ClockRow, ending: Possible, other: Possible) -> Possible:
    """The later of an ending and that of a second period; none while the second waits for a date that comes yet."""
    if NONE not in other.items or not any(comes_yet(name) for name in second.triggers):
        return later(ending, other)
    return other if other.items == (NONE,) else union([Possible((NONE,), other.causes), later(ending, other)])


def comes_yet(date_id: str) -> bool:
    """Whether what has not happened on that date is still to come, as the end of a job is.

    Steps of your own, such as recording a judgment, may never be taken: a period does not wait for them.
    """
    return date_id.startswith("claim.")


def _sort_key(when: Possible) -> date:
    days = [ends(i)[0] for i in when.items if i is not NONE]
    return min(days, default=LAST_DAY)


def _extreme(triggers: list[Possible], pick: Callable[..., Any]) -> Possible:
    """The earlier (or later) of several dates that have happened."""
    causes = union(triggers).causes
    if any(t.open for t in triggers):
        said = [t for t in triggers if not t.open]
        if not said or any(i is NONE for t in said for i in t.items):
            return Possible((), causes)
        # One that is not known can only come before the earliest of the others (or after the latest).
        if pick is min:
            return Possible((Span(FIRST_DAY, min(max(ends(i)[1] for i in t.items) for t in said)),), causes)
        return Possible((Span(max(min(ends(i)[0] for i in t.items) for t in said), LAST_DAY),), causes)
    there = [t for t in triggers if any(i is not NONE for i in t.items)]
    if not there:
        return union(triggers)
    firsts = [ends(i)[0] for t in there for i in t.items if i is not NONE]
    if all(t.exact is not None for t in there):
        return Possible((pick(firsts),), union(triggers).causes)
    lasts = [ends(i)[1] for t in there for i in t.items if i is not NONE]
    low, high = min(firsts), max(lasts)
    # It may be that none of them has happened.
    maybe = (NONE,) if all(any(i is NONE for i in t.items) for t in triggers) else ()
    return Possible((*maybe, low if low == high else Span(low, high)), union(triggers).causes)


def _restarted(ending: Possible, restart: Restart, when: Possible, row: ClockRow, calendar_name: str | None) -> Possible:
    """What the last day may be once an event that may restart the period is taken in."""
    if ending.open or all(i is NONE for i in ending.items):
        return ending
    if any(i is NONE for i in ending.items):
        begun = Possible(tuple(i for i in ending.items if i is not NONE), ending.causes)
        return union([Possible((NONE,), ending.causes), _restarted(begun, restart, when, row, calendar_name)])
    if not restart.certain:
        return union([ending, _restarted(ending, restart.model_copy(update={"certain": True}), when, row, calendar_name)])
    low = min(ends(i)[0] for i in ending.items)
    high = max(ends(i)[1] for i in ending.items)
    causes = ending.causes | when.causes
    if when.open:
        # The event may have happened on any day: the period ends then, or at any later day.
        return Possible((Span(low, LAST_DAY),), causes)
    candidates: list[Any] = []
    for item in when.items:
        if item is NONE:
            candidates += list(ending.items)
            continue
        first, last = ends(item)
        anew_first, anew_last = last_day(first, row, calendar_name), last_day(last, row, calendar_name)
        anew = anew_first if anew_first == anew_last else Span(anew_first, anew_last)
        if last <= low or restart.after_expiry:
            # It came in time (or lateness does not matter): the period runs anew, and never ends earlier than before.
            candidates.append(anew if anew_first >= high else _later(ending.items, anew_first, anew_last))
        elif first > high and not is_chained(restart):
            candidates += list(ending.items)
        else:
            candidates.append(Span(low, max(high, anew_last)))
    flat: list[Any] = []
    for c in candidates:
        if c not in flat:
            flat.append(c)
    return Possible(tuple(flat), causes if len(flat) > 1 or isinstance(flat[0], Span) else ending.causes)


def is_chained(restart: Restart) -> bool:
    """Whether events that came before the one asked about may have kept the period alive until then.

    Of the executions on a judgment only the last is asked: one after the first period may follow on others, or come too late.
    """
    return restart.event == "execution"


def at_the_earliest(ending: Possible) -> Possible:
    """An ending that is certain only not to come sooner."""
    return Possible(tuple(i if i is NONE else Span(ends(i)[0], LAST_DAY) for i in ending.items), ending.causes)


@dataclass(frozen=True)
class Stay:
    """An insolvency that forbids suits: its first day, its last (NONE: it still runs), and the day of asking."""

    begun: Possible
    ended: Possible
    today: date

    def first(self) -> tuple[date, date]:
        """What its first day may be."""
        return as_day_ends(self.begun) or (FIRST_DAY, self.today)

    def last(self) -> tuple[date, date]:
        """What its last day may be; of one that still runs, from today on."""
        return as_day_ends(self.ended) or (self.today, LAST_DAY)


def put_off(ending: Possible, stay: Stay, rest: Possible) -> Possible:
    """An ending that came during a stay, moved to the last day that the law gives after the stay (`rest`)."""
    low, high = _span(ending)
    # While the stay runs, only a time that is over already is put off: until when, nobody knows yet.
    afterwards = [(stay.today, LAST_DAY) if i is NONE else ends(i) for i in rest.items if i is not NONE or low < stay.today]
    first, last = stay.first()
    if first > high or not afterwards:
        return ending
    sooner = max(low, min(a[0] for a in afterwards)) if last <= low else low
    return _moved(ending, sooner, max(high, *(a[1] for a in afterwards)), stay.begun.causes | rest.causes)


def lengthened(ending: Possible, stay: Stay) -> Possible:
    """An ending put off by as many days as a stay that began before it has lasted."""
    low, high = _span(ending)
    first, last = stay.first()
    if first > high or (stay.ended.items == (NONE,) and low >= stay.today):
        return ending
    shortest, longest = max((stay.last()[0] - last).days, 0), (stay.last()[1] - first).days
    sooner = low + timedelta(days=min(shortest, (LAST_DAY - low).days)) if last <= low else low
    later_ = high + timedelta(days=min(longest, (LAST_DAY - high).days))
    return _moved(ending, sooner, later_, stay.begun.causes | stay.ended.causes)


def _span(ending: Possible) -> tuple[date, date]:
    days = [ends(i) for i in ending.items if i is not NONE]
    return min(d[0] for d in days), max(d[1] for d in days)


def _moved(ending: Possible, low: date, high: date, causes: frozenset[Cause]) -> Possible:
    if (low, high) == _span(ending):
        return ending
    none = (NONE,) if NONE in ending.items else ()
    return Possible((*none, low if low == high else Span(low, high)), ending.causes | causes)


def earlier(one: Possible, other: Possible) -> Possible:
    """The earlier of two endings; where one has not begun to run, the other."""
    return _of_two(one, other, min)


def later(one: Possible, other: Possible) -> Possible:
    """The later of two endings; where one has not begun to run, the other."""
    return _of_two(one, other, max)


def either(one: Possible, other: Possible, causes: frozenset[Cause]) -> Possible:
    """One ending or the other, and on what it depends which."""
    if one.items == other.items:
        return one
    (first, last), (sooner, later) = (as_day_ends(p) or (FIRST_DAY, LAST_DAY) for p in (one, other))
    overlap = sooner <= last and first <= later and (first < last or sooner < later)
    none = (NONE,) if NONE in one.items or NONE in other.items else ()
    merged = (*none, Span(min(first, sooner), max(last, later)))
    both = Possible(merged, one.causes | other.causes) if overlap else union([one, other])
    return Possible(both.items, both.causes | causes)


def _of_two(one: Possible, other: Possible, pick: Callable[..., Any]) -> Possible:
    causes = one.causes | other.causes
    if one.open or other.open:
        known_ = other if one.open else one
        if known_.open or any(i is NONE for i in known_.items):
            return Possible((), causes)
        # One that is not known can only make it sooner (or later) than the other.
        low, high = _span(known_)
        return Possible((Span(FIRST_DAY, high) if pick is min else Span(low, LAST_DAY),), causes)
    found: list[Any] = []
    for a in one.items:
        for b in other.items:
            found.append(b if a is NONE else a if b is NONE else _picked(a, b, pick))
    items = tuple(dict.fromkeys(found))
    return Possible(items, causes if len(items) > 1 or isinstance(items[0], Span) else NOTHING)


def _picked(a: Any, b: Any, pick: Callable[..., Any]) -> Any:
    low, high = pick(ends(a)[0], ends(b)[0]), pick(ends(a)[1], ends(b)[1])
    return low if low == high else Span(low, high)


def _later(items: tuple[Any, ...], first: date, last: date) -> Any:
    low = max(min(ends(i)[0] for i in items), first)
    high = max(max(ends(i)[1] for i in items), last)
    return low if low == high else Span(low, high)
