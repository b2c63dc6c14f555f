"""What the rules promise, proved for every complete case of every place held, or broken by a case.

The rules' conditions are the atoms; days and sums that the solver cannot compute are left open within bounds.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import z3

from nonpay_advisor.engine.deep import found
from nonpay_advisor.engine.deep.values import both, either, negated
from nonpay_advisor.engine.deep.world import World
from nonpay_advisor.engine.inference import Inference, statuses_from
from nonpay_advisor.engine.possible import NO, UNKNOWN, YES
from nonpay_advisor.engine.program import Program
from nonpay_advisor.rulebase.library import conclusions
from nonpay_advisor.vocabulary import catalogue

OPEN = ("available", "premature")


@dataclass(frozen=True)
class Broken:
    """A promise that is broken, or that could not be decided."""

    name: str
    says: str
    case: found.Case | None


def _is_open(world: World, option_id: str) -> Any:
    return either(*(world.status(option_id, status) for status in OPEN))


def _options(name: str) -> tuple[str, ...]:
    return catalogue.option_sets().get(name, ())


def stay(pair: Any, conclusion: str = "stay") -> Iterator[Broken]:
    """A stay (or a discharge) closes every act to collect the old debt."""
    for option_id in _options("collects_old_debt"):

        def wanted(world: World, option_id: str = option_id) -> Any:
            concern, bar = world.verb(option_id, "concern")[0], world.verb(option_id, "bar")[0]
            held = "after_judgment" in catalogue.options()[option_id].sets
            return both(world.conclusion(conclusion)[0], concern, negated(bar), *([world.conclusion("judgment_held")[0]] if held else []))

        def test(there: Inference, option_id: str = option_id) -> bool:
            return there.conclusion(conclusion) == YES and there.status(option_id) not in {"barred", "not_applicable"}

        yield from _shown(pair, f"{conclusion}:{option_id}", f"{option_id} is not closed under conclusion {conclusion}", wanted, test)


def _warnings(program: Program, option_id: str) -> list[int]:
    """The warnings of an option that a barred debt raises."""
    numbers = program.by_option[option_id].caution
    return [n for n in numbers if any(program.asked[i].conclusion == "time_barred" for i in program.lines[n].when)]


def warned(pair: Any) -> Iterator[Broken]:
    """No act to collect a barred debt is open without its warning."""
    for option_id in _options("collects_old_debt"):

        def wanted(world: World, option_id: str = option_id) -> Any:
            warning = either(*(world.applies[n] for n in _warnings(world.program, option_id)))
            return both(world.conclusion("time_barred")[0], _is_open(world, option_id), negated(warning))

        def test(there: Inference, option_id: str = option_id) -> bool:
            open_ = there.conclusion("time_barred") == YES and there.status(option_id) in OPEN
            return open_ and not any(there.rules[n] == YES for n in _warnings(there.program, option_id))

        says = f"{option_id} is open against a debt barred by time, and no warning of it is shown"
        yield from _shown(pair, f"warned:{option_id}", says, wanted, test)


def forums(pair: Any) -> Iterator[Broken]:
    """No two forums that exclude each other are open: courts and a clause that closes them, a government's own court and others."""
    for option_id in _options("needs_court"):

        def by_clause(world: World, option_id: str = option_id) -> Any:
            kept = world.conclusion("carve_out")[0] if option_id == "small_claims" else z3.BoolVal(False)
            return both(world.conclusion("arbitration_binding")[0], _is_open(world, option_id), negated(kept))

        def clause_test(there: Inference, option_id: str = option_id) -> bool:
            kept = option_id == "small_claims" and there.conclusion("carve_out") != NO
            return there.conclusion("arbitration_binding") == YES and not kept and there.status(option_id) in OPEN

        says = f"{option_id} is open beside a clause that closes the courts"
        yield from _shown(pair, f"forum:arbitration+{option_id}", says, by_clause, clause_test)

        def by_law(world: World, option_id: str = option_id) -> Any:
            law = world.one("law.government.ordinary_court_open")
            closed = both(negated(law.unknown), negated(law.none), negated(law.val)) if law.val is not None else z3.BoolVal(False)
            return both(closed, world.conclusion("public_body")[0], _is_open(world, "government_court"), _is_open(world, option_id))

        def law_test(there: Inference, option_id: str = option_id) -> bool:
            closed = there.situation.term("law.government.ordinary_court_open").exact is False
            return closed and there.status("government_court") in OPEN and there.status(option_id) in OPEN

        says = f"{option_id} and government_court are both open where the ordinary courts are closed"
        yield from _shown(pair, f"forum:government_court+{option_id}", says, by_law, law_test)


def _shown(pair: Any, name: str, says: str, wanted: Any, test: found.Test) -> Iterator[Broken]:
    if not pair.can(wanted(pair.loose)):
        return
    case = pair.find(wanted(pair.exact), test, 8, small=name not in pair.shown)
    pair.shown.add(name)
    yield Broken(name, says if case is not None else f"not decided: whether {says}", case)


def larger_amount(pair: Any) -> Iterator[Broken]:
    """Above the forum's minimum, and under the same law, a larger amount never opens small claims."""

    def worlds(one: World) -> tuple[World, Any]:
        two = World(
            pair.place, pair.as_of, exact=one.exact, shared=one, apart=frozenset({"claim.amount"}), made=one.program, extra=pair.extra
        )
        small, large = one.raw["claim.amount"]["val"], two.raw["claim.amount"]["val"]
        least = one.one("law.small_claims.minimum")
        met = z3.BoolVal(True) if least.val is None else either(least.none, both(negated(least.unknown), small >= least.val))
        same = []
        for name in one._values:
            if name.startswith(("law.", "clock.", "charge.")) or "@" in name:
                for a, b in zip(one._values[name], two._values.get(name, []), strict=False):
                    same += [
                        a.unknown == b.unknown,
                        a.none == b.none,
                        *([a.val == b.val] if a.val is not None and b.val is not None else []),
                    ]
        for a, b in zip(one.sums, two.sums, strict=True):
            same.append(b >= a)
        opened = both(_is_open(two, "small_claims"), negated(_is_open(one, "small_claims")), negated(one.wild("small_claims")))
        return two, both(small < large, met, opened, *same)

    two, wanted = worlds(pair.loose)
    pair.prover.push()
    try:
        pair.prover.add(*two.constraints)
        if not pair.can(wanted):
            return
    finally:
        pair.prover.pop()
    case, larger = _two_amounts(pair, worlds)
    if case is None:
        yield Broken("larger_amount", "not decided: whether a larger amount can open small claims", None)
    else:
        yield Broken("larger_amount", f"small claims is closed here, and open for {larger}", case)


def _two_amounts(pair: Any, worlds: Any) -> tuple[found.Case | None, Any]:
    two, wanted = worlds(pair.exact)
    solver = pair.finder
    solver.push()
    try:
        solver.add(*two.constraints, wanted)
        if solver.check() != z3.sat:
            return None, None
        case, larger = found.case_of(pair.exact, solver.model()), found.case_of(two, solver.model())["claim.amount"]
    finally:
        solver.pop()

    def test(there: Inference) -> bool:
        after = there.changed({"claim.amount": larger})
        fixed = there.situation.held("small_claims.limit") == after.situation.held("small_claims.limit")
        # What is left open for the smaller sum, by a fact or by law that is not held, is not closed for it.
        hangs = any(cause[0] in {"fact", "law"} for cause in there.causes("small_claims"))
        return fixed and not hangs and there.status("small_claims") not in OPEN and after.status("small_claims") in OPEN

    there = found.run(case, pair.as_of)
    if there is None or not test(there):
        return None, None
    return found.smallest(case, pair.as_of, test), larger


def settled_stays(program: Program) -> list[str]:
    """Learning a fact turns no rule around, and no settled status: proved over the conditions as atoms with three truths.

    Returns what breaks it: the rules, or statuses by the truths of their effects.
    """
    solver = z3.Solver()
    before, after = _layer(program, "a", solver), _layer(program, "b", solver)
    for i, asked in enumerate(program.asked):
        if not asked.conclusion:
            solver.add(z3.Implies(before[0][i], after[0][i]), z3.Implies(before[1][i], after[1][i]))
    broken = []
    for n, line in enumerate(program.lines):
        turned = z3.Or(z3.And(before[2][n], z3.Not(after[2][n])), z3.And(before[3][n], z3.Not(after[3][n])))
        if solver.check(turned) != z3.unsat:
            broken.append(line.rule.id)
    truths = (NO, UNKNOWN, YES)
    for less in itertools.product(truths, repeat=4):
        for more in itertools.product(truths, repeat=4):
            if all(a in (b, UNKNOWN) for a, b in zip(less, more, strict=True)) and not statuses_from(*more) <= statuses_from(*less):
                broken.append(f"statuses of {less} and {more}")
    return broken


def _layer(program: Program, tag: str, solver: Any) -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    """The conditions and rules with three truths, as two Booleans each: certainly so, certainly not."""
    yes = [z3.Bool(f"{tag}yes{i}") for i in range(len(program.asked))]
    no = [z3.Bool(f"{tag}no{i}") for i in range(len(program.asked))]
    applies = [z3.Bool(f"{tag}applies{n}") for n in range(len(program.lines))]
    fails = [z3.Bool(f"{tag}fails{n}") for n in range(len(program.lines))]
    for i, asked in enumerate(program.asked):
        if asked.conclusion:
            makers = program.concluded_by.get(asked.conclusion, [])
            so, not_so = either(*(applies[m] for m in makers)), both(*(fails[m] for m in makers))
            solver.add(yes[i] == (not_so if asked.turned else so), no[i] == (so if asked.turned else not_so))
        else:
            solver.add(z3.Not(z3.And(yes[i], no[i])))
    for n, line in enumerate(program.lines):
        solver.add(applies[n] == both(*(yes[i] for i in line.when), *(no[i] for i in line.unless)))
        solver.add(fails[n] == either(*(no[i] for i in line.when), *(yes[i] for i in line.unless)))
    return yes, no, applies, fails


def broken(pair: Any) -> Iterator[Broken]:
    """Every promise that a place breaks."""
    yield from stay(pair)
    yield from stay(pair, "discharged")
    if "time_barred" in conclusions():
        yield from warned(pair)
    yield from forums(pair)
    yield from larger_amount(pair)
    for name in settled_stays(pair.loose.program):
        yield Broken(f"settled:{name}", f"{name} can be turned around by learning a fact", None)
