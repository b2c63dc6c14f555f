"""The account of a claim: cut into invoices in one place, payments applied in the lawful order, the same sums in report and letters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from generate import examples
from nonpay_advisor import advise
from nonpay_advisor.engine.account import IN_PROPORTION, ORDERS, Debt, _shares
from nonpay_advisor.report import render
from nonpay_advisor.report.documents import Case, document
from nonpay_advisor.vocabulary import catalogue

AS_OF = date(2026, 11, 21)
D = Decimal


def case(place: str = "US-KY", **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ordinary": True,
        "creditor": {"kind": "sole_trader", "jurisdiction": place, "name": "Ann Lee", "address": "1 Main Street"},
        "customer": {"kind": "company", "jurisdiction": place, "name": "Harrow Ltd", "address": "Unit 3"},
        "claim": {
            "amount": D("1825.00"),
            "purpose": "business",
            "service_kind": "creative",
            "invoiced_on": date(2026, 8, 3),
            "due_on": date(2026, 9, 2),
            "work_finished_on": date(2026, 7, 31),
        },
        "contract": {"form": "signed", "signed_on": date(2026, 5, 11)},
    }
    for name, value in changes.items():
        group, fact = name.split("__")
        made.setdefault(group, {})[fact] = value
    return made


def invoices(*amounts: int) -> list[dict[str, Any]]:
    dues = (date(2026, 9, 2), date(2026, 10, 3), date(2026, 11, 2))
    return [{"number": f"A-{n}", "due_on": due, "amount": a} for n, (a, due) in enumerate(zip(amounts, dues, strict=False), 1)]


def interest(facts: dict[str, Any]) -> Decimal:
    found = advise(facts, AS_OF).money.interest_to_date.sum
    assert found is not None
    return D(found.amount)


def test_the_report_counts_what_was_paid_late_as_the_letters_do() -> None:
    facts = case(claim__payments=[{"on": date(2026, 10, 2), "amount": 365}])
    # 1825 x 0.08 x 80 / 365 + 365 x 0.08 x 30 / 365 = 32.00 + 2.40
    assert D("34.40") == interest(facts)
    assert "$34.40" in document(facts, "demand_letter", AS_OF).text


def test_invoices_may_be_listed_with_what_is_unpaid_or_as_they_were_billed() -> None:
    paid = [{"on": date(2026, 10, 2), "amount": 365}]
    unpaid = case(claim__invoices=invoices(1000, 825), claim__payments=paid)
    billed = case(claim__invoices=invoices(1365, 825), claim__payments=paid)
    # 1000 x 0.08 x 80 / 365 + 365 x 0.08 x 30 / 365 + 825 x 0.08 x 49 / 365 = 17.5342 + 2.40 + 8.8603
    assert D("28.79") == interest(unpaid) == interest(billed)


def test_a_payment_that_covers_the_oldest_invoice_goes_on_to_the_next() -> None:
    facts = case(claim__amount=D(825), claim__invoices=invoices(1000, 925), claim__payments=[{"on": date(2026, 10, 12), "amount": 1100}])
    # 1000 for 40 days, 100 for 9 days, 825 for 49 days at 8 percent: 8.7671 + 0.1973 + 8.8603
    assert D("17.82") == interest(facts)


def test_interest_comes_first_where_the_law_says_so() -> None:
    facts = case("US-CA", claim__payments=[{"on": date(2026, 10, 2), "amount": 365}])
    # 2190 at 10 percent bore 18.00 in the 30 days to 2 October; 347.00 went to the principal; 1843.00 bore 50 days more: 25.25
    assert D("43.25") == interest(facts)
    said = advise(facts, AS_OF).money.interest_to_date.convention
    assert "interest first (Civ. Code § 1479)" in said
    assert {"payment.within_debt"} <= {row.id for row in advise(facts, AS_OF).law_used}


def test_where_no_law_on_the_order_is_held_the_convention_is_said() -> None:
    said = advise(case(claim__payments=[{"on": date(2026, 10, 2), "amount": 365}]), AS_OF).money.interest_to_date.convention
    assert "set against the principal first, the usual convention, since no law on that order is held here" in said


def test_a_payment_without_a_day_leaves_the_rest_known() -> None:
    facts = case(claim__payments=[{"amount": 365}])
    assert D("32.00") == interest(facts)
    assert "a payment's day or sum is not known" in advise(facts, AS_OF).money.interest_to_date.convention


def test_the_words_of_the_law_on_the_order_are_those_that_are_read() -> None:
    assert {law_id: set(allowed) for law_id, allowed in ORDERS.items()} == {i: set(catalogue.law_ids()[i].words) for i in ORDERS}


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=6), st.integers(1, 10**8), st.booleans())
@example([56, 1, 6670, 1, 3612703, 1], 1518861, True)
@examples(100)
def test_a_payment_is_shared_out_to_the_cent(cents: list[int], paid: int, ratably: bool) -> None:
    debts = [Debt(D(c) / 100, None) for c in cents]
    found = _shares(debts, D(paid) / 100, IN_PROPORTION if ratably else "")
    assert min(sum(D(c) for c in cents), D(paid)) / 100 == sum(share for _, share in found)
    assert all(0 <= share <= debt.unpaid and share == share.quantize(D("0.01")) for debt, share in found)


BUILDING = {
    "claim__work_on_property": "improvement",
    "claim__public_work": False,
    "claim__place_of_work": "US-CA",
    "claim__property_owner": "other",
    "claim__tier": "first_tier_subcontractor",
    "claim__contractor_paid": True,
}


def test_a_prompt_payment_law_for_construction_goes_before_the_general_interest() -> None:
    money = advise(case("US-CA", **BUILDING), AS_OF).money
    # 1825 x 0.24 x 80 / 365
    assert money.interest_to_date.sum is not None
    assert money.interest_to_date.sum.amount == "96.00"
    assert "7108.5" in money.interest_to_date.rule
    assert interest(case("US-CA", **BUILDING, contract__interest_rate=D(5))) == D("20.00")
    assert interest(case("US-CA")) == D("40.00")
    # Whether the contractor was paid itself is not known, or it was not: the general interest stays.
    assert interest(case("US-CA", **{k: v for k, v in BUILDING.items() if k != "claim__contractor_paid"})) == D("40.00")
    assert interest(case("US-CA", **{**BUILDING, "claim__contractor_paid": False})) == D("40.00")


# --- one rule for the report and the letters


def test_what_depends_on_a_fact_is_in_neither_total_and_said() -> None:
    facts = {**case(contract__interest_rate=False, contract__late_fee=False), "ordinary": False}
    facts["contract"] |= {"forum_selection": False, "governing_law": False}
    made = Case(facts, AS_OF)
    money = made.advice.money
    assert made.status("statutory_late_interest") == "undetermined"
    assert money.interest_to_date.sum is not None
    assert "not in the total: whether it can be asked for depends on" in money.interest_to_date.convention
    assert made.charges == ()
    assert money.total.sum == money.principal.sum
    assert money.partial


def test_interest_in_a_courts_discretion_is_in_neither_total() -> None:
    money = advise(case("GB-EAW", claim__purpose="consumer", customer__kind="individual"), AS_OF).money
    assert not money.interest_to_date.in_total
    assert "discretion" in money.interest_to_date.convention
    assert money.total.sum == money.principal.sum
    shown = render.render(advise(case("GB-EAW", claim__purpose="consumer", customer__kind="individual"), AS_OF), "terminal", width=200)
    assert "it is not in what could be asked for today, and letters leave it out" in " ".join(shown.split())
    assert "Interest to date (not in the total)" in shown


def test_interest_that_is_not_claimed_is_in_neither_total() -> None:
    money = advise(case(choices__claim_interest=False), AS_OF).money
    assert money.total.sum == money.principal.sum
    assert "you chose not to claim it" in money.interest_to_date.convention


def test_a_fee_is_that_of_the_sum_claimed_and_its_row_is_shown() -> None:
    advice = advise(case("GB-EAW"), AS_OF)
    cost = advice.options["small_claims"].cost
    assert cost.low is not None
    assert cost.low == cost.high
    assert "small_claims.fee_low" in {row.id for row in advice.law_used}
    # 1,495 pounds without, more than 1,500 with interest and the fixed sum: which of the two decides is left open
    edge = advise(case("GB-EAW", claim__amount=D(1495)), AS_OF).options["small_claims"].cost
    assert edge.low is not None
    assert edge.high is not None
    assert D(edge.low.amount) < D(edge.high.amount)


def test_what_a_freelancer_act_gives_on_top_may_be_claimed() -> None:
    advice = advise(case("US-NY", creditor__profession="none_of_these"), AS_OF)
    total, most = advice.money.total.sum, advice.options["freelancer_act_claim"].amount
    assert total is not None
    assert most is not None
    assert D(total.amount) + D("1825.00") == D(most.amount)
    assert "freelancer_act.damages_multiple" in {row.id for row in advice.law_used}


def test_in_new_york_city_no_county_is_asked_and_above_the_floor_no_price() -> None:
    options = advise(case("US-NY", customer__city="Brooklyn", creditor__kind="llc", contract__form="oral"), AS_OF).options
    assert options["small_claims"].status == "available"
    asked = {d.fact for d in options["freelancer_act_claim"].depends_on}
    assert "creditor.one_person_business" in asked
    assert "claim.contract_price" not in asked


# --- a judgment takes the claim's place


def judged(place: str = "US-KY", **changes: Any) -> dict[str, Any]:
    return case(place, history__judgment={"on": date(2024, 11, 21), "amount": D("2000.00")}, **changes)


def test_a_judgment_bears_the_interest_of_judgments_on_the_sum_awarded() -> None:
    money = advise(judged("US-CA"), AS_OF).money
    assert money.principal.sum is not None
    assert D(money.principal.sum.amount) == D("2000.00")
    # 2000 x 0.10 x 730 / 365
    assert D("400.00") == interest(judged("US-CA"))
    assert money.interest_to_date.rule.startswith("Code Civ. Proc. § 685.010")
    assert money.total.sum is not None
    assert D(money.total.sum.amount) == D("2400.00")
    levy = advise(judged("US-CA"), AS_OF).options["bank_levy"].amount
    assert levy is not None
    assert D(levy.amount) == D("2400.00")


def test_what_was_paid_after_the_judgment_comes_off_it_and_what_came_before_does_not() -> None:
    before, after = {"on": date(2024, 11, 20), "amount": 100}, {"on": date(2025, 11, 21), "amount": 500}
    money = advise(judged("US-CA", claim__payments=[before, after]), AS_OF).money
    assert money.principal.sum is not None
    assert D(money.principal.sum.amount) == D("1500.00")
    # 200 of the 500 went to the first year's interest: 200 + 1700 x 0.10, together with the 1500 all that is owed
    assert D("370.00") == interest(judged("US-CA", claim__payments=[before, after]))


def test_a_judgment_on_an_agreed_rate_says_why_no_interest_is_shown() -> None:
    line = advise(judged(contract__interest_rate=D("18")), AS_OF).money.interest_to_date
    assert line.sum is None
    assert line.reason is not None
    assert "agreed" in line.reason


def test_a_judgment_whose_sum_is_not_known_leaves_no_sum() -> None:
    money = advise(case(history__judgment={"on": date(2024, 11, 21)}), AS_OF).money
    assert money.principal.sum is None
    assert money.principal.reason == "the sum of the judgment is not known"
    assert money.total.sum is None


def test_before_the_day_of_the_judgment_the_claim_is_what_it_was() -> None:
    money = advise(judged(), date(2024, 11, 20)).money
    assert money.principal.sum is not None
    assert D(money.principal.sum.amount) == D("1825.00")
