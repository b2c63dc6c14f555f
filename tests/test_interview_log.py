"""The log of contacts lives in the case file, and counts in the advice."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from nonpay_advisor import cli
from nonpay_advisor.errors import FactsError
from nonpay_advisor.interview import log
from nonpay_advisor.interview.answers import Answers

TODAY = date(2026, 11, 21)
CASE = "# mine\nformat = 1\n\n[history]\nreminders = [2026-09-01]\n\n[claim]\namount = 2500.00\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "case.toml"
    made.write_text(CASE)
    return made


def add(path: Path, summary: str = "", **options: str | None) -> str:
    given = {"what": None, "on": None, "method": "", **options}
    return log.run(str(path), summary=summary, as_of=TODAY, **given)  # type: ignore[arg-type]


def test_an_entry_is_added_to_the_case_and_shown_in_order(path: Path) -> None:
    out = add(path, "asked for payment by Friday; she said the cheque was in the post", on="Oct 2", method="phone")
    assert out.index("1 September 2026: Reminder") < out.index("2 October 2026: Call or meeting (phone)")
    assert "she said the cheque" in out
    made = tomllib.loads(path.read_text())
    assert made["history"]["calls"][0]["on"] == date(2026, 10, 2)
    assert made["history"]["reminders"] == [date(2026, 9, 1)]
    assert "# mine" in path.read_text()


def test_showing_writes_nothing(path: Path) -> None:
    assert "1 September 2026" in add(path)
    assert path.read_text() == CASE


def test_the_kind_follows_the_method_unless_it_is_said(path: Path) -> None:
    add(path, "second reminder", method="email")
    add(path, "14 days to pay", method="registered post", what="demand")
    made = Answers(tomllib.loads(path.read_text()))
    assert [len(made.given[f]) for f in ("history.reminders", "history.demand_letters")] == [2, 1]


@pytest.mark.parametrize("on", ["01/02/2026", "tomorrow", "soonish", "2030-01-01"])
def test_a_day_that_is_not_clear_or_has_not_come_is_refused(path: Path, on: str) -> None:
    with pytest.raises(FactsError, match="--on"):
        add(path, "x", on=on)
    assert path.read_text() == CASE


def test_an_escape_sequence_does_not_get_in(path: Path) -> None:
    with pytest.raises(FactsError, match="control"):
        add(path, "hello \x1b[2J")


def test_by_the_command_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["log", str(path), "left a message", "--by", "phone", "--on", "2026-09-20"]) == 0
    assert "20 September 2026: Call or meeting (phone)\n  left a message" in capsys.readouterr().out
    assert cli.main(["log", str(path.parent / "none.toml")]) == 2
    assert "no such file" in capsys.readouterr().err


def test_an_empty_log_says_so(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("format = 1\n")
    assert add(path) == "No contact is in the log yet.\n"
