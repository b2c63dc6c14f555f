"""Interest and fixed sums: published examples to the cent, every day count, and what is not held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generate import examples, situation
from nonpay_advisor.engine import charges
from nonpay_advisor.engine.possible import Range
from nonpay_advisor.errors import LawNotHeld
from nonpay_advisor.law import library
from nonpay_advisor.law.model import Charge, ChargeRow, SeriesRow

AUTHORITY = {
    "citation": "none",
    "source": "https://example.org/",
    "source_kind": "statute",
    "checked_on": date(2026, 11, 1),
    "review_by": date(2027, 1, 1),
    "confidence": "high",
}
D = Decimal


def charge(**terms: Any) -> Charge:
    return Charge(**terms)


def total(principal: str, row: Charge, due: date, until: date) -> Decimal:
    return charges.accrue(D(principal), row, "", due, until).total


# --- examples that public bodies publish


def test_treasury_example_of_simple_daily_interest() -> None:
    """Prompt Payment rule, 5 CFR 1315.17: $1,500 due 1 April, paid 11 April, 6.5 percent: $2.71."""
    row = charge(rate=D("6.5"), day_count="actual/360")
    assert total("1500", row, date(2026, 4, 1), date(2026, 4, 11)) == D("2.71")


def test_treasury_example_of_compounding_interest() -> None:
    """Prompt Payment rule, 5 CFR 1315.17: $1,500 due 1 April, paid 15 June, 6 percent: $18.83."""
    row = charge(rate=D(6), day_count="actual/360", compounding="every_30_days")
    assert total("1500", row, date(2026, 4, 1), date(2026, 6, 15)) == D("18.83")


def test_california_courts_example_of_judgment_interest() -> None:
    """The courts' self-help example: a judgment of $5,000 at 10 percent grows by $1.37 a day, $500 a year."""
    row = charge(rate=D(10))
    interest = charges.accrue(D(5000), row, "", date(2025, 1, 1), date(2026, 1, 1))
    assert (D("1.37"), D("500.00")) == (charges.to_cent(interest.per_day), interest.total)


def test_texas_comptroller_example_of_days_late() -> None:
    """Invoice received 6 October, due after 30 days on 5 November, paid 9 December: 34 days late."""
    due = date(2025, 10, 6) + timedelta(days=30)
    assert due == date(2025, 11, 5)
    interest = charges.accrue(D(500), charge(rate=D("8.5")), "", due, date(2025, 12, 9))
    assert [34] == [line.days for line in interest.lines]
    assert interest.total == charges.to_cent(D(34) / 365 * D("0.085") * 500)


def test_british_government_example_of_late_payment_interest() -> None:
    """£1,000 while the base rate was 0.5 percent: 8.5 percent, £85 a year, 23p a day."""
    interest = charges.accrue(D(1000), charge(rate=D("8.5")), "", date(2018, 1, 1), date(2019, 1, 1))
    assert (D("85.00"), D("0.23")) == (interest.total, charges.to_cent(interest.per_day))


@pytest.mark.parametrize(
    ("first_day", "rate"),
    [
        # As the Pay On Time campaign publishes them, reference rate plus 8.
        (date(2024, 3, 1), "13.25"),
        (date(2023, 7, 1), "13.00"),
        (date(2023, 6, 30), "11.50"),
        (date(2023, 1, 1), "11.50"),
        (date(2022, 12, 31), "9.25"),
        (date(2022, 6, 30), "8.25"),
        (date(2021, 7, 1), "8.10"),
        (date(2020, 1, 1), "8.75"),
        (date(2017, 12, 31), "8.25"),
    ],
)
def test_statutory_rate_is_read_on_the_reference_day(first_day: date, rate: str) -> None:
    row = charge(series="boe_base_rate", margin=D(8), read_on="half_year_reference")
    assert D(rate) == charges.rate_on(row, "GB-EAW", first_day, first_day + timedelta(days=400))


# --- day counts


@pytest.mark.parametrize(
    ("day_count", "due", "until", "days", "interest"),
    [
        ("actual/365", date(2024, 1, 1), date(2025, 1, 1), 366, "100.27"),
        ("actual/365", date(2025, 1, 1), date(2026, 1, 1), 365, "100.00"),
        ("actual/360", date(2025, 1, 1), date(2026, 1, 1), 365, "101.39"),
        ("actual/actual", date(2023, 12, 31), date(2024, 12, 31), 366, "100.00"),
        ("actual/actual", date(2023, 6, 30), date(2024, 6, 30), 366, "100.14"),
        ("30/360", date(2024, 12, 31), date(2025, 12, 31), 360, "100.00"),
        ("30/360", date(2025, 1, 31), date(2025, 2, 28), 30, "8.33"),
    ],
)
def test_a_year_at_ten_percent_of_a_thousand(day_count: Any, due: date, until: date, days: int, interest: str) -> None:
    there = charges.accrue(D(1000), charge(rate=D(10), day_count=day_count), "", due, until)
    assert ([days], D(interest)) == ([line.days for line in there.lines], there.total)


def test_interest_runs_from_the_day_after() -> None:
    row = charge(rate=D("36.5"))
    assert [D("0.00"), D("1.00"), D("2.00")] == [total("1000", row, date(2026, 5, 1), date(2026, 5, d)) for d in (1, 2, 3)]


def test_interest_may_wait_some_days() -> None:
    row = charge(rate=D("36.5"), starts_after_days=14)
    assert D("1.00") == total("1000", row, date(2026, 5, 1), date(2026, 5, 16))
    assert D("0.00") == total("1000", row, date(2026, 5, 1), date(2026, 5, 15))


def test_a_sum_is_rounded_once_at_the_end_half_up() -> None:
    assert D("0.01") == charges.to_cent(D("0.005"))
    assert D("0.00") == charges.to_cent(D("0.0049"))
    row = charge(rate=D("3.65"))
    assert D("0.01") == total("1.00", row, date(2025, 1, 1), date(2025, 2, 20))
    assert D("0.00") == total("1.00", row, date(2025, 1, 1), date(2025, 2, 19))


# --- compounding


def test_interest_is_compounded_on_each_anniversary() -> None:
    row = charge(rate=D(10), compounding="annually")
    due = date(2021, 1, 1)
    assert [D("100.00"), D("210.00")] == [total("1000", row, due, date(y, 1, 1)) for y in (2022, 2023)]
    half = charges.accrue(D(1000), row, "", due, date(2023, 1, 2))
    assert D("1210.00") * 10 / 100 / 365 == half.per_day


def test_interest_is_compounded_each_month() -> None:
    row = charge(rate=D(12), compounding="monthly", day_count="30/360")
    assert charges.to_cent(1000 * D("1.01") ** 3 - 1000) == total("1000", row, date(2025, 12, 31), date(2026, 3, 31))


@pytest.mark.parametrize("compounding", ["every_30_days", "monthly", "annually"])
def test_compounding_ends_at_the_last_day_of_the_calendar(compounding: Any) -> None:
    row = charge(rate=D(1), compounding=compounding)
    assert total("1000", row, date(2199, 10, 1), date(2199, 12, 31)) > 0


def test_a_judgment_rate_of_the_year_changes_for_an_older_judgment_too() -> None:
    # New Jersey, R. 4:42-11(a): 3.5 percent in 2024, 5.5 in 2025, 4.5 in 2026, and two points more above the Special Civil Part's limit.
    entered, until = date(2024, 6, 30), date(2026, 11, 21)
    row = charge(series="new_jersey_judgment_rate", read_on="accrual_day", fixed="reset")
    interest = charges.accrue(D(15000), row, "US-NJ", entered, until)
    assert [(184, D("3.5")), (365, D("5.5")), (325, D("4.5"))] == [(line.days, line.rate) for line in interest.lines]
    assert D("1690.68") == interest.total
    above = row.model_copy(update={"margin": D(2)})
    assert D("4015.07") == charges.accrue(D(25000), above, "US-NJ", entered, until).total


@examples(100)
@given(
    st.integers(1, 10_000_000),
    st.decimals(0, 40, places=2),
    st.dates(date(2015, 1, 1), date(2026, 1, 1)),
    st.integers(0, 2000),
    st.integers(0, 2000),
    st.sampled_from(["simple", "every_30_days", "monthly", "annually"]),
    st.sampled_from(["actual/365", "actual/360", "actual/actual", "30/360"]),
)
def test_interest_never_shrinks_and_its_lines_add_up(
    cents: int, rate: Decimal, due: date, one: int, two: int, compounding: Any, day_count: Any
) -> None:
    row = charge(rate=rate, compounding=compounding, day_count=day_count)
    principal = D(cents) / 100
    early, late = sorted([one, two])
    less, more = (charges.accrue(principal, row, "", due, due + timedelta(days=n)) for n in (early, late))
    assert less.total <= more.total
    assert more.total == charges.to_cent(sum((line.sum for line in more.lines), D(0)))
    covered = [day for line in more.lines for day in (line.first, line.last)]
    assert covered == sorted(covered)
    if late:
        assert (due + timedelta(days=1), due + timedelta(days=late)) == (covered[0], covered[-1])
    if compounding != "simple" and day_count == "actual/365":
        assert more.total >= total(str(principal), charge(rate=rate), due, due + timedelta(days=late))


# --- published rates


@pytest.fixture
def rates(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    rows = tuple(
        SeriesRow(**AUTHORITY, **{"from": day, "value": D(value)}) for day, value in [(date(2025, 1, 1), "5"), (date(2025, 7, 1), "4")]
    )
    monkeypatch.setattr(library, "find_series", lambda place, name: rows)
    return


@pytest.mark.usefixtures("rates")
def test_a_rate_fixed_at_the_start_stays() -> None:
    row = charge(series="x", margin=D(1))
    there = charges.accrue(D(1000), row, "", date(2025, 6, 20), date(2025, 7, 20))
    assert [D(6)] == [line.rate for line in there.lines]


@pytest.mark.usefixtures("rates")
def test_a_rate_that_is_reset_changes_on_its_day() -> None:
    row = charge(series="x", margin=D(1), read_on="accrual_day", fixed="reset")
    there = charges.accrue(D(1000), row, "", date(2025, 6, 20), date(2025, 7, 20))
    assert [(date(2025, 6, 30), D(6)), (date(2025, 7, 20), D(5))] == [(line.last, line.rate) for line in there.lines]


@pytest.mark.usefixtures("rates")
@pytest.mark.parametrize("due", [date(2024, 12, 30), date(2026, 11, 1)])
def test_no_rate_is_made_up_before_the_first_or_after_the_last_check(due: date) -> None:
    row = charge(series="x", read_on="accrual_day")
    with pytest.raises(LawNotHeld, match="the rate x"):
        charges.accrue(D(1000), row, "", due, due + timedelta(days=30))


@pytest.mark.usefixtures("rates")
def test_the_first_and_the_last_day_held_have_a_rate() -> None:
    row = charge(series="x", read_on="accrual_day")
    assert (D(5), D(4)) == (
        charges.rate_on(row, "", date(2025, 1, 1), date(2025, 1, 1)),
        charges.rate_on(row, "", date(2026, 11, 1), date(2026, 11, 1)),
    )


def test_a_rate_held_only_on_reference_days_ends_with_its_half_year() -> None:
    last = library.find_series("GB-EAW", "boe_base_rate")[-1].starts_on
    row = charge(series="boe_base_rate", read_on="half_year_reference")
    covered = last + timedelta(days=1)
    assert charges.rate_on(row, "GB-EAW", covered, covered) >= 0
    after = covered + timedelta(days=185)
    with pytest.raises(LawNotHeld, match="boe_base_rate"):
        charges.rate_on(row, "GB-EAW", after, after)


# --- fixed sums, and which charge governs


@pytest.mark.parametrize(
    ("debt", "owed"), [("0.01", 40), ("999.99", 40), ("1000.00", 70), ("9999.99", 70), ("10000.00", 100), ("500000.00", 100)]
)
def test_the_fixed_sum_goes_by_the_size_of_the_debt(debt: str, owed: int) -> None:
    datum = library.find("GB-EAW", "interest.statutory_late")
    assert datum is not None
    row = next(p.row for _, p in datum.rows() if isinstance(p.row, ChargeRow) and p.row.fixed_sums)
    assert isinstance(row, ChargeRow)
    assert D(owed) == charges.fixed_sum(row, D(debt))


def test_no_fixed_sum_where_the_law_gives_none() -> None:
    assert charges.fixed_sum(charge(rate=D(8)), D(100)) is None  # type: ignore[arg-type]


def whole(**changes: Any) -> dict[str, Any]:
    case = {
        "ordinary": True,
        "creditor.kind": "sole_trader",
        "creditor.jurisdiction": "GB-EAW",
        "customer.kind": "company",
        "customer.jurisdiction": "GB-EAW",
        "claim.amount": D(1000),
        "claim.purpose": "business",
        "claim.due_on": date(2024, 2, 1),
        "contract.form": "signed",
        "contract.signed_on": date(2024, 1, 1),
    }
    return case | {k.replace("__", "."): v for k, v in changes.items()}


def test_a_rate_agreed_in_the_contract_goes_first() -> None:
    held, row, why = charges.governing_charge(situation(whole(contract__interest_rate=D(5))))
    assert (None, None) == (held, why)
    assert row is not None
    assert D(5) == row.rate


def test_the_late_payment_statute_goes_before_the_general_rate() -> None:
    held, row, _ = charges.governing_charge(situation(whole()))
    assert held is not None
    assert (held.datum.id, row and row.margin) == ("interest.statutory_late", D(8))


def test_a_consumer_debt_falls_back_on_the_general_rate() -> None:
    held, _, _ = charges.governing_charge(situation(whole(claim__purpose="consumer", customer__kind="individual")))
    assert held is not None
    assert held.datum.id == "interest.prejudgment"


def test_interest_is_unknown_while_it_hangs_on_a_missing_fact() -> None:
    case = whole()
    del case["claim.purpose"]
    held, row, why = charges.governing_charge(situation(case))
    assert (None, None) == (held, row)
    assert why == "it depends on “Did the customer order the work for a business, or for themselves?”"


def test_interest_to_date_of_the_statute() -> None:
    expected = charges.to_cent(D(1000) * D("13.25") / 100 * 10 / 365)
    assert expected == charges.interest_to_date(situation(whole(claim__invoices=()), date(2024, 2, 11))).exact
    unlisted = charges.interest_to_date(situation(whole(), date(2024, 2, 11)))
    assert (Range(D(0), expected),) == unlisted.items, "which invoices it is made of could only make it less"
