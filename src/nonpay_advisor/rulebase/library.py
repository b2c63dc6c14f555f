"""Reads the rules of a scope and checks them against the vocabulary and the law.

A scope is `common` or a place's code in small letters. Scopes are read when first needed and kept. Everything wrong
with a file is said in one `DataError`.
"""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from nonpay_advisor.errors import DataError
from nonpay_advisor.law.library import held_places, nearest, problems_of, read_toml
from nonpay_advisor.rulebase.model import Conclusion, Condition, Rule
from nonpay_advisor.vocabulary import catalogue, terms
from nonpay_advisor.vocabulary.data import data_dir

_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Scope:
    """The rules of one scope, and a digest of their files."""

    name: str
    rules: tuple[Rule, ...]
    digest: str
    files: dict[str, str]


@cache
def conclusions() -> dict[str, Conclusion]:
    """Every declared conclusion by id."""
    file = data_dir() / "rules" / "common" / "conclusions.toml"
    raw = read_toml(file)
    found: dict[str, Conclusion] = {}
    told: list[str] = []
    for number, row in enumerate(raw.get("conclusion", []), 1):
        try:
            conclusion = Conclusion.model_validate(row)
        except ValidationError as error:
            told += problems_of(error, f"{file.name}: conclusion {number}")
            continue
        found[conclusion.id] = conclusion
    if told:
        raise DataError(told)
    return found


@cache
def never_settled() -> frozenset[str]:
    """The conclusions that nobody can settle: courts differ on them, or their law could not be established."""
    return frozenset(c.id for c in conclusions().values() if c.never_settled)


def expand(names: tuple[str, ...], excluded: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Turn options and sets as written into option ids; raises KeyError with the name that is not known."""
    sets = catalogue.option_sets()
    known = catalogue.options()
    left_out = set(expand(excluded)) if excluded else set()
    found: list[str] = []
    for name in names:
        if name.startswith("set:"):
            members = sets[name[4:]]
        elif name in known:
            members = (name,)
        else:
            raise KeyError(name)
        found += [m for m in members if m not in found and m not in left_out]
    return tuple(found)


_DATE_WORDS = {"before", "on_or_before", "after", "on_or_after"}
_SIZE_WORDS = {"at_most", "above", "at_least", "below"}
_SAME_WORDS = {"is", "is_not"}
_LIST_WORDS = {"one_of", "none_of"}
_PLACE_WORDS = {"within", "not_within"}
_BEING_WORDS = {"exists", "none"}
WORDS = _DATE_WORDS | _SIZE_WORDS | _SAME_WORDS | _LIST_WORDS | _PLACE_WORDS | _BEING_WORDS

_SIZED = {"money", "number", "count", "percent"}
_DATED = {"day", "event"}


def check_condition(condition: Condition) -> str | None:
    """Say what is wrong with a condition, or None."""
    if not condition or not isinstance(condition[0], str) or len(condition) > 3:
        return f"read {list(condition)!r}: a condition is [term], [term, word] or [term, word, object]"
    term = condition[0]
    try:
        kind = terms.kind_of(term, conclusions())
    except KeyError as error:
        return f"{error.args[0]}"
    if len(condition) == 1:
        return None if kind in {"yes_no", "conclusion"} else f"{term}: a word is needed ({kind})"
    word = condition[1]
    if word not in WORDS:
        return f"{term}: {word!r} is no word of the rules{nearest(str(word), WORDS)}"
    if word in _BEING_WORDS:
        return f"{term} {word}: takes no object" if len(condition) == 3 else None
    if len(condition) != 3:
        return f"{term} {word}: an object is needed"
    thing = condition[2]
    other = terms.kind_of_object(thing, conclusions())
    if word in _DATE_WORDS:
        if kind not in _DATED:
            return f"{term} is no date, so {word!r} cannot be asked of it"
        if not (isinstance(thing, date) or other in _DATED):
            return f"{term} {word}: read {thing!r}, a date or a date's term is needed"
    elif word in _SIZE_WORDS:
        if kind not in _SIZED:
            return f"{term} is no number, so {word!r} cannot be asked of it"
        if not (terms.is_number(thing) or other in _SIZED):
            return f"{term} {word}: read {thing!r}, a number or a number's term is needed"
    elif word in _PLACE_WORDS:
        if kind != "place":
            return f"{term} is no place, so {word!r} cannot be asked of it"
    elif word in _LIST_WORDS:
        if not isinstance(thing, list) or not thing:
            return f"{term} {word}: read {thing!r}, a list is needed"
        for one in thing:
            wrong = _check_literal(term, kind, one)
            if wrong:
                return wrong
    elif other is None:
        return _check_literal(term, kind, thing)
    return None


def _check_literal(term: str, kind: str, value: Any) -> str | None:
    choices = terms.choices_of(term)
    if choices and value not in choices:
        return f"{term}: read {value!r}, allowed are {', '.join(choices)}"
    if kind in {"yes_no", "conclusion"} and not isinstance(value, bool):
        return f"{term}: read {value!r}, allowed are true and false"
    if kind in {"text", "place", "choice"} and not isinstance(value, str):
        return f"{term}: read {value!r}, a text is needed"
    return None


def _check_rule(rule: Rule, scope: str, where: str) -> list[str]:
    told: list[str] = []
    if rule.scope != scope:
        told.append(f"{where}: the id must begin with the folder's name, {scope}.")
    if scope != "common" and rule.place is None:
        told.append(f"{where}: place is needed in a place's rule (one of {', '.join(catalogue.ROLES)})")
    for part in ("when", "unless"):
        for condition in getattr(rule, part):
            wrong = check_condition(condition)
            if wrong:
                told.append(f"{where}: {part}: {wrong}")
    for effect in rule.effect:
        try:
            options = expand(effect.options, effect.excluded)
        except KeyError as error:
            name = error.args[0]
            told.append(f"{where}: {effect.verb}: {name}: no such option or set{nearest(name, catalogue.options())}")
            continue
        if effect.verb == "conclude" and effect.conclude not in conclusions():
            told.append(f"{where}: conclude: {effect.conclude}: not declared{nearest(str(effect.conclude), conclusions())}")
        if effect.verb in {"bar", "require"}:
            for option_id in options:
                if "always_open" in catalogue.options()[option_id].sets:
                    told.append(f"{where}: {effect.verb}: {option_id} can be closed by no law")
        if effect.wait_until and terms.kind_or_none(effect.wait_until, conclusions()) not in _DATED:
            told.append(f"{where}: wait_until: {effect.wait_until}: no such date")
        if scope != "common" and rule.place and effect.verb in {"bar", "require", "open", "concern"}:
            for option_id in options:
                roles = catalogue.options()[option_id].place
                if rule.place not in roles:
                    told.append(
                        f"{where}: {effect.verb} {option_id}: the options' catalogue says that {', '.join(roles) or 'no place'} "
                        f"decides it, not {rule.place}; add the role there or change place"
                    )
        if scope != "common" and effect.verb == "conclude" and effect.conclude in conclusions():
            allowed = conclusions()[effect.conclude].roles
            if rule.place not in allowed:
                told.append(f"{where}: conclude {effect.conclude}: roles in conclusions.toml are {list(allowed)}, not {rule.place}")
    for text in [rule.reason, *[e.lifted_by for e in rule.effect], *[e.consequence for e in rule.effect]]:
        for name in _BRACES.findall(text):
            if terms.kind_or_none(name, conclusions()) is None:
                told.append(f"{where}: reason: {{{name}}}: no such term")
    if not rule.reason and any(e.verb in {"bar", "require", "caution", "attorney"} for e in rule.effect):
        told.append(f"{where}: reason: a sentence for the report is needed")
    if rule.kind == "practice":
        if rule.citation:
            told.append(f"{where}: citation: practice carries none")
    elif rule.citation.startswith(("law.", "clock.", "charge.")):
        if terms.kind_or_none(rule.citation, conclusions()) is None:
            told.append(f"{where}: citation: {rule.citation}: no such law")
    elif not rule.citation:
        told.append(f'{where}: citation: an authority is needed (or kind = "practice")')
    elif not rule.source or rule.source_kind is None:
        told.append(f"{where}: source and source_kind are needed with the citation {rule.citation!r}")
    return told


def _check_overrides(rule: Rule, mates: list[Rule]) -> list[str]:
    """A rule of another scope may be overridden only as the law of a place in a role that it names.

    While the place in that role is not known, such a rule may be overridden by rules that are not loaded, so it could apply at most.
    """
    told: list[str] = []
    for other_id in rule.overrides:
        other_scope = other_id.split(".", 1)[0]
        others = mates if other_scope == rule.scope else scope(other_scope).rules
        other = next((r for r in others if r.id == other_id), None)
        if other is None:
            told.append(f"{other_id}: no such rule{nearest(other_id, [r.id for r in others])}")
        elif other_scope != rule.scope and rule.place not in other.overridable_by:
            told.append(f"{other_id} must name {rule.place} in overridable_by; read {list(other.overridable_by)}")
    return told


def read_scope(name: str) -> Scope:
    """Read and check the rules of one scope; raises `DataError` with everything that is wrong."""
    folder = data_dir() / "rules" / name
    told: list[str] = []
    rules: list[Rule] = []
    files: dict[str, str] = {}
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.toml")) if folder.is_dir() else []:
        digest.update(file.read_bytes())
        if file.name == "conclusions.toml":
            continue
        shown = f"{name}/{file.name}"
        try:
            raw = read_toml(file)
        except DataError as error:
            told += [f"{name}/{p}" for p in error.problems]
            continue
        for key in set(raw) - {"rule"}:
            told.append(f"{shown}: {key}: no such table, only [[rule]] is allowed")
        for number, row in enumerate(raw.get("rule", []), 1):
            where = f"{shown}: {row.get('id', f'rule {number}') if isinstance(row, dict) else number}"
            try:
                rule = Rule.model_validate(row)
            except ValidationError as error:
                told += problems_of(error, where)
                continue
            if rule.id in files:
                told.append(f"{where}: the id is used twice, also in {files[rule.id]}")
                continue
            told += _check_rule(rule, name, where)
            files[rule.id] = shown
            rules.append(rule)
    for rule in rules:
        told += [f"{files[rule.id]}: {rule.id}: overrides: {wrong}" for wrong in _check_overrides(rule, rules)]
    if told:
        raise DataError(told)
    return Scope(name, tuple(rules), digest.hexdigest(), files)


_LOCK = threading.RLock()  # a place's rules may ask for the common ones while they are read
_READ: dict[str, Scope] = {}


def scope(name: str) -> Scope:
    """The rules of a scope; empty where it has none."""
    found = _READ.get(name)
    if found is None:
        with _LOCK:
            found = _READ.get(name) or read_scope(name)
            _READ[name] = found
    return found


@cache
def scope_names() -> tuple[str, ...]:
    """All scopes that may have rules: common, and every place held."""
    folder = data_dir() / "rules"
    return ("common", *(c.lower() for c in held_places() if Path(folder / c.lower()).is_dir()))
