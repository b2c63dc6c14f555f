"""The second evaluator: the same rules in plain Python.

It checks every result of the first, and stands alone where durable-rules cannot be built.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nonpay_advisor.engine.possible import NO, UNKNOWN, YES
from nonpay_advisor.engine.program import Program


def decide(program: Program, base: Sequence[int], floors: Mapping[str, int]) -> list[int]:
    """Decide every rule.

    base    the truth of every condition; what is given for conclusions is not read
    floors  conclusions that rules not loaded could draw, with the least truth they have
    Returns the truth of every rule: 2 it applies, 1 it could, 0 it does not.
    """
    truths, rules = list(base), [NO] * len(program.lines)
    for stratum, fills in zip(program.strata, program.fills, strict=True):
        for number in fills:
            truths[number] = of_conclusion(program, number, rules, floors)
        for number in stratum:
            rules[number] = of_rule(program, number, truths)
    return rules


def of_conclusion(program: Program, number: int, rules: Sequence[int], floors: Mapping[str, int]) -> int:
    """The truth of a condition on a conclusion: yes if a rule draws it, no if none could."""
    asked = program.asked[number]
    name = asked.conclusion or ""
    truth = max((rules[maker] for maker in program.concluded_by.get(name, ())), default=NO)
    truth = max(truth, floors.get(name, NO))
    return YES - truth if asked.turned else truth


def of_rule(program: Program, number: int, truths: Sequence[int]) -> int:
    """The truth of a rule: all of `when` must hold, any one of `unless` stops it."""
    line = program.lines[number]
    truth = YES
    for i in line.when:
        if truths[i] < truth:
            truth = truths[i]
            if truth == NO:
                return NO
    for i in line.unless:
        if truths[i] == YES:
            return NO
        if truths[i] == UNKNOWN:
            truth = UNKNOWN
    return truth
