"""Reads the hand-written cases and the rules' own examples."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from nonpay_advisor.engine import inference
from nonpay_advisor.engine.flat import lay
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.vocabulary.reading import read_facts

FOLDER = Path(__file__).parent / "cases"


def all_cases() -> list[tuple[str, dict[str, Any]]]:
    """Every case with a name that says where it stands."""
    found = []
    for file in sorted(FOLDER.rglob("*.toml")):
        for case in tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)["case"]:
            found.append((f"{file.parent.name}/{file.stem}: {case['name']}", case))
    return found


def made_cases() -> list[dict[str, Any]]:
    """The cases that the solver made (tests/made.toml): each says whether one rule fires on it."""
    file = Path(__file__).parent / "made.toml"
    return list(tomllib.loads(file.read_text("utf-8"), parse_float=Decimal).get("made", [])) if file.is_file() else []


def infer(facts: dict[str, Any], as_of: date) -> inference.Inference:
    """Reason about facts given as in a file."""
    flat, _ = lay(read_facts(facts))
    return inference.infer(Situation(flat, as_of))


def says_still(there: inference.Inference, rule_id: str, verb: str, name: str) -> bool:
    """Whether a rule still has that effect: on an option, or a conclusion that it draws."""
    program = there.program
    number = next((n for n, line in enumerate(program.lines) if line.rule.id == rule_id), None)
    makers = program.concluded_by.get(name, ()) if verb == "conclude" else getattr(program.by_option[name], verb)
    return number in makers
