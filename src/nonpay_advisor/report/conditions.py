"""The conditions of rules as a person reads them, with what they read in a case."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from nonpay_advisor.advice import words
from nonpay_advisor.advice.advising import row_words
from nonpay_advisor.engine import places
from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.engine.possible import NO, UNKNOWN, YES
from nonpay_advisor.engine.program import ELSEWHERE, Asked
from nonpay_advisor.law import library
from nonpay_advisor.rulebase.library import conclusions
from nonpay_advisor.vocabulary import catalogue, terms
from nonpay_advisor.vocabulary.places import place_name

TRUTHS = {YES: "yes", UNKNOWN: "not known", NO: "no"}
_WORDS = {
    "is": "is", "is_not": "is not", "one_of": "is", "none_of": "is none of", "within": "is in", "not_within": "is not in",
    "at_most": "is at most", "above": "is above", "at_least": "is at least", "below": "is below", "before": "is before",
    "on_or_before": "is on or before", "after": "is after", "on_or_after": "is on or after", "exists": "is there", "none": "is not there",
}  # fmt: skip


def _plain(term: str) -> tuple[str, str]:
    """A term without the place that a place's own rule fixes, and that place."""
    bare, _, fixed = term.partition("@")
    return bare, fixed


def term_words(term: str) -> str:
    """What a term is, in words."""
    bare, fixed = _plain(term)
    prefix, _, rest = bare.partition(".")
    where = f" ({place_name(fixed)})" if fixed else ""
    if prefix in {"law", "clock", "charge"} and rest in catalogue.law_ids():
        title = catalogue.law_ids()[rest].title
        return f"the law: {title}{where}" if prefix != "clock" else f"the last day: {title}{where}"
    if prefix == "place":
        return f"the place ({places.BASIS.get(rest, rest)})"
    if prefix == "derived":
        return "today" if rest == "today" else f"worked out: {rest.replace('_', ' ')}"
    if prefix == "conclusion":
        return conclusions()[rest].title
    group, _, name = bare.partition(".")
    return f"{group}: {name.replace('_', ' ').replace('.', ', ')}"


def _is_term(thing: Any) -> bool:
    return isinstance(thing, str) and "." in thing and terms.kind_or_none(_plain(thing)[0], conclusions()) is not None


def _thing(thing: Any, about: str, currency: str | None) -> str:
    if isinstance(thing, (tuple, list)):
        return " or ".join(_thing(t, about, currency) for t in thing)
    if _is_term(thing):
        return term_words(thing)
    if isinstance(thing, bool):
        return "yes" if thing else "no"
    if isinstance(thing, date):
        return words.day(thing)
    if isinstance(thing, (int, Decimal)):
        exact = Decimal(thing)
        return words.money(exact, currency) if terms.kind_or_none(about, conclusions()) == "money" else words.number(exact)
    fact = catalogue.facts().get(about)
    if fact is not None and fact.kind == "choice":
        return words.answer(about, thing)
    try:
        return place_name(str(thing))
    except ValueError:
        return str(thing).replace("_", " ")


def asked_words(key: tuple[Any, ...], currency: str | None) -> str:
    """A condition in words, without what it comes to in the case."""
    term = key[0]
    if term == ELSEWHERE:
        return "a rule of a place that is not known could go before it"
    if term.startswith("rule:"):
        return f"the rule {term[5:]} applies, which goes before it"
    if term.startswith("conclusion."):
        turned = len(key) == 3 and ((key[1] == "is" and key[2] is False) or (key[1] == "is_not" and key[2] is True))
        return ("not so: " if turned else "") + term_words(term)
    about = _plain(term)[0]
    if len(key) == 1:
        return f"{term_words(term)} is yes"
    said = f"{term_words(term)} {_WORDS.get(key[1], key[1].replace('_', ' '))}"
    return said if len(key) == 2 else f"{said} {_thing(key[2], about, currency)}"


def value_words(term: str, inference: Inference, currency: str | None) -> str:
    """What a term is in the case."""
    bare, _ = _plain(term)
    prefix = bare.partition(".")[0]
    value = inference.situation.term(term)
    if prefix == "place" or (bare in catalogue.facts() and catalogue.facts()[bare].kind == "place"):
        if value.open:
            return words.NOT_KNOWN
        return " or ".join("none" if i is catalogue.NONE else place_name(str(i)) for i in value.items)
    if prefix == "charge":
        return words.NOT_KNOWN if value.open else "none" if value.exact is catalogue.NONE else "there is one"
    if bare in catalogue.facts() and value.exact is not None:
        return words.answer(bare, value.exact, currency)
    return words.possible(value, terms.kind_or_none(bare, conclusions()), currency)


def read_terms(asked: Asked) -> list[str]:
    """The terms that a condition reads."""
    key = asked.key
    if asked.conclusion or key[0] == ELSEWHERE:
        return []
    return [key[0]] + ([key[2]] if len(key) == 3 and _is_term(key[2]) else [])


def law_words(term: str, inference: Inference) -> list[tuple[str, str]]:
    """The rows of law behind a term: each in words, with its authority."""
    bare, _ = _plain(term)
    if not bare.startswith(("law.", "clock.", "charge.")):
        return []
    held, _ = inference.situation.held(term.partition(".")[2])
    found = []
    for one in held:
        value = row_words(one, library.jurisdiction(one.place).currency)
        since = words.day(one.row.starts_on)
        found.append(
            (f"{catalogue.law_ids()[one.datum.id].title} ({place_name(one.place)}): {value}, in force from {since}", one.row.citation)
        )
    return found
