"""The rules: what holds of all of them, and what is said of a rule with one mistake in it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generate import HELD, infer
from nonpay_advisor.engine import derived
from nonpay_advisor.engine.possible import NO
from nonpay_advisor.errors import DataError
from nonpay_advisor.law import library as law
from nonpay_advisor.rulebase import library
from nonpay_advisor.rulebase.library import Scope
from nonpay_advisor.rulebase.model import Rule
from nonpay_advisor.vocabulary import catalogue, terms
from nonpay_advisor.vocabulary.data import data_dir
from test_law_data import law_in

RULES = [rule for name in library.scope_names() for rule in library.scope(name).rules]
by_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])

# Law that is held although no rule reads it and no figure shows it yet: for the reader of the file and for rules to come.
HELD_FOR_LATER = {
    "small_claims.appeal", "small_claims.hearing_time", "court.fee_percent", "court.fee_waiver", "interest.business_usury_defence",
    "fees.clause_enforceable", "payment.longest_agreed_days", "judgment.lien_years", "award.confirm_months",
    "government.small_claims_alternative", "payment_bond.citation", "construction.prompt_payment_owner_days",
    "construction.prompt_payment_prime_days", "mechanics_lien.service",
    "freelancer_act.minimum_period_days", "freelancer_act.payment_days",
    "freelancer_act.damages_multiple", "freelancer_act.excluded", "conduct.covers_business_debt", "conduct.agency_bond",
    "bounced_check.damages_limit", "insolvency.statutory_demand_days", "order_for_payment.name", "order_for_payment.limit",
    "tax.vat_relief_months", "tax.vat_relief_years_limit",
}  # fmt: skip
# Rules of a work place that may speak of a case with no land, public work, licence or foreign state in it: they close only what is
# closed everywhere, or what stays open while the law of liens there is not known.
OF_EVERY_WORK = {"us-ny.lien.false", "gb-eaw.construction.no_lien"}
# Procedures that exist in no place whose law is held yet.
NOWHERE_YET = {"order_for_payment", "european_small_claims", "european_order_for_payment"}


# --- all rules


def test_no_id_is_used_twice() -> None:
    assert [i for i, n in Counter(rule.id for rule in RULES).items() if n > 1] == []


def test_every_folder_of_rules_is_read() -> None:
    folders = {f.name for f in (data_dir() / "rules").iterdir() if f.is_dir()}
    assert folders == set(library.scope_names())


@by_rule
def test_a_rule_says_why_in_a_sentence(rule: Rule) -> None:
    if any(e.verb in {"bar", "require", "caution", "attorney"} for e in rule.effect):
        assert len(rule.reason) > 15
        assert rule.reason.strip() == rule.reason
        assert rule.reason[-1] in '.?!)"}'
        assert rule.reason[0] == "{" or rule.reason[0].isupper() or not rule.reason[0].isalpha()
    assert rule.title.strip() == rule.title
    assert not rule.title.endswith(".")


@by_rule
def test_every_brace_of_a_rules_texts_is_a_term(rule: Rule) -> None:
    for text in (rule.reason, *(e.lifted_by for e in rule.effect), *(e.consequence for e in rule.effect), *(e.step for e in rule.effect)):
        for name in re.findall(r"\{([^{}]*)\}", text):
            assert terms.kind_or_none(name, library.conclusions()) is not None, name
        assert text.count("{") == text.count("}") == len(re.findall(r"\{[^{}]*\}", text))


@by_rule
def test_a_rule_was_checked_and_not_in_the_future(rule: Rule) -> None:
    assert rule.checked_on is None or rule.checked_on <= date.today()
    assert rule.kind == "practice" or rule.checked_on is not None
    assert rule.review_by is None or rule.checked_on is None or rule.review_by >= rule.checked_on
    assert not re.search(r"https?://", rule.citation)


@by_rule
def test_being_is_asked_only_of_what_can_be_or_not_be(rule: Rule) -> None:
    for condition in (*rule.when, *rule.unless):
        if len(condition) == 2 and condition[1] in {"exists", "none"}:
            kind = terms.kind_of(condition[0], library.conclusions())
            assert kind not in {"yes_no", "conclusion"} or condition[0].startswith("law."), condition


@by_rule
def test_a_condition_on_a_clock_or_charge_speaks_of_one_that_a_place_may_hold(rule: Rule) -> None:
    assert law_in(rule) <= set(catalogue.law_ids())


def test_no_rule_says_the_same_thing_twice() -> None:
    """Two rules of one scope with the same conditions and effects would print one reason twice."""
    seen: dict[tuple[object, ...], str] = {}
    for rule in RULES:
        key = (rule.scope, rule.place, repr(rule.when), repr(rule.unless), repr(rule.effect), repr(rule.in_force))
        assert key not in seen, f"{rule.id} and {seen.get(key)}"
        seen[key] = rule.id


def test_the_common_rules_name_no_place_court_or_figure_of_law() -> None:
    for file in (data_dir() / "rules" / "common").glob("*.toml"):
        for rule in tomllib.loads(file.read_text("utf-8")).get("rule", []):
            rule.pop("example", None)
            for code in HELD:
                assert code not in repr(rule), rule["id"]


def test_every_conclusion_is_drawn_by_a_rule_or_left_to_places() -> None:
    drawn = {e.conclude for rule in RULES for e in rule.effect if e.conclude}
    assert {c.id for c in library.conclusions().values() if c.id not in drawn and not c.roles and not c.never_settled} == set()


def test_conclusions_exclude_declared_ones() -> None:
    declared = library.conclusions()
    assert {x for c in declared.values() for x in c.excludes} <= set(declared)
    assert all(c.id not in c.excludes for c in declared.values())


def test_every_option_is_spoken_of_and_can_be_opened_or_is_closed() -> None:
    spoken: dict[str, set[str]] = {option: set() for option in catalogue.options()}
    for rule in RULES:
        for effect in rule.effect:
            for option in library.expand(effect.options, effect.excluded):
                spoken[option].add(effect.verb)
    assert {option for option, verbs in spoken.items() if "concern" not in verbs} == NOWHERE_YET
    assert {option for option, verbs in spoken.items() if not verbs & {"open", "bar"}} == set()


def test_every_law_in_the_vocabulary_is_used_by_a_rule_or_shown() -> None:
    used = set().union(*(law_in(rule) for rule in RULES))
    used |= {name.split(".", 1)[1] for f in derived.FORMULAS.values() for name in f.reads if name.startswith(("law.", "clock.", "charge."))}
    source = Path(catalogue.__file__).parent.parent
    texts = [f.read_text("utf-8") for f in (*source.rglob("*.py"), *source.rglob("*.j2"), source / "vocabulary" / "options.toml")]
    left = {i for i, e in catalogue.law_ids().items() if e.kind != "series" and i not in used and not any(f"{i}" in t for t in texts)}
    assert left - HELD_FOR_LATER == set()
    read_by_law = {
        getattr(p.row, "series", None) for c in law.held_places() for d in law.jurisdiction(c).data.values() for _, p in d.rows()
    }
    held = {name for c in law.held_places() for name in law.jurisdiction(c).series}
    assert read_by_law - {None} <= held


@pytest.mark.parametrize("code", [*HELD, "US"])
def test_the_rules_of_a_work_place_touch_nothing_where_no_land_public_work_licence_or_foreign_state_is(code: str) -> None:
    """`engine/places.idle` relies on it: an unknown work place then leaves the other options settled."""
    there = infer(
        {
            "claim.place_of_work": code,
            "claim.work_on_property": "none",
            "claim.public_work": False,
            "creditor.licence_required": False,
            "customer.kind": "company",
        }
    )
    touching = {
        line.rule.id
        for line, truth in zip(there.program.lines, there.rules, strict=True)
        if truth != NO
        and line.rule.place == "work_place"
        and any(e.verb in {"concern", "open", "bar", "require", "conclude"} for e in line.rule.effect)
    }
    assert touching <= OF_EVERY_WORK


# --- one mistake in a rule, and what is said of it

RULE = {
    "id": '"common.test.one"',
    "title": '"A test"',
    "when": '[["claim.invoice_errors"]]',
    "effect": '[{ concern = ["reminder"] }]',
    "reason": '"A test of the reader."',
    "kind": '"practice"',
}
LAW = {"kind": '"law"', "citation": '"Code 1"', "source": '"https://example.org"', "source_kind": '"statute"', "checked_on": "2026-01-01"}


def rule_text(**changes: str | None) -> str:
    parts = {**RULE, **changes}
    return "[[rule]]\n" + "".join(f"{k} = {v}\n" for k, v in parts.items() if v is not None)


Read = Callable[..., Scope]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    library.conclusions()

    def write(text: str, scope: str = "common", **others: str) -> Scope:
        (tmp_path / "rules" / scope).mkdir(parents=True)
        (tmp_path / "rules" / scope / "test.toml").write_text(text, "utf-8")
        for name, other in others.items():
            (tmp_path / "rules" / scope / f"{name}.toml").write_text(other, "utf-8")
        monkeypatch.setattr(library, "data_dir", lambda: tmp_path)
        return library.read_scope(scope)

    return write


def when(text: str) -> str:
    return rule_text(when=f"[{text}]")


def effect(text: str) -> str:
    return rule_text(effect=f"[{{ {text} }}]")


def test_a_rule_without_mistakes_is_read(read: Read) -> None:
    assert ["common.test.one"] == [rule.id for rule in read(rule_text()).rules]


MISTAKES: list[tuple[str, str, str]] = [
    ("no TOML", "[[rule]", r"^common/test\.toml: not valid TOML"),
    ("another table", "[rules]\na = 1\n", r"^common/test\.toml: rules: no such table, only \[\[rule\]\] is allowed"),
    ("no id", rule_text(id=None), r"^common/test\.toml: rule 1: id: Field required"),
    ("an id of two parts", rule_text(id='"common.one"'), r"common\.one: id: String should match pattern"),
    ("the id of another scope", rule_text(id='"us-ky.test.one"'), r"us-ky\.test\.one: the id must begin with the folder's name, common\."),
    ("one id twice", rule_text() + rule_text(), r"common\.test\.one: the id is used twice, also in common/test\.toml"),
    ("no effect", rule_text(effect=None), r"common\.test\.one: effect: Field required"),
    ("an empty effect", rule_text(effect="[]"), r"effect: .*at least 1 item"),
    ("an unknown key", rule_text(wenn="[]"), r"common\.test\.one: wenn: Extra inputs are not permitted"),
    ("an unknown verb", effect('close = ["reminder"]'), r"effect\.0\.close: Extra inputs"),
    ("two verbs", effect('open = ["reminder"], concern = ["reminder"]'), r"exactly one verb is needed of .*read \['concern', 'open'\]"),
    ("no verb", effect("rank = 5"), r"exactly one verb is needed of .*read none"),
    ("a bar without a ground", effect('bar = ["reminder"]'), r"bar needs a ground and a kind"),
    (
        "an unknown ground",
        effect('bar = ["reminder"], ground = "law", kind = "prohibited"'),
        r"effect\.0\.ground: Input should be 'stay', .*read 'law'",
    ),
    ("a requirement of nothing", effect('require = ["small_claims"]'), r"require needs either a step or wait_until"),
    ("a wait for no date", effect('require = ["small_claims"], wait_until = "claim.amount"'), r"wait_until: claim\.amount: no such date"),
    ("an unknown option", effect('open = ["remindr"]'), r"open: remindr: no such option or set \(did you mean reminder\?\)"),
    ("an unknown set", effect('open = ["set:courts"]'), r"open: courts: no such option or set"),
    ("an exception that is no option", effect('open = ["set:talk"], except = ["talking"]'), r"open: talking: no such option or set"),
    (
        "a bar of what is always open",
        effect('bar = ["consult_attorney"], ground = "conduct", kind = "prohibited"'),
        r"bar: consult_attorney can be closed by no law",
    ),
    ("an undeclared conclusion", effect('conclude = "overdu"'), r"conclude: overdu: not declared \(did you mean overdue\?\)"),
    ("an unknown urgency", effect('attorney = "later"'), r"attorney: Input should be 'consider', 'soon' or 'now', read 'later'"),
    ("an empty condition", when("[]"), r"when: read \[\]: a condition is \[term\], \[term, word\] or \[term, word, object\]"),
    ("a condition of four", when('["claim.amount", "above", 1, 2]'), r"a condition is \[term\]"),
    ("an unknown term", when('["claim.amuont", "above", 1]'), r"when: claim\.amuont: no such term \(did you mean claim\.amount\?\)"),
    (
        "an unknown law",
        when('["law.small_claims.limt", "above", 1]'),
        r"law\.small_claims\.limt: no such term \(did you mean law\.small_claims\.limit\?\)",
    ),
    (
        "a clock asked as a law",
        when('["law.limitation.contract", "exists"]'),
        r"law\.limitation\.contract: no such term \(did you mean clock\.limitation\.contract\?\)",
    ),
    ("an unknown conclusion", when('["conclusion.overdu"]'), r"conclusion\.overdu: no such term \(did you mean conclusion\.overdue\?\)"),
    ("an unknown word", when('["claim.amount", "over", 1]'), r"claim\.amount: 'over' is no word of the rules"),
    ("no word", when('["claim.amount"]'), r"claim\.amount: a word is needed \(money\)"),
    ("no object", when('["claim.amount", "above"]'), r"claim\.amount above: an object is needed"),
    ("an object too many", when('["claim.due_on", "exists", true]'), r"claim\.due_on exists: takes no object"),
    ("a size of a date", when('["claim.due_on", "above", 5]'), r"claim\.due_on is no number, so 'above' cannot be asked of it"),
    ("a date of a sum", when('["claim.amount", "before", 2026-01-01]'), r"claim\.amount is no date, so 'before' cannot be asked of it"),
    (
        "a text for a sum",
        when('["claim.amount", "above", "2500"]'),
        r"claim\.amount above: read '2500', a number or a number's term is needed",
    ),
    ("a yes for a sum", when('["claim.amount", "above", true]'), r"claim\.amount above: read True, a number or a number's term is needed"),
    (
        "a text for a date",
        when('["claim.due_on", "before", "2026-01-01"]'),
        r"claim\.due_on before: read '2026-01-01', a date or a date's term is needed",
    ),
    ("a sum's term for a date", when('["claim.due_on", "before", "claim.amount"]'), r"claim\.due_on before: read 'claim\.amount', a date"),
    ("an answer that is none", when('["creditor.kind", "is", "person"]'), r"creditor\.kind: read 'person', allowed are individual, "),
    (
        "an answer in a list that is none",
        when('["creditor.kind", "one_of", ["llc", "person"]]'),
        r"creditor\.kind: read 'person', allowed are",
    ),
    ("an empty list", when('["creditor.kind", "one_of", []]'), r"creditor\.kind one_of: read \[\], a list is needed"),
    ("a word for yes", when('["claim.public_work", "is", "yes"]'), r"claim\.public_work: read 'yes', allowed are true and false"),
    ("within what is no place", when('["claim.amount", "within", "US"]'), r"claim\.amount is no place, so 'within' cannot be asked of it"),
    (
        "a brace that is no term",
        rule_text(reason='"Over {law.small_claims.limits}."'),
        r"reason: \{law\.small_claims\.limits\}: no such term",
    ),
    (
        "a bar without a reason",
        rule_text(reason=None, effect='[{ bar = ["reminder"], ground = "conduct", kind = "prohibited" }]'),
        r"reason: a sentence for the report is needed",
    ),
    ("practice with a citation", rule_text(citation='"Code 1"'), r"citation: practice carries none"),
    ("law without a citation", rule_text(**{**LAW, "citation": None}), r"citation: an authority is needed \(or kind = \"practice\"\)"),
    ("a citation without a source", rule_text(**{**LAW, "source": None}), r"source and source_kind are needed with the citation 'Code 1'"),
    (
        "a citation of no law",
        rule_text(**{**LAW, "citation": '"law.small_claims.limits"'}),
        r"citation: law\.small_claims\.limits: no such law",
    ),
    (
        "an override of nothing",
        rule_text(overrides='["common.test.two"]'),
        r"overrides: common\.test\.two: no such rule \(did you mean common\.test\.one\?\)",
    ),
    ("an unknown role", rule_text(place='"court"'), r"place: Input should be 'forum', .*read 'court'"),
]


@pytest.mark.parametrize(("text", "said"), [(t, s) for _, t, s in MISTAKES], ids=[name for name, _, _ in MISTAKES])
def test_a_mistake_is_said_with_its_place_and_what_is_allowed(read: Read, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read(text)
    assert re.search(said, str(caught.value)), str(caught.value)
    assert all(problem.startswith("common/test.toml") for problem in caught.value.problems)


def of_kentucky(**changes: str | None) -> str:
    return rule_text(**{"id": '"us-ky.test.one"', "place": '"forum"', **changes})


PLACE_MISTAKES: list[tuple[str, str, str]] = [
    ("no place", of_kentucky(place=None), r"us-ky\.test\.one: place is needed in a place's rule \(one of forum, "),
    (
        "an option that the role does not decide",
        of_kentucky(place='"interest"', effect='[{ open = ["small_claims"] }]'),
        r"open small_claims: the options' catalogue says that .* decides it, not interest",
    ),
    (
        "a conclusion that the role does not draw",
        of_kentucky(place='"interest"', effect='[{ conclude = "time_barred" }]'),
        r"conclude time_barred: roles in conclusions\.toml are .*, not interest",
    ),
    (
        "a common rule that allows no overriding",
        of_kentucky(overrides='["common.test.one"]'),
        r"common\.test\.one must name forum in overridable_by; read \[\]",
    ),
]


@pytest.mark.parametrize(("text", "said"), [(t, s) for _, t, s in PLACE_MISTAKES], ids=[name for name, _, _ in PLACE_MISTAKES])
def test_a_mistake_in_a_places_own_rule_is_said(read: Read, text: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    common = Scope("common", tuple(read(rule_text()).rules), "", {})
    monkeypatch.setattr(library, "scope", lambda name: common)
    with pytest.raises(DataError) as caught:
        read(text, "us-ky")
    assert re.search(said, str(caught.value)), str(caught.value)
    assert all(problem.startswith("us-ky/test.toml") for problem in caught.value.problems)


def test_all_mistakes_of_a_scope_are_said_at_once(read: Read) -> None:
    with pytest.raises(DataError) as caught:
        read(when('["a.b"]') + rule_text(id='"common.test.two"', reason='"{x}."'), other="[[rule]]\n", broken="= 1")
    files = [problem.split(":")[0] for problem in caught.value.problems]
    assert {"common/test.toml", "common/other.toml", "common/broken.toml"} == set(files)
    assert len(files) >= 4
