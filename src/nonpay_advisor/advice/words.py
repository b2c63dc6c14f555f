"""Values in words: how dates, money, answers and reasons read."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.engine.possible import Possible, Range
from nonpay_advisor.engine.program import Line
from nonpay_advisor.vocabulary import catalogue, terms
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.kinds import Span

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€"}
NOT_KNOWN = "(not known)"
_BRACES = re.compile(r"\{([^{}]*)\}")


def day(value: date) -> str:
    """A day with its month in words, which reads the same everywhere."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def money(amount: Decimal, currency: str | None) -> str:
    """A sum with its currency."""
    figure = f"{amount:,.2f}"
    if currency is None:
        return figure
    return f"{SYMBOLS[currency]}{figure}" if currency in SYMBOLS else f"{figure} {currency}"


def number(value: Decimal) -> str:
    """A number without needless zeros."""
    text = f"{value.normalize():f}"
    return text if "." not in text else text.rstrip("0").rstrip(".")


def answer(fact_id: str, value: Any, currency: str | None = None) -> str:
    """A fact's value as a person would say it."""
    fact = catalogue.facts()[fact_id]
    if value is NONE:
        return "none"
    if fact.kind == "yes_no":
        return "yes" if value else "no"
    if fact.kind == "choice":
        return fact.question.words.get(str(value), str(value).replace("_", " "))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return money(value, currency) if fact.kind == "money" else number(value)
    if isinstance(value, tuple):
        return "none" if not value else "at least one"
    return str(value)


def listed(item: Any, currency: str | None) -> str:
    """One item of a list: what is known of it, in the order of its questions."""
    if not isinstance(item, BaseModel):
        return str(item).replace("_", " ")
    said = []
    for name in type(item).model_fields:
        value = getattr(item, name)
        if isinstance(value, bool) or value is None:
            said += [name.replace("_", " ")] if value else []
        else:
            said.append(_item(value, "money" if isinstance(value, Decimal) else None, currency))
    return ", ".join(said) or "one of which nothing is known"


def _item(item: Any, kind: str | None, currency: str | None) -> str:
    if item is NONE:
        return "none"
    if isinstance(item, bool):
        return "yes" if item else "no"
    if isinstance(item, date):
        return day(item)
    if isinstance(item, Span):
        return str(item) if item.text else f"between {day(item.first)} and {day(item.last)}"
    if isinstance(item, Range):
        return f"between {_item(item.low, kind, currency)} and {_item(item.high, kind, currency)}"
    if isinstance(item, Decimal):
        if kind == "money":
            return money(item, currency)
        return f"{number(item)}%" if kind == "percent" else number(item)
    if isinstance(item, str):
        return item
    return "some"


def possible(value: Possible, kind: str | None, currency: str | None) -> str:
    """What a term may be, in words."""
    if value.open:
        return NOT_KNOWN
    return " or ".join(dict.fromkeys(_item(i, kind, currency) for i in value.items))


def term(name: str, inference: Inference, currency: str | None, line: Line | None = None) -> str:
    """A term of a rule's sentence, in words."""
    from nonpay_advisor.rulebase.library import conclusions

    kind = terms.kind_or_none(name, conclusions())
    spelled = line.terms.get(name, name) if line else name
    if name.startswith("conclusion."):
        return {2: "yes", 1: NOT_KNOWN, 0: "no"}[inference.conclusion(name[11:])]
    value = inference.situation.term(spelled)
    if name in catalogue.facts() and value.items and value.exact is not None:
        return answer(name, value.exact, currency)
    return possible(value, kind, currency)


def named(text: str) -> list[str]:
    """The terms that a rule's sentence names."""
    return _BRACES.findall(text)


def fill(text: str, inference: Inference, currency: str | None, line: Line | None = None) -> str:
    """A rule's sentence with its values filled in."""
    return _BRACES.sub(lambda m: term(m[1], inference, currency, line), text)
