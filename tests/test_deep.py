"""The deep check: that its model is the engine's, that it finds planted mistakes, and what it says of the rules as they stand.

The whole check of all places is `nonpay-advisor validate --deep`; here it is run in two places, and in small worlds of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

import cases
import law_coverage
import time_grid
from nonpay_advisor import cli
from nonpay_advisor.engine import program as programs
from nonpay_advisor.engine.possible import NO, YES
from nonpay_advisor.errors import DataError
from nonpay_advisor.law import library
from nonpay_advisor.rulebase import authority
from nonpay_advisor.rulebase import library as rules_of
from nonpay_advisor.rulebase.model import Rule
from nonpay_advisor.vocabulary.reading import read_facts

z3 = pytest.importorskip("z3")
from nonpay_advisor.engine.deep import checks, found, promises  # noqa: E402
from nonpay_advisor.engine.deep.world import World, leaves  # noqa: E402

AS_OF = date(2026, 11, 21)
# One place of each country; `validate --deep` takes them all.
SOME = tuple({code.split("-")[0]: code for code in reversed(leaves())}.values())


@pytest.fixture(scope="module")
def pairs() -> dict[str, checks.Pair]:
    return {place: checks.Pair(place, AS_OF) for place in SOME}


# --- the model is the engine's


@pytest.mark.parametrize("place", SOME)
def test_what_the_solver_says_of_a_case_is_what_the_engine_says(place: str, pairs: dict[str, checks.Pair]) -> None:
    world, solver = pairs[place].exact, pairs[place].finder
    apart, compared = [], 0
    for n in range(0, len(world.program.lines), 11):
        if solver.check(world.applies[n]) != z3.sat:
            continue
        model = solver.model()
        there = found.run(found.case_of(world, model), AS_OF)
        assert there is not None, "the case is refused"
        truths = {repr(a.key): t for a, t in zip(there.program.asked, there.conditions, strict=True)}
        for i, asked in enumerate(world.program.asked):
            if asked.conclusion or repr(asked.key) not in truths:
                continue
            yes, no = z3.is_true(model.eval(world.yes[i])), z3.is_true(model.eval(world.no[i]))
            assert not (yes and no)
            compared += yes or no
            if (yes and truths[repr(asked.key)] != YES) or (no and truths[repr(asked.key)] != NO):
                apart.append((asked.key, truths[repr(asked.key)], yes))
    assert compared > 1000
    assert apart == []


@pytest.mark.parametrize("place", SOME)
def test_what_the_engine_says_of_a_case_is_not_proved_impossible(place: str, pairs: dict[str, checks.Pair]) -> None:
    pair = pairs[place]
    world, loose = pair.exact, pair.loose
    for n in range(5, len(world.program.lines), 37):
        if pair.finder.check(world.applies[n]) != z3.sat:
            continue
        model = pair.finder.model()
        there = found.run(found.case_of(world, model), AS_OF)
        assert there is not None
        same = [raw["val"] == model.eval(raw["val"], model_completion=True) for raw in loose.raw.values() if "val" in raw]
        same += [
            raw[k] == model.eval(raw[k], model_completion=True)
            for raw in loose.raw.values()
            for k in ("none", "count", "first", "last")
            if k in raw
        ]
        said = {line.rule.id: t for line, t in zip(there.program.lines, there.rules, strict=True)}
        for m, line in enumerate(loose.program.lines):
            if said.get(line.rule.id) == YES:
                same.append(loose.applies[m])
        assert pair.prover.check(*same) == z3.sat, world.program.lines[n].rule.id


def test_a_case_found_is_small_and_runs_from_its_file(
    pairs: dict[str, checks.Pair], tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = next(iter(pairs.values()))
    number = next(n for n, line in enumerate(pair.exact.program.lines) if line.rule.scope == "common" and len(line.when) == 2)
    rule = pair.exact.program.lines[number].rule
    case = pair.find(pair.exact.applies[number], lambda there: checks.truth_in(there, rule.id) == YES)
    assert case is not None
    assert len(case) <= 8
    file = tmp_path / "case.toml"
    file.write_text(found.as_file(case), "utf-8")
    assert cli.main(["advise", str(file), "--as-of", str(AS_OF), "--format", "json"]) == cli.DONE
    assert capsys.readouterr().out.startswith("{")


# --- planted mistakes are found


def rule(name: str, **keys: Any) -> Rule:
    keys.setdefault("effect", ({"open": ("reminder",)},))
    return Rule.model_validate({"id": f"common.planted.{name}", "title": "planted", "kind": "practice", **keys})


@pytest.fixture
def planted() -> Iterator[Any]:
    """Puts rules of a test's own in the place of all others."""
    kept, made = dict(rules_of._READ), dict(programs._MADE)

    def plant(*planted_rules: Rule) -> checks.Checker:
        for name in rules_of.scope_names():
            rules_of._READ[name] = rules_of.Scope(name, planted_rules if name == "common" else (), f"planted {name}", {})
        programs._MADE.clear()
        checker = checks.Checker(AS_OF, SOME[:1])
        if checker.cycles():
            checker.pairs = {p: checks.Pair(p, AS_OF) for p in SOME[:1]}
        return checker

    yield plant
    rules_of._READ.clear()
    rules_of._READ.update(kept)
    programs._MADE.clear()
    programs._MADE.update(made)


def ids(checker: checks.Checker) -> list[str]:
    return [f.id for f in checker.report.findings]


PERSON = ("customer.kind", "one_of", ["individual", "sole_trader"])
COMPANY = ("customer.kind", "is", "company")


def test_a_rule_that_can_never_fire_is_found_with_what_stands_against_it(planted: Any) -> None:
    checker = planted(rule("never", when=(PERSON, ("claim.amount", "above", 5), COMPANY)), rule("ever", when=(COMPANY,)))
    checker.dead()
    assert ids(checker) == ["dead:common.planted.never"]
    finding = checker.report.findings[0]
    assert finding.says == "cannot hold together: customer.kind one_of individual, sole_trader; customer.kind is company"
    assert 'kind = "company"' in finding.case or 'kind = "individual"' in finding.case


def test_two_amounts_that_leave_no_cent_between_them_are_found(planted: Any) -> None:
    a = rule("no_cent", when=(("claim.amount", "above", 100), ("claim.amount", "below", 100)))
    from decimal import Decimal

    b = rule("a_cent", when=(("claim.amount", "above", 100), ("claim.amount", "below", Decimal("100.02"))))
    c = rule("half_a_cent", when=(("claim.amount", "above", 100), ("claim.amount", "below", Decimal("100.01"))))
    checker = planted(a, b, c)
    checker.dead()
    assert ids(checker) == ["dead:common.planted.no_cent", "dead:common.planted.half_a_cent"]


def test_days_that_cannot_follow_each_other_are_found(planted: Any) -> None:
    late = rule("late", when=(("derived.days_overdue", "above", 30), ("derived.due_on", "after", "derived.today")))
    checker = planted(late, rule("judged", when=(("history.judgment.on", "before", "history.suit.filed_on"),)))
    checker.dead()
    assert ids(checker) == ["dead:common.planted.late", "dead:common.planted.judged"]


def test_an_exception_that_can_never_stop_its_rule_is_found(planted: Any) -> None:
    checker = planted(rule("stopped", when=(PERSON,), unless=(COMPANY, ("claim.amount", "below", 5))))
    checker.dead()
    checker.idle()
    assert ids(checker) == ["idle:common.planted.stopped:customer.kind is company"]


def test_a_rule_that_says_only_what_another_says_is_found(planted: Any) -> None:
    checker = planted(
        rule("wide", when=(("claim.amount", "above", 5),)),
        rule("narrow", when=(("claim.amount", "above", 50),)),
        rule("other", when=(("claim.amount", "above", 50),), effect=({"open": ("phone_call",)},)),
    )
    checker.dead()
    checker.implied()
    assert ids(checker) == ["implied:common.planted.narrow"]


def test_two_conclusions_that_exclude_each_other_are_found_with_a_case(planted: Any) -> None:
    checker = planted(
        rule("a", when=(("claim.amount", "above", 5),), effect=({"conclude": "disputed"},)),
        rule("b", when=(("dispute.status", "is", "admitted"),), effect=({"conclude": "admitted"},)),
    )
    checker.contradictions()
    assert ids(checker) == ["contradiction:admitted+disputed"]
    case = checker.report.findings[0].case
    assert 'status = "admitted"' in case
    assert "amount = " in case
    there = found.run({"ordinary": True, "claim.amount": 1000, "dispute.status": "admitted"}, AS_OF)
    assert there is not None
    assert there.conclusion("disputed") == there.conclusion("admitted") == YES


def test_an_option_that_nothing_opens_is_found_and_one_that_is_always_closed_is_not(planted: Any) -> None:
    checker = planted(
        rule("concern", effect=({"concern": ("reminder", "harass", "phone_call")},)),
        rule("bar", effect=({"bar": ("harass",), "ground": "conduct", "kind": "prohibited"},), reason="closed"),
        rule("call", when=(COMPANY,), effect=({"open": ("phone_call",)},)),
    )
    checker.dead()
    checker.options()
    assert ids(checker) == [f"unavailable:reminder:{SOME[0]}"]


def test_a_fact_that_is_not_asked_where_a_rule_needs_it_is_found(planted: Any) -> None:
    checker = planted(rule("unasked", when=(("contract.form", "is", "oral"), ("contract.mediation_first", "is", False))))
    checker.dead()
    checker.unasked()
    assert ids(checker) == ["unasked:common.planted.unasked:contract.mediation_first"]


def test_a_circle_of_conclusions_is_found(planted: Any) -> None:
    checker = planted(
        rule("one", when=(("conclusion.disputed",),), effect=({"conclude": "admitted"},)),
        rule("two", when=(("conclusion.admitted",),), effect=({"conclude": "disputed"},)),
    )
    assert [f.kind for f in checker.report.findings] == ["cycle"]


def test_a_broken_promise_is_found(planted: Any) -> None:
    stays = ({"conclude": "stay"},)
    made = planted(
        rule("stay", when=(("customer.bankruptcy.stage", "is", "open"),), effect=stays),
        rule("go", effect=({"concern": ("small_claims", "reminder")}, {"open": ("small_claims", "reminder")})),
        rule(
            "close", when=(("conclusion.stay",),), effect=({"bar": ("reminder",), "ground": "stay", "kind": "prohibited"},), reason="closed"
        ),
    )
    pair = made.pairs[SOME[0]]
    told = list(promises.stay(pair))
    assert [one.name for one in told] == ["stay:small_claims"]
    assert told[0].case is not None
    assert list(promises.larger_amount(pair)) == []


def test_a_larger_amount_that_opens_small_claims_is_found(planted: Any) -> None:
    made = planted(
        rule("concern", effect=({"concern": ("small_claims",)},)),
        rule("open", when=(("claim.amount", "above", 70),), effect=({"open": ("small_claims",)},)),
    )
    told = list(promises.larger_amount(made.pairs[SOME[0]]))
    assert len(told) == 1
    assert told[0].case is not None


# --- the rules as they stand


@pytest.fixture(scope="module")
def checked() -> checks.Checker:
    """The checks that speak of each place alone, in some places."""
    checker = checks.Checker(AS_OF, SOME)
    assert checker.cycles()
    checker.pairs = {p: checks.Pair(p, AS_OF, shown=set()) for p in SOME}
    checker.alive = {r.id: list(SOME) for r in checker._rules()}
    for check in (checker.contradictions, checker.options, checker.promises):
        check()
    return checker


@pytest.mark.parametrize("kind", ["contradiction", "unavailable", "promise", "undecided"])
def test_no_place_has_what_nobody_accepted(checked: checks.Checker, kind: str) -> None:
    assert [f"{f.id}: {f.says}\n{f.case}" for f in checked.report.open if f.kind == kind] == []


def test_what_is_settled_stays_settled_as_facts_are_learned() -> None:
    for place in leaves():
        made = programs.program(tuple(dict.fromkeys(("common", *sorted(c.lower() for c in library.chain(place))))))
        assert promises.settled_stays(made) == []


def test_what_is_accepted_has_a_reason() -> None:
    for name, reason in checks.accepted().items():
        assert name.split(":")[0] in checks.KINDS, name
        assert len(reason) > 20, name


def test_the_command_says_what_is_open_and_ends_with_its_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    report = checks.Report(AS_OF, ("XX",))
    monkeypatch.setattr(checks, "check", lambda *_, **__: report)
    assert cli.main(["validate", "--deep"]) == cli.DONE
    assert "Nothing is wrong." in capsys.readouterr().out
    report.findings.append(checks.Finding("dead:x", "dead", "x can never fire", "ordinary = true\n"))
    assert cli.main(["validate", "--deep"]) == cli.FAILED
    said = capsys.readouterr().out
    assert "Rules that can fire in no place held: 1" in said
    assert "| ordinary = true" in said
    report.accepted["dead:x"] = "because"
    assert cli.main(["validate", "--deep"]) == cli.DONE
    report.findings.clear()
    assert cli.main(["validate", "--deep"]) == cli.FAILED, "what is accepted and no longer found is told"


def test_a_world_alone_has_cases() -> None:
    world = World(leaves()[0], AS_OF, exact=True)
    solver = world.solver()
    assert solver.check() == z3.sat
    assert read_facts(found.nested(found.case_of(world, solver.model())))


# --- authorities


@pytest.mark.parametrize(
    ("place", "citation"),
    [
        ("US", "28 U.S.C. § 1332(a)"),
        ("US", "11 U.S.C. §§ 362(a)(3), (6), 503(b)"),
        ("US", "Rowland v. California Men’s Colony, 506 U.S. 194, 201-202 (1993)"),
        ("US-KY", "KRS 24A.230(1)"),
        ("US-KY", "KRS 371.400 to 371.425"),
        ("US-KY", "31 U.S.C. § 3905(b)-(c), (k)"),
        ("US-CA", "Code Civ. Proc. §§ 116.220(a)(1), 116.221 (before Stats. 2023, ch. 861)"),
        ("US-NY", "N.Y. City Civ. Ct. Act § 1801-A(a)"),
        ("US-TX", "Tex. Gov't Code § 27.031(a)(1), before Sept. 1, 2020"),
        ("GB-EAW", "Late Payment of Commercial Debts (Interest) Act 1998 ss 1, 2(7), 4(2D), 5A"),
        ("GB-EAW", "Khiaban v Beard [2003] EWCA Civ 358"),
    ],
)
def test_a_citation_in_good_form_passes(place: str, citation: str) -> None:
    for piece in authority.pieces(citation):
        assert authority.form_of(piece, place) or authority.form_of(authority.bare(piece), place), piece


@pytest.mark.parametrize(
    ("place", "citation"),
    [
        ("US", "28 USC 1332"),
        ("US", "28 U.S.C. 1332(a)"),
        ("US-KY", "KRS § 24A.230"),
        ("US-KY", "Ky. Rev. Stat. 24A.230"),
        ("US-CA", "CCP § 116.220"),
        ("US-TX", "Gov't Code § 27.031"),
        ("GB-EAW", "Limitation Act s 5"),
        ("GB-EAW", "section 5 of the Limitation Act 1980"),
        ("US-KY", "Limitation Act 1980 s 5"),
    ],
)
def test_a_citation_in_no_form_of_its_place_does_not(place: str, citation: str) -> None:
    assert authority.form_of(citation, place) is None


def test_one_authority_written_in_two_ways_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def one(where: str, citation: str, **keys: Any) -> authority.Cited:
        given = {"source": "https://www.legislation.gov.uk/x", "source_kind": "statute", "checked_on": AS_OF, "current_to": None, **keys}
        return authority.Cited(where, "US", citation, **given)

    rows = [
        one("a", "Kiowa Tribe v. Manufacturing Technologies, 523 U.S. 751 (1998)"),
        one("b", "Kiowa Tribe of Oklahoma v. Manufacturing Technologies, Inc., 523 U.S. 751 (1998)"),
        one("c", "28 U.S.C. § 1332(a)", checked_on=date(2026, 11, 22)),
        one("d", "28 U.S.C. § 1332(a)", current_to=date(2026, 11, 23)),
        one("e", "28 U.S.C. § 1332(a)", source="https://somebody.example/blog"),
        one("f", "28 U.S.C. § 1332(a)", source="https://somebody.example/blog", source_kind="secondary"),
    ]
    monkeypatch.setattr(authority, "cited", lambda: iter(rows))
    told = [p.id.split(":")[0] for p in authority.problems(AS_OF)]
    assert told == ["checked", "current", "kind", "spelling"]


def test_every_authority_is_cited_in_the_form_of_its_place_and_read_at_a_site_of_its_kind() -> None:
    kept = checks.accepted()
    # On a day after which nobody can have read anything yet.
    assert [p.says for p in authority.problems(max(AS_OF, date.today())) if f"authority:{p.id}" not in kept] == []


def test_nothing_was_checked_in_the_future() -> None:
    assert [p.says for p in authority.problems(max(AS_OF, date.today())) if p.id.startswith(("checked:", "current:"))] == []


def test_a_form_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    authority._forms.cache_clear()
    monkeypatch.setattr(authority, "read_toml", lambda _: {"section": "x", "forms": {"US": {"bad": "("}}})
    with pytest.raises(DataError, match=r"US\.bad"):
        authority._forms()
    authority._forms.cache_clear()


# --- coverage


def test_the_made_cases_come_out_as_they_did() -> None:
    turned = []
    for made in cases.made_cases():
        there = cases.infer(made["facts"], made["as_of"])
        if (checks.truth_in(there, made["rule"]) == YES) != made["fires"]:
            turned.append(f"{made['rule']}: {made['name']}")
        for verb, name in made.get("says", {}).items():
            if not cases.says_still(there, made["rule"], verb, name):
                turned.append(f"{made['rule']}: {made['name']}: it no longer says {verb} of {name}")
        if made.get("expect"):
            now = there.settled()
            turned += [
                f"{made['rule']}: {made['name']}: {o} is {now[o]}, it was {was}" for o, was in made["expect"].items() if now[o] != was
            ]
    assert turned == [], (
        "a rule was changed: if that is meant, take these out of tests/made.toml (benchmarks/mutation.py --make makes new ones)"
    )


@pytest.fixture(scope="module")
def covered() -> law_coverage.Coverage:
    return law_coverage.measure()


def test_every_rule_is_fired_and_almost_fired_by_some_case(covered: law_coverage.Coverage) -> None:
    open_ = [
        (r.id, mark)
        for r in law_coverage.rules()
        for mark in law_coverage.wanted(r, set())
        if mark not in covered.anywhere[r.id] and not (r.unfired and mark == law_coverage.FIRED)
    ]
    assert open_ == []


def test_the_table_of_coverage_has_every_rule_and_says_no_more_than_the_cases_do(covered: law_coverage.Coverage) -> None:
    table = law_coverage.read_doc()
    missing = sorted({r.id for r in law_coverage.rules()} - {rule_id for rule_id, _ in table})
    assert missing == [], "write the table anew: python tests/law_coverage.py --write"
    marks = set("FAOfao")
    lost = [(at, text) for at, text in table.items() if text and not (set(text) & marks) <= covered.cells.get(at, set())]
    assert lost == [], "a case that covered a rule is gone; write the table anew if that is meant"


# --- time


@pytest.mark.parametrize("place", SOME)
def test_some_cases_over_the_grid_of_dates_contradict_nothing(place: str) -> None:
    told, ran = time_grid.check(place, every=25)
    assert ran > 10
    assert [t for t in told if "both hold" in t or "otherwise" in t] == []
