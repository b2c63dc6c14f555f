"""The terms a condition may speak of, and of what kind each is.

A term is a fact id, or begins with `derived.`, `law.`, `clock.`, `charge.`, `conclusion.` or `place.`.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from nonpay_advisor.vocabulary import catalogue

# What the engine computes from facts and law, with its kind. How is in `engine/derived.py`; a test compares the two.
DERIVED: dict[str, str] = {
    "derived.today": "day",
    "derived.due_on": "day",
    "derived.accrued_on": "day",
    "derived.last_reminder_on": "day",
    "derived.first_demand_on": "day",
    "derived.last_demand_on": "day",
    "derived.stay_ended_on": "day",
    "derived.newest_limitation_on": "day",
    "derived.suspension_wait_ends_on": "day",
    "derived.public_interest_on": "day",
    "derived.construction_interest_on": "day",
    "derived.last_mediation_on": "day",
    "derived.last_payment_on": "day",
    "derived.agreed_limitation_on": "day",
    "derived.cure_ends_on": "day",
    "derived.demand_wait_ends_on": "day",
    "derived.public_decision_due_on": "day",
    "derived.answer_due_on": "day",
    "derived.cashed_in_full_on": "day",
    "derived.accord_repay_ends_on": "day",
    "derived.days_overdue": "count",
    "derived.reminder_count": "count",
    "derived.days_since_first_demand": "count",
    "derived.days_since_last_demand": "count",
    "derived.days_since_last_reminder": "count",
    "derived.days_since_work_finished": "count",
    "derived.days_since_project_completed": "count",
    "derived.days_since_judgment": "count",
    "derived.days_since_public_claim": "count",
    "derived.days_since_service": "count",
    "derived.days_to_limitation": "count",
    "derived.guarantor_count": "count",
    "derived.small_claims_sum": "money",
    "derived.late_fee_percent": "number",
    "derived.undisputed_amount": "money",
    "derived.overdue": "yes_no",
    "derived.part_payment_made": "yes_no",
    "derived.guarantor_other_person": "yes_no",
    "derived.guarantor_bankrupt": "yes_no",
    "derived.forum_elsewhere": "yes_no",
    "derived.real_estate_elsewhere": "yes_no",
    "derived.real_estate_only_elsewhere": "yes_no",
    "derived.diverse": "yes_no",
}
_UNITS = {
    "money": "money",
    "percent": "percent",
    "days": "count",
    "months": "count",
    "years": "count",
    "count": "count",
    "yes_no": "yes_no",
    "text": "text",
}


@cache
def _law_kind(term: str) -> str | None:
    prefix, _, law_id = term.partition(".")
    entry = catalogue.law_ids().get(law_id)
    if entry is None or entry.kind != {"law": "value", "clock": "clock", "charge": "charge"}[prefix]:
        return None
    return {"value": _UNITS.get(entry.unit, "text"), "clock": "day", "charge": "charge"}[entry.kind]


def kind_or_none(term: Any, conclusions: Mapping[str, Any]) -> str | None:
    """The kind of a term, or None if there is no such term."""
    if not isinstance(term, str):
        return None
    prefix = term.partition(".")[0]
    if prefix == "derived":
        return DERIVED.get(term)
    if prefix in {"law", "clock", "charge"}:
        return _law_kind(term)
    if prefix == "conclusion":
        return "conclusion" if term[11:] in conclusions else None
    if prefix == "place":
        return "place" if term[6:] in catalogue.ROLES else None
    fact = catalogue.facts().get(term)
    if fact is None:
        return None
    return fact.kind


def kind_of(term: str, conclusions: Mapping[str, Any]) -> str:
    """The kind of a term; raises KeyError with a sentence naming the nearest known one."""
    kind = kind_or_none(term, conclusions)
    if kind is None:
        known = [*catalogue.facts(), *DERIVED, *(f"conclusion.{c}" for c in conclusions)]
        known += [f"{'law' if e.kind == 'value' else e.kind}.{i}" for i, e in catalogue.law_ids().items()]
        close = difflib.get_close_matches(term, known, n=1)
        raise KeyError(f"{term}: no such term" + (f" (did you mean {close[0]}?)" if close else ""))
    return kind


def kind_of_object(thing: Any, conclusions: Mapping[str, Any]) -> str | None:
    """The kind of a condition's object if it is a term, else None (a literal)."""
    return kind_or_none(thing, conclusions) if isinstance(thing, str) and "." in thing else None


def choices_of(term: str) -> tuple[str, ...]:
    """The allowed answers of a choice; empty for anything else."""
    fact = catalogue.facts().get(term)
    return fact.choices if fact else ()


def is_number(value: Any) -> bool:
    """Whether a literal is a number (a yes or no is not)."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)
