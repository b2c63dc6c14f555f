"""What the interview says: answers in words, why a fact is asked, what each answer would do, where a case stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from nonpay_advisor.advice.words import money, number
from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.interview import groups
from nonpay_advisor.interview.entry import say_day
from nonpay_advisor.interview.needs import Need
from nonpay_advisor.interview.next import GroupClearing, Stock, as_engine, ordinary_value
from nonpay_advisor.law import library
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE, Fact
from nonpay_advisor.vocabulary.kinds import FIRST_DAY, Span
from nonpay_advisor.vocabulary.places import place_name, places

MOST_NAMED = 4
MOST_EFFECTS = 6
# Options whose turns along days or sums are looked for.
MOST_TRIED = 10
NOT_KNOWN = "not known"
NONE_OF_THESE = "none of these is so"
NO_CHANGE = "leaves every option as it is."
NOTHING_BY_ITSELF = "- no answer opens or closes an option by itself; together with others it may."
AS_USUAL = "With everything else as it usually is:"
_SHOWN = {
    "money": "the money that is owed today",
    "deadline": "a deadline",
    "path": "the order of the steps",
    "attorney": "how soon to see an attorney",
    "needs": "what must be done first",
    "forum": "which court, and its fee",
}
_VERBS = {"available": "opens", "premature": "makes possible later", "barred": "closes", "not_applicable": "sets aside"}


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
    said = [without_ids(fact.question.why)]
    need = stock.needs.get(fact_id)
    if need is None and fact_id not in stock.inference.situation.flat:
        return [*said, "No option that is still open hangs on it; it belongs to the record of the case and to its papers."]
    if need is None:
        return said + _headed(changes(fact, stock))
    if need.options:
        said.append(f"{_count(len(need.options))} on it: {named(o for o in catalogue.options() if o in need.options)}.")
    if need.shown:
        said.append(f"So {'does' if len(need.shown) == 1 else 'do'}: {', '.join(_SHOWN[s] for s in sorted(need.shown))}.")
    return said + _headed(effects(fact, need, stock))


def _headed(effects: list[str]) -> list[str]:
    return [AS_USUAL, *effects] if effects else []


_IDS = re.compile(r" ?\(([a-z_]+(?:, [a-z_]+)*)\)")


def without_ids(text: str) -> str:
    """A text of the vocabulary without the ids of options in brackets: a person is told their titles."""
    return _IDS.sub(lambda m: m[0] if set(m[1].split(", ")) - set(catalogue.options()) else "", text)


def with_questions(text: str) -> str:
    """A message with the questions in place of the ids of facts."""

    def told(found: re.Match[str]) -> str:
        fact = catalogue.facts().get(found[0])
        return f'"{fact.question.text}"' if fact else found[0]

    return re.sub(r"[a-z_]+(?:\.[a-z_]+)+", told, text.removeprefix("the case: "))


def _count(n: int) -> str:
    return "One option hangs" if n == 1 else f"{n} options hang"


def _answers(fact: Fact, stock: Stock) -> list[tuple[str, Any]]:
    """The answers that can be tried, in words and as the engine holds them."""
    if fact.kind == "yes_no":
        return [("yes", True), ("no", False)]
    if fact.kind == "choice":
        return [(answer_to(fact, c), c) for c in fact.choices]
    if fact.kind == "table":
        return [("yes", True), ("none", NONE)]
    if fact.kind == "list":
        return [("some", _unusual(fact, stock)[0]), ("none", ())]
    if fact.kind == "place":
        # To try every place held would read the law of all of them.
        return [(_place(code), code) for code in _named_places(stock)]
    return []


def _named_places(stock: Stock) -> list[str]:
    flat = stock.inference.situation.flat
    named_in = {v for i, v in flat.items() if catalogue.facts()[i].kind == "place" and isinstance(v, str)}
    return sorted(code for code in named_in if library.chain(code))


def _together(there: Mapping[str, Inference], told: Callable[[Inference], str]) -> list[str]:
    """What each answer would do; answers that do the same stand together."""
    by_effect: dict[str, list[str]] = {}
    for label, inference in there.items():
        by_effect.setdefault(told(inference), []).append(label)
    lines = [f"- {' / '.join(labels)}: {effect}" for effect, labels in by_effect.items()]
    # Those that come first are told; a screen holds no more.
    return lines if len(lines) <= MOST_EFFECTS else [*lines[:MOST_EFFECTS], "- and so on for the others."]


def effects(fact: Fact, need: Need, stock: Stock) -> list[str]:
    """What each answer would do to the options that hang on a fact that is not known: where the answers differ."""
    if fact.kind in {"day", "event", "money"}:
        return _along(fact, need, stock)
    if not need.options:
        return []
    there = {label: stock.as_usual.changed({fact.id: as_engine(fact.id, value)}) for label, value in _answers(fact, stock)}
    if fact.kind == "place":
        lines = _together(there, lambda one: _effect(one, need.options))
        return [*lines, f"- each place by its own law. {_held()}"]
    differing = [o for o in need.options if len({one.status(o) for one in there.values()}) > 1]
    if there and not differing:
        return [NOTHING_BY_ITSELF]
    return _together(there, lambda one: _effect(one, differing))


def _held() -> str:
    """Whose law is held, in a few words."""
    by_country: dict[str, list[str]] = {}
    for code in library.held_places():
        if library.is_whole(code, "forum"):
            by_country.setdefault(code[:2], []).append(code)
    said = [
        f"{place_name(country)} ({len(codes)} parts)" if len(codes) > MOST_NAMED else ", ".join(place_name(c) for c in codes)
        for country, codes in sorted(by_country.items())
    ]
    return f"The law held is that of: {'; '.join(said)}."


def changes(fact: Fact, stock: Stock) -> list[str]:
    """What each other answer would change, where a fact is known."""
    if fact.id not in stock.inference.situation.flat:
        return []
    there = {label: stock.as_usual.changed({fact.id: as_engine(fact.id, value)}) for label, value in _answers(fact, stock)}
    if there and all(_moved(one, stock.as_usual) == NO_CHANGE for one in there.values()):
        return [NOTHING_BY_ITSELF]
    return _together(there, lambda one: _moved(one, stock.as_usual))


def _effect(there: Inference, options: Iterable[str]) -> str:
    by_status: dict[str, list[str]] = {}
    for option_id in options:
        by_status.setdefault(there.status(option_id), []).append(option_id)
    open_still = len(by_status.pop("undetermined", []))
    said = [f"{_VERBS[status]} {_quoted(ids)}" for status in _VERBS for ids in [by_status.get(status)] if ids]
    if open_still:
        said.append(f"{open_still} {'depends' if open_still == 1 else 'depend'} on more")
    return "; ".join(said) + "."


def _quoted(option_ids: list[str], most: int = 2) -> str:
    titles = [f'"{catalogue.options()[o].title}"' for o in option_ids]
    more = [f"{len(titles) - most} more"] if len(titles) > most else []
    *first, last = [*titles[:most], *more]
    return f"{', '.join(first)} and {last}" if first else last


def _along(fact: Fact, need: Need, stock: Stock) -> list[str]:
    """Along days or sums: where the status of an option turns; options that turn alike stand together."""
    from nonpay_advisor.advice.figures import currency_of
    from nonpay_advisor.advice.whatif import WhatIf

    what_if = WhatIf(stock.as_usual, currency_of(stock.inference)[0])
    alike: dict[str, list[str]] = {}
    for option_id in sorted(need.options, key=lambda o: need.options[o])[:MOST_TRIED]:
        answers = what_if.answers(option_id, fact)
        if len({a.status for a in answers}) > 1:
            alike.setdefault("; ".join(f"{a.answer}: {catalogue.STATUS_WORDS[a.status]}" for a in answers), []).append(option_id)
    return [f"- {_quoted(ids)}: {turns}." for turns, ids in list(alike.items())[:MOST_NAMED]]


def group_why(clearing: GroupClearing, stock: Stock) -> list[str]:
    """Why the circumstances of a group are asked: which options hang on them, and what each would do, or none of them."""
    hanging = [o for o in catalogue.options() if any(o in stock.needs[f].options for f in clearing.facts if f in stock.needs)]
    said = [f"{_count(len(hanging))} on these: {named(hanging)}."] if hanging else []
    usual = stock.inference.changed({f: as_engine(f, ordinary_value(f)) for f in clearing.facts})
    settled = [o for o in catalogue.options() if stock.statuses[o] == "undetermined" != usual.status(o)]
    said.append(f"- {NONE_OF_THESE}: {_effect(usual, settled) if settled else 'leaves what is usual, and the questions go on.'}")
    for n, fact_id in enumerate(clearing.facts, 1):
        fact = catalogue.facts()[fact_id]
        said.append(f"- {n} {label(clearing.group, fact_id)}: {without_ids(fact.question.why)} {_if_so(fact, stock)}")
    return said


def _if_so(fact: Fact, stock: Stock) -> str:
    """What a circumstance does by itself, where that is known before its details."""
    effects = {_moved(stock.as_usual.changed({fact.id: value}), stock.as_usual) for value in _unusual(fact, stock)}
    if len(effects) != 1:
        return "What it does depends on its details, asked next."
    effect = effects.pop()
    return "By itself it opens or closes nothing." if effect == NO_CHANGE else f"By itself it {effect}"


def _unusual(fact: Fact, stock: Stock) -> list[Any]:
    """The answers other than the ordinary one that can be tried, as the engine holds them."""
    if fact.kind == "yes_no":
        return [not fact.question.ordinary]
    if fact.kind == "choice":
        return [c for c in fact.choices if c != fact.question.ordinary]
    if fact.kind in {"table", "event"}:
        return [True]
    if fact.kind == "day":
        return [Span(FIRST_DAY, stock.inference.situation.as_of, "a day not known")]
    return [(fact.item.model_construct(),)] if fact.item is not None else []


def _moved(there: Inference, base: Inference) -> str:
    """What an answer would do to every option whose status it changes."""
    moved = [o for o in catalogue.options() if there.status(o) != base.status(o)]
    if moved and all(there.status(o) == "undetermined" for o in moved):
        return f"leaves {len(moved)} option{'s' if len(moved) > 1 else ''} to its details, asked next."
    return _effect(there, moved) if moved else NO_CHANGE


def label(group_id: str, fact_id: str) -> str:
    """How an unusual circumstance reads in its group's list."""
    return groups.BY_ID[group_id].labels[fact_id]


def find(fact: Fact) -> str:
    """Where an answer can be found, for later."""
    return f"Left open: the report says what depends on it. It can be found here: {fact.question.find}"
