"""Every rule's own examples: a case on which it fires and a near miss on which it does not."""

from __future__ import annotations

from typing import Any

import pytest

from cases import infer
from nonpay_advisor.engine.possible import NO, YES
from nonpay_advisor.rulebase import library
from nonpay_advisor.rulebase.model import Example, Rule

RULES = [rule for name in library.scope_names() for rule in library.scope(name).rules]
EXAMPLES = [(rule, example) for rule in RULES for example in rule.example]


def truth_of(rule: Rule, facts: dict[str, Any], as_of: Any) -> int:
    there = infer({"ordinary": True, **facts}, as_of)
    numbers = [n for n, line in enumerate(there.program.lines) if line.rule.id == rule.id]
    return there.rules[numbers[0]] if numbers else NO


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.id}-{'fires' if e.fires else 'misses'}" for r, e in EXAMPLES])
def test_an_example_fires_or_misses_as_it_says(rule: Rule, example: Example) -> None:
    truth = truth_of(rule, example.facts, example.as_of)
    assert (truth == YES) == example.fires, f"{rule.id}: truth {truth}"


@pytest.mark.parametrize("rule", RULES, ids=[r.id for r in RULES])
def test_a_rule_has_a_firing_example_and_a_near_miss(rule: Rule) -> None:
    # A rule that reads law which no place held has yet says so, and can have no firing example.
    assert any(e.fires for e in rule.example) != bool(rule.unfired)
    if rule.when or rule.unless or rule.place:
        assert any(not e.fires for e in rule.example)
