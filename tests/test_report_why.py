"""`explain` says why an option stands as it does; `compare` says what changed, and whether by law, the date or the facts."""

from __future__ import annotations

import copy
import re
from datetime import date
from typing import Any

import pytest

from cases import all_cases
from nonpay_advisor import advise
from nonpay_advisor.cli import main
from nonpay_advisor.engine.flat import lay
from nonpay_advisor.engine.inference import infer
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.errors import FactsError
from nonpay_advisor.report import marks, render
from nonpay_advisor.report.compare import compare, side
from nonpay_advisor.report.explain import check_option, explain, explain_in
from nonpay_advisor.report.local import words_of
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.reading import read_facts

AS_OF = date(2026, 11, 21)


def case(place: str = "US-KY", amount: str = "2500.00", **more: dict[str, Any]) -> dict[str, Any]:
    """An ordinary case in a place."""
    facts: dict[str, Any] = {
        "ordinary": True,
        "creditor": {"kind": "sole_trader", "jurisdiction": place},
        "customer": {"kind": "company", "jurisdiction": place},
        "claim": {"amount": amount, "currency": "USD", "due_on": "2019-08-01", "purpose": "business", "service_kind": "creative"},
        "contract": {"form": "signed", "signed_on": "2019-01-01"},
    }
    facts = copy.deepcopy(facts)
    for group, values in more.items():
        facts.setdefault(group, {}).update(values)
    return facts


def one_line(said: str) -> str:
    """A text on one line."""
    return re.sub(r"\s+", " ", said)


def changed(one: dict[str, Any], other: dict[str, Any], days: tuple[date, date] = (AS_OF, AS_OF)) -> str:
    """What `compare` says of two cases, on one line."""
    return one_line(compare(side("one", one, days[0]), side("other", other, days[1]), 100))


# -- explain


def test_a_cent_above_the_limit_is_explained_with_rule_sum_limit_and_authority() -> None:
    said = one_line(explain(case(amount="2500.01"), "small_claims", AS_OF))
    assert "Small claims (small_claims): Closed" in said
    assert "2. Does anything close it? Yes." in said
    assert "(common.small_claims.over_limit): KRS 24A.230(1)" in said
    assert "Small-claims limit (Kentucky): $2,500.00" in said
    assert "So it stands at: Closed." in said
    assert "“Would you give up what is over the small-claims limit?” yes" in said


def test_at_the_limit_the_same_rule_is_told_not_to_apply() -> None:
    said = one_line(explain(case(), "small_claims", AS_OF))
    assert "2. Does anything close it? No." in said
    assert (
        "Not so: worked out: small claims sum is above the law: Small-claims limit (here: $2,500.00 and $2,500.00 by KRS 24A.230(1))."
        in said
    )


def test_what_was_given_and_what_was_taken_as_ordinary_are_told_apart() -> None:
    said = one_line(explain(case(amount="2500.01"), "small_claims", AS_OF))
    assert "choices: waive excess: no (unless you choose otherwise)" in said
    said = one_line(explain(case(contract={"late_fee": False}), "contract_late_charge", AS_OF))
    assert "contract: late fee: none (given)" in said


@pytest.mark.parametrize("facts", [{}, case()], ids=["nothing known", "ordinary"])
def test_every_option_can_be_explained(facts: dict[str, Any]) -> None:
    advice = advise(facts, AS_OF)
    flat, ordinary = lay(read_facts(facts))
    inference = infer(Situation(flat, AS_OF))
    for option_id in catalogue.options():
        said = explain_in(advice, inference, frozenset(ordinary), option_id, 60)
        assert f"So it stands at: {advice.options[option_id].printed}." in one_line(said)
        assert all(marks.shown_width(line) <= 60 for line in said.splitlines())


@pytest.mark.parametrize(
    ("name", "one"), [(n, c) for n, c in all_cases()[:: max(1, len(all_cases()) // 12)]], ids=lambda v: v if isinstance(v, str) else ""
)
def test_each_rule_that_decides_is_named_with_its_citation(name: str, one: dict[str, Any]) -> None:
    advice = advise(one["facts"], one.get("as_of", AS_OF))
    for option_id in one["expect"]:
        if option_id not in advice.options or advice.options[option_id].status == "undetermined":
            continue
        said = one_line(explain(one["facts"], option_id, advice.as_of))
        for reason in advice.options[option_id].reasons:
            if not reason.rule.startswith("engine."):
                assert reason.rule in said
                assert one_line(reason.citation) in said


def test_an_option_is_found_by_its_id_or_title_and_a_wrong_one_names_the_nearest() -> None:
    assert check_option("small-claims") == "small_claims"
    assert check_option("Small claims") == "small_claims"
    with pytest.raises(FactsError, match="small_claims"):
        check_option("smal_claims")


# -- compare


def test_a_cent_more_closes_small_claims_by_the_facts() -> None:
    said = changed(case(), case(amount="2500.01"))
    assert "Changed by the facts (claim: amount): - Small claims: Open → Closed." in said
    assert "claim: amount: $2,500.00 → $2,500.01" in said


def test_a_new_limit_opens_small_claims_by_law() -> None:
    facts = case(
        "US-CA",
        "12000.00",
        claim={"due_on": "2023-08-01"},
        contract={"signed_on": "2023-01-01"},
        history={"demand_letters": [{"on": "2023-09-01"}]},
    )
    said = changed(facts, facts, (date(2023, 12, 1), date(2024, 2, 1)))
    assert re.search(r"Changed by law \(Small-claims limit\): - Small claims: Closed → (?:Open|Not yet)", said)
    assert "$10,000.00 → $12,500.00, in force from 1 January 2024" in said


def test_a_deadline_that_passes_closes_the_courts_by_the_date() -> None:
    facts = case()
    limit = advise(facts, AS_OF).deadlines[0].date
    assert limit is not None
    said = changed(facts, facts, (limit, date.fromordinal(limit.toordinal() + 1)))
    assert re.search(r"Changed by the date \([^)]*last day[^)]*\):.*Small claims: Open → Closed", said)
    assert "by law" not in said.split("General information")[0].split("Options")[0]


def test_another_place_changes_by_the_facts_that_moved() -> None:
    said = changed(case("US-KY"), case("US-CA"))
    assert "customer: jurisdiction: Kentucky → California" in said
    assert "Changed by the facts" in said
    assert "Changed by law" not in said


def test_a_safe_day_that_has_gone_by_is_told() -> None:
    facts = {
        "ordinary": True,
        "creditor": {"kind": "llc", "jurisdiction": "US-OH"},
        "customer": {"kind": "company", "jurisdiction": "US-OH"},
        "claim": {
            "amount": 9000, "due_on": date(2026, 9, 28), "work_finished_on": date(2026, 8, 28), "place_of_work": "US-OH",
            "public_work": True, "work_on_property": "improvement", "property_owner": "public",
            "tier": "first_tier_subcontractor", "payment_bond": True,
        },
        "contract": {"form": "signed"},
    }  # fmt: skip
    safe = next(d.safe_date for d in advise(facts, date(2026, 11, 21)).deadlines if d.clock == "payment_bond.notice")
    assert safe == date(2026, 11, 26)
    text = render.render(advise(facts, date(2026, 11, 27)), "terminal", width=80)
    assert "The safe day has gone by" in " ".join(text.split())
    assert "(the safe day has gone by)" in changed(facts, facts, (date(2026, 11, 21), date(2026, 11, 27)))


def test_nothing_changed_is_said() -> None:
    assert "Nothing: statuses, money, deadlines and path are the same." in changed(case(), case())


@pytest.mark.parametrize("pair", range(0, 40, 4))
def test_every_status_that_differs_is_told_with_a_cause(pair: int) -> None:
    cases = all_cases()
    step = len(cases) // 45
    one, other = cases[pair * step][1], cases[(pair + 1) * step][1]
    days = one.get("as_of", AS_OF), other.get("as_of", AS_OF)
    said = changed(one["facts"], other["facts"], days)
    was, now = advise(one["facts"], days[0]), advise(other["facts"], days[1])
    for option_id, option in now.options.items():
        before = was.options[option_id]
        if before.status != option.status:
            assert f"{words_of(now).say(option.title)}: {before.printed} → {option.printed}." in said
    assert "None" not in said.replace("None of", "").replace("None is", "")


# -- the command line


def write(folder: Any, name: str, amount: str) -> str:
    """A small case file."""
    file = folder / name
    file.write_text(f'ordinary = true\n[claim]\namount = {amount}\n[customer]\nkind = "company"\njurisdiction = "US-KY"\n')
    return str(file)


def test_the_commands_print_and_take_days(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = write(tmp_path, "a.toml", "2500"), write(tmp_path, "b.toml", "2500.01")
    assert main(["explain", one, "small_claims", "--as-of", "2026-11-21"]) == 0
    assert "So it stands at" in capsys.readouterr().out
    assert main(["compare", one, other, "--as-of", "2026-11-21"]) == 0
    assert "$2,500.00 → $2,500.01" in capsys.readouterr().out
    assert main(["compare", one, "--as-of", "2026-11-21", "--as-of", "2027-11-21"]) == 0
    assert "From:" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "{a}", "no_such_option"],
        ["explain", "{a}-missing", "small_claims"],
        ["compare", "{a}"],
        ["compare", "-", "-"],
        ["compare", "{a}", "--as-of", "2026-01-01", "--as-of", "2026-01-02", "--as-of", "2026-01-03"],
    ],
)
def test_what_cannot_be_done_is_said_with_exit_code_2(arguments: list[str], tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    a = write(tmp_path, "a.toml", "100")
    code = main([part.replace("{a}", a) for part in arguments])
    assert code == 2
    assert capsys.readouterr().err.startswith("nonpay-advisor: ")


def test_lists_that_differ_are_told_item_by_item() -> None:
    said = changed(case(history={"reminders": ["2026-10-01"]}), case(history={"reminders": ["2026-10-01", "2026-11-02"]}), (AS_OF, AS_OF))
    assert "1 October 2026 → 1 October 2026; 2 November 2026" in said
    assert "others" not in said
