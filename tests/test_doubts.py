"""What does not fit together in the facts is said with both figures, in the advice, the report and above the letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from nonpay_advisor import advise
from nonpay_advisor.advice.doubts import HAPPENED
from nonpay_advisor.report import papers, render
from nonpay_advisor.report.documents import document
from nonpay_advisor.vocabulary import catalogue
from test_account import AS_OF, D, case, invoices


def said(**changes: Any) -> list[str]:
    return [doubt.text for doubt in advise(case(**changes), AS_OF).doubts]


def test_an_ordinary_case_has_none() -> None:
    assert said() == []
    assert said(claim__invoices=invoices(1000, 825)) == []
    assert said(claim__invoices=invoices(1365, 825), claim__payments=[{"on": date(2026, 10, 2), "amount": 365}]) == []


def test_a_sum_and_its_invoices_that_differ_are_told_with_both_figures() -> None:
    (told,) = said(claim__invoices=invoices(1000, 900))
    assert "$1,825.00" in told
    assert "$1,900.00" in told
    (less,) = said(claim__invoices=invoices(1000, 900), claim__payments=[{"on": date(2026, 10, 2), "amount": 100}])
    assert "$1,800.00 less what was paid" in less


def test_more_than_the_price_of_the_job_is_told() -> None:
    assert said(claim__contract_price=D(1825)) == []
    (told,) = said(claim__contract_price=D(1500))
    assert "$1,500.00" in told
    (paid,) = said(claim__contract_price=D(2000), claim__payments=[{"on": date(2026, 10, 2), "amount": 365}])
    assert "together $2,190.00" in paid


def test_a_reminder_that_lies_ahead_is_told_and_left_out_of_letters() -> None:
    facts = case(history__reminders=[date(2026, 10, 1), date(2027, 3, 4)])
    advice = advise(facts, AS_OF)
    assert "4 March 2027" in advice.doubts[0].text
    made = document(facts, "demand_letter", AS_OF)
    assert "1 October 2026" in made.text
    assert "4 March 2027" not in made.text
    assert any("4 March 2027" in alert for alert in made.alerts)


def test_the_report_says_so_on_its_first_page() -> None:
    shown = render.render(advise(case(claim__contract_price=D(1500)), AS_OF), "markdown")
    assert "Not clear from what was given:** $1,825.00 unpaid" in shown.replace("\\", "")
    assert shown.index("Not clear from what was given") < shown.index("What to do next")
    assert "Not clear" not in papers.as_text(document(case(), "demand_letter", AS_OF))


def test_what_may_not_lie_ahead_is_a_fact() -> None:
    assert set(HAPPENED) <= set(catalogue.facts())
