"""Bad input: each is refused with a message that names the field, what was read and what is allowed, and exit code 2."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nonpay_advisor import FactsError, advise
from nonpay_advisor.cli import main

DAY = date(2026, 11, 21)

# What is given, and the words that the message must hold.
FACTS: list[tuple[str, Any, list[str]]] = [
    ("unknown group", {"claims": {}}, ["claims", "no such fact", "claim"]),
    ("unknown fact", {"claim": {"amout": 1}}, ["claim.amout", "did you mean amount"]),
    ("fact outside its group", {"amount": 3}, ["amount", "did you mean claim.amount"]),
    ("unknown fact in a table", {"customer": {"bankruptcy": {"stag": "open"}}}, ["customer.bankruptcy.stag", "stage"]),
    ("unknown key in a list's item", {"claim": {"payments": [{"one": "2026-01-01"}]}}, ["claim.payments[1]", "one"]),
    ("unknown choice", {"customer": {"kind": "goverment"}}, ["customer.kind", "goverment", "did you mean government"]),
    ("choice of another type", {"customer": {"kind": 3}}, ["customer.kind", "read 3", "individual"]),
    ("yes/no as text", {"claim": {"open_account": "no"}}, ["claim.open_account"]),
    ("yes/no in quotes", {"contract": {"open_account": "no"}}, ["contract.open_account", "'no'", "true or false"]),
    ("yes/no as number", {"contract": {"mediation_first": 1}}, ["contract.mediation_first", "read 1", "true or false"]),
    ("group as a number", {"claim": 3}, ["claim", "read 3", "table"]),
    ("group as a list", {"claim": [1]}, ["claim", "table"]),
    ("group as false", {"claim": False}, ["claim", "table"]),
    ("amount as words", {"claim": {"amount": "lots"}}, ["claim.amount", "'lots'", "2500.00"]),
    ("amount with a sign", {"claim": {"amount": "$2,500"}}, ["claim.amount", "$2,500", "no separators"]),
    ("amount below zero", {"claim": {"amount": -1}}, ["claim.amount", "-1", "below zero"]),
    ("amount below zero as text", {"claim": {"amount": "-0.01"}}, ["claim.amount", "below zero"]),
    ("amount with three decimals", {"claim": {"amount": "1.001"}}, ["claim.amount", "two decimals"]),
    ("amount as an inexact float", {"claim": {"amount": 0.1 + 0.2}}, ["claim.amount", "two decimals"]),
    ("amount not a number", {"claim": {"amount": float("nan")}}, ["claim.amount", "nan"]),
    ("amount infinite", {"claim": {"amount": float("inf")}}, ["claim.amount", "inf"]),
    ("amount as NaN decimal", {"claim": {"amount": Decimal("NaN")}}, ["claim.amount", "NaN"]),
    ("amount as infinite decimal", {"claim": {"amount": Decimal("Infinity")}}, ["claim.amount", "Infinity"]),
    ("amount as true", {"claim": {"amount": True}}, ["claim.amount", "True"]),
    ("amount huge", {"claim": {"amount": 10**30}}, ["claim.amount", "up to"]),
    ("amount huge as decimal", {"claim": {"amount": Decimal("1e400")}}, ["claim.amount", "up to"]),
    ("amount tiny", {"claim": {"amount": Decimal("1e-9")}}, ["claim.amount", "two decimals"]),
    ("amount in an exponent", {"claim": {"amount": "1e3"}}, ["claim.amount", "1e3"]),
    ("amount as a list", {"claim": {"amount": [1]}}, ["claim.amount", "an amount is needed"]),
    ("amount in other digits", {"claim": {"amount": "٢٥٠٠"}}, ["claim.amount"]),
    ("currency of two letters", {"claim": {"currency": "US"}}, ["claim.currency", "three letters"]),
    ("currency as a sign", {"claim": {"currency": "$"}}, ["claim.currency", "three letters"]),
    ("impossible month", {"claim": {"due_on": "2026-13-01"}}, ["claim.due_on", "2026-13-01", "2026-03-04"]),
    ("impossible day", {"claim": {"due_on": "2026-02-30"}}, ["claim.due_on", "2026-02-30"]),
    ("29 February in a common year", {"claim": {"due_on": "2025-02-29"}}, ["claim.due_on", "2025-02-29"]),
    ("an ambiguous date", {"claim": {"due_on": "01/02/2026"}}, ["claim.due_on", "01/02/2026"]),
    ("a date far ahead", {"claim": {"due_on": date(9999, 12, 31)}}, ["claim.due_on", "between 1900-01-01 and 2199-12-31"]),
    ("a date far back", {"claim": {"due_on": "0001-01-01"}}, ["claim.due_on", "between"]),
    ("a date as a number", {"claim": {"due_on": 20260101}}, ["claim.due_on", "20260101", "date"]),
    ("a date as true", {"claim": {"due_on": True}}, ["claim.due_on", "false if there is none"]),
    ("a date that cannot be none", {"claim": {"due_about_on": False}}, ["claim.due_about_on", "date"]),
    ("a date with a time", {"claim": {"due_on": "2026-01-01T10:00:00"}}, ["claim.due_on", "date"]),
    ("an event as text", {"history": {"lien_recorded": "yes"}}, ["history.lien_recorded", "'yes'"]),
    ("a list as a text", {"history": {"reminders": "2026-01-01"}}, ["history.reminders", "list"]),
    ("a list's bad date", {"history": {"reminders": ["2026-99-99"]}}, ["history.reminders[1]"]),
    ("a list's bad item", {"history": {"reminders": [3]}}, ["history.reminders[1]"]),
    ("a table as a number", {"customer": {"bankruptcy": 5}}, ["customer.bankruptcy", "read 5"]),
    ("an unknown place", {"customer": {"jurisdiction": "US-ZZ"}}, ["customer.jurisdiction", "US-ZZ", "nearest"]),
    ("a place by name", {"customer": {"jurisdiction": "Kentucky"}}, ["customer.jurisdiction", "Kentucky", "US-KY"]),
    ("a place as a number", {"customer": {"jurisdiction": 5}}, ["customer.jurisdiction", "5"]),
    ("a very long place", {"customer": {"jurisdiction": "U" * 5000}}, ["customer.jurisdiction", "..."]),
    ("an unknown governing law", {"contract": {"governing_law": "XX"}}, ["contract.governing_law", "XX"]),
    ("control characters in a name", {"customer": {"name": "A\x1b[31mB"}}, ["customer.name", "control characters"]),
    ("a null character in a name", {"customer": {"name": "A\x00B"}}, ["customer.name", "control characters"]),
    ("a very long name", {"customer": {"name": "x" * 20_000}}, ["customer.name", "at most 10000"]),
    ("a name as a number", {"customer": {"name": 7}}, ["customer.name", "text"]),
    ("a rate below zero", {"contract": {"interest_rate": -2}}, ["contract.interest_rate", "between 0"]),
    ("a count with a fraction", {"contract": {"limitation_months": Decimal("1.5")}}, ["contract.limitation_months", "whole number"]),
    ("a late fee in words", {"contract": {"late_fee": "five percent"}}, ["contract.late_fee", '"5%"']),
    ("an unknown format", {"format": 2}, ["format", "read 2", "1"]),
    ("ordinary as text", {"ordinary": "yes"}, ["ordinary", "'yes'"]),
    (
        "a judgment before the suit",
        {"history": {"suit": {"filed_on": "2026-05-01"}, "judgment": {"on": "2026-04-01"}}},
        ["history.judgment.on", "history.suit.filed_on"],
    ),
    (
        "work that ends before it begins",
        {"claim": {"work_started_on": "2026-05-01", "work_finished_on": "2026-04-01"}},
        ["claim.work_finished_on", "claim.work_started_on"],
    ),
    ("a list in place of a case", [1, 2], ["table of facts"]),
    ("a text in place of a case", "claim", ["table of facts"]),
]  # fmt: skip


@pytest.mark.parametrize(("given", "told"), [(g, t) for _, g, t in FACTS], ids=[n for n, _, _ in FACTS])
def test_facts_at_fault_are_refused_in_words(given: Any, told: list[str]) -> None:
    with pytest.raises(FactsError) as caught:
        advise(given, DAY)
    for words in told:
        assert words in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert len(str(caught.value)) < 3000


FILES: list[tuple[str, str, bytes, list[str]]] = [
    ("broken TOML", "case.toml", b"[claim\namount = 1", ["case.toml", "not valid TOML"]),
    ("a key given twice in TOML", "case.toml", b"[claim]\namount = 1\namount = 2\n", ["case.toml", "not valid TOML"]),
    ("a table given twice in TOML", "case.toml", b"[claim]\namount = 1\n[claim]\ncurrency = 'USD'\n", ["case.toml"]),
    ("broken JSON", "case.json", b'{"claim": ', ["case.json", "not valid JSON", "line 1"]),
    ("a key given twice in JSON", "case.json", b'{"claim": {"amount": 1, "amount": 2}}', ["case.json", "'amount'", "twice"]),
    ("NaN in JSON", "case.json", b'{"claim": {"amount": NaN}}', ["case.json", "NaN"]),
    ("infinity in JSON", "case.json", b'{"claim": {"amount": -Infinity}}', ["case.json", "Infinity"]),
    ("a number of many digits", "case.json", b'{"claim": {"amount": ' + b"9" * 6000 + b"}}", ["case.json", "digits"]),
    ("a deep nest in JSON", "case.json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, ["case.json", "nested too deeply"]),
    ("a list at the top", "case.json", b"[1]", ["case.json", "table of facts"]),
    ("Latin-1 text", "case.toml", "[customer]\nname = \"Müller\"\n".encode("latin-1"), ["case.toml", "UTF-8"]),
    ("UTF-16 text", "case.toml", "[customer]\nname = \"A\"\n".encode("utf-16"), ["case.toml", "UTF-8"]),
    ("a null character", "case.toml", b"[customer]\x00", ["case.toml", "null character"]),
    ("a huge file", "case.toml", b"#" * 6_000_000, ["case.toml", "larger than"]),
    ("an impossible date in TOML", "case.toml", b"[claim]\ndue_on = 2026-02-30\n", ["case.toml"]),
    ("a time in TOML", "case.toml", b"[claim]\ndue_on = 2026-02-03T10:00:00Z\n", ["claim.due_on"]),
    ("a wrong fact in TOML", "case.toml", b"[claim]\namount = 'x'\n", ["case.toml", "claim.amount", "'x'"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "raw", "told"), [f[1:] for f in FILES], ids=[f[0] for f in FILES])
def test_files_at_fault_are_refused_in_words(tmp_path: Path, name: str, raw: bytes, told: list[str], capsys: Any) -> None:
    file = tmp_path / name
    file.write_bytes(raw)
    assert main(["advise", str(file), "--as-of", "2026-11-21", "--format", "json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    for words in told:
        assert words in printed.err
    assert "Traceback" not in printed.err


# From a checkout the package lies in src; where it is installed the two are the same.
SOURCE = str(Path(__file__).parent.parent / "src")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([SOURCE, os.environ.get("PYTHONPATH", "")])}


def run(*args: str, stdin: bytes = b"", **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "nonpay_advisor", *args]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=120, env=ENVIRONMENT, **options)


CASE = b'{"ordinary": true, "customer": {"jurisdiction": "US-KY", "kind": "company"}, "claim": {"amount": 2500}}'


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: Any) -> None:
    assert main(["advise", str(tmp_path / "nothing.toml")]) == 2
    assert "nothing.toml: no such file" in capsys.readouterr().err


def test_a_directory_as_file_is_named(tmp_path: Path, capsys: Any) -> None:
    assert main(["advise", str(tmp_path)]) == 2
    assert "is a directory" in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser can read every file")
def test_an_unreadable_file_is_named(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "secret.toml"
    file.write_text("x = 1")
    file.chmod(0)
    assert main(["advise", str(file)]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_name_with_a_null_character_is_refused(capsys: Any) -> None:
    assert main(["advise", "a\x00b"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_full_disk_is_told_and_the_old_file_kept(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    case, out = tmp_path / "case.json", tmp_path / "report.json"
    case.write_bytes(CASE)
    out.write_text("the old report")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(["advise", str(case), "--format", "json", "-o", str(out)]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert out.read_text() == "the old report"
    assert sorted(f.name for f in tmp_path.iterdir()) == ["case.json", "report.json"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only where the system has a device that is always full")
def test_a_device_that_is_full_is_told(tmp_path: Path, capsys: Any) -> None:
    case = tmp_path / "case.json"
    case.write_bytes(CASE)
    assert main(["advise", str(case), "--format", "json", "-o", "/dev/full"]) == 1
    assert "No space left" in capsys.readouterr().err


def test_an_output_folder_that_is_not_there_is_told(tmp_path: Path, capsys: Any) -> None:
    case = tmp_path / "case.json"
    case.write_bytes(CASE)
    assert main(["advise", str(case), "--format", "json", "-o", str(tmp_path / "no" / "report.json")]) == 1
    assert "report.json" in capsys.readouterr().err


def test_an_output_that_is_a_directory_is_told(tmp_path: Path, capsys: Any) -> None:
    case = tmp_path / "case.json"
    case.write_bytes(CASE)
    assert main(["advise", str(case), "--format", "json", "-o", str(tmp_path)]) == 1
    assert "is a directory" in capsys.readouterr().err


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_bytes(CASE)
    shell = f"'{sys.executable}' -m nonpay_advisor advise '{case}' --format json | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, check=False, timeout=120, env=ENVIRONMENT)
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "9999-12-31", "1800-01-01", "20261121", "2026-11-21T00:00", ""])
def test_a_day_at_fault_is_refused(day: str, capsys: Any) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["advise", "-", f"--as-of={day}"])
    assert caught.value.code == 2
    assert "between 1900-01-01 and 2199-12-31" in capsys.readouterr().err


def test_a_day_at_fault_is_refused_by_the_library() -> None:
    with pytest.raises(FactsError, match="as_of"):
        advise({}, date(9999, 1, 1))


def test_standing_in_as_json_is_read(monkeypatch: Any, capsys: Any) -> None:
    class Piped:
        buffer = io.BytesIO(CASE)

    monkeypatch.setattr(sys, "stdin", Piped())
    assert main(["advise", "-", "--as-of", "2026-11-21", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["options"]["small_claims"]["status"] in {"available", "premature", "undetermined"}


def test_standard_input_at_fault_is_named() -> None:
    done = run("advise", "-", stdin=b"{")
    assert done.returncode == 2
    assert b"standard input: not valid JSON" in done.stderr


def test_with_no_terminal_the_interview_says_so_and_ends() -> None:
    done = run()
    assert done.returncode == 3
    assert b"needs a terminal" in done.stderr


@pytest.mark.parametrize("args", [["jurisdictions", "Atlantis"], ["rules", "common.no.such"]])
def test_an_unknown_place_or_rule_is_told(args: list[str], capsys: Any) -> None:
    assert main(args) == 2
    assert args[1] in capsys.readouterr().err


def test_an_unknown_command_is_refused(capsys: Any) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["adwise"])
    assert caught.value.code == 2
    assert "adwise" in capsys.readouterr().err


def test_text_from_a_user_comes_out_of_json_as_text() -> None:
    wild = '<script>alert(1)</script> "quoted" ‮ right to left 🎉'
    facts = {"customer": {"name": wild, "county": wild, "jurisdiction": "US-NY"}}
    assert json.loads(advise(facts, DAY).to_json())["format_version"] == 1
