"""Facts laid flat: one value for each fact id, with what is absent left out.

`false` in place of a date, sum, clause or event becomes NONE, and so do the parts of a table that there is none of. Where the
case is ordinary, absent facts take their declared ordinary value.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE, Fact
from nonpay_advisor.vocabulary.facts import Facts
from nonpay_advisor.vocabulary.kinds import NO_ORDINARY

# Undecided is not unknown: a choice not made is not made.
CHOICES_UNMADE = {
    "choices.waive_excess": False,
    "choices.claim_interest": False,
    "choices.hire_lawyer": False,
    "choices.relationship_matters": False,
}


def settle(fact: Fact, value: Any) -> Any:
    """A value as the engine holds it."""
    if value is False and fact.none_ok and fact.kind != "yes_no":
        return () if fact.kind in {"list", "places", "choices"} else NONE
    return value


def lay(facts: Facts) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Lay facts flat. Returns the values by fact id, and the ids that were taken as ordinary."""
    flat: dict[str, Any] = {}
    ordinary: list[str] = []
    tables: dict[str, Any] = {}
    for fact in catalogue.facts().values():
        if fact.table is not None:
            parent = flat.get(fact.table)
            if fact.table not in flat:
                continue
            if parent is NONE:
                flat[fact.id] = NONE
                continue
            value = getattr(tables[fact.table], fact.id.rsplit(".", 1)[1])
        else:
            group, name = fact.id.split(".", 1)
            value = getattr(getattr(facts, group), name)
        if value is None and facts.ordinary and fact.id not in CHOICES_UNMADE and fact.question.ordinary is not NO_ORDINARY:
            value = fact.question.ordinary
            ordinary.append(fact.id)
        if value is None:
            if fact.id in CHOICES_UNMADE:
                flat[fact.id] = CHOICES_UNMADE[fact.id]
            continue
        if isinstance(value, BaseModel) and fact.kind == "table":
            tables[fact.id] = value
        flat[fact.id] = settle(fact, value)
    if facts.ordinary:
        follows = ordinary_of_others(flat)
        flat |= follows
        ordinary += follows
    return flat, tuple(ordinary)


def ordinary_of_others(flat: dict[str, Any]) -> dict[str, Any]:
    """What an ordinary case takes from its other facts: a dissolved company was formed, and land lies, where the customer is."""
    found: dict[str, Any] = {}
    if "customer.jurisdiction" in flat:
        home = flat["customer.jurisdiction"]
        if flat.get("customer.dissolved_on", NONE) is not NONE:
            found["customer.formed_in"] = home
        if flat.get("customer.owns_real_estate") is True:
            found["customer.real_estate_in"] = (home,)
    return {fact_id: value for fact_id, value in found.items() if fact_id not in flat}


def with_change(flat: dict[str, Any], fact_id: str, value: Any) -> dict[str, Any]:
    """The same facts with one changed (`value` as the engine holds it); parts of a table follow it."""
    changed = dict(flat)
    changed[fact_id] = value
    prefix = fact_id + "."
    if catalogue.facts()[fact_id].kind == "table":
        for other in catalogue.facts():
            if other.startswith(prefix):
                if value is NONE:
                    changed[other] = NONE
                elif other not in flat or flat[other] is NONE:
                    changed.pop(other, None)
    return changed
