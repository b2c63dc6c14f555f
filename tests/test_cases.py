"""The hand-written cases: what must happen here, by the law of each place."""

from __future__ import annotations

from typing import Any

import pytest

from cases import all_cases, infer
from nonpay_advisor.engine.possible import YES
from nonpay_advisor.vocabulary import catalogue

CASES = all_cases()


@pytest.mark.parametrize("case", [c for _, c in CASES], ids=[n for n, _ in CASES])
def test_the_case_comes_out_as_the_law_demands(case: dict[str, Any]) -> None:
    there = infer(case["facts"], case["as_of"])
    statuses = there.settled()
    assert set(case["expect"]) <= set(catalogue.options())
    assert case["expect"] == {option: statuses[option] for option in case["expect"]}
    applied = {line.rule.id for n, line in enumerate(there.program.lines) if there.rules[n] == YES}
    for option, rules in case.get("reasons", {}).items():
        assert set(rules) <= applied, option
