"""The README shows what runs."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

from keep_current import ROOT, coverage_page, current
from nonpay_advisor import advise
from nonpay_advisor.cli import _COMMANDS

README = (ROOT / "README.md").read_text("utf-8")


def test_its_worked_run_and_coverage_table_are_what_the_program_says() -> None:
    assert current(README) == README, "run: python tests/keep_current.py"


def test_the_page_of_coverage_is_what_is_held() -> None:
    assert coverage_page() == (ROOT / "docs" / "coverage.md").read_text("utf-8"), "run: python tests/keep_current.py"


def test_its_library_example_does_what_it_says() -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code is not None
    names: dict[str, object] = {}
    exec(code[1], names)
    advice = names["advice"]
    assert advice.options["small_claims"].status == "barred"  # type: ignore[attr-defined]
    assert advice.options["small_claims"].would_change  # type: ignore[attr-defined]


def test_its_case_is_the_example_file() -> None:
    shown = re.search(r"```toml\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    case = tomllib.loads(shown[1])
    whole = tomllib.loads((ROOT / "examples" / "kentucky-web-design.toml").read_text("utf-8"))
    for group, facts in case.items():
        assert facts == whole[group] if not isinstance(facts, dict) else facts.items() <= whole[group].items()
    assert advise(case, date(2026, 11, 21)).recommended.option


def test_every_command_is_named() -> None:
    for command in _COMMANDS:
        if command is not None:
            assert f"nonpay-advisor {command}" in README, command


def test_no_path_of_a_machine_stands_in_the_docs() -> None:
    for file in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *Path(ROOT / "docs").glob("*.md")]:
        assert str(Path.home()) not in file.read_text("utf-8"), file
