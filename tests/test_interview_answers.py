"""The answers of a case: set aside where they no longer make sense, saved whole and private, and readable by a person."""

from __future__ import annotations

import stat
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import generate
from nonpay_advisor.casefile import read_case
from nonpay_advisor.errors import FactsError
from nonpay_advisor.interview import log
from nonpay_advisor.interview.answers import Answers, CaseFile, updated, written
from nonpay_advisor.vocabulary.reading import read_facts


def answered(**given_by_name: Any) -> Answers:
    made = Answers()
    for name, value in given_by_name.items():
        made.put(name.replace("__", "."), value)
    return made


def test_later_answers_that_no_longer_make_sense_are_set_aside_and_come_back() -> None:
    one = answered(contract__form="signed", contract__arbitration="mandatory", contract__arbitration_small_claims_carve_out=True)
    assert set(one.put("contract.form", "oral")) == {"contract.arbitration", "contract.arbitration_small_claims_carve_out"}
    assert "contract.arbitration" not in one.given
    assert one.put("contract.form", "signed") == ()
    assert one.given["contract.arbitration"] == "mandatory"


def test_answers_that_still_make_sense_are_kept() -> None:
    one = answered(contract__form="signed", contract__arbitration="mandatory", claim__amount=Decimal(100))
    assert one.put("contract.form", "unsigned_writing") == ()
    assert one.given["contract.arbitration"] == "mandatory"


def test_a_table_that_is_not_there_takes_its_parts_with_it() -> None:
    one = answered(customer__bankruptcy=True, customer__bankruptcy__stage="open")
    assert one.put("customer.bankruptcy", False) == ("customer.bankruptcy.stage",)
    assert one.nested()["customer"] == {"bankruptcy": False}


def test_who_speaks_of_a_part_says_that_the_whole_is_there() -> None:
    one = answered(contract__forum_selection__exclusive=True)
    assert one.given["contract.forum_selection"] is True
    assert Answers(one.nested()).given == one.given


def test_a_new_day_that_cannot_be_is_refused_and_nothing_changes() -> None:
    one = answered(history__suit=True, history__suit__filed_on=date(2026, 3, 1), history__judgment=True)
    with pytest.raises(FactsError, match="before the suit"):
        one.put("history.judgment.on", date(2026, 2, 1))
    assert "history.judgment.on" not in one.given


def test_a_changed_day_sets_aside_the_one_that_contradicts_it() -> None:
    one = answered(
        history__suit=True, history__suit__filed_on=date(2026, 3, 1), history__judgment=True, history__judgment__on=date(2026, 4, 1)
    )
    assert one.put("history.suit.filed_on", date(2026, 5, 1)) == ("history.judgment.on",)


def test_what_followed_from_an_answer_is_asked_once_the_answer_changes() -> None:
    one = answered(customer__kind="company")
    assert one.given["claim.purpose"] == "business"
    one.put("customer.kind", "individual")
    assert "claim.purpose" not in one.given


def test_what_is_skipped_is_remembered_until_it_is_known() -> None:
    one = Answers()
    one.skip("claim.amount")
    assert one.nested()["skipped"] == ["claim.amount"]
    one.put("claim.amount", Decimal(5))
    assert "skipped" not in one.nested()


def test_skipped_is_an_input_that_names_facts() -> None:
    assert read_facts({"skipped": ["claim.amount"]}).skipped == ("claim.amount",)
    with pytest.raises(FactsError, match=r"did you mean claim\.amount"):
        read_facts({"skipped": ["claim.amuont"]})


@settings(max_examples=60, deadline=None)
@given(generate.partial_cases())
def test_a_saved_case_reads_back_as_the_same_facts(case: generate.Case) -> None:
    one = Answers(generate.nested(case))
    back = tomllib.loads(written(one.nested()), parse_float=Decimal)
    assert read_facts(generate.nested(case)) == read_facts(back)
    assert one.given == Answers(back).given


@settings(max_examples=40, deadline=None)
@given(generate.partial_cases(), generate.partial_cases())
def test_a_file_brought_up_to_another_case_holds_that_case(one: generate.Case, two: generate.Case) -> None:
    before, after = Answers(generate.nested(one)), Answers(generate.nested(two))
    made = updated(written(before.nested()), after.nested())
    assert read_facts(generate.nested(two)) == read_facts(tomllib.loads(made, parse_float=Decimal))


def test_what_a_person_wrote_into_the_file_stays(tmp_path: Path) -> None:
    text = '# my own words\nformat = 1\n\n[claim]\namount = 2500.00 # asked twice\n\n[customer]\njurisdiction = "US-KY"\n'
    one = Answers(tomllib.loads(text, parse_float=Decimal))
    one.put("claim.due_on", date(2026, 3, 4))
    file = CaseFile(tmp_path / "case.toml", text)
    file.save(one)
    made = (tmp_path / "case.toml").read_text()
    assert "# my own words" in made
    assert "amount = 2500.00 # asked twice" in made
    assert "due_on = 2026-03-04" in made


def test_the_file_is_private_whole_and_says_its_questions(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    CaseFile(path).save(answered(claim__amount=Decimal("2500.10"), customer__kind="company"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "# How much is still unpaid?\namount = 2500.10\n" in path.read_text()
    assert list(tmp_path.iterdir()) == [path]
    assert read_case(str(path))["claim"]["amount"] == Decimal("2500.10")


def test_what_is_set_aside_and_what_is_to_be_asked_stay_in_the_file(tmp_path: Path) -> None:
    one = answered(contract__form="signed", contract__arbitration="mandatory", customer__bankruptcy=True)
    one.put("contract.form", "oral")
    one.ask("history.reminders")
    one.begin("claim.payments", [{"on": date(2026, 3, 4)}])
    path = tmp_path / "case.toml"
    file = CaseFile(path)
    file.save(one)
    text = path.read_text()
    assert '[set_aside]\n# Does the contract send disputes to arbitration? (none, optional, mandatory)\n"contract.arbitration" =' in text
    back = Answers(read_case(str(path)))
    assert (one.given, one.set_aside, one.to_ask) == (back.given, back.set_aside, back.to_ask)
    # It fits again.
    assert back.put("contract.form", "signed") == ()
    assert back.given["contract.arbitration"] == "mandatory"
    CaseFile(path, text).save(back)
    assert "set_aside]" not in path.read_text()
    assert path.read_text().count("Does the contract send disputes to arbitration?") == 1


def test_a_part_of_what_is_no_longer_known_is_set_aside() -> None:
    one = answered(customer__bankruptcy=True, customer__bankruptcy__stage="open")
    one.skip("customer.bankruptcy")
    assert one.set_aside == {"customer.bankruptcy.stage": "open"}
    one.put("customer.bankruptcy", True)
    assert one.given["customer.bankruptcy.stage"] == "open"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"set_aside": {"contract.arbitraton": "none"}}, r"did you mean contract\.arbitration"),
        ({"set_aside": {"contract.arbitration": "never"}}, r"set_aside\.contract\.arbitration: read 'never'"),
        ({"to_ask": ["claim.paiments"]}, r"did you mean claim\.payments"),
    ],
)
def test_what_is_kept_for_later_is_checked_too(given: dict[str, Any], told: str) -> None:
    with pytest.raises(FactsError, match=told):
        Answers(given)


def test_what_another_hand_wrote_into_the_file_meanwhile_is_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    one, file = answered(claim__amount=Decimal(100)), CaseFile(path)
    file.save(one)
    log.run(str(path), what="call", on="2026-03-04", method="phone", summary="she will pay", as_of=date(2026, 11, 21))
    path.write_text(path.read_text().replace("amount = 100", "amount = 200 # counted again"))
    one.put("customer.kind", "company")
    file.save(one)
    assert one.given["claim.amount"] == 200
    assert one.given["history.calls"] == [{"on": date(2026, 3, 4), "method": "phone", "summary": "she will pay"}]
    assert "# counted again" in path.read_text()
    assert read_case(str(path))["customer"]["kind"] == "company"


def test_what_was_answered_meanwhile_counts_more_than_an_edit(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    one, file = answered(claim__amount=Decimal(100)), CaseFile(path)
    file.save(one)
    path.write_text(path.read_text().replace("amount = 100", "amount = 200"))
    one.put("claim.amount", Decimal(300))
    file.save(one)
    assert read_case(str(path))["claim"]["amount"] == 300


@pytest.mark.parametrize("edit", ["[claim", "[claim]\namount = -1\n"])
def test_an_edit_that_cannot_be_read_stays_beside(tmp_path: Path, edit: str) -> None:
    path = tmp_path / "case.toml"
    one, file = answered(claim__amount=Decimal(100)), CaseFile(path)
    file.save(one)
    path.write_text(edit)
    file.save(one)
    assert read_case(str(path))["claim"]["amount"] == 100
    assert (tmp_path / "case-edited.toml").read_text() == edit
