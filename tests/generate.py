"""Cases made by hypothesis for the promises, and realistic ones made from a seed for measuring.

A case is a table of values by fact id, as a file gives them (`claim.due_on`: a date; `history.suit`: True, with its parts beside
it). A whole case is drawn first; what is not known is then forgotten from it, so whatever is learned later is consistent with it.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from nonpay_advisor.engine import inference
from nonpay_advisor.engine.flat import CHOICES_UNMADE, lay
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.law import library
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import Fact
from nonpay_advisor.vocabulary.facts import IN_ORDER, Facts
from nonpay_advisor.vocabulary.kinds import NO_ORDINARY
from nonpay_advisor.vocabulary.reading import read_facts

AS_OF = date(2026, 11, 21)
NOT_HELD = "DE"
# The places of the fixed mix, so that a new place leaves what is measured as it was.
MIX = ("GB-EAW", "US-CA", "US-KY", "US-NY", "US-TX")
HELD = tuple(code for code in library.held_places() if "-" in code)
PLACES = (*HELD, "US", NOT_HELD)
FACTS = catalogue.facts()
TOP = {i: f for i, f in FACTS.items() if f.table is None}
# What everybody knows of their own case; the rest is ordinary unless it is drawn.
CORE = (
    "creditor.kind", "creditor.jurisdiction", "customer.kind", "customer.jurisdiction", "customer.government_level", "claim.amount",
    "claim.purpose", "claim.service_kind", "claim.invoiced_on", "claim.due_on", "claim.work_started_on", "claim.work_finished_on",
    "claim.place_of_work", "contract.form", "contract.signed_on", "dispute.reason", "customer.owns_real_estate", "customer.has_means",
)  # fmt: skip
# May lie ahead; every other day has passed.
_AHEAD = {"claim.due_on", "customer.bankruptcy.claims_bar_on"}
Case = dict[str, Any]


def examples(n: int) -> settings:
    """So many examples, and EXAMPLES_TIMES as many (from the environment) for a long run."""
    return settings(max_examples=n * int(os.environ.get("EXAMPLES_TIMES", "1")), deadline=None)


# --- values


def days(ahead: bool = False) -> st.SearchStrategy[date]:
    """Days of the last twelve years, most of them lately; some months ahead where that can be."""
    latest = AS_OF + timedelta(days=200) if ahead else AS_OF - timedelta(days=1)
    lately = st.dates(date(2024, 6, 1), latest)
    return lately | st.dates(date(2014, 1, 1), latest)


def amounts() -> st.SearchStrategy[Decimal]:
    """Sums of money: on both sides of the limits that are held, and anything else up to a million."""
    cents = st.integers(0, 100_000_000).map(lambda c: Decimal(c) / 100)
    return st.sampled_from(_EDGES) | st.integers(1, 30_000).map(Decimal) | cents


def _edges() -> list[Decimal]:
    found = {Decimal("0.00"), Decimal("0.01"), Decimal(1800)}
    for code in HELD:
        for law_id in ("small_claims.limit", "small_claims.minimum", "court.lower.limit", "federal_court.amount_above"):
            datum = library.find(code, law_id)
            for _, part in datum.rows() if datum else ():
                value = getattr(part.row, "value", None)
                if isinstance(value, (int, Decimal)):
                    found |= {Decimal(value) + step for step in (Decimal("-0.01"), Decimal(0), Decimal("0.01")) if value >= 1}
    return sorted(found)


_EDGES = _edges()


def _items(fact: Fact) -> dict[str, Fact]:
    """The facts inside one item of a list, by name."""
    assert fact.item is not None
    return {i.removeprefix(fact.id + "."): f for i, f in catalogue.facts_within(fact.item, fact.id).items()}


def _item(fact: Fact) -> st.SearchStrategy[dict[str, Any]]:
    inner = {n: f for n, f in _items(fact).items() if "." not in n}
    sure = {n: values(f) for n, f in inner.items() if n in {"on", "amount", "kind"}}
    return st.fixed_dictionaries(sure, optional={n: values(f) for n, f in inner.items() if n not in sure})


def values(fact: Fact) -> st.SearchStrategy[Any]:
    """What may be given for a fact that is known (for a table: that there is one, or none)."""
    none = st.just(False) if fact.none_ok else st.nothing()
    ahead = fact.id in _AHEAD
    match fact.kind:
        case "yes_no":
            return st.booleans()
        case "choice":
            return st.sampled_from(fact.choices)
        case "money":
            return amounts() | none
        case "number":
            return st.integers(0, 40).map(Decimal) | none
        case "count":
            return st.sampled_from([0, 1, 5, 10, 30, 60]) | none
        case "day":
            return days(ahead) | none
        case "event":
            return days(ahead) | st.booleans()
        case "place":
            return st.sampled_from(PLACES) | none
        case "currency":
            return st.sampled_from(["USD", "GBP"])
        case "late_fee":
            return st.sampled_from([Decimal("25.00"), "5%", True, False])
        case "table":
            return st.booleans()
        case "list":
            return st.lists(_item(fact), max_size=2)
        case "places":
            return st.lists(st.sampled_from(PLACES), min_size=1, max_size=2)
        case "choices":
            return st.lists(st.sampled_from(fact.choices), max_size=3, unique=True)
        case _:
            return st.sampled_from(["Wake", "New York City", "Jefferson", "somewhere"])


def parts(table_id: str) -> list[Fact]:
    """The facts inside a table."""
    return [f for f in FACTS.values() if f.table == table_id]


def with_parts(case: Case, fact_id: str, given: st.DataObject | Any) -> None:
    """Draw a fact into a case, with its parts if it is a table that is there."""
    fact = FACTS[fact_id]
    case[fact_id] = given(values(fact))
    for part in parts(fact_id):
        case.pop(part.id, None)
        if case[fact_id] is not False:
            case[part.id] = given(values(part))


# --- from a table by ids to facts


def nested(case: Mapping[str, Any]) -> dict[str, Any]:
    """The case as a file gives it, nested by group and table."""
    out: dict[str, Any] = {}
    for fact_id, value in case.items():
        if fact_id == "ordinary":
            out["ordinary"] = value
            continue
        fact = FACTS[fact_id]
        if fact.table is not None and case.get(fact.table) in {None, False}:
            continue
        *way, name = fact_id.split(".")
        spot = out
        for step in way:
            spot = spot.setdefault(step, {})
        if fact.kind == "table" and value is not False:
            spot.setdefault(name, {})
        else:
            spot[name] = value
    return out


def facts_of(case: Mapping[str, Any]) -> Facts:
    """The case read as the program reads it."""
    return read_facts(nested(case))


def situation(case: Mapping[str, Any], as_of: date = AS_OF) -> Situation:
    """The case laid out for the engine."""
    return Situation(lay(facts_of(case))[0], as_of)


def infer(case: Mapping[str, Any], as_of: date = AS_OF) -> inference.Inference:
    """Reason about a case with both evaluators."""
    return inference.infer(situation(case, as_of))


# --- whole cases, and what is known of them


def consistent(case: Case) -> Case:
    """Take out of a case what cannot be so: days out of order, and facts that its other facts put beside the point."""
    case = dict(case)
    for later, earlier, _ in IN_ORDER:
        a, b = case.get(later), case.get(earlier)
        if isinstance(a, date) and isinstance(b, date) and a < b:
            case[later] = b
    if case.get("claim.due_on") is not None:
        # An invoice's own due date, or a day known only about, would say again what is known already.
        case.pop("claim.due_about_on", None)
    for invoice in case.get("claim.invoices") or ():
        for name in ("due_on", "invoiced_on"):
            invoice.pop(name, None)
            if isinstance(case.get(f"claim.{name}"), date):
                invoice[name] = case[f"claim.{name}"]
    for _ in range(3):
        s = situation(case)
        pointless = [i for i in case if i in FACTS and s.is_beside_the_point(FACTS[i])]
        for fact_id in pointless:
            del case[fact_id]
            for part in parts(fact_id):
                case.pop(part.id, None)
        if not pointless:
            break
    return case


@st.composite
def whole_cases(draw: st.DrawFn, odd: int = 6) -> Case:
    """Everything that matters in a case: its core, a few odd things, and the rest ordinary."""
    case: Case = {i: f.question.ordinary for i, f in TOP.items() if f.question.ordinary is not NO_ORDINARY}
    for fact_id in CORE:
        case[fact_id] = draw(values(FACTS[fact_id]))
    for fact_id in draw(st.lists(st.sampled_from(list(TOP)), max_size=odd, unique=True)):
        with_parts(case, fact_id, draw)
    return consistent(case)


def forget(case: Mapping[str, Any], fact_ids: Iterable[str]) -> Case:
    """The case without some facts: they are not known."""
    gone = set(fact_ids)
    gone |= {f.id for f in FACTS.values() if f.table in gone}
    return {i: v for i, v in case.items() if i not in gone}


def forgettable(case: Mapping[str, Any]) -> list[str]:
    """The facts of a case that could be unknown (a choice that is not made is not unknown)."""
    return [i for i in case if i in FACTS and i not in CHOICES_UNMADE]


@st.composite
def partial_cases(draw: st.DrawFn, odd: int = 6) -> Case:
    """A case of which some things are not known."""
    return draw(learnings(odd))[1]


def blur(case: Mapping[str, Any], fact_id: str) -> Case:
    """The case with a day known only about: its month, or that it has come; any other fact is forgotten."""
    value = case.get(fact_id)
    if fact_id == "claim.due_on" and isinstance(value, date) and value.day % 2:
        return forget(case, [fact_id]) | {"claim.due_about_on": value + timedelta(days=value.day - 15)}
    if isinstance(value, date) and FACTS[fact_id].kind == "event":
        return {**case, fact_id: True}
    if isinstance(value, date):
        return {**case, fact_id: f"{value:%Y-%m}"}
    if fact_id.startswith("history.") and isinstance(value, list):
        return {**case, fact_id: [{k: v for k, v in item.items() if k != "on"} for item in value]}
    return forget(case, [fact_id])


@st.composite
def learnings(draw: st.DrawFn, odd: int = 6) -> tuple[Case, Case]:
    """Two states of one case: what is known first, and what is known after something was learned."""
    case = draw(whole_cases(odd))
    ids = forgettable(case)
    more = forget(case, draw(st.lists(st.sampled_from(ids), max_size=8, unique=True)))
    later = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=4, unique=True))
    less: Case = dict(more)
    for fact_id in later:
        if fact_id in less:
            less = blur(less, fact_id) if draw(st.booleans()) else forget(less, [fact_id])
    return less, more


# --- realistic cases from a seed


def _between(r: random.Random, first: int, last: int) -> date:
    """A day so many days ago."""
    return AS_OF - timedelta(days=r.randint(first, last))


def _plain(r: random.Random) -> Case:
    """A usual unpaid invoice, all of it known."""
    place = r.choice(MIX)
    due = _between(r, 20, 300)
    signed = due - timedelta(days=r.randint(60, 200))
    creditor, customer = r.choice(["individual", "sole_trader", "llc"]), r.choice(["individual", "company", "company", "llc", "nonprofit"])
    return {
        "ordinary": True,
        "creditor.kind": creditor,
        "creditor.jurisdiction": place,
        "customer.kind": customer,
        "customer.jurisdiction": place,
        "customer.owns_real_estate": r.random() < 0.3,
        "customer.has_means": r.choice(["yes", "some", "none"]),
        "claim.amount": Decimal(r.choice([r.randint(20_000, 400_000), r.randint(400_000, 3_000_000)])) / 100,
        "claim.purpose": "consumer" if customer == "individual" and r.random() < 0.5 else "business",
        "claim.service_kind": r.choice(["professional", "creative", "trades"]),
        "claim.invoiced_on": due - timedelta(days=30),
        "claim.due_on": due,
        "claim.work_started_on": signed + timedelta(days=2),
        "claim.work_finished_on": due - timedelta(days=31),
        "claim.place_of_work": place,
        "contract.form": r.choice(["signed", "signed", "unsigned_writing", "oral"]),
        "contract.signed_on": signed,
        "dispute.reason": r.choice(["financial", "silent", "silent", "quality", "invoice"]),
        "history.reminders": [{"on": due + timedelta(days=7 * (n + 1))} for n in range(r.randint(0, 2))],
    }


_UNUSUAL: tuple[tuple[tuple[str, Any], ...], ...] = (
    (("customer.kind", "government"), ("customer.government_level", "state"), ("claim.purpose", "business")),
    (("customer.kind", "government"), ("customer.government_level", "federal"), ("claim.purpose", "business")),
    (("customer.bankruptcy", True), ("customer.bankruptcy.stage", "open"), ("customer.bankruptcy.petition_on", AS_OF - timedelta(days=20))),
    (("claim.work_on_property", "improvement"), ("claim.property_owner", "customer"), ("claim.service_kind", "trades")),
    (("claim.public_work", True), ("claim.tier", "first_tier_subcontractor"), ("claim.work_on_property", "new_build")),
    (("contract.form", "signed"), ("contract.arbitration", "mandatory"), ("contract.arbitration_small_claims_carve_out", False)),
    (("contract.form", "signed"), ("contract.forum_selection", True), ("contract.forum_selection.place", "US-NY")),
    (("history.judgment", True), ("history.judgment.on", AS_OF - timedelta(days=40))),
    (("claim.due_on", AS_OF - timedelta(days=365 * 5)), ("claim.invoiced_on", AS_OF - timedelta(days=365 * 5 + 30))),
    (("customer.kind", "individual"), ("customer.died_on", AS_OF - timedelta(days=60))),
    (("creditor.jurisdiction", NOT_HELD), ("dispute.status", "disputed"), ("dispute.counterclaim_threatened", True)),
    (("customer.guarantors", [{"kind": "individual", "same_person": False}]), ("choices.waive_excess", True)),
)


def case_of(kind: str, r: random.Random) -> Case:
    """One case of a kind: "ordinary", "partial" or "unusual"."""
    case = _plain(r)
    if kind == "unusual":
        for change in r.sample(_UNUSUAL, r.randint(1, 2)):
            case |= dict(change)
    if kind == "partial":
        case["ordinary"] = False
        ids = forgettable(case)
        case = forget(case, r.sample(ids, r.randint(2, 8)))
        for fact_id in r.sample(list(TOP), 20):
            if fact_id not in case and TOP[fact_id].question.ordinary is not NO_ORDINARY:
                case[fact_id] = TOP[fact_id].question.ordinary
    return consistent(case)


def cases(n: int, seed: int) -> list[Facts]:
    """So many realistic cases, the same for the same seed: of 20, 12 ordinary and complete, 5 partial, 3 unusual."""
    r = random.Random(seed)
    kinds = ["ordinary"] * 12 + ["partial"] * 5 + ["unusual"] * 3
    return [facts_of(case_of(kinds[i % 20], r)) for i in range(n)]
