"""What people type is read forgivingly, and asked about where it could mean two things."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nonpay_advisor.interview import entry
from nonpay_advisor.interview.entry import Unreadable

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-04", [date(2026, 3, 4)]),
        ("2026/3/4", [date(2026, 3, 4)]),
        ("2026-3-4", [date(2026, 3, 4)]),
        ("the 4th of March 2026", [date(2026, 3, 4)]),
        ("4 March 2026", [date(2026, 3, 4)]),
        ("March 4, 2026", [date(2026, 3, 4)]),
        ("4th of march 2026", [date(2026, 3, 4)]),
        ("Mar 4", [date(2026, 3, 4)]),
        ("March 3", [date(2026, 3, 3)]),
        ("Febuary 3 2026", [date(2026, 2, 3)]),
        ("sept 3 2025", [date(2025, 9, 3)]),
        ("13/02/2026", [date(2026, 2, 13)]),
        ("02/13/2026", [date(2026, 2, 13)]),
        ("02/02/2026", [date(2026, 2, 2)]),
        ("01/02/2026", [date(2026, 1, 2), date(2026, 2, 1)]),
        ("1.2.26", [date(2026, 1, 2), date(2026, 2, 1)]),
        ("3/4/99", [date(1999, 3, 4), date(1999, 4, 3)]),
        ("30 days after 1 June 2026", [date(2026, 7, 1)]),
        ("end of June", [date(2026, 6, 30)]),
        ("today", [TODAY]),
        ("the day before yesterday", [date(2026, 11, 19)]),
        ("Yesterday", [date(2026, 11, 20)]),
        ("last friday", [date(2026, 11, 20)]),
        ("saturday", [date(2026, 11, 14)]),
        ("2026-03", ["2026-03"]),
        ("March 2026", ["2026-03"]),
        ("03/2026", ["2026-03"]),
        ("december", ["2025-12"]),
        ("last month", ["2026-10"]),
        ("2025", ["2025"]),
        ("60 days ago", [date(2026, 9, 22), "2026-09"]),
        ("two weeks ago", [date(2026, 11, 7), "2026-11"]),
        ("about 3 months ago", ["2026-08"]),
        ("around March 3", ["2026-03"]),
        ("a year ago", [date(2025, 11, 21), "2025-11"]),
    ],
)
def test_days(typed: str, meant: list[Any]) -> None:
    assert meant == [r.value for r in entry.read_day(typed, TODAY)]


@pytest.mark.parametrize(
    "typed", ["", "abc", "31/31/2020", "February 30", "2026-02-30", "99999 years ago", "1/2/3/4", "0/0/2026", "13/13/26"]
)
def test_what_is_no_day_is_said_with_what_would_do(typed: str) -> None:
    with pytest.raises(Unreadable, match="A day is needed"):
        entry.read_day(typed, TODAY)


def test_a_due_date_counted_back_may_be_kept_as_known_only_about() -> None:
    exact, about = entry.read_day("60 days ago", TODAY, "claim.due_on")
    assert (exact.value, exact.fact) == (date(2026, 9, 22), None)
    assert (about.value, about.fact) == (date(2026, 9, 22), "claim.due_about_on")


def test_a_day_without_its_year_is_asked_about_where_it_may_lie_ahead() -> None:
    assert [date(2025, 12, 5), date(2026, 12, 5)] == [r.value for r in entry.read_day("Dec 5", TODAY, ahead=True)]
    assert [date(2025, 12, 5)] == [r.value for r in entry.read_day("Dec 5", TODAY)]


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("2500", "2500", None),
        ("$2,500", "2500", None),
        ("$2,500.00", "2500", None),
        ("2.500,00 EUR", "2500", "EUR"),
        ("€1.234.567,89", "1234567.89", "EUR"),
        ("1,234.56", "1234.56", None),
        ("1'234.50", "1234.50", None),
        ("1 234,50", "1234.50", None),
        ("2,500", "2500", None),
        ("2.500", "2500", None),
        ("2,50", "2.50", None),
        ("0,5", "0.50", None),
        ("£300", "300", "GBP"),
        ("300 pounds", "300", "GBP"),
        ("USD 1200", "1200", None),
        ("C$500", "500", "CAD"),
        ("2.5k", "2500", None),
        ("2500,-", "2500", None),
    ],
)
def test_sums(typed: str, amount: str, currency: str | None) -> None:
    (reading,) = entry.read_money(typed, "USD")
    assert Decimal(amount) == reading.value
    assert currency == dict(reading.extra).get("claim.currency")


@pytest.mark.parametrize("typed", ["", "abc", "-5", "12,34,567", "1.2.3", "0.001", "1,23,4", "9" * 20, "$", "1e5", "NaN"])
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        entry.read_money(typed, "USD")


def test_dollars_of_a_place_without_dollars_are_asked() -> None:
    assert {"USD", "CAD", "AUD", "NZD"} == {dict(r.extra)["claim.currency"] for r in entry.read_money("$500", "GBP")}


def test_nothing_unpaid_is_no_claim() -> None:
    with pytest.raises(Unreadable, match="above zero"):
        entry.read_money("0", "USD", zero=False)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Kentucky", "US-KY"),
        ("kentuky", "US-KY"),
        ("calif", "US-CA"),
        ("england", "GB-EAW"),
        ("US-TX", "US-TX"),
        ("uk", "GB"),
        ("ontario", "CA-ON"),
    ],
)
def test_places_by_name_abbreviation_or_part(typed: str, code: str) -> None:
    assert [code] == [r.value for r in entry.read_place(typed)]


@pytest.mark.parametrize("typed", ["Louisville, KY", "Louisville KY", "Lexington, Kentucky"])
def test_a_city_before_the_place_is_no_obstacle(typed: str) -> None:
    assert entry.read_place(typed)[0].value == "US-KY"


@pytest.mark.parametrize(
    ("typed", "first", "other"), [("KY", "US-KY", "KY"), ("CA", "US-CA", "CA"), ("georgia", "US-GA", "GE"), ("new", "US-NY", "US-NH")]
)
def test_a_place_that_may_be_two_is_asked_those_held_first(typed: str, first: str, other: str) -> None:
    codes = [r.value for r in entry.read_place(typed)]
    assert {first, other} <= set(codes)
    assert len({r.said for r in entry.read_place(typed)}) == len(codes)


def test_a_country_whose_law_is_held_by_its_parts_is_asked_further() -> None:
    assert "US-KY" in [r.value for r in entry.parts_of("US")]
    assert "GB-EAW" in [r.value for r in entry.parts_of("GB")]
    assert entry.parts_of("US-KY") == []


@pytest.mark.parametrize(
    ("typed", "rate"), [("8", "8"), ("8%", "8"), ("1.5% a month", "18.0"), ("1,5 % monthly", "18.0"), ("12 percent a year", "12")]
)
def test_rates_are_a_year(typed: str, rate: str) -> None:
    assert Decimal(rate) == entry.read_number(typed)[0].value


@pytest.mark.parametrize(("typed", "count"), [("30", 30), ("30 days", 30), ("one year", 12), ("twelve", 12)])
def test_counts(typed: str, count: int) -> None:
    assert count == entry.read_count(typed)[0].value


@pytest.mark.parametrize(
    ("typed", "fee"), [("25", Decimal("25.00")), ("5%", "5%"), ("yes", True), ("$25", Decimal("25.00")), ("1,5 %", "1.5%")]
)
def test_late_fees(typed: str, fee: Any) -> None:
    assert fee == entry.read_late_fee(typed, "USD")[0].value


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str) -> None:
    for reader in (
        lambda t: entry.read_day(t, TODAY),
        entry.read_money,
        entry.read_number,
        entry.read_count,
        entry.read_place,
        entry.read_currency,
    ):
        try:
            assert reader(typed)  # type: ignore[no-untyped-call]
        except Unreadable as error:
            if not str(error):
                raise


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_a_day_said_back_is_read_as_the_same_day(day: date) -> None:
    assert [day] == [r.value for r in entry.read_day(entry.say_day(day), TODAY)]


@given(st.decimals(1, 10_000_000, places=2))
def test_a_sum_said_either_way_is_the_same(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    german = english.replace(",", " ").replace(".", ",").replace(" ", ".")
    assert amount == entry.read_money(english)[0].value == entry.read_money(german)[0].value
