"""Whether authorities are cited as they should be: in the form of their kind and place, each always the same, read and not foreseen.

The forms are data (`rules/citations.toml`). What is found is said by id, so that it can be accepted with a reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from nonpay_advisor.errors import DataError
from nonpay_advisor.law import library
from nonpay_advisor.law.library import read_toml
from nonpay_advisor.rulebase.library import scope, scope_names
from nonpay_advisor.vocabulary.data import data_dir

_NOTE = re.compile(r"(?:,? (?:\([^()]*(?:\([^()]*\)[^()]*)*\)|before [A-Z][\w.]* \d+, \d{4}|as amended by [^;]+|effective at once))+$")
# A citation with neither number nor section sign names a body or a publication of it.
_NAME = re.compile(r"[A-Za-z][^\d§;]*")
_NAMED_BY = {"agency", "court"}


@dataclass(frozen=True)
class Cited:
    """One authority where it stands."""

    where: str
    place: str
    citation: str
    source: str
    source_kind: str
    checked_on: date | None
    current_to: date | None


@dataclass(frozen=True)
class Problem:
    """What is wrong with an authority, and what it is called by where it is accepted."""

    id: str
    says: str


def cited() -> Iterator[Cited]:
    """Every authority of every rule and every row of law."""
    for code in library.held_places():
        here = library.jurisdiction(code)
        for datum in here.data.values():
            for version, part in datum.rows():
                row = part.row
                where = f"{code} {datum.id} {version.starts_on}"
                yield Cited(where, code, row.citation, row.source, row.source_kind, row.checked_on, row.current_to)
        for name, rows in here.series.items():
            for one in rows:
                where = f"{code} {name} {one.starts_on}"
                yield Cited(where, code, one.citation, one.source, one.source_kind, one.checked_on, one.current_to)
        table = here.choice_of_law
        if table and table.citation:
            yield Cited(
                f"{code} choice_of_law", code, table.citation, table.source, table.source_kind or "", table.checked_on, table.current_to
            )
    for name in scope_names():
        for rule in scope(name).rules:
            if rule.citation.startswith(("law.", "clock.", "charge.")) or not rule.citation:
                if rule.checked_on:
                    yield Cited(rule.id, name.upper(), "", "", "", rule.checked_on, None)
                continue
            yield Cited(rule.id, name.upper(), rule.citation, rule.source, rule.source_kind or "", rule.checked_on, rule.current_to)


@cache
def _forms() -> dict[str, dict[str, re.Pattern[str]]]:
    """The forms of each place, ready to match."""
    raw = read_toml(data_dir() / "rules" / "citations.toml")
    section = str(raw.get("section", ""))
    sub = r"(?:\([0-9A-Za-z.\-]{1,6}\))+"
    range_ = rf"{section}(?:[-–]{section}|[-–]{sub}| to {section})?(?:-{sub})?"
    several = rf"(?:{range_})(?:,? (?:and )?(?:§ )?(?:{range_}|{sub}(?:[-–]{sub})?))*(?: et seq\.)?"
    british = r"[\w()]+(?:-[\w()]+)?(?:, (?:s )?(?:[\dA-Z]{1,4}[\w()]*|\([\w]+\))(?:-[\w()]+)?)*(?:, now \([\w]+\))?"
    made: dict[str, dict[str, re.Pattern[str]]] = {}
    for place, forms in raw.get("forms", {}).items():
        flat = {k: v for k, v in forms.items() if isinstance(v, str)}
        for inner in (v for v in forms.values() if isinstance(v, dict)):
            flat |= inner
        for name, pattern in flat.items():
            whole = pattern.replace("{ss}", several).replace("{sub}", f"{sub}(?:[-–]{sub})?").replace("{gs}", british)
            whole = whole.replace("{s}", rf"{range_}")
            try:
                made.setdefault(place, {})[name] = re.compile(whole)
            except re.error as error:
                raise DataError([f"citations.toml: {place}.{name}: {error}"]) from None
    return made


@cache
def hosts() -> dict[str, tuple[str, ...]]:
    """Which kinds of source a site holds."""
    raw = read_toml(data_dir() / "rules" / "citations.toml")
    return {name: tuple(kinds) for name, kinds in raw.get("hosts", {}).items()}


def pieces(citation: str) -> list[str]:
    """The authorities of a citation."""
    return [piece.strip() for piece in re.split(r"; (?![^()]*\))", citation)]


def bare(piece: str) -> str:
    """An authority without the note that may follow it."""
    return _NOTE.sub("", piece).strip()


def form_of(piece: str, place: str) -> str | None:
    """The name of the form that a piece has in a place, or None."""
    chain = [place, *library.chain(place)] if place in library.held_places() else [*_forms()]
    for name in dict.fromkeys(["any", *chain]):
        for form, pattern in _forms().get(name, {}).items():
            if pattern.fullmatch(piece):
                return f"{name}.{form}"
    return None


# The page of a case that is meant, or a second reporter, which does not make it another case.
_PINPOINT = re.compile(r"(?<= \d\d\d), \d+(?: [A-Z][\w. ]*?(?:[234]d)? \d+)?(?:[-–]\d+)?(?:, fn\. \d+)?$|, fn\. \d+$")


def _same(piece: str) -> str:
    """What two spellings of one authority have in common."""
    if re.search(r" v\.? ", piece):
        found = re.search(r"(\d+ [A-Z][A-Za-z. ]*\.? ?(?:[2345][a-z]+)? \d+)|(\[\d{4}\] .+$)", piece)
        if found:
            return "case " + re.sub(r"\W", "", found[0]).casefold()
    act = re.match(r"((?:[A-Z][\w,]* ?){1,3}).*?(Act|Order|Regulations|Rules) (\d{4})(.*)", piece)
    if act:
        return "act " + re.sub(r"\W", "", "".join(act.groups())).casefold()
    text = piece.casefold().replace("’", "'").replace("–", "-")
    text = re.sub(r"\b(?:sections?|secs?\.|ss)\b", "§", text)
    return re.sub(r"[\s§.,']", "", text)


def problems(as_of: date) -> list[Problem]:
    """Everything that is wrong with the authorities on a day."""
    found: dict[str, Problem] = {}
    spelled: dict[str, dict[str, str]] = defaultdict(dict)

    def tell(name: str, says: str) -> None:
        found.setdefault(name, Problem(name, says))

    for one in cited():
        if one.checked_on and one.checked_on > as_of:
            tell(f"checked:{one.where}", f"{one.where}: checked_on {one.checked_on} is in the future")
        if one.current_to and one.checked_on and one.current_to > one.checked_on:
            tell(f"current:{one.where}", f"{one.where}: current_to {one.current_to} is after checked_on {one.checked_on}")
        if not one.citation:
            continue
        for piece in pieces(one.citation):
            plain = bare(piece)
            named = one.source_kind in _NAMED_BY and _NAME.fullmatch(piece)
            if one.place in library.held_places() and one.place not in _forms():
                tell(f"forms:{one.place}", f"{one.place}: citations.toml does not say how authorities are cited there ({piece!r}, say)")
            elif form_of(piece, one.place) is None and form_of(plain, one.place) is None and not named:
                tell(f"form:{one.place}:{piece}", f"{one.where}: {piece!r} has no form of an authority of {one.place}")
            spelled[_same(plain)].setdefault(_PINPOINT.sub("", plain), one.where)
        if one.source and one.source_kind != "contract":
            _check_source(one, tell)
    for ways in spelled.values():
        if len(ways) > 1:
            told = " and ".join(f"{piece!r} ({where})" for piece, where in sorted(ways.items()))
            tell("spelling:" + min(ways), f"the same authority is written in {len(ways)} ways: {told}")
    return sorted(found.values(), key=lambda p: p.id)


def _check_source(one: Cited, tell: Any) -> None:
    parts = urlsplit(one.source)
    host = parts.hostname or ""
    if parts.port or host.endswith("."):
        tell(f"source:{one.source}", f"{one.where}: {one.source}: the address has a port or ends its host in a dot")
        return
    # The longest name is the most particular; a site in no list is somebody's writing about the law.
    names = sorted((name for name in hosts() if host == name or host.endswith("." + name)), key=len)
    kinds = hosts()[names[-1]] if names else ("secondary",)
    if not one.source_kind:
        tell(f"kind:{one.where}", f"{one.where}: source_kind is missing")
    elif one.source_kind not in kinds:
        tell(f"kind:{host}:{one.source_kind}", f"{one.where}: {host} holds {', '.join(kinds)}, not {one.source_kind} (see citations.toml)")
