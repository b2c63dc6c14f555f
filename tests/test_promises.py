"""The promises about not knowing, over cases made by hypothesis (tests/generate.py)."""

from __future__ import annotations

import itertools
import math
import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

import generate
from generate import AS_OF, FACTS, Case, examples, infer, nested, situation
from nonpay_advisor.engine import inference, program
from nonpay_advisor.engine.flat import lay, ordinary_of_others, settle, with_change
from nonpay_advisor.engine.possible import NO, YES
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.kinds import NO_ORDINARY
from nonpay_advisor.vocabulary.reading import read_facts

OPEN = {"available", "premature"}


def held_statuses(there: inference.Inference) -> dict[str, str]:
    """The statuses that are settled."""
    return {option: status for option, status in there.settled().items() if status != "undetermined"}


# --- learning


@examples(150)
@given(generate.learnings())
def test_learning_a_fact_changes_no_status_but_undetermined(states: tuple[Case, Case]) -> None:
    less, more = states
    before, after = held_statuses(infer(less)), infer(more).settled()
    assert before == {option: after[option] for option in before}


@examples(100)
@given(generate.learnings())
def test_learning_a_fact_turns_no_rule_around(states: tuple[Case, Case]) -> None:
    less, more = (infer(case) for case in states)
    after = {line.rule.id: truth for line, truth in zip(more.program.lines, more.rules, strict=True)}
    turned = []
    for line, truth in zip(less.program.lines, less.rules, strict=True):
        # A rule of a place that turned out not to matter is no longer asked: it does not apply.
        if truth in {YES, NO} and after.get(line.rule.id, NO) != truth:
            turned.append((line.rule.id, truth, after.get(line.rule.id)))
    assert turned == []


# --- what changes nothing


def unread_facts() -> list[str]:
    """The facts that no rule and no place in any scope reads."""
    read = set(inference.PLACE_FACTS)
    for code in generate.HELD:
        made = program.program(("common", *sorted({code.lower(), *(p.lower() for p in generate.library.chain(code))})))
        read |= set().union(*made.reads)
    tables = {FACTS[f].table for f in read if f in FACTS}
    return [i for i, f in FACTS.items() if i not in read and f.table is None and i not in tables and f.kind != "table"]


@examples(40)
@given(generate.partial_cases(), st.data())
def test_a_fact_that_no_rule_reads_changes_nothing(case: Case, data: st.DataObject) -> None:
    unread = unread_facts()
    assert {"creditor.name", "customer.address"} <= set(unread)
    changed = dict(case)
    for fact_id in data.draw(st.lists(st.sampled_from(unread), min_size=1, max_size=3, unique=True)):
        changed[fact_id] = data.draw(generate.values(FACTS[fact_id]))
    before, after = infer(case), infer(changed)
    assert (before.rules, before.settled()) == (after.rules, after.settled())


@examples(30)
@given(generate.partial_cases(), st.integers())
def test_the_order_of_the_facts_changes_nothing(case: Case, seed: int) -> None:
    r = random.Random(seed)

    def shuffled(table: Any) -> Any:
        if not isinstance(table, dict):
            return table
        keys = r.sample(list(table), len(table))
        return {key: shuffled(table[key]) for key in keys}

    given_facts = nested(case)
    flat, _ = lay(read_facts(shuffled(given_facts)))
    flat = {key: flat[key] for key in r.sample(list(flat), len(flat))}
    there = inference.infer(Situation(flat, AS_OF))
    assert infer(case).settled() == there.settled()


@examples(60)
@given(generate.partial_cases())
def test_reasoning_twice_gives_the_same(case: Case) -> None:
    assert infer(case).settled() == infer(case).settled()


@examples(40)
@given(generate.whole_cases())
def test_an_ordinary_case_is_one_in_which_every_ordinary_answer_is_given(case: Case) -> None:
    left_out = [
        i for i in case if i in generate.TOP and case[i] == FACTS[i].question.ordinary and type(case[i]) is type(FACTS[i].question.ordinary)
    ]
    short = {**generate.forget(case, left_out), "ordinary": True}
    unknown = [i for i, f in generate.TOP.items() if i not in case and f.question.ordinary is not NO_ORDINARY]
    full = {**case, **{i: FACTS[i].question.ordinary for i in unknown}}
    full |= ordinary_of_others(lay(read_facts(nested(full)))[0])
    assert infer(full).settled() == infer(short).settled()


# --- amounts and days


@examples(100)
@given(generate.partial_cases(odd=3), generate.amounts(), generate.amounts())
def test_above_the_minimum_a_larger_amount_never_opens_small_claims(case: Case, one: Decimal, two: Decimal) -> None:
    small, large = sorted([one, two])
    least = situation(case).term("law.small_claims.minimum")
    assume(not least.open and all(i is NONE or i <= small for i in least.items))
    before = infer({**case, "claim.amount": small}).settled()["small_claims"]
    after = infer({**case, "claim.amount": large}).settled()["small_claims"]
    assert before in OPEN or after not in OPEN


def law_of_time(there: inference.Inference) -> list[Any]:
    """The versions of law that a time limit follows."""
    ids = [i for i, e in catalogue.law_ids().items() if e.topic == "limitation"]
    return [(there.program.scopes, *there.situation.held(i)) for i in ids]


@examples(100)
@given(generate.partial_cases(odd=3), st.integers(1, 4000))
def test_a_later_day_never_turns_time_barred_off(case: Case, later: int) -> None:
    now, then = infer(case), infer(case, AS_OF + timedelta(days=later))
    assume(law_of_time(now) == law_of_time(then))
    assert now.conclusion("time_barred") != YES or then.conclusion("time_barred") == YES


# --- brute force


def finite(case: Case) -> list[str]:
    """The facts of a case whose every answer can be tried (no fact that moves the law of another place in)."""
    return [i for i in generate.forgettable(case) if FACTS[i].finite and FACTS[i].table is None and i not in inference.PLACE_FACTS]


GATES = {condition[0] for fact in FACTS.values() for condition in fact.question.asked_when}


def completions(case: Case, missing: list[str]) -> list[Case]:
    """Every consistent way to fill in missing facts."""
    answers = [[True, False] if FACTS[i].kind == "yes_no" else list(FACTS[i].choices) for i in missing]
    found = []
    for combination in itertools.product(*answers):
        full = {**case, **dict(zip(missing, combination, strict=True))}
        s = situation(full)
        # What the other facts put beside the point is not answered at all.
        if not any(s.is_beside_the_point(FACTS[i]) and FACTS[i].question.ordinary not in (NO_ORDINARY, full[i]) for i in missing):
            found.append(full)
    return found


@examples(60)
@given(generate.whole_cases(odd=4), st.data())
def test_every_settled_status_is_what_every_completion_gives(case: Case, data: st.DataObject) -> None:
    missing = data.draw(st.lists(st.sampled_from(finite(case)), min_size=1, max_size=3, unique=True))
    assume(math.prod(len(FACTS[i].choices) or 2 for i in missing) <= 40)
    known = generate.forget(case, missing)
    settled = held_statuses(infer(known))
    for full in completions(known, missing):
        there = infer(full).settled()
        assert settled == {option: there[option] for option in settled}


@examples(40)
@given(generate.whole_cases(odd=4), st.data())
def test_a_status_on_which_every_answer_agrees_is_settled(case: Case, data: st.DataObject) -> None:
    # A fact that puts others beside the point leaves those unknown too; only what stands alone is tried.
    alone = [i for i in finite(case) if i not in GATES]
    missing = data.draw(st.lists(st.sampled_from(alone), min_size=1, max_size=2, unique=True))
    known = generate.forget(case, missing)
    answers = [[True, False] if FACTS[i].kind == "yes_no" else list(FACTS[i].choices) for i in missing]
    tried = [infer({**known, **dict(zip(missing, one, strict=True))}).settled() for one in itertools.product(*answers)]
    there = infer(known).settled()
    for option, status in there.items():
        statuses = {one[option] for one in tried}
        if len(statuses) == 1:
            assert statuses == {status}, option


TABLES = [i for i, f in FACTS.items() if f.kind == "table" and i not in inference.PLACE_FACTS]


@examples(60)
@given(generate.whole_cases(odd=3), st.data())
def test_a_table_that_is_not_known_may_be_none_or_hold_anything(case: Case, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from([i for i in TABLES if i in case]))
    known = generate.forget(case, [table])
    settled = held_statuses(infer(known))
    inner = [f for f in generate.parts(table) if f.finite]
    answers = [
        [True, False] if f.kind == "yes_no" else data.draw(st.lists(st.sampled_from(f.choices), min_size=1, max_size=2)) for f in inner
    ]
    full = [{**known, table: False}]
    for combination in itertools.product(*answers):
        full.append({**known, table: True, **dict(zip((f.id for f in inner), combination, strict=True))})
    for one in full:
        there = infer(one).settled()
        assert settled == {option: there[option] for option in settled}


# --- what if


@examples(200)
@given(generate.partial_cases(), st.data())
def test_what_if_gives_what_reasoning_anew_gives(case: Case, data: st.DataObject) -> None:
    there = infer(case)
    changes: dict[str, Any] = {}
    flat = there.situation.flat
    for fact_id in data.draw(st.lists(st.sampled_from(list(generate.TOP)), min_size=1, max_size=2, unique=True)):
        fact = FACTS[fact_id]
        raw = data.draw(generate.values(fact))
        table = nested({fact_id: raw})
        if fact.kind == "table" and raw is False:
            changes[fact_id] = NONE
        else:
            group, name = fact_id.split(".")
            changes[fact_id] = settle(fact, getattr(getattr(read_facts(table), group), name))
        flat = with_change(flat, fact_id, changes[fact_id])
    quick, anew = there.changed(changes), inference.infer_plainly(Situation(flat, AS_OF))
    assert anew.program.scopes == quick.program.scopes
    apart = [(line.rule.id, a, b) for line, a, b in zip(anew.program.lines, anew.rules, quick.rules, strict=True) if a != b]
    assert apart == []
    assert anew.conditions == quick.conditions
    assert anew.floors == quick.floors
    assert {o: anew.possible(o) for o in catalogue.options()} == {o: quick.possible(o) for o in catalogue.options()}


class Watched(dict[str, Any]):
    """Facts laid flat that remember which of them were looked at."""

    def __init__(self, flat: dict[str, Any]) -> None:
        super().__init__(flat)
        self.seen: set[str] = set()

    def __contains__(self, key: object) -> bool:
        self.seen.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.seen.add(key)
        return super().get(key, default)


@examples(100)
@given(generate.partial_cases())
def test_a_condition_reads_no_fact_that_it_does_not_declare(case: Case) -> None:
    flat, _ = lay(generate.facts_of(case))
    made = program.program(program.scopes_for(Situation(flat, AS_OF)))
    undeclared: dict[Any, set[str]] = {}
    for asked, reads in zip(made.asked, made.reads, strict=True):
        if asked.ask is not None:
            watched = Watched(flat)
            asked.ask(Situation(watched, AS_OF))
            if watched.seen - reads:
                undeclared[asked.key] = watched.seen - reads
    assert undeclared == {}
