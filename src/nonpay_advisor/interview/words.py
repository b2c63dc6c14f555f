"""What the interview says: answers in words, why a fact is asked, what each answer would do, where a case stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from nonpay_advisor.advice.words import money, number
from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.interview import groups
from nonpay_advisor.interview.entry import say_day
from nonpay_advisor.interview.needs import Need
from nonpay_advisor.interview.next import GroupClearing, Stock, as_engine
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE, Fact
from nonpay_advisor.vocabulary.places import place_name, places

MOST_NAMED = 4
MOST_EFFECTS = 6
NOT_KNOWN = "not known"
NONE_OF_THESE = "none of these is so"
_SHOWN = {
    "money": "the money that is owed today",
    "deadline": "a deadline",
    "path": "the order of the steps",
    "attorney": "how soon to see an attorney",
    "needs": "what must be done first",
    "forum": "which court, and its fee",
}
_VERBS = {"available": "opens", "premature": "not yet, but possible:", "barred": "closes", "not_applicable": "sets aside"}


def named(option_ids: Iterable[str], most: int = MOST_NAMED) -> str:
    """Options by their titles, the first few of them."""
    titles = [catalogue.options()[o].title for o in option_ids]
    said = "; ".join(titles[:most])
    return said + (f" and {len(titles) - most} more" if len(titles) > most else "")


def answer(fact_id: str, value: Any, currency: str | None = None) -> str:
    """An answer in words, from the value that a case file gives."""
    return answer_to(catalogue.facts()[fact_id], value, currency)


def answer_to(fact: Fact, value: Any, currency: str | None = None) -> str:
    """An answer in words, also to a question about one item of a list."""
    if value is False and fact.kind != "yes_no":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if fact.kind == "choice":
        return fact.question.words.get(str(value), str(value).replace("_", " "))
    if fact.kind == "choices":
        return ", ".join(fact.question.words.get(str(v), str(v)) for v in value) or "none"
    if fact.kind == "place":
        return _place(value)
    if fact.kind == "places":
        return ", ".join(_place(v) for v in value) or "none"
    if fact.kind == "list":
        return "; ".join(_item(v, currency) for v in value) or "none"
    if isinstance(value, date):
        return f"about {say_day(value)}" if fact.id == "claim.due_about_on" else say_day(value)
    if isinstance(value, (Decimal, int)):
        return money(Decimal(value), currency) if fact.kind in {"money", "late_fee"} else number(Decimal(value))
    return str(value)


def _place(code: Any) -> str:
    try:
        name = place_name(str(code).upper())
    except ValueError:
        return str(code)
    # Georgia is two places.
    alike = [c for c, n in places().items() if n == name]
    return f"{name} ({place_name(str(code)[:2].upper())})" if len(alike) > 1 and "-" in str(code) else name


def _item(value: Any, currency: str | None) -> str:
    if isinstance(value, date):
        return say_day(value)
    if not isinstance(value, dict):
        return str(value)
    said = []
    for key, part in value.items():
        if isinstance(part, date):
            said.append(say_day(part))
        elif key == "amount":
            said.append(money(Decimal(str(part)), currency))
        elif key == "jurisdiction":
            said.append(_place(part))
        elif isinstance(part, bool):
            said += [key.replace("_", " ")] if part else []
        elif part:
            said.append(str(part).replace("_", " "))
    return ", ".join(said) or "one, the day not known"


def standing(stock: Stock, width: int) -> str:
    """Where a case stands, in a line."""
    counts = stock.counts
    left = f"about {stock.left} question{'s' if stock.left != 1 else ''} left"
    parts = [f"{counts['available']} open"]
    if counts["premature"] and width >= 60:
        parts.append(f"{counts['premature']} not yet")
    parts.append(f"{counts['barred']} closed")
    if counts["undetermined"]:
        verb = "depends" if counts["undetermined"] == 1 else "depend"
        parts.append(f"{counts['undetermined']} {'still ' if width >= 60 else ''}{verb}")
    return f"{'Options: ' if width >= 60 else ''}{', '.join(parts)}; {left}."


def why(fact_id: str, stock: Stock) -> list[str]:
    """Why a fact is asked: what hangs on it, and what each answer would do."""
    fact = catalogue.facts()[fact_id]
    said = [fact.question.why]
    need = stock.needs.get(fact_id)
    if need is None:
        return said + changes(fact, stock)
    if need.options:
        said.append(f"{_count(len(need.options))} on it: {named(o for o in catalogue.options() if o in need.options)}.")
    if need.shown:
        said.append(f"So {'does' if len(need.shown) == 1 else 'do'}: {', '.join(_SHOWN[s] for s in sorted(need.shown))}.")
    return said + effects(fact, need, stock)


def _count(n: int) -> str:
    return "One option hangs" if n == 1 else f"{n} options hang"


def _answers(fact: Fact) -> list[tuple[str, Any]]:
    """The answers that can be tried, in words and as the engine holds them."""
    if fact.kind == "yes_no":
        return [("yes", True), ("no", False)]
    if fact.kind == "choice":
        return [(answer_to(fact, c), c) for c in fact.choices]
    if fact.kind == "table":
        return [("yes", True), ("none", NONE)]
    return [("none", ())] if fact.kind == "list" else []


def _together(fact: Fact, stock: Stock, told: Callable[[Inference], str]) -> list[str]:
    """What each answer would do; answers that do the same stand together."""
    by_effect: dict[str, list[str]] = {}
    for label, value in _answers(fact):
        there = stock.inference.changed({fact.id: as_engine(fact.id, value)})
        by_effect.setdefault(told(there), []).append(label)
    lines = [f"- {' / '.join(labels)}: {effect}" for effect, labels in by_effect.items()]
    # Those that come first are told; a screen holds no more.
    return lines if len(lines) <= MOST_EFFECTS else [*lines[:MOST_EFFECTS], "- and so on for the others."]


def effects(fact: Fact, need: Need, stock: Stock) -> list[str]:
    """What each answer would do to the options that hang on a fact that is not known."""
    if fact.kind in {"day", "event", "money"}:
        return _along(fact, need, stock)
    return _together(fact, stock, lambda there: _effect(there, need.options))


def changes(fact: Fact, stock: Stock) -> list[str]:
    """What each other answer would change, where a fact is known."""

    def told(there: Inference) -> str:
        moved = [o for o, status in stock.statuses.items() if status != there.status(o)]
        return _effect(there, moved) if moved else "leaves every option as it is now."

    return _together(fact, stock, told) if fact.id in stock.inference.situation.flat else []


def _effect(there: Inference, options: Iterable[str]) -> str:
    by_status: dict[str, list[str]] = {}
    for option_id in options:
        by_status.setdefault(there.status(option_id), []).append(option_id)
    open_still = len(by_status.pop("undetermined", []))
    said = [f"{_VERBS[status]} {named(ids, 2)}" for status in _VERBS for ids in [by_status.get(status)] if ids]
    if open_still:
        some = f"{open_still} {'depends' if open_still == 1 else 'depend'} on more"
        said.append(some if said else f"decides nothing by itself: {some}")
    return ". ".join(said) + "."


def _along(fact: Fact, need: Need, stock: Stock) -> list[str]:
    from nonpay_advisor.advice.figures import currency_of
    from nonpay_advisor.advice.whatif import WhatIf

    what_if = WhatIf(stock.inference, currency_of(stock.inference)[0])
    said = []
    for option_id in sorted(need.options, key=lambda o: need.options[o]):
        answers = what_if.answers(option_id, fact)
        if len({a.status for a in answers}) > 1:
            words = "; ".join(f"{a.answer}: {catalogue.STATUS_WORDS[a.status]}" for a in answers)
            said.append(f"- {catalogue.options()[option_id].title}: {words}.")
        if len(said) == 3:
            break
    return said


def group_why(clearing: GroupClearing) -> list[str]:
    """What each circumstance of a group means, and why it is asked."""
    said = []
    if clearing.options:
        said.append(f"{_count(len(clearing.options))} on these: {named(clearing.options)}.")
    for n, fact_id in enumerate(clearing.facts, 1):
        question = catalogue.facts()[fact_id].question
        said.append(f"{n}. {label(clearing.group, fact_id)}: {question.text} {question.help} Why: {question.why}")
    return said


def label(group_id: str, fact_id: str) -> str:
    """How an unusual circumstance reads in its group's list."""
    return groups.BY_ID[group_id].labels[fact_id]


def find(fact_id: str) -> str:
    """Where an answer can be found, for later."""
    return f"Left open: the report says what depends on it. It can be found here: {catalogue.facts()[fact_id].question.find}"
