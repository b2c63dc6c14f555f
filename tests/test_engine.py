"""Two evaluators of the same rules: they agree, recover, stay small, and nothing durable-rules answers wrongly reaches us."""

from __future__ import annotations

import gc
import random
import threading
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import generate
from generate import AS_OF, Case, examples, infer, situation
from nonpay_advisor.engine import inference, plain, program, remembered
from nonpay_advisor.engine.possible import NO, UNKNOWN, YES
from nonpay_advisor.engine.program import Program
from nonpay_advisor.errors import DataError, EnginesDiffer
from nonpay_advisor.rulebase import library
from nonpay_advisor.rulebase.library import Scope

durable = pytest.importorskip("nonpay_advisor.engine.durable", reason="durable-rules is not built here")

Rules = Callable[..., Program]


# --- synthetic rule files, read as real ones are


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rules:
    """Makes a program of rules written in TOML (given without the parts that every rule needs)."""
    library.conclusions()
    count = 0

    def make(*bodies: str, conclusions: tuple[str, ...] = ()) -> Program:
        nonlocal count
        count += 1
        root = tmp_path / str(count)
        folder = root / "rules" / "common"
        folder.mkdir(parents=True)
        text = ""
        for number, body in enumerate(bodies):
            head = "" if 'id = "' in body else f'id = "common.test.r{number:03d}"\n'
            effect = "" if "effect" in body else 'effect = [{ concern = ["reminder"] }]\n'
            text += f'[[rule]]\n{head}title = "test"\nkind = "practice"\nreason = "A test."\n{effect}{body}\n'
        (folder / "test.toml").write_text(text, "utf-8")
        declared = library.conclusions() | {c: library.Conclusion(id=c, title=c) for c in conclusions}
        monkeypatch.setattr(library, "conclusions", lambda: declared)
        monkeypatch.setattr(program, "conclusions", lambda: declared)
        monkeypatch.setattr(library, "data_dir", lambda: root)
        scope = replace(library.read_scope("common"), digest=f"{tmp_path}{count}")
        monkeypatch.setattr(program, "scope", lambda name: scope)
        return program.build(("common",))

    return make


def decided(made: Program, case: Case, as_of: date = AS_OF) -> list[int]:
    """The truth of every rule, by both evaluators."""
    s = situation(case, as_of)
    base = [a.ask(s) if a.ask else NO for a in made.asked]
    by_durable, by_plain = durable.decide(made, base, {}), plain.decide(made, base, {})
    assert by_durable == by_plain
    return by_plain


# --- agreement


@examples(80)
@given(generate.partial_cases())
def test_the_two_evaluators_agree_on_what_applies_and_on_what_could(case: Case) -> None:
    s = situation(case)
    made = program.program(program.scopes_for(s))
    floors = inference._floors(s)
    base = inference._conditions(made, s)
    assert plain.decide(made, base, floors) == durable.decide(made, base, floors)


@examples(60)
@given(st.data())
def test_the_two_evaluators_agree_on_any_truths(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(generate.HELD))
    made = program.program(("common", *sorted(c.lower() for c in generate.library.chain(code))))
    r = random.Random(data.draw(st.integers()))
    weights = data.draw(st.sampled_from([(1, 1, 1), (1, 1, 8), (1, 8, 1), (8, 1, 1)]))
    base = r.choices([NO, UNKNOWN, YES], weights, k=len(made.asked))
    names = [n for n in made.waiting if not n.startswith("rule:")]
    floors = dict.fromkeys(r.sample(names, min(3, len(names))), UNKNOWN)
    assert plain.decide(made, base, floors) == durable.decide(made, base, floors)


def test_what_is_remembered_is_what_was_decided() -> None:
    case = generate.case_of("ordinary", random.Random(3))
    remembered.forget()
    first = infer(case)
    again = infer(case)
    assert (first.rules, first.settled()) == (again.rules, again.settled())
    base = inference._conditions(first.program, first.situation)
    assert first.rules == remembered.decide_anew(first.program, base, first.floors)


def test_a_result_that_is_changed_by_its_reader_is_not_remembered_changed() -> None:
    case = generate.case_of("ordinary", random.Random(4))
    before = list(infer(case).rules)
    infer(case).rules.clear()
    assert before == infer(case).rules


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch, rules: Rules) -> None:
    monkeypatch.setattr(remembered, "MOST_REMEMBERED", 5)
    remembered.forget()
    made = rules('when = [["claim.invoice_errors"], ["creditor.kind", "is", "llc"]]', 'when = [["claim.public_work"]]')
    for base in [(a, b, c) for a in (0, 1, 2) for b in (0, 1, 2) for c in (0, 1, 2)]:
        remembered.decide(made, base, {})
    assert len(remembered._KEPT) == 5
    remembered.forget()


def test_no_advice_where_the_evaluators_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    case = generate.case_of("ordinary", random.Random(5))
    s = situation(case)
    right = durable.decide

    def wrong(made: Program, base: Any, floors: Any, anew: bool) -> list[int]:
        found = right(made, base, floors, anew)
        return [2 - found[0], *found[1:]]

    remembered.forget()
    monkeypatch.setattr(durable, "decide", wrong)
    with pytest.raises(EnginesDiffer, match=r"common\.[a-z_.]+; no advice is given"):
        inference.infer(s)
    monkeypatch.setattr(durable, "decide", right)
    assert inference.infer(s).settled()


# --- threads, failures, memory


def test_many_threads_at_once_get_what_one_gets() -> None:
    everyone = [
        generate.facts_of(generate.case_of(kind, random.Random(n))) for n, kind in enumerate(["ordinary", "partial", "unusual"] * 8)
    ]
    situations = [inference.Situation(generate.lay(facts)[0], AS_OF) for facts in everyone]
    expected = []
    for s in situations:
        made = program.program(program.scopes_for(s))
        expected.append(plain.decide(made, inference._conditions(made, s), inference._floors(s)))
    wrong: list[Any] = []

    def work(seed: int) -> None:
        order = random.Random(seed).sample(range(len(everyone)), len(everyone))
        try:
            for n in order:
                s = inference.Situation(generate.lay(everyone[n])[0], AS_OF)
                made = program.program(program.scopes_for(s))
                got = remembered.decide_anew(made, inference._conditions(made, s), inference._floors(s))
                if got != expected[n]:
                    wrong.append(n)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("call", ["assert_fact", "start_action_for_state", "complete_and_start_action", "retract_fact"])
def test_after_a_failure_inside_the_engine_the_next_result_is_right(call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = generate.case_of("ordinary", random.Random(6))
    s = situation(case)
    made = program.program(program.scopes_for(s))
    base = inference._conditions(made, s)
    expected = plain.decide(made, base, {})
    right = getattr(durable.durable_rules_engine, call)
    for fails_at in (1, 3):
        calls = 0

        def failing(*arguments: Any, fails_at: int = fails_at) -> Any:
            nonlocal calls
            calls += 1
            if calls == fails_at:
                raise RuntimeError("broken on purpose")
            return right(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(durable.durable_rules_engine, call, failing)
            with pytest.raises(RuntimeError, match="broken on purpose"):
                durable.decide(made, base, {})
        assert expected == durable.decide(made, base, {})
        other = [2 - t for t in base]
        assert plain.decide(made, other, {}) == durable.decide(made, other, {})


def test_an_answer_that_is_no_success_is_an_error(monkeypatch: pytest.MonkeyPatch, rules: Rules) -> None:
    made = rules('when = [["claim.invoice_errors"]]')
    monkeypatch.setattr(durable.durable_rules_engine, "assert_fact", lambda handle, fact: (303, 0))
    with pytest.raises(RuntimeError, match="303"):
        durable.decide(made, [YES], {})


def test_memory_does_not_grow_with_the_number_of_decisions() -> None:
    prepared = []
    for n in range(5):
        s = situation(generate.case_of("ordinary", random.Random(n)))
        made = program.program(program.scopes_for(s))
        prepared.append((made, inference._conditions(made, s), inference._floors(s)))

    def work() -> None:
        for _ in range(4):
            for one in prepared:
                remembered.decide_anew(*one)

    work()
    gc.collect()
    tracemalloc.start()
    try:
        work()
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        work()
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 5_000


def test_memory_of_the_c_library_does_not_grow_with_the_number_of_cases(rules: Rules) -> None:
    made = rules(*[f'when = [["claim.invoice_errors"], ["derived.reminder_count", "above", {n}]]' for n in range(40)])
    bases = [[(n >> (i % 8)) % 3 for i in range(len(made.asked))] for n in range(50)]

    def resident() -> int:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    if not Path("/proc/self/status").exists():
        pytest.skip("the system does not tell what the process holds")
    for base in bases:
        durable.decide(made, base, {})
    before = resident()
    for _ in range(30):
        for base in bases:
            durable.decide(made, base, {})
    assert resident() - before < 3_000  # kilobytes


def test_programs_share_the_rulesets_of_the_scopes_that_they_share() -> None:
    one, two = (program.program(("common", "us", code)) for code in ("us-ca", "us-ky"))
    engines = [{id(r.engine) for stratum in durable._rulesets(made) for r in stratum} for made in (one, two)]
    assert len(engines[0] & engines[1]) > 0.5 * len(engines[1])


# --- strata, overrides, order


def test_the_order_of_the_rules_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [generate.case_of(kind, random.Random(n)) for n, kind in enumerate(["ordinary", "partial", "unusual"] * 3)]
    expected = [infer(case) for case in cases]
    truths = [dict(zip((line.rule.id for line in there.program.lines), there.rules, strict=True)) for there in expected]
    statuses = [there.settled() for there in expected]
    real, made_before = library.scope, dict(program._MADE)

    def shuffled(name: str) -> Scope:
        scope = real(name)
        order = random.Random(name).sample(scope.rules, len(scope.rules))
        return replace(scope, rules=tuple(order), digest=scope.digest + "shuffled")

    monkeypatch.setattr(program, "scope", shuffled)
    program._MADE.clear()
    try:
        for case, truth, status in zip(cases, truths, statuses, strict=True):
            there = infer(case)
            assert truth == dict(zip((line.rule.id for line in there.program.lines), there.rules, strict=True))
            assert status == there.settled()
    finally:
        program._MADE.clear()
        program._MADE.update(made_before)


def test_a_conclusion_feeds_the_rules_after_it(rules: Rules) -> None:
    made = rules(
        'when = [["conclusion.two"]]',
        'when = [["conclusion.one"]]\neffect = [{ conclude = "two" }]',
        'when = [["claim.invoice_errors"]]\neffect = [{ conclude = "one" }]',
        conclusions=("one", "two"),
    )
    assert [2, 1, 0] == [line.stratum for line in made.lines]
    assert [YES] * 3 == decided(made, {"claim.invoice_errors": True})
    assert [NO] * 3 == decided(made, {"claim.invoice_errors": False})
    assert [UNKNOWN] * 3 == decided(made, {})


def test_a_conclusion_that_is_not_drawn_can_be_used_negatively(rules: Rules) -> None:
    made = rules(
        'when = [["claim.invoice_errors"]]\neffect = [{ conclude = "one" }]',
        'when = [["conclusion.one", "is", false]]',
        'when = []\nunless = [["conclusion.one"]]',
        'when = [["conclusion.one", "is_not", true]]',
        'when = [["conclusion.one", "is_not", false]]',
        conclusions=("one",),
    )
    assert [YES, NO, NO, NO, YES] == decided(made, {"claim.invoice_errors": True})
    assert [NO, YES, YES, YES, NO] == decided(made, {"claim.invoice_errors": False})
    assert [UNKNOWN] * 5 == decided(made, {})


def test_a_circle_of_conclusions_is_an_error_that_names_it(rules: Rules) -> None:
    with pytest.raises(DataError, match=r"circle of conclusions: common\.test\.r000 needs common\.test\.r001 needs common\.test\.r000"):
        rules(
            'when = [["conclusion.two"]]\neffect = [{ conclude = "one" }]',
            'when = []\nunless = [["conclusion.one"]]\neffect = [{ conclude = "two" }]',
            conclusions=("one", "two"),
        )


def test_a_circle_of_overrides_is_an_error(rules: Rules) -> None:
    with pytest.raises(DataError, match="circle"):
        rules('overrides = ["common.test.r001"]', 'overrides = ["common.test.r000"]')


def test_an_overridden_rule_applies_only_where_the_other_does_not(rules: Rules) -> None:
    made = rules('when = [["claim.public_work", "is", false]]', 'when = [["claim.invoice_errors"]]\noverrides = ["common.test.r000"]')
    case: Case = {"claim.public_work": False}
    assert [NO, YES] == decided(made, case | {"claim.invoice_errors": True})
    assert [YES, NO] == decided(made, case | {"claim.invoice_errors": False})
    assert [UNKNOWN, UNKNOWN] == decided(made, case)


def test_a_rule_that_a_place_may_override_only_could_apply_while_the_place_is_not_known(rules: Rules) -> None:
    made = rules('overridable_by = ["customer_place"]')
    assert [UNKNOWN] == decided(made, {})
    assert [YES] == decided(made, {"customer.jurisdiction": generate.NOT_HELD})


def test_a_rule_holds_only_on_its_days(rules: Rules) -> None:
    made = rules("in_force = { from = 2026-01-02, until = 2026-03-01 }")
    days = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 3, 1), date(2026, 3, 2)]
    assert [[NO], [YES], [YES], [NO]] == [decided(made, {}, day) for day in days]


# --- what durable-rules is known to answer wrongly


def test_an_absent_fact_fires_neither_a_comparison_nor_its_opposite(rules: Rules) -> None:
    made = rules(
        'when = [["claim.amount", "at_most", "claim.contract_price"]]', 'when = [["claim.amount", "above", "claim.contract_price"]]'
    )
    assert [UNKNOWN, UNKNOWN] == decided(made, {"claim.amount": 5})
    assert [UNKNOWN, UNKNOWN] == decided(made, {"claim.contract_price": 5})
    assert [YES, NO] == decided(made, {"claim.amount": 5, "claim.contract_price": 5})


def test_two_rules_for_one_option_fire_once_each(rules: Rules) -> None:
    made = rules('when = [["claim.invoice_errors"]]', 'when = [["claim.still_supplying"]]')
    assert [YES, YES] == decided(made, {"claim.invoice_errors": True, "claim.still_supplying": True})


def test_what_is_stopped_by_a_conclusion_does_not_fire_first(rules: Rules) -> None:
    made = rules(
        'when = [["claim.still_supplying"]]\nunless = [["conclusion.one"]]',
        'when = [["claim.invoice_errors"]]\neffect = [{ conclude = "one" }]',
        conclusions=("one",),
    )
    assert [NO, YES] == decided(made, {"claim.invoice_errors": True, "claim.still_supplying": True})


def test_every_rule_sees_every_fact(rules: Rules) -> None:
    made = rules(*['when = [["claim.invoice_errors"]]'] * 100)
    assert [YES] * 100 == decided(made, {"claim.invoice_errors": True})


def test_a_fact_that_no_rule_uses_stops_nothing(rules: Rules) -> None:
    made = rules('when = [["claim.invoice_errors"]]')
    assert [YES] == decided(made, {"claim.invoice_errors": True, "creditor.name": "A. Mason", "claim.still_supplying": True})


def test_texts_numbers_and_truths_are_not_mixed_up(rules: Rules) -> None:
    made = rules(
        'when = [["customer.county", "is", "5"]]', 'when = [["derived.reminder_count", "at_least", 1]]', 'when = [["claim.invoice_errors"]]'
    )
    case: Case = {
        "customer.county": "5.0",
        "history.reminders": [{"on": date(2026, 5, 1)}],
        "history.calls": [],
        "claim.invoice_errors": False,
    }
    assert [NO, YES, NO] == decided(made, case)


def test_money_is_compared_to_the_cent(rules: Rules) -> None:
    made = rules('when = [["claim.amount", "above", 0.30]]', 'when = [["claim.amount", "at_most", 0.30]]')
    assert [NO, YES] == decided(made, {"claim.amount": "0.30"})
    assert [YES, NO] == decided(made, {"claim.amount": "0.31"})


def test_all_of_several_conditions_are_asked(rules: Rules) -> None:
    made = rules(
        'when = [["claim.invoice_errors"], ["claim.still_supplying"], ["claim.amount", "above", 5], ["creditor.kind", "is", "llc"]]'
    )
    whole: Case = {"claim.invoice_errors": True, "claim.still_supplying": True, "claim.amount": 6, "creditor.kind": "llc"}
    assert [YES] == decided(made, whole)
    for name, value in [
        ("claim.invoice_errors", False),
        ("claim.still_supplying", False),
        ("claim.amount", 5),
        ("creditor.kind", "company"),
    ]:
        assert [NO] == decided(made, {**whole, name: value})


def test_names_that_share_a_hash_are_told_apart(rules: Rules) -> None:
    # The library compares ids by a hash of 32 bits; ours are rule numbers and positions, a few characters each.
    made = rules(*[f'when = [["claim.amount", "above", {n}]]' for n in range(300)])
    assert [YES] * 150 + [NO] * 150 == decided(made, {"claim.amount": 150})


def test_a_rule_without_conditions_always_applies(rules: Rules) -> None:
    made = rules("when = []", 'when = []\nunless = [["claim.invoice_errors"]]')
    assert [YES, UNKNOWN] == decided(made, {})
    assert [YES, NO] == decided(made, {"claim.invoice_errors": True})


@pytest.mark.parametrize("count", [1, 13, 14, 15, 28, 29, 300, 600])
def test_any_number_of_rules_that_share_their_last_condition_can_be_decided(rules: Rules, count: int) -> None:
    # 256 of them crash the library in one ruleset, over 64 matches at once stop it half way.
    made = rules(*[f'when = [["claim.amount", "above", {n}], ["claim.invoice_errors"]]' for n in range(count)])
    assert [YES] * count == decided(made, {"claim.amount": 1_000_000, "claim.invoice_errors": True})
    assert [UNKNOWN] * count == decided(made, {"claim.invoice_errors": True})
    assert [NO] * count == decided(made, {"claim.amount": 1_000_000, "claim.invoice_errors": False})


def test_a_fact_that_was_matched_is_forgotten_before_the_next(rules: Rules) -> None:
    made = rules('when = [["claim.invoice_errors"]]', 'when = []\nunless = [["claim.invoice_errors"]]')
    for wrong in [True, False] * 20:
        assert [YES, NO][:: 1 if wrong else -1] == decided(made, {"claim.invoice_errors": wrong})


def test_more_than_a_thousand_cases_in_a_row_are_decided(rules: Rules) -> None:
    # 1,024 live sessions end the library's memory for good, so one session serves all cases.
    made = rules('when = [["claim.invoice_errors"]]')
    assert [[YES], [NO]] * 700 == [durable.decide(made, [truth], {}) for truth in [YES, NO] * 700]


@examples(60)
@given(generate.partial_cases())
def test_answers_that_rulesets_gave_before_are_the_right_ones(case: Case) -> None:
    s = situation(case)
    made = program.program(program.scopes_for(s))
    base, floors = inference._conditions(made, s), inference._floors(s)
    expected = plain.decide(made, base, floors)
    assert [expected] * 2 == [durable.decide(made, base, floors, anew=False) for _ in range(2)]


def test_the_answers_kept_of_a_ruleset_are_bounded(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "MOST_KEPT_ANSWERS", 5)
    made = rules('when = [["claim.invoice_errors"], ["creditor.kind", "is", "llc"], ["claim.still_supplying"]]')
    durable.forget()
    engine = durable._rulesets(made)[0][0].engine
    for base in [(a, b, c) for a in (0, 1, 2) for b in (0, 1, 2) for c in (0, 1, 2)]:
        assert plain.decide(made, base, {}) == durable.decide(made, base, {}, anew=False)
    assert len(engine.kept) == 5
    durable.forget()
    assert engine.kept == {}
