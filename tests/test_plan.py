"""Payment plans: real dates that never drift, sums to the cent, and what a plan does to the time limit."""

from __future__ import annotations

import calendar
import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generate import examples
from nonpay_advisor.advice import words
from nonpay_advisor.engine.account import apply
from nonpay_advisor.errors import FactsError
from nonpay_advisor.report import plan as plans
from nonpay_advisor.report.documents import Case

AS_OF = date(2026, 11, 21)
DAYS = st.dates(date(2026, 11, 21), date(2030, 12, 31))
SUMS = st.integers(100_00, 5_000_000_00).map(lambda c: Decimal(c) / 100)


def _plan(amount: str, n: int, every: plans.Every = "month", first: date = date(2026, 12, 31), **more: object) -> plans.Plan:
    return plans.make(Decimal(amount), n, every, first, AS_OF, **more)  # type: ignore[arg-type]


def _days(plan: plans.Plan) -> list[date]:
    return [i.due_on for i in plan.instalments]


# --- dates


def test_month_ends_do_not_drift() -> None:
    plan = _plan("700.00", 7)
    expected = ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30"]
    assert expected == [d.isoformat() for d in _days(plan)]


def test_the_thirtieth_comes_back_after_a_february() -> None:
    assert [30, 28, 30] == [d.day for d in plans.dates(date(2027, 1, 30), 3, "month")]


def test_a_leap_day_plan_falls_on_the_29th_where_there_is_one() -> None:
    assert date(2028, 2, 29) == plans.dates(date(2027, 12, 29), 3, "month")[2]


@pytest.mark.parametrize(("every", "step"), [("week", 7), ("two_weeks", 14)])
def test_weeks_are_whole(every: plans.Every, step: int) -> None:
    plan = _plan("100.00", 5, every, date(2026, 12, 1))
    assert [date(2026, 12, 1) + timedelta(days=step * n) for n in range(5)] == _days(plan)


# --- sums


def test_the_last_instalment_takes_the_odd_cents() -> None:
    plan = _plan("100.00", 3)
    assert ["33.33", "33.33", "33.34"] == [str(i.amount) for i in plan.instalments]


def test_interest_on_the_falling_balance_is_reckoned_by_hand() -> None:
    # 1000.00 at 10% from 21 November: 40 days to 31 December are 10.96, then 31 days on the rest.
    plan = plans.make(Decimal("1000.00"), 2, "month", date(2026, 12, 31), AS_OF, rate=Decimal(10))
    first, last = plan.instalments
    assert Decimal("10.96") == first.interest
    left = Decimal("1000.00") - (first.amount - Decimal("10.96"))
    assert left == first.left
    assert (left * 10 / 100 * 31 / 365).quantize(Decimal("0.01")) == last.interest
    assert first.amount - last.amount in {Decimal("0.00"), Decimal("0.01")}


def test_charges_bear_no_interest_of_their_own() -> None:
    plain = _plan("1000.00", 4, rate=Decimal(10))
    charged = _plan("1000.00", 4, charges=Decimal("200.00"), rate=Decimal(10))
    assert Decimal("10.96") == plain.instalments[0].interest == charged.instalments[0].interest


@given(amount=SUMS, charges=SUMS | st.just(Decimal("0.00")), n=st.integers(1, 60), every=st.sampled_from(plans.EVERY), first=DAYS)
@examples(200)
def test_a_plan_sums_to_the_cent_on_ascending_days(amount: Decimal, charges: Decimal, n: int, every: plans.Every, first: date) -> None:
    plan = plans.make(amount, n, every, first, AS_OF, charges=charges)
    assert amount + charges == plan.total
    assert plan.instalments[-1].left == 0
    assert plan.interest == 0
    days = _days(plan)
    assert days[0] == first
    assert sorted(set(days)) == days
    if every == "month":
        assert all(d.day == min(first.day, calendar.monthrange(d.year, d.month)[1]) for d in days)
    assert len({i.amount for i in plan.instalments[:-1]}) <= 1
    assert all(i.amount > 0 and i.amount == i.amount.quantize(Decimal("0.01")) for i in plan.instalments)
    assert plan.instalments[-1].amount - plan.instalments[0].amount < Decimal(n) / 100


@given(
    amount=SUMS,
    charges=SUMS | st.just(Decimal("0.00")),
    n=st.integers(1, 60),
    every=st.sampled_from(plans.EVERY),
    first=DAYS,
    rate=st.integers(1, 3000),
)
@examples(200)
def test_a_plan_with_interest_pays_all_of_it(amount: Decimal, charges: Decimal, n: int, every: plans.Every, first: date, rate: int) -> None:
    plan = plans.make(amount, n, every, first, AS_OF, charges=charges, rate=Decimal(rate) / 100)
    assert amount == sum(i.principal for i in plan.instalments)
    assert charges == sum(i.charges for i in plan.instalments)
    assert amount + charges + plan.interest == plan.total
    assert plan.instalments[-1].left == 0
    assert all(i.amount == i.interest + i.charges + i.principal for i in plan.instalments)
    assert all(i.amount <= plan.instalments[0].amount for i in plan.instalments)
    assert len({i.amount for i in plan.instalments[:-1]}) <= 1


@given(amount=SUMS, n=st.integers(1, 40), every=st.sampled_from(plans.EVERY), first=DAYS, rate=st.none() | st.integers(1, 3000))
@examples(100)
def test_variants_stand_side_by_side_and_pay_the_same_debt(
    amount: Decimal, n: int, every: plans.Every, first: date, rate: int | None
) -> None:
    plan = plans.make(amount, n, every, first, AS_OF, rate=Decimal(rate) / 100 if rate else None)
    found = plans.variants(plan)
    assert plan in found
    assert all(p.total - p.interest == amount for p in found)
    counts = [len(p.instalments) for p in found]
    assert sorted(set(counts)) == counts
    eachs = [p.instalments[0].amount for p in found]
    assert sorted(eachs, reverse=True) == eachs


@pytest.mark.parametrize(
    ("n", "first", "rate", "said"),
    [
        (0, AS_OF, None, "instalments: read 0"),
        (601, AS_OF, None, "instalments: read 601"),
        (3, date(2026, 11, 20), None, "lies before 2026-11-21"),
        (3, AS_OF, Decimal(-1), "interest: read -1"),
        (3, date(2199, 12, 1), None, "run past"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(n: int, first: date, rate: Decimal | None, said: str) -> None:
    with pytest.raises(FactsError, match=said):
        plans.make(Decimal("100.00"), n, "month", first, AS_OF, rate=rate)


def test_instalments_below_a_cent_are_refused() -> None:
    with pytest.raises(FactsError, match="less than a cent"):
        plans.make(Decimal("0.02"), 3, "week", AS_OF, AS_OF)


def test_a_payment_goes_to_costs_interest_and_principal_in_order() -> None:
    split = apply(Decimal(100), Decimal(20), Decimal(30), Decimal(500))
    assert (Decimal(20), Decimal(30), Decimal(50), Decimal(0)) == (split.costs, split.interest, split.principal, split.left_over)
    other = apply(Decimal(100), Decimal(20), Decimal(30), Decimal(90), ("principal", "interest", "costs"))
    assert (Decimal(0), Decimal(10), Decimal(90)) == (other.costs, other.interest, other.principal)


def test_the_spreadsheet_holds_dates_and_figures_alone() -> None:
    rows = list(csv.DictReader(io.StringIO(plans.as_csv(_plan("100.00", 3)))))
    assert ["33.33", "33.33", "33.34"] == [r["amount"] for r in rows]
    assert all(c.lstrip("-")[:1].isdigit() for r in rows for c in r.values())


# --- the time limit


def _case(place: str, due: date = date(2026, 6, 2), purpose: str = "business", kind: str = "company") -> Case:
    return Case(
        {
            "ordinary": True,
            "creditor": {"kind": "sole_trader", "jurisdiction": place},
            "customer": {"kind": kind, "jurisdiction": place},
            "claim": {
                "amount": 1200,
                "purpose": purpose,
                "due_on": due,
                "invoiced_on": due - timedelta(days=30),
                "service_kind": "creative",
            },
            "contract": {"form": "signed", "signed_on": due - timedelta(days=90)},
        },
        AS_OF,
    )


def test_where_a_part_payment_restarts_the_limit_the_plan_says_so() -> None:
    said = " ".join(plans.effect_on_limitation(_case("GB-EAW").inference, AS_OF, date(2027, 6, 1)).sentences)
    assert "part payment starts it anew" in said
    assert "acknowledgment of the debt in a writing that the customer signs starts the time limit anew" in said
    assert "22 November 2032" in said  # the 21st is a Sunday


def test_the_plan_names_the_last_day_that_the_report_names() -> None:
    facts = {
        "ordinary": True,
        "creditor": {"kind": "sole_trader", "jurisdiction": "GB-EAW"},
        "customer": {"kind": "company", "jurisdiction": "GB-EAW"},
        "claim": {
            "amount": 1200,
            "purpose": "business",
            "invoices": [
                {"number": "1", "due_on": date(2026, 6, 2), "amount": 700},
                {"number": "2", "due_on": date(2026, 7, 3), "amount": 500},
            ],
            "payments": [{"on": date(2026, 8, 1), "amount": 100}],
        },
        "contract": {"form": "signed", "signed_on": date(2026, 1, 2)},
    }
    case = Case(facts, AS_OF)
    named = next(d for d in case.advice.deadlines if d.clock == "limitation.contract")
    effect = plans.effect_on_limitation(case.inference, AS_OF, date(2027, 6, 1))
    assert named.date == effect.last_day
    assert named.safe_date is not None
    assert f"safe until {words.day(named.safe_date)}" in effect.sentences[0]


def test_where_nothing_revives_an_expired_debt_the_plan_says_so() -> None:
    effect = plans.effect_on_limitation(_case("GB-EAW", date(2018, 6, 2)).inference, AS_OF, date(2027, 6, 1))
    assert effect.if_restarted is None
    assert "nothing held here says that signing a plan once it has ended starts the time limit anew" in " ".join(effect.sentences)


def test_a_plan_with_a_consumer_over_the_limit_is_marked() -> None:
    case = _case("GB-EAW", purpose="consumer", kind="individual")
    long = plans.make(Decimal("1300.00"), 13, "month", date(2026, 12, 1), AS_OF)
    short = plans.make(Decimal("1300.00"), 12, "month", date(2026, 12, 1), AS_OF)
    assert "13 instalments are more than the 12" in plans.consumer_limits(case.inference, long)[0]
    assert () == plans.consumer_limits(case.inference, short)
    assert () == plans.consumer_limits(_case("GB-EAW").inference, long)
