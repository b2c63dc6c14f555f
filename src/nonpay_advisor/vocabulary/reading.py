"""Reads facts given as a mapping, and says in words what is wrong with them."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from nonpay_advisor.errors import FactsError
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.facts import Facts

MOST_PROBLEMS = 50


def shown(value: Any, most: int = 80) -> str:
    """A value as a message shows it: quoted, without control characters, cut."""
    text = repr(value)
    if isinstance(value, float) or not isinstance(value, (str, int, bool, list, tuple, dict, type(None))):
        text = str(value)
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return text if len(text) <= most else text[: most - 3] + "..."


def _models_at(loc: tuple[Any, ...]) -> list[str]:
    """The keys allowed where an unknown key was read."""
    model: type[BaseModel] | None = Facts
    for part in loc[:-1]:
        if model is None:
            return []
        if isinstance(part, int) or part not in model.model_fields:
            continue
        model = _inner(typing.get_type_hints(model, include_extras=True)[part])
    return list(model.model_fields) if model else []


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _inner(part) if (get_origin(part) or isinstance(part, (type, types.UnionType))) else None
        if found:
            return found
    return None


def _field(loc: tuple[Any, ...]) -> str:
    """The field's name as a user writes it: unions' branches are pydantic's business, not theirs."""
    parts: list[str] = []
    for part in loc:
        if isinstance(part, int):
            parts.append(f"[{part + 1}]")
        elif "[" not in part and "literal" not in part.lower() and not part[:1].isupper() and not part.startswith("function"):
            parts.append(part if not parts else f".{part}")
    return "".join(parts) or "the case"


def _allowed(item: Any) -> str:
    context = item.get("ctx", {})
    kind = item["type"]
    if kind == "value_error":
        return str(item["msg"]).removeprefix("Value error, ")
    if kind == "literal_error":
        words = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        allowed = [w.strip() for w in words.split(",")]
        close = difflib.get_close_matches(str(item.get("input")), allowed, n=1)
        return f"allowed are {', '.join(allowed)}" + (f" (did you mean {close[0]}?)" if close else "")
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return "a table is needed"
    if kind == "tuple_type":
        return "a list is needed"
    return str(item["msg"])


def read_facts(given: Facts | Mapping[str, Any] | None) -> Facts:
    """Read the facts of a case.

    given  a `Facts`, or a mapping nested by group ({"claim": {"amount": "2500.00"}}); None means nothing is known
    Raises FactsError with one line for each problem: the field, what was read, what is allowed, the nearest valid name.
    """
    if isinstance(given, Facts):
        return given
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        raise FactsError([f"the case: read {shown(given)}, a table of facts is needed"])
    try:
        return Facts.model_validate(dict(given))
    except ValidationError as error:
        raise FactsError(_problems(error)) from None
    except RecursionError:
        raise FactsError(["the case: the tables are nested too deeply"]) from None


def _problems(error: ValidationError) -> list[str]:
    told: dict[str, str] = {}
    for item in error.errors(include_url=False)[:MOST_PROBLEMS]:
        loc = item["loc"]
        field = _field(loc)
        if item["type"] == "extra_forbidden":
            name = str(loc[-1])
            allowed = _models_at(loc)
            close = difflib.get_close_matches(name, allowed, n=1, cutoff=0.5)
            where = _field(loc[:-1])
            line = f"{where + '.' if where != 'the case' else ''}{shown(name)[1:-1]}: no such fact"
            if close:
                line += f" (did you mean {close[0]}?)"
            elif len(loc) == 1:
                everywhere = [f for f in catalogue.facts() if f.endswith("." + name)]
                line += f" here (did you mean {everywhere[0]}?)" if everywhere else f"; allowed are {', '.join(allowed)}"
            else:
                line += f"; allowed are {', '.join(allowed)}"
            told[line] = line
            continue
        read = "" if item["type"] == "value_error" and not loc else f"read {shown(item.get('input'))}, "
        line = f"{field}: {read}{_allowed(item)}"
        # A field that may be one of several things is reported once, by what it mainly is.
        told.setdefault(field, line)
    return list(told.values())
