"""Which question next: only what an open rule or a shown figure lacks, and nothing after the end would change the answer."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import generate
import simulated
from generate import AS_OF, FACTS
from nonpay_advisor.advice.advising import advise_on
from nonpay_advisor.advice.model import Advice
from nonpay_advisor.interview import groups
from nonpay_advisor.interview.answers import Answers, written
from nonpay_advisor.interview.needs import read_by_open_rules
from nonpay_advisor.interview.next import (
    GroupClearing,
    Question,
    has_ordinary,
    next_question,
    ordinary_value,
    take_stock,
)
from nonpay_advisor.vocabulary.reading import read_facts

KINDS = ("ordinary", "unusual")


def settled_part(advice: Advice) -> dict[str, Any]:
    """What the interview promises to have settled."""
    return {
        "statuses": {o: a.status for o, a in advice.options.items() if a.status != "undetermined"},
        "needs": {o: [n.rule for n in a.needs] for o, a in advice.options.items() if a.status == "premature"},
        "recommended": advice.recommended.option,
        "path": [(s.option, s.status, s.earliest, s.latest) for s in advice.path],
        "deadlines": [(d.clock, d.date) for d in advice.deadlines],
        "money": advice.money.model_dump(),
        "urgency": advice.attorney.urgency,
    }


# Once a construction law's own interest, and the life of a judgment that nobody can collect on.
@example("unusual", 5022, 5022)
@example("unusual", 5051, 5051)
@settings(max_examples=8, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 100_000), st.integers(0, 1000))
def test_completing_what_was_never_asked_changes_nothing_that_is_settled(kind: str, seed: int, other: int) -> None:
    held = simulated.Simulated(simulated.truth_of(kind, seed), seed).run()
    known = held.answers.nested()
    before = settled_part(advise_on(known, AS_OF))
    after = settled_part(advise_on(held.completed(other), AS_OF))
    before_statuses, after_statuses = before.pop("statuses"), after.pop("statuses")
    assert before_statuses == {option: after_statuses.get(option) for option in before_statuses}
    assert before == after


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 100_000), st.sets(st.sampled_from(list(generate.CORE)), max_size=6))
def test_not_knowing_is_never_a_dead_end(seed: int, unknown: set[str]) -> None:
    held = simulated.Simulated(simulated.truth_of("ordinary", seed), seed, frozenset(unknown)).run()
    assert not unknown & set(held.answers.given) - {"claim.purpose"}
    assert advise_on(held.answers.nested(), AS_OF).recommended.option


def test_someone_who_knows_nothing_at_all_reaches_the_end() -> None:
    held = simulated.Simulated({}, 0, frozenset(FACTS)).run()
    assert held.answers.given == {}
    facts = [a for a in held.asked if a in FACTS]
    assert len(facts) == len(set(facts))


@settings(max_examples=4, deadline=None)
@given(st.sampled_from(KINDS), st.integers(0, 100_000))
def test_each_question_is_about_something_that_is_lacking(kind: str, seed: int) -> None:
    held = simulated.Simulated(simulated.truth_of(kind, seed), seed)
    while True:
        stock = take_stock(held.answers.facts(), AS_OF, frozenset(held.answers.skipped), frozenset(held.answers.to_ask))
        step = stock.next
        if isinstance(step, Question) and step.fact in stock.needs:
            assert step.options or step.shown
        if isinstance(step, Question):
            # What was ticked is asked in any case: a person who says that it is so is heard.
            assert step.fact in stock.needs or step.fact in held.answers.to_ask
            assert step.fact not in held.answers.given
        if isinstance(step, GroupClearing):
            assert any(f in stock.needs for f in step.facts)
            assert set(step.facts) <= set(stock.needs) | read_by_open_rules(stock.inference)
            assert all(has_ordinary(f) and f not in held.answers.given for f in step.facts)
        if held.step() is None:
            assert stock.needs == {}
            return


def test_the_first_question_is_where_the_customer_is() -> None:
    assert next_question(read_facts({}), AS_OF) == next_question(read_facts({"format": 1}), AS_OF)
    first = next_question(read_facts({}), AS_OF)
    assert isinstance(first, Question)
    assert first.fact == "customer.jurisdiction"


def test_names_and_addresses_are_never_asked() -> None:
    asked = {a for seed in range(3) for a in simulated.Simulated(simulated.truth_of("unusual", seed), seed).run().asked}
    assert not asked & {"creditor.name", "creditor.address", "customer.name", "customer.address"}


def test_an_organisation_is_not_asked_whether_it_ordered_for_personal_use() -> None:
    held = simulated.Simulated({**simulated.truth_of("ordinary", 1), "customer.kind": "company"}, 1).run()
    assert "claim.purpose" not in held.asked
    assert held.answers.given["claim.purpose"] == "business"


def test_the_parts_of_what_is_there_are_asked_and_of_what_is_not_are_not() -> None:
    with_it = simulated.Simulated({**simulated.truth_of("ordinary", 2), "customer.bankruptcy": True}, 2).run()
    without = simulated.Simulated({**simulated.truth_of("ordinary", 2), "customer.bankruptcy": False}, 2).run()
    assert any(a.startswith("customer.bankruptcy.") for a in with_it.asked)
    assert not any(a.startswith("customer.bankruptcy") for a in without.asked)


def test_what_hangs_on_another_answer_is_asked_after_it() -> None:
    for seed in range(2):
        held = simulated.Simulated(simulated.truth_of("unusual", seed), seed)
        while (step := held.step()) is not None:
            facts = step.facts if isinstance(step, GroupClearing) else (step.fact,)
            first = {gate[0] for f in facts for gate in FACTS[f].question.asked_when if gate[0] in FACTS}
            assert first <= {*held.answers.given, *held.answers.skipped}


def test_clauses_are_not_asked_where_nothing_was_written() -> None:
    held = simulated.Simulated({**simulated.truth_of("ordinary", 3), "contract.form": "oral"}, 3).run()
    assert "clauses" not in held.asked
    assert "contract.arbitration" not in held.answers.given


@pytest.mark.parametrize("fact_id", [i for i, f in FACTS.items() if has_ordinary(i) and f.table is None and not i.startswith("choices.")])
def test_every_unusual_circumstance_stands_in_one_group_in_few_words(fact_id: str) -> None:
    mine = [g for g in groups.GROUPS if fact_id in g.labels]
    assert len(mine) == 1
    assert 3 < len(mine[0].labels[fact_id]) <= 56


def test_a_group_fits_a_screen() -> None:
    assert all(len(g.labels) <= 11 for g in groups.GROUPS)
    assert all(f in FACTS for g in groups.GROUPS for f in g.labels)


def test_clearing_a_group_gives_each_its_ordinary_value() -> None:
    held = simulated.Simulated({i: v for i, v in simulated.truth_of("ordinary", 4).items() if not i.startswith("history.")}, 4).run()
    cleared = [f for f in groups.BY_ID["customer"].labels if f in held.answers.given]
    assert cleared
    assert {f: ordinary_value(f) for f in cleared} == {f: held.answers.given[f] for f in cleared}


def test_far_fewer_questions_than_facts() -> None:
    counts = [len(simulated.Simulated(simulated.truth_of("ordinary", seed), seed).run().asked) for seed in range(5)]
    assert sum(counts) / len(counts) < 32


def test_where_the_law_is_not_held_only_what_could_still_close_an_option_is_asked() -> None:
    truth = {**simulated.truth_of("ordinary", 1), "customer.jurisdiction": "DE", "creditor.jurisdiction": "DE", "customer.kind": "company"}
    held = simulated.Simulated(truth, 1).run()
    assert not {"customer.principal_place", "customer.formed_in", "customer.members_in", "customer.owns_real_estate"} & set(held.asked)


def test_in_an_insolvency_nobody_is_asked_what_the_customer_owns() -> None:
    truth = {**simulated.truth_of("ordinary", 2), "customer.bankruptcy": True, "customer.bankruptcy.kind": "liquidation"}
    held = simulated.Simulated({**truth, "customer.bankruptcy.stage": "open", "customer.kind": "company"}, 2).run()
    assert not {"customer.owns_real_estate", "customer.real_estate_in"} & set(held.asked)


def test_what_was_ticked_is_asked_even_where_nothing_hangs_on_it() -> None:
    held = simulated.Simulated({**simulated.truth_of("ordinary", 1), "contract.form": "signed"}, 1).run()
    held.answers.ask("contract.rights_kept_until_paid")
    stock = take_stock(held.answers.facts(), AS_OF, frozenset(held.answers.skipped), frozenset(held.answers.to_ask))
    assert stock.needs == {}
    assert stock.next == Question("contract.rights_kept_until_paid", (), ())
    held.answers.put("contract.form", "oral")
    stock = take_stock(held.answers.facts(), AS_OF, frozenset(held.answers.skipped), frozenset(held.answers.to_ask))
    assert not isinstance(stock.next, Question) or stock.next.fact != "contract.rights_kept_until_paid"


@pytest.mark.parametrize(("kind", "seed"), [("ordinary", 5), ("unusual", 6), ("unusual", 7)])
def test_killed_after_every_answer_and_resumed_it_asks_the_same_and_ends_with_the_same_case(kind: str, seed: int) -> None:
    at_once = simulated.Simulated(simulated.truth_of(kind, seed), seed).run()
    in_parts = simulated.Simulated(simulated.truth_of(kind, seed), seed)
    while in_parts.step() is not None:
        in_parts.answers = Answers(tomllib.loads(written(in_parts.answers.nested()), parse_float=Decimal))
    assert at_once.asked == in_parts.asked
    assert at_once.answers.nested() == in_parts.answers.nested()
