"""Periods that run and end: counting, rolling, restarts, and days that are not known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generate import examples
from nonpay_advisor.engine import clocks
from nonpay_advisor.engine.possible import Possible, ends, known, union, unknown
from nonpay_advisor.law.model import ClockRow, Restart
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.kinds import FIRST_DAY, LAST_DAY, Span

AUTHORITY = {
    "from": date(2000, 1, 1),
    "citation": "none",
    "source": "https://example.org/",
    "source_kind": "statute",
    "checked_on": date(2026, 1, 1),
    "review_by": date(2027, 1, 1),
    "confidence": "high",
}
KENTUCKY = "US-KY"


def clock(**terms: Any) -> ClockRow:
    if not terms.keys() & {"earliest_of", "latest_of", "value"}:
        terms.setdefault("trigger", "claim.due_on")
    return ClockRow(**AUTHORITY, **terms)


def ending(row: ClockRow, *starts: Any, events: list[tuple[Restart, Possible]] | None = None, place: str | None = None) -> Possible:
    triggers = [s if isinstance(s, Possible) else known(s) for s in starts]
    return clocks.run(row, triggers, events or [], place)


# --- counting


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
        (date(2199, 6, 1), 12, LAST_DAY),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(start: date, months: int, end: date) -> None:
    assert end == clocks.add_months(start, months)


@pytest.mark.parametrize(
    ("terms", "start", "end"),
    [
        ({"period": 6, "unit": "years"}, date(2020, 2, 29), date(2026, 2, 28)),
        ({"period": 6, "unit": "years"}, date(2020, 11, 21), date(2026, 11, 21)),
        ({"period": 90}, date(2026, 1, 1), date(2026, 4, 1)),
        ({"period": 90, "first_day": "counted"}, date(2026, 1, 1), date(2026, 3, 31)),
        ({"period": 1, "unit": "years", "first_day": "counted"}, date(2025, 1, 1), date(2025, 12, 31)),
        ({"period": 6, "unit": "weeks"}, date(2026, 1, 1), date(2026, 2, 12)),
        ({"period": 0}, date(2026, 1, 1), date(2026, 1, 1)),
        # Friday before Independence Day 2026 (a Saturday, kept on that Friday): the first business day is Monday.
        ({"period": 1, "unit": "business_days"}, date(2026, 7, 2), date(2026, 7, 6)),
        ({"period": 10, "unit": "business_days"}, date(2026, 11, 2), date(2026, 11, 17)),
        ({"period": 100_000}, date(2026, 1, 1), LAST_DAY),
    ],
)
def test_a_period_ends(terms: dict[str, Any], start: date, end: date) -> None:
    assert end == ending(clock(**terms), start, place=KENTUCKY).exact


@pytest.mark.parametrize(
    ("terms", "start", "end"),
    [
        ({"period": 3, "unit": "months", "day_of_month": 15}, date(2026, 1, 2), date(2026, 4, 15)),
        ({"period": 3, "unit": "months", "day_of_month": 15}, date(2026, 1, 31), date(2026, 4, 15)),
        ({"period": 1, "unit": "months", "day_of_month": 31}, date(2026, 1, 10), date(2026, 2, 28)),
        ({"period": 1, "unit": "months"}, date(2026, 1, 10), date(2026, 2, 28)),
        ({"period": 1, "unit": "years", "day_of_month": 1}, date(2026, 1, 10), date(2027, 1, 1)),
        ({"period": 60}, date(2026, 1, 10), date(2026, 4, 1)),
        ({"period": 2, "unit": "weeks"}, date(2026, 2, 10), date(2026, 3, 14)),
    ],
)
def test_a_period_from_the_end_of_the_month(terms: dict[str, Any], start: date, end: date) -> None:
    assert end == ending(clock(month_of_trigger_ends=True, **terms), start).exact


# --- rolling


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (date(2026, 11, 18), date(2026, 11, 20), "a Friday stays"),
        (date(2026, 11, 19), date(2026, 11, 23), "a Saturday rolls to Monday"),
        (date(2026, 11, 20), date(2026, 11, 23), "a Sunday rolls to Monday"),
        (date(2026, 5, 23), date(2026, 5, 26), "Memorial Day rolls to Tuesday"),
        (date(2026, 12, 30), date(2027, 1, 4), "New Year's Day, then a weekend"),
    ],
)
def test_the_last_day_rolls_by_the_calendar_of_the_place(start: date, end: date, why: str) -> None:
    assert end == ending(clock(period=2, rolls="next_business_day"), start, place=KENTUCKY).exact, why


def test_the_last_day_stays_where_the_law_does_not_roll_it() -> None:
    assert date(2026, 11, 21) == ending(clock(period=2), date(2026, 11, 19), place=KENTUCKY).exact


def test_without_a_calendar_only_weekends_roll() -> None:
    assert date(2026, 5, 25) == ending(clock(period=2, rolls="next_business_day"), date(2026, 5, 23)).exact


def test_a_boundary_holiday_of_one_country_is_a_business_day_in_another() -> None:
    early_may = date(2026, 5, 4)
    assert not clocks.is_business_day(early_may, "GB-ENG")
    assert clocks.is_business_day(early_may, KENTUCKY)


# --- which trigger


def test_the_earlier_or_the_later_of_several_days() -> None:
    one, two = date(2026, 1, 1), date(2026, 2, 1)
    triggers = ("claim.due_on", "claim.invoiced_on")
    assert date(2026, 1, 11) == ending(clock(earliest_of=triggers, period=10), two, one).exact
    assert date(2026, 2, 11) == ending(clock(latest_of=triggers, period=10), two, one).exact
    assert date(2026, 2, 11) == ending(clock(earliest_of=triggers, period=10), two, NONE).exact
    assert NONE is ending(clock(earliest_of=triggers, period=10), NONE, NONE).exact


def test_of_the_later_of_two_days_one_not_known_can_only_come_later() -> None:
    row = clock(latest_of=("claim.due_on", "claim.invoiced_on"), period=10)
    there = ending(row, date(2026, 1, 1), unknown(("fact", "claim.invoiced_on")))
    assert NONE in there.items  # it may still be to come
    days = [ends(i) for i in there.items if i is not NONE]
    assert ([(date(2026, 1, 11), LAST_DAY)], frozenset({("fact", "claim.invoiced_on")})) == (days, there.causes)


def test_of_the_earlier_of_two_days_one_not_known_can_only_come_earlier() -> None:
    row = clock(earliest_of=("claim.due_on", "claim.invoiced_on"), period=10)
    there = ending(row, unknown(("fact", "claim.due_on")), date(2026, 1, 1))
    assert [date(2026, 1, 11)] == [ends(i)[1] for i in there.items]
    assert there.causes == {("fact", "claim.due_on")}


def test_none_of_two_days_known_leaves_the_extreme_unknown() -> None:
    row = clock(latest_of=("claim.due_on", "claim.invoiced_on"), period=10)
    assert ending(row, unknown(("fact", "claim.due_on")), unknown(("fact", "claim.invoiced_on"))).open


def test_what_is_still_to_come_keeps_the_later_of_two_days_from_beginning() -> None:
    row = clock(latest_of=("claim.work_finished_on", "claim.project_accepted_on"), period=10)
    assert NONE is ending(row, NONE, date(2026, 3, 1)).exact
    assert NONE is ending(row, NONE, unknown(("fact", "claim.project_accepted_on"))).exact
    assert NONE in ending(row, date(2026, 3, 1), unknown(("fact", "claim.project_accepted_on"))).items
    # A step of your own may never be taken: the period does not wait for it.
    own = clock(latest_of=("history.judgment.on", "history.judgment.recorded_on"), period=10)
    assert ending(own, date(2026, 3, 1), NONE).exact == date(2026, 3, 11)


def test_what_has_not_happened_starts_nothing() -> None:
    assert NONE is ending(clock(period=10), NONE).exact


def test_a_law_that_requires_nothing_has_no_last_day() -> None:
    assert NONE is ending(clock(value="none")).exact


# --- restarts

PAYMENT = Restart(event="part_payment")
ALSO_LATE = Restart(event="acknowledgment", after_expiry=True)
YEAR = clock(period=1, unit="years")
START = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("restart", "when", "end"),
    [
        (PAYMENT, date(2020, 6, 1), date(2021, 6, 1)),
        (PAYMENT, date(2021, 1, 1), date(2022, 1, 1)),  # the last day itself is in time
        (PAYMENT, date(2021, 1, 2), date(2021, 1, 1)),  # a day late does nothing
        (ALSO_LATE, date(2021, 1, 2), date(2022, 1, 2)),
        (ALSO_LATE, date(2025, 1, 1), date(2026, 1, 1)),
        (PAYMENT, date(2019, 1, 1), date(2021, 1, 1)),  # never ends earlier than without it
        (PAYMENT, NONE, date(2021, 1, 1)),
    ],
)
def test_an_event_starts_the_period_anew(restart: Restart, when: Any, end: date) -> None:
    assert end == ending(YEAR, START, events=[(restart, known(when))]).exact


EXECUTION = Restart(event="execution")


def test_an_execution_in_time_keeps_a_judgment_alive() -> None:
    assert date(2021, 6, 1) == ending(YEAR, START, events=[(EXECUTION, known(date(2020, 6, 1)))]).exact


def test_of_a_later_execution_it_is_open_whether_others_came_before_it() -> None:
    there = ending(YEAR, START, events=[(EXECUTION, known(date(2021, 6, 1)))])
    assert [(date(2021, 1, 1), date(2022, 6, 1))] == [ends(i) for i in there.items]


def test_a_period_that_is_certain_only_not_to_end_sooner_has_no_named_day() -> None:
    there = clocks.at_the_earliest(known(date(2021, 1, 1)))
    assert (Span(date(2021, 1, 1), LAST_DAY),) == there.items
    assert (NONE,) == clocks.at_the_earliest(known(NONE)).items


def test_less_days_are_taken_off_the_end_of_the_period() -> None:
    assert date(2020, 4, 20) == ending(clock(period=4, unit="months", less_days=10), date(2019, 12, 30)).exact


@pytest.mark.parametrize(
    ("own", "second", "end"),
    [
        (date(2026, 8, 30), date(2026, 10, 4), date(2026, 8, 30)),
        (date(2026, 8, 30), date(2026, 7, 11), date(2026, 7, 11)),
        (date(2026, 8, 30), NONE, date(2026, 8, 30)),
        (NONE, date(2026, 7, 11), date(2026, 7, 11)),
    ],
)
def test_a_second_period_ends_a_clock_only_where_it_ends_sooner(own: Any, second: Any, end: date) -> None:
    assert end == clocks.earlier(known(own), known(second)).exact


def test_a_second_period_that_is_not_known_may_end_the_clock_on_any_day_before_its_own() -> None:
    there = clocks.earlier(known(date(2026, 8, 30)), unknown(("fact", "claim.completion_recorded_on")))
    assert [(FIRST_DAY, date(2026, 8, 30))] == [ends(i) for i in there.items]
    assert frozenset({("fact", "claim.completion_recorded_on")}) == there.causes


def test_events_are_taken_in_the_order_of_their_days() -> None:
    events = [(PAYMENT, known(date(2022, 5, 1))), (PAYMENT, known(date(2021, 10, 1))), (PAYMENT, known(date(2020, 12, 1)))]
    assert date(2023, 5, 1) == ending(YEAR, START, events=events).exact


def test_an_event_on_a_day_not_known_may_end_the_period_at_any_later_day() -> None:
    there = ending(YEAR, START, events=[(PAYMENT, unknown(("fact", "claim.payments")))])
    assert (Span(date(2021, 1, 1), LAST_DAY),) == there.items
    assert frozenset({("fact", "claim.payments")}) == there.causes


def test_an_event_that_straddles_the_end_leaves_the_end_open() -> None:
    there = ending(YEAR, START, events=[(PAYMENT, known(Span(date(2020, 12, 1), date(2021, 1, 31))))])
    assert [(date(2021, 1, 1), date(2022, 1, 31))] == [ends(i) for i in there.items]


def test_a_trigger_known_only_about_ends_only_about() -> None:
    assert (Span(date(2021, 3, 1), date(2021, 3, 31)),) == ending(YEAR, Span(date(2020, 3, 1), date(2020, 3, 31))).items


# --- less knowledge always holds what more knowledge gives

_DAY = st.dates(date(2019, 6, 1), date(2023, 6, 1))


def _blurred(draw: st.DrawFn, exact: Any) -> Possible:
    """Less knowledge of a day: a span around it, several candidates, or anything."""
    how = draw(st.integers(0, 5))
    cause = frozenset({("fact", "x")})
    if how == 0:
        return Possible((), cause)
    if exact is NONE:
        return Possible((NONE, draw(_DAY)), cause) if how == 1 else known(NONE)
    if how <= 2:
        room = st.integers(0, 400)
        return Possible((Span(exact - timedelta(days=draw(room)), exact + timedelta(days=draw(room))),), cause)
    if how == 3:
        return union([Possible((draw(_DAY) if draw(st.booleans()) else NONE,), cause), known(exact)])
    return known(exact)


@st.composite
def _runs(draw: st.DrawFn) -> tuple[ClockRow, list[Any], list[Possible], list[tuple[Restart, Any]], list[tuple[Restart, Possible]]]:
    period = {"period": draw(st.sampled_from([30, 365])), "rolls": draw(st.sampled_from(["none", "next_business_day"]))}
    kind = draw(st.sampled_from(["trigger", "earliest_of", "latest_of"]))
    row = clock(**period) if kind == "trigger" else clock(**period, **{kind: ("claim.due_on", "claim.invoiced_on")})
    exact = [draw(_DAY | st.just(NONE)) for _ in row.triggers]
    events = [(draw(st.sampled_from([PAYMENT, ALSO_LATE])), draw(_DAY | st.just(NONE))) for _ in range(draw(st.integers(0, 3)))]
    return row, exact, [_blurred(draw, e) for e in exact], events, [(r, _blurred(draw, e)) for r, e in events]


@examples(500)
@given(_runs())
def test_a_clock_known_less_well_may_end_on_every_day_that_it_could(run: Any) -> None:
    row, exact, blurred, events, blurred_events = run
    truth = clocks.run(row, [known(e) for e in exact], [(r, known(e)) for r, e in events], None).exact
    there = clocks.run(row, blurred, blurred_events, None)
    if not there.open:
        held = [item is NONE if truth is NONE else item is not NONE and ends(item)[0] <= truth <= ends(item)[1] for item in there.items]
        assert any(held), (truth, there)
    if there.open or len(there.items) > 1 or isinstance(there.items[0], Span):
        assert there.causes
