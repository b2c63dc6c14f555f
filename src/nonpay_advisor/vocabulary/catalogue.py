"""Every fact, option and kind of law, once, as tables the other rooms look things up in."""

from __future__ import annotations

import tomllib
import types
import typing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from nonpay_advisor.vocabulary import kinds
from nonpay_advisor.vocabulary.facts import Facts

Kind = Literal[
    "yes_no",
    "choice",
    "money",
    "number",
    "count",
    "day",
    "event",
    "text",
    "place",
    "currency",
    "late_fee",
    "table",
    "list",
    "places",
    "choices",
]

STATUSES = ("available", "premature", "undetermined", "barred", "not_applicable")
STATUS_WORDS = {
    "available": "Open",
    "premature": "Not yet",
    "undetermined": "Depends",
    "barred": "Closed",
    "not_applicable": "Not your case",
}
GROUNDS = ("stay", "immunity", "nonclaim", "limitation", "contract", "jurisdiction", "no_right", "conduct")
BAR_KINDS = ("prohibited", "no_right", "extinguished", "no_jurisdiction", "contract", "complete_defence")
ROLES = (
    "forum", "limitation", "interest", "public_body", "work_place", "customer_place", "creditor_place", "freelancer",
    "formation_place",
)  # fmt: skip


class _None:
    """Says "there is none", which is not the same as not knowing."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NONE"

    def __reduce__(self) -> str:
        return "NONE"


NONE = _None()


@dataclass(frozen=True)
class Fact:
    """One fact of the public vocabulary.

    id        `group.name`, or `group.table.name` inside a table
    kind      what it is (see `Kind`)
    none_ok   whether `false` says "there is none"
    choices   the allowed answers, for a choice
    table     the id of the table it stands in, if any
    """

    id: str
    kind: Kind
    none_ok: bool
    question: kinds.Question
    choices: tuple[str, ...] = ()
    table: str | None = None
    item: type[BaseModel] | None = None

    @property
    def finite(self) -> bool:
        """Whether all possible answers can be tried one by one."""
        return self.kind in {"yes_no", "choice"}


@dataclass(frozen=True)
class Option:
    """One next step of the public catalogue."""

    id: str
    title: str
    sentence: str
    stage: str
    cost: str
    time: str
    risk: str
    sets: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    opened_everywhere: bool = False
    rank: int = 50
    unlocks_clock: str = "none"
    gathers: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    forum: tuple[str, ...] = ()
    fee: tuple[str, ...] = ()
    spacing: int = 0


@dataclass(frozen=True)
class LawId:
    """One kind of law a jurisdiction may hold: a value, clock, charge or series."""

    id: str
    kind: Literal["value", "clock", "charge", "series"]
    topic: str
    title: str
    unit: str
    role: str
    version_by: str = "as_of"
    words: tuple[str, ...] = ()  # where a text is one of a few, which the program reads
    only_some_places: bool = False  # a requirement that few places make: where nothing is held there is none
    outlasts_stay: bool = False  # a time to sue the customer, which does not end while an insolvency forbids the suit


_READERS: dict[Any, Kind] = {
    kinds.read_day: "day",
    kinds.read_day_or_none: "day",
    kinds.read_event: "event",
    kinds.read_amount: "money",
    kinds.read_number: "number",
    kinds.read_count: "count",
    kinds.read_late_fee: "late_fee",
    kinds.read_text: "text",
    kinds.read_place: "place",
    kinds.read_currency: "currency",
    kinds.read_yes_no: "yes_no",
}
_ALIASES: list[tuple[Any, Kind, bool]] = [
    (kinds.AmountOrNone, "money", True),
    (kinds.NumberOrNone, "number", True),
    (kinds.CountOrNone, "count", True),
    (kinds.DayOrNone, "day", True),
    (kinds.Event, "event", True),
    (kinds.LateFee, "late_fee", True),
]


def _shape(annotation: Any) -> tuple[Kind, bool, tuple[str, ...], type[BaseModel] | None]:
    """Tell a field's kind, whether "none" can be said of it, its choices and its table or item model."""
    for alias, kind, none_ok in _ALIASES:
        if annotation == alias:
            return kind, none_ok, (), None
    origin = get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        parts = [a for a in get_args(annotation) if a is not type(None)]
        none_ok = any(a == Literal[False] for a in parts)
        parts = [a for a in parts if a != Literal[False]]
        kind, inner_none, choices, model = _shape(parts[0])
        return kind, none_ok or inner_none, choices, model
    if origin is typing.Annotated:
        base, *extras = get_args(annotation)
        for extra in extras:
            if isinstance(extra, BeforeValidator) and extra.func in _READERS:
                return _READERS[extra.func], False, (), None
        return _shape(base)
    if origin is Literal:
        return "choice", False, tuple(str(a) for a in get_args(annotation)), None
    if origin is tuple:
        item = get_args(annotation)[0]
        if isinstance(item, type) and issubclass(item, BaseModel):
            return "list", True, (), item
        inner, _, choices, _ = _shape(item)
        return ("places" if inner == "place" else "choices"), True, choices, None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "table", False, (), annotation
    raise TypeError(f"the vocabulary cannot tell what {annotation!r} is")


def _walk(model: type[BaseModel], prefix: str, table: str | None, found: dict[str, Fact]) -> None:
    hints = typing.get_type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        question = info.json_schema_extra
        if not isinstance(question, kinds.Question):
            continue
        kind, none_ok, choices, inner = _shape(hints[name])
        fact_id = f"{prefix}.{name}"
        found[fact_id] = Fact(fact_id, kind, none_ok, question, choices, table, inner if kind == "list" else None)
        if kind == "table" and inner is not None:
            _walk(inner, fact_id, fact_id, found)


def facts_within(model: type[BaseModel], prefix: str) -> dict[str, Fact]:
    """The facts of one model by id (the parts of one item of a list), with `prefix` before their names."""
    found: dict[str, Fact] = {}
    _walk(model, prefix, None, found)
    return found


@cache
def facts() -> dict[str, Fact]:
    """All facts by id, in the vocabulary's order."""
    found: dict[str, Fact] = {}
    hints = typing.get_type_hints(Facts, include_extras=True)
    for group, annotation in hints.items():
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            found |= facts_within(annotation, group)
    return found


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))


_TOWARD_CUSTOMER = {"against_customer", "collects_old_debt", "after_judgment"}


@cache
def options() -> dict[str, Option]:
    """All options by id, in the catalogue's order."""
    known = set(Option.__dataclass_fields__)
    made = {}
    for option_id, row in _toml("options.toml")["option"].items():
        row = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items() if k in known}
        if _TOWARD_CUSTOMER.intersection(row["sets"]):
            # The law of the customer's place can close anything done toward the customer (a stay, say).
            row["place"] = tuple(dict.fromkeys([*row["place"], "customer_place"]))
        if "way_to_judgment" in row["sets"]:
            row["place"] = tuple(dict.fromkeys([*row["place"], "limitation", "formation_place"]))
        made[option_id] = Option(id=option_id, **row)
    return made


@cache
def stages() -> dict[str, str]:
    """The stages in order, with their titles."""
    return dict(_toml("options.toml")["stages"])


@cache
def option_sets() -> dict[str, tuple[str, ...]]:
    """Each set of options by name."""
    sets: dict[str, list[str]] = {}
    for option in options().values():
        for name in option.sets:
            sets.setdefault(name, []).append(option.id)
    return {name: tuple(ids) for name, ids in sets.items()}


@cache
def law_ids() -> dict[str, LawId]:
    """Everything a jurisdiction may hold, by id."""
    made: dict[str, LawId] = {}
    for topic, table in _toml("law.toml").items():
        for kind in ("value", "clock", "charge", "series"):
            for law_id, row in table.get(kind, {}).items():
                made[law_id] = LawId(
                    law_id,
                    kind,
                    topic,
                    row["title"],
                    row.get("unit", {"clock": "date", "charge": "percent a year", "series": "percent a year"}.get(kind, "")),
                    table.get("place", "forum"),
                    row.get("version_by", "as_of"),
                    tuple(row.get("words", ())),
                    bool(row.get("only_some_places")),
                    bool(row.get("outlasts_stay")),
                )
    return made
