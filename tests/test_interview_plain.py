"""The plain mode: line by line, from a pipe too, with every command."""

from __future__ import annotations

import io
import re
import sys
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nonpay_advisor import cli
from nonpay_advisor.interview import terminal
from nonpay_advisor.vocabulary import catalogue

TODAY = date(2026, 11, 21)
START = ["Kentucky", "company", "$2,500", "2026-08-01"]


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is another room's affair."""
    monkeypatch.setattr(terminal, "_report", lambda answers, as_of: "THE REPORT\n")


def hold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lines: list[str], **options: Any) -> tuple[int, str]:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(line + "\n" for line in lines)))
    code = terminal.run(options.get("save"), options.get("resume"), True, TODAY)
    return code, capsys.readouterr().out


def case(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(), parse_float=Decimal)


def asked(out: str) -> str:
    """The last question that was asked."""
    texts = [f.question.text for f in catalogue.facts().values()]
    plain = " ".join(out.split())
    return max(texts, key=plain.rfind)


@pytest.mark.usefixtures("report")
def test_answers_from_a_pipe_are_kept_and_the_report_is_on_what_is_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    code, out = hold(monkeypatch, capsys, START, save=str(path))
    assert code == 0
    assert "THE REPORT" in out
    assert case(path)["customer"] == {"jurisdiction": "US-KY", "kind": "company"}
    assert case(path)["claim"] == {"amount": Decimal("2500.00"), "purpose": "business", "due_on": date(2026, 8, 1)}


@pytest.mark.usefixtures("report")
def test_a_question_mark_is_i_do_not_know_and_says_where_to_find_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    _, out = hold(monkeypatch, capsys, ["Kentucky", "company", "?"], save=str(path))
    assert "Your invoices added up" in " ".join(out.split())
    assert case(path)["skipped"] == ["claim.amount"]


@pytest.mark.usefixtures("report")
def test_why_says_what_hangs_on_it_and_what_each_answer_would_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, out = hold(monkeypatch, capsys, ["Kentucky", "company", "why"], save=str(tmp_path / "a.toml"))
    said = " ".join(out.split())
    assert "options hang on it" in said
    assert re.search(r"up to \$[\d,.]+: \w+; \$[\d,.]+ or more: \w+", said)
    assert said.count("How much is still unpaid?") == 2


@pytest.mark.usefixtures("report")
def test_back_asks_the_question_before_and_keeps_the_later_ones(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    _, out = hold(monkeypatch, capsys, [*START, "back", "back", "3000"], save=str(path))
    assert "[2500.00] > " in out
    assert case(path)["claim"]["amount"] == Decimal("3000.00")
    assert case(path)["claim"]["due_on"] == date(2026, 8, 1)


@pytest.mark.usefixtures("report")
def test_back_at_the_first_question_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, out = hold(monkeypatch, capsys, ["back"], save=str(tmp_path / "a.toml"))
    assert "This is the first question." in out


@pytest.mark.usefixtures("report")
def test_a_typing_mistake_is_told_and_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    _, out = hold(monkeypatch, capsys, ["Kentucky", "99", "company", "a lot", "2500"], save=str(path))
    assert "A number from 1 to 11 is needed" in out
    assert "could not be read as a sum" in out
    assert case(path)["claim"]["amount"] == Decimal("2500.00")


@pytest.mark.usefixtures("report")
def test_a_day_that_may_be_two_is_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    _, out = hold(monkeypatch, capsys, ["Kentucky", "company", "2500", "01/02/2026", "2"], save=str(path))
    assert "1 February 2026" in out
    assert case(path)["claim"]["due_on"] == date(2026, 2, 1)


@pytest.mark.usefixtures("report")
def test_a_due_date_known_only_about_is_kept_as_that(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    _, out = hold(monkeypatch, capsys, ["Kentucky", "company", "2500", "60 days ago", "2"], save=str(path))
    assert case(path)["claim"]["due_about_on"] == date(2026, 9, 22)
    assert "due_on" not in case(path)["claim"]
    assert asked(out) not in {"On what day was payment due?", "About when was it due, if you do not know the day?"}


@pytest.mark.usefixtures("report")
def test_a_country_is_asked_further(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    hold(monkeypatch, capsys, ["usa", "new york"], save=str(path))
    assert case(path)["customer"]["jurisdiction"] == "US-NY"


@pytest.mark.usefixtures("report")
def test_leaving_keeps_everything_and_resuming_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    code, out = hold(monkeypatch, capsys, [*START, "leave"], save=str(path))
    assert code == 0
    assert "THE REPORT" not in out
    assert f"--resume {path}" in " ".join(out.split())
    left_at = asked(out)
    _, again = hold(monkeypatch, capsys, [], resume=str(path))
    assert left_at == asked(again)
    assert "THE REPORT" in again


@pytest.mark.usefixtures("report")
def test_help_lists_what_can_be_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, out = hold(monkeypatch, capsys, ["help"], save=str(tmp_path / "a.toml"))
    assert all(word in out for word in ("why", "back", "skip", "review", "leave"))


@pytest.mark.usefixtures("report")
def test_the_review_shows_every_answer_and_changes_any(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    _, out = hold(monkeypatch, capsys, [*START, "review", "How much", "2600", "1"], save=str(path))
    assert "How much is still unpaid? $2,500.00" in " ".join(out.split())
    assert case(path)["claim"]["amount"] == Decimal("2600.00")


@pytest.mark.usefixtures("report")
def test_it_says_when_nothing_else_would_change_the_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, out = hold(monkeypatch, capsys, ["Kentucky", "skip", *["?"] * 80], save=str(tmp_path / "a.toml"))
    assert "Nothing else would change the answer." in out


@pytest.mark.usefixtures("report")
def test_a_group_says_what_each_line_means(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    lines = [*START, "silent", "Kentucky", "sole_trader", "signed", "", "? 1", "why", "1"]
    _, out = hold(monkeypatch, capsys, lines, save=str(path))
    said = " ".join(out.split())
    assert "Any case begun since you made the contract" in said
    assert "- 1 it is or was bankrupt or insolvent: It stops nearly every step against the customer" in said
    assert "(bankruptcy_proof_of_claim)" not in said
    assert "- none of these is so: " in said
    # What was ticked is asked at once; the others are cleared.
    assert asked(out) == "Is the customer in bankruptcy or insolvency, or has it been?"
    assert case(path)["customer"]["guarantors"] == []
    assert "bankruptcy" not in case(path)["customer"]


def test_the_whole_way_by_the_command_line_ends_with_the_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join([*START, ""])))
    path = tmp_path / "case.toml"
    assert cli.main(["interview", "--plain", "--save", str(path), "--as-of", "2026-11-21"]) == 0
    out = capsys.readouterr().out
    assert "2,500.00" in out
    assert "licensed attorney" in " ".join(out.split())


def test_a_file_that_is_there_is_never_written_over(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    for text in ("[claim]\namount = 5\n", "my shopping list\n"):
        path.write_text(text)
        assert cli.main(["interview", "--plain", "--save", str(path)]) == 2
        assert "exists already" in capsys.readouterr().err
        assert path.read_text() == text


@pytest.mark.usefixtures("report")
def test_a_case_in_which_nothing_was_answered_may_be_begun_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    assert hold(monkeypatch, capsys, ["leave"], save=str(path))[0] == 0
    assert hold(monkeypatch, capsys, ["Kentucky"], save=str(path))[0] == 0
    assert case(path)["customer"] == {"jurisdiction": "US-KY"}


@pytest.mark.usefixtures("report")
def test_a_place_that_is_usually_the_same_is_offered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.toml"
    _, out = hold(monkeypatch, capsys, [*START, "silent", ""], save=str(path))
    assert "[Kentucky] > " in out
    assert case(path)["creditor"]["jurisdiction"] == "US-KY"


def test_a_directory_is_no_case(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["interview", "--plain", "--save", str(tmp_path)]) == 2
    assert "is a directory" in capsys.readouterr().err


def test_a_file_at_fault_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("[claim]\namuont = 5\n")
    assert cli.main(["interview", "--plain", "--resume", str(path)]) == 2
    assert "did you mean amount" in capsys.readouterr().err
    assert cli.main(["interview", "--plain", "--resume", str(tmp_path / "none.toml")]) == 2


def test_a_place_that_cannot_be_written_is_told_before_the_first_question(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["interview", "--plain", "--save", str(tmp_path / "no" / "such" / "case.toml")]) == 1
    assert "case.toml" in capsys.readouterr().err


@pytest.mark.usefixtures("report")
def test_a_json_case_is_resumed_and_saved_as_toml(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"customer": {"jurisdiction": "US-KY"}}')
    hold(monkeypatch, capsys, ["company"], resume=str(path))
    assert case(tmp_path / "case.toml")["customer"] == {"kind": "company", "jurisdiction": "US-KY"}
    assert path.read_text().startswith("{")


@pytest.mark.usefixtures("report")
@pytest.mark.parametrize("typed", ["sole trader", "sole", "trading in their", "sole_trader", "tradng"])
def test_a_choice_is_found_by_some_of_its_words_and_through_a_slip(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, typed: str
) -> None:
    path = tmp_path / "case.toml"
    hold(monkeypatch, capsys, ["Kentucky", typed], save=str(path))
    assert case(path)["customer"]["kind"] == "sole_trader"


@pytest.mark.usefixtures("report")
@pytest.mark.parametrize("letter", ["w", "b", "s", "r", "q", "h", "?"])
def test_a_letter_means_the_same_at_every_kind_of_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, letter: str
) -> None:
    told = {"w": "hang|depend|counted", "b": "> ", "s": "", "r": "Your answers", "q": "--resume", "h": "In place", "?": "Left open"}
    # A place, a choice, a sum, a day, and a group.
    ways: list[list[str]] = [["Kentucky"], ["Kentucky"], START[:2], START[:3], [*START, "silent", "Kentucky", "sole", "signed"]]
    for n, way in enumerate(ways):
        path = tmp_path / f"{n}.toml"
        _, out = hold(monkeypatch, capsys, [*way, letter], save=str(path))
        assert re.search(told[letter], " ".join(out.split()))
        assert case(path)["customer"]["jurisdiction"] == "US-KY"


@pytest.mark.usefixtures("report")
def test_enter_keeps_what_was_ticked_before(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    way = [*START, "silent", "Kentucky", "sole_trader", "signed", "", "3", "back", ""]
    _, out = hold(monkeypatch, capsys, way, save=str(path))
    assert "[3] > " in out
    assert case(path)["to_ask"] == ["customer.guarantors"]
    _, out = hold(monkeypatch, capsys, [], resume=str(path))
    assert asked(out) == catalogue.facts()["customer.guarantors"].question.text


@pytest.mark.usefixtures("report")
def test_what_comes_from_a_pipe_can_be_read_afterwards(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, out = hold(monkeypatch, capsys, ["Kentucky", "company"], save=str(tmp_path / "a.toml"))
    assert "> Kentucky\n" in out
