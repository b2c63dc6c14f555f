"""What an Advice is: its shape, its bytes, its promises to other programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cases import all_cases
from nonpay_advisor import Facts, advise
from nonpay_advisor.advice import words
from nonpay_advisor.advice.schema import advice_schema, facts_schema
from nonpay_advisor.law.library import held_places
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import GROUNDS

DAY = date(2026, 11, 21)
ORDINARY: dict[str, Any] = {
    "ordinary": True,
    "creditor": {"kind": "sole_trader", "jurisdiction": "US-KY"},
    "customer": {"kind": "company", "jurisdiction": "US-KY"},
    "claim": {"amount": "2500.01", "due_on": "2026-08-01", "purpose": "business"},
    "contract": {"form": "signed", "signed_on": "2026-01-02"},
    "dispute": {"reason": "silent"},
}
PARTIAL: dict[str, Any] = {"customer": {"jurisdiction": "US-NY"}, "claim": {"amount": 900}}
KEYS = {
    "format_version", "law_version", "tool_version", "as_of", "jurisdiction", "options", "law_used", "recommended", "path",
    "deadlines", "doubts", "money", "attorney", "unknown", "taken_as_ordinary", "law_not_held", "disclaimer",
}  # fmt: skip
SOME = [case for number, (_, case) in enumerate(all_cases()) if number % 15 == 0]


def test_it_holds_every_key_of_the_stable_form() -> None:
    given = advise(ORDINARY, DAY).as_dict()
    assert set(given) == KEYS
    assert set(given["options"]) == set(catalogue.options())


@pytest.mark.parametrize("facts", [{}, None, ORDINARY, PARTIAL], ids=["nothing known", "no facts", "an ordinary case", "a few facts"])
def test_it_fits_its_own_schema(facts: Any) -> None:
    jsonschema.validate(json.loads(advise(facts, DAY).to_json()), json.loads(advice_schema()))


@pytest.mark.parametrize("case", SOME, ids=lambda c: c["name"])
def test_every_case_fits_the_schema_and_is_the_same_twice(case: dict[str, Any]) -> None:
    first = advise(case["facts"], case["as_of"]).to_json()
    assert first == advise(case["facts"], case["as_of"]).to_json()
    jsonschema.validate(json.loads(first), json.loads(advice_schema()))


def test_the_facts_schema_takes_the_example_and_refuses_an_unknown_key() -> None:
    schema = json.loads(facts_schema())
    jsonschema.validate(ORDINARY, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"claim": {"amout": 1}}, schema)


def test_a_mapping_and_facts_give_the_same_advice() -> None:
    assert advise(ORDINARY, DAY) == advise(Facts.model_validate(ORDINARY), DAY)


def test_nothing_known_is_valid_and_names_what_to_find_out() -> None:
    advice = advise({}, DAY)
    assert advice.options["small_claims"].status == "undetermined"
    assert advice.options["consult_attorney"].status == "available"
    assert "customer.jurisdiction" in [u.fact for u in advice.unknown]


def test_lists_are_sorted_by_their_stated_keys() -> None:
    advice = advise(PARTIAL, DAY)
    assert [(r.id, r.place) for r in advice.law_used] == sorted((r.id, r.place) for r in advice.law_used)
    assert [u.options for u in advice.unknown] == sorted((u.options for u in advice.unknown), reverse=True)
    for option in advise(ORDINARY, DAY).options.values():
        assert [r.rule for r in option.cautions] == sorted(r.rule for r in option.cautions)
        assert [GROUNDS.index(b.ground) for b in option.bars] == sorted(GROUNDS.index(b.ground) for b in option.bars)


def test_a_cent_above_the_limit_names_the_waiver_and_what_it_gives_up() -> None:
    option = advise(ORDINARY, DAY).options["small_claims"]
    assert option.status == "barred"
    assert [b.kind for b in option.bars] == ["no_jurisdiction"]
    change = option.would_change[0]
    assert [(c.fact, c.to, c.by) for c in change.changes] == [("choices.waive_excess", "yes", "you")]
    assert change.status == "available"
    assert change.changes[0].note == "gives up $0.01"


def test_a_missing_fact_tells_what_each_answer_leads_to() -> None:
    facts = {**ORDINARY, "contract": {"form": "signed", "signed_on": "2026-01-02", "arbitration": "mandatory"}}
    facts["claim"] = {**ORDINARY["claim"], "amount": 2500}
    option = advise(facts, DAY).options["small_claims"]
    assert option.status == "undetermined"
    answers = {d.fact: {a.answer: a.status for a in d.answers} for d in option.depends_on}
    assert "barred" in answers["contract.arbitration_small_claims_carve_out"].values()


def test_every_reason_of_law_has_its_citation_and_the_day_it_was_read() -> None:
    for case in SOME:
        for option in advise(case["facts"], case["as_of"]).options.values():
            for reason in option.reasons:
                if reason.citation and reason.citation != "the contract":
                    assert reason.source.startswith("http"), reason.rule
                    assert reason.checked_on is not None, reason.rule


def test_several_threads_get_the_same_advice() -> None:
    expected = [advise(f, DAY).to_json() for f in (ORDINARY, PARTIAL)]
    wrong: list[str] = []

    def work() -> None:
        for _ in range(5):
            for facts, text in zip((ORDINARY, PARTIAL), expected, strict=True):
                if advise(facts, DAY).to_json() != text:
                    wrong.append("differs")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_order_of_facts_changes_nothing() -> None:
    turned = {group: dict(reversed(facts.items())) if isinstance(facts, dict) else facts for group, facts in reversed(ORDINARY.items())}
    assert advise(turned, DAY).to_json() == advise(ORDINARY, DAY).to_json()


def test_the_bytes_do_not_hang_on_how_a_process_hashes() -> None:
    code = "import json, sys; from datetime import date; from nonpay_advisor import advise; "
    code += "print(advise(json.loads(sys.argv[1]), date(2026, 11, 21)).to_json())"
    printed = [
        subprocess.run(
            [sys.executable, "-c", code, json.dumps(PARTIAL)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent / "src")},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1]
    assert printed[0].startswith(b"{")


def test_figures_of_money_are_exact_and_add_up() -> None:
    money = advise(ORDINARY, DAY).money
    assert money.principal.sum is not None
    assert money.principal.sum.amount == "2500.01"
    assert money.interest_to_date.sum is not None
    assert money.total.sum is not None
    parts = [money.principal, money.interest_to_date, money.late_charges, money.fixed_compensation]
    assert sum(round(float(p.sum.amount) * 100) for p in parts if p.sum) == round(float(money.total.sum.amount) * 100)


def test_an_unknown_line_of_money_is_null_with_the_reason_and_the_total_partial() -> None:
    money = advise({"customer": {"jurisdiction": "US-KY"}, "claim": {"amount": 100}}, DAY).money
    assert money.interest_to_date.sum is None
    assert money.interest_to_date.reason
    assert money.partial


def test_a_day_in_the_past_uses_the_law_of_that_day() -> None:
    facts = {
        **ORDINARY,
        "creditor": {"kind": "sole_trader", "jurisdiction": "US-TX"},
        "customer": {"kind": "company", "jurisdiction": "US-TX"},
    }
    facts["claim"] = {**ORDINARY["claim"], "amount": "15000", "due_on": "2020-01-02"}
    before, after = advise(facts, date(2020, 8, 31)), advise(facts, date(2020, 9, 1))
    assert (before.options["small_claims"].status, after.options["small_claims"].status) == ("barred", "available")


def test_each_late_invoice_bears_its_own_interest_and_fixed_sum() -> None:
    facts = {
        "ordinary": True,
        "creditor": {"kind": "sole_trader", "jurisdiction": "GB-EAW"},
        "customer": {"kind": "company", "jurisdiction": "GB-EAW"},
        "claim": {
            "amount": 1500,
            "purpose": "business",
            "invoices": [{"amount": 500, "due_on": "2026-01-31"}, {"amount": 1000, "due_on": "2026-02-28"}],
        },
        "contract": {"form": "signed", "signed_on": "2026-01-02"},
    }
    money = advise(facts, DAY).money
    assert money.fixed_compensation.sum is not None
    assert money.fixed_compensation.sum.amount == "110.00"
    # 11.75% a year from the day after each due date: 294 days on 500, 266 days on 1,000.
    assert money.interest_to_date.sum is not None
    assert money.interest_to_date.sum.amount == "132.95"


def test_an_invoice_moves_no_charge_that_runs_from_another_day_than_the_due_date() -> None:
    claim = {"amount": 12000, "purpose": "business", "invoiced_on": "2026-07-01", "due_on": "2026-07-31"}
    facts = {
        "ordinary": True,
        "creditor": {"kind": "llc", "jurisdiction": "US-KY"},
        "customer": {"kind": "government", "government_level": "state", "jurisdiction": "US-KY"},
        "contract": {"form": "signed", "signed_on": "2026-01-11"},
    }
    listed = {**claim, "invoices": [{"amount": 12000, "due_on": "2026-07-31", "invoiced_on": "2026-07-01"}]}
    sums = [advise({**facts, "claim": c}, DAY).money.interest_to_date.sum for c in (claim, listed)]
    assert sums[0] is not None
    assert sums[0].amount == "392.00"
    assert sums[1] == sums[0]


# --- no sentence with a gap


@pytest.mark.parametrize("place", [code for code in held_places() if code != "US"])
def test_what_is_not_decided_says_what_would_settle_it_and_leaves_no_gap(place: str) -> None:
    subcontractor: dict[str, Any] = {
        "ordinary": True,
        "customer": {"kind": "company", "jurisdiction": place},
        "creditor": {"kind": "llc", "jurisdiction": place},
        "claim": {
            "amount": 4000,
            "due_on": date(2026, 8, 5),
            "purpose": "business",
            "work_on_property": "improvement",
            "public_work": True,
            "payment_bond": True,
            "tier": "first_tier_subcontractor",
            "work_started_on": date(2026, 6, 1),
            "work_finished_on": date(2026, 7, 10),
            "place_of_work": place,
        },
        "contract": {"prime_contract_with": "state", "form": "signed", "signed_on": date(2026, 5, 1)},
    }
    sold_to_the_state = {
        "ordinary": True,
        "customer": {"kind": "government", "government_level": "state", "jurisdiction": place},
        "claim": {"amount": 4000, "due_on": date(2026, 8, 5)},
        "history": {"judgment": {"on": date(2019, 5, 1)}},
    }
    for facts in (subcontractor, sold_to_the_state):
        advice = advise(facts, date(2026, 11, 22))
        for option_id, option in advice.options.items():
            for part in (*option.reasons, *option.needs, *option.bars, *option.cautions):
                assert words.NOT_KNOWN not in part.text, (option_id, part.text)
