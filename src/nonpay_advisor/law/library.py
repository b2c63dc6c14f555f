"""Reads jurisdictions and finds the row in force on a day.

A place is read when it is first asked for and kept. What is wrong with a file is said in one `DataError` that names
the file, the id, the field, what was read and what is allowed.
"""

from __future__ import annotations

import difflib
import hashlib
import itertools
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from nonpay_advisor.errors import DataError, LawNotHeld
from nonpay_advisor.law.model import ChargeRow, ChoiceOfLaw, ClockRow, Header, NotHeld, Row, SeriesRow, ValueRow
from nonpay_advisor.vocabulary import catalogue, terms
from nonpay_advisor.vocabulary.data import data_dir

_ROWS: dict[str, type[Row]] = {"value": ValueRow, "clock": ClockRow, "charge": ChargeRow}
_RANGE = {"at_least", "below", "at_most", "above"}
_RANGED = {"money", "number", "count", "day", "event"}
_DATED = {"day", "event"}


@dataclass(frozen=True)
class Part:
    """One part of a split: the row, and the facts it holds for (`None` for all, `()` for "otherwise")."""

    when: tuple[tuple[str, Any], ...] | None
    row: Row

    @property
    def otherwise(self) -> bool:
        """Whether this part catches what no other part does."""
        return self.when == ()


@dataclass(frozen=True)
class Version:
    """What holds from a day on: one part, or several that the law splits."""

    starts_on: date
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Datum:
    """One id of law in one place, with all its versions, oldest first."""

    id: str
    place: str
    kind: str
    unit: str
    version_by: str
    versions: tuple[Version, ...]

    def in_force(self, on: date) -> Version:
        """The version in force on a day; raises `LawNotHeld` before the first one."""
        for version in reversed(self.versions):
            if version.starts_on <= on:
                return version
        raise LawNotHeld(f"{self.id} of {self.place} is held from {self.versions[0].starts_on}, not for {on}")

    def between(self, first: date, last: date) -> list[Version]:
        """The versions in force on some day between two days; raises `LawNotHeld` if a day is before the first."""
        self.in_force(first)
        return [
            v
            for v, after in itertools.zip_longest(self.versions, self.versions[1:])
            if v.starts_on <= last and (after is None or after.starts_on > first)
        ]

    @cached_property
    def plain(self) -> bool:
        """Whether the day of the advice alone picks its row."""
        return self.version_by == "as_of" and all(v.parts[0].when is None for v in self.versions)

    @property
    def split_facts(self) -> tuple[str, ...]:
        """The facts its rows split on."""
        return tuple(sorted({fact for v in self.versions for p in v.parts for fact, _ in (p.when or ())}))

    def rows(self) -> Iterator[tuple[Version, Part]]:
        """Every row with its version."""
        for version in self.versions:
            for part in version.parts:
                yield version, part


@dataclass(frozen=True)
class Jurisdiction:
    """The law held for one place."""

    header: Header
    data: dict[str, Datum]
    series: dict[str, tuple[SeriesRow, ...]]
    digest: str
    file: str

    @property
    def code(self) -> str:
        return self.header.code

    @property
    def name(self) -> str:
        return self.header.name

    @property
    def currency(self) -> str:
        return self.header.currency

    @property
    def choice_of_law(self) -> ChoiceOfLaw | None:
        return self.header.choice_of_law

    @property
    def not_held(self) -> tuple[NotHeld, ...]:
        return self.header.not_held


def nearest(name: str, known: Any) -> str:
    """ " (did you mean ...?)" for a name that is not known, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else ""


def problems_of(error: ValidationError, where: str) -> list[str]:
    """Put a validation error in words: where, field, what was read, what is allowed."""
    told = []
    for item in error.errors(include_url=False):
        field = ".".join(str(x) for x in item["loc"]) or "(the whole table)"
        read = item.get("input")
        shown = f", read {read!r}"[:120] if not isinstance(read, dict) else ""
        told.append(f"{where}: {field}: {item['msg'].removeprefix('Value error, ')}{shown}")
    return told


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file with exact numbers; a `DataError` says what is wrong and where."""
    try:
        return tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DataError([f"{file.name}: not valid TOML: {error}"]) from None
    except UnicodeDecodeError:
        raise DataError([f"{file.name}: not UTF-8 text"]) from None
    except OSError as error:
        raise DataError([f"{file.name}: cannot be read: {error.strerror}"]) from None


def _check_unit(row: ValueRow, unit: str, where: str) -> list[str]:
    values = [row.value] if row.between is None else list(row.between)
    for value in values:
        exact = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if unit == "yes_no":
            good = isinstance(value, bool)
        elif unit == "text":
            good = isinstance(value, str) and bool(value.strip())
        elif unit in {"days", "months", "years", "count"}:
            good = value == "none" or (isinstance(exact, Decimal) and exact >= 0)
        else:
            good = value == "none" or (isinstance(exact, Decimal) and exact >= 0)
        if not good:
            return [f"{where}: value: read {value!r}, a value in {unit} is needed"]
    return []


def _check_when(when: dict[str, Any], where: str) -> list[str]:
    facts = catalogue.facts()
    told = []
    for fact_id, wanted in when.items():
        if fact_id in terms.DERIVED:
            continue
        if fact_id not in facts:
            told.append(f"{where}: split on {fact_id}: no such fact{nearest(fact_id, facts)}")
            continue
        fact = facts[fact_id]
        if isinstance(wanted, dict):
            if not set(wanted) <= _RANGE:
                told.append(f"{where}: split on {fact_id}: read {sorted(wanted)}, allowed are {sorted(_RANGE)}")
            elif fact.kind not in _RANGED:
                told.append(f"{where}: split on {fact_id}: a range is for amounts, numbers and dates; this is a {fact.kind}")
        elif fact.choices:
            for one in wanted if isinstance(wanted, list) else [wanted]:
                if one not in fact.choices:
                    told.append(f"{where}: split on {fact_id}: read {one!r}, allowed are {', '.join(fact.choices)}")
        elif fact.kind == "yes_no" and not isinstance(wanted, bool):
            told.append(f"{where}: split on {fact_id}: read {wanted!r}, allowed are true and false")
    return told


def _check_dates(row: Row, where: str) -> list[str]:
    """Say which of the dates that a row reads are none."""
    named = [("version_by", row.version_by)] if row.version_by not in {None, "as_of"} else []
    if isinstance(row, ClockRow):
        named += [("trigger", name) for name in row.dates]
    if isinstance(row, ChargeRow):
        named.append(("starts", row.starts))
    known = [i for i, fact in catalogue.facts().items() if fact.kind in _DATED] + [i for i, kind in terms.DERIVED.items() if kind in _DATED]
    return [
        f"{where}: {field}: read {name!r}, a date is needed: a fact, a derived date or a clock{nearest(str(name), known)}"
        for field, name in named
        if terms.kind_or_none(name, {}) not in _DATED
    ]


def _overlap(a: tuple[tuple[str, Any], ...], b: tuple[tuple[str, Any], ...]) -> bool:
    """Whether two parts of a split can hold at once (they cannot if one shared fact sets them apart)."""
    left, right = dict(a), dict(b)
    for fact_id in set(left) & set(right):
        one, two = left[fact_id], right[fact_id]
        if isinstance(one, dict) or isinstance(two, dict):
            if False in (one, two) or (isinstance(one, dict) and isinstance(two, dict) and _ranges_apart(one, two)):
                return False
        else:
            ones = set(one) if isinstance(one, (list, tuple)) else {one}
            twos = set(two) if isinstance(two, (list, tuple)) else {two}
            if not ones & twos:
                return False
    return True


def _ranges_apart(one: dict[str, Any], two: dict[str, Any]) -> bool:
    def below(a: dict[str, Any], b: dict[str, Any]) -> bool:
        for high, high_open in ((a.get("at_most"), False), (a.get("below"), True)):
            for low, low_open in ((b.get("at_least"), False), (b.get("above"), True)):
                if high is not None and low is not None and (high < low or (high == low and (high_open or low_open))):
                    return True
        return False

    return below(one, two) or below(two, one)


_INSTEAD = {"value": {"between", "trigger", "earliest_of", "latest_of", "period", "rate", "series"}, "between": {"value"}}
_INSTEAD |= {k: {"value", "trigger", "earliest_of", "latest_of"} for k in ("trigger", "earliest_of", "latest_of")}
_INSTEAD |= {"period": {"value"}, "rate": {"value", "series"}, "series": {"value", "rate"}}


def _replaced(key: str, piece: dict[str, Any]) -> bool:
    """Whether a part of a split says something else in place of what its row says."""
    return any(key in _INSTEAD.get(name, ()) for name in piece)


def _read_version(raw: dict[str, Any], model: type[Row], law_id: catalogue.LawId, where: str) -> tuple[Version | None, list[str]]:
    told: list[str] = []
    parts: list[Part] = []
    split = raw.pop("split", None)
    pieces = [raw] if split is None else split
    if split is not None and (not isinstance(split, list) or not all(isinstance(p, dict) for p in split)):
        return None, [f"{where}: split: a list of tables is needed"]
    for number, piece in enumerate(pieces, 1):
        spot = where if split is None else f"{where}, part {number}"
        when: tuple[tuple[str, Any], ...] | None = None
        merged = dict(raw)
        if split is not None:
            piece = dict(piece)
            conditions = piece.pop("when", None)
            otherwise = piece.pop("otherwise", False)
            if (conditions is None) == (otherwise is not True):
                told.append(f"{spot}: give either when or otherwise = true")
                continue
            when = tuple(sorted((conditions or {}).items()))
            told += _check_when(conditions or {}, spot)
            merged = {**{k: v for k, v in raw.items() if not _replaced(k, piece)}, **piece}
        try:
            row = model.model_validate(merged)
        except ValidationError as error:
            told += problems_of(error, spot)
            continue
        if isinstance(row, ValueRow):
            told += _check_unit(row, law_id.unit, spot)
            if law_id.words and row.value not in law_id.words:
                told.append(f"{spot}: value: read {row.value!r}, one of {', '.join(map(repr, law_id.words))} is needed (the rest: note)")
        told += _check_dates(row, spot)
        parts.append(Part(when, row))
    if split is not None and not told:
        if not parts or any(p.otherwise for p in parts[:-1]):
            told.append(f"{where}: split: only the last part may be otherwise = true")
        for a, b in itertools.combinations([p for p in parts if not p.otherwise], 2):
            if _overlap(a.when or (), b.when or ()):
                told.append(f"{where}: split: two parts can hold at once: {dict(a.when or ())} and {dict(b.when or ())}")
    if told:
        return None, told
    return Version(parts[0].row.starts_on, tuple(parts)), []


def _read_data(raw: dict[str, Any], code: str, file: str) -> tuple[dict[str, Datum], list[str]]:
    known = catalogue.law_ids()
    data: dict[str, Datum] = {}
    told: list[str] = []
    for kind, model in _ROWS.items():
        for law_id, rows in raw.get(kind, {}).items():
            where = f"{file}: {kind}.{law_id}"
            entry = known.get(law_id)
            if entry is None or entry.kind != kind:
                told.append(f"{where}: no such {kind}{nearest(law_id, [i for i, e in known.items() if e.kind == kind])}")
                continue
            if not isinstance(rows, list):
                told.append(f'{where}: a list of rows is needed ([[{kind}."{law_id}"]])')
                continue
            versions = []
            for number, row in enumerate(rows, 1):
                version, problems = _read_version(dict(row), model, entry, f"{where}, row {number}")
                told += problems
                if version:
                    versions.append(version)
            for a, b in itertools.pairwise(versions):
                if a.starts_on >= b.starts_on:
                    told.append(f"{where}: the row from {b.starts_on} must come after the row from {a.starts_on}")
            if versions:
                by = {p.row.version_by for v in versions for p in v.parts}
                if len(by) > 1:
                    told.append(f"{where}: version_by differs between rows: {sorted(map(str, by))}")
                data[law_id] = Datum(law_id, code, kind, entry.unit, next(iter(by)) or entry.version_by, tuple(versions))
    return data, told


def read_jurisdiction(file: Path) -> Jurisdiction:
    """Read and check one jurisdiction's file; raises `DataError` with everything that is wrong with it."""
    raw = read_toml(file)
    told: list[str] = []
    body = {k: raw.pop(k, {}) for k in ("value", "clock", "charge", "series")}
    try:
        header = Header.model_validate(raw)
    except ValidationError as error:
        raise DataError(problems_of(error, file.name)) from None
    if file.stem != header.code.lower():
        told.append(f"{file.name}: code: read {header.code}, the file's name says {file.stem.upper()}")
    data, problems = _read_data(body, header.code, file.name)
    told += problems
    known = catalogue.law_ids()
    series: dict[str, tuple[SeriesRow, ...]] = {}
    for name, rows in body["series"].items():
        where = f"{file.name}: series.{name}"
        if name not in known or known[name].kind != "series":
            told.append(f"{where}: no such series")
            continue
        try:
            series[name] = tuple(SeriesRow.model_validate(row) for row in rows)
        except ValidationError as error:
            told += problems_of(error, where)
            continue
        for a, b in itertools.pairwise(series[name]):
            if a.starts_on >= b.starts_on:
                told.append(f"{where}: the row from {b.starts_on} must come after the row from {a.starts_on}")
    for datum in data.values():
        for _, part in datum.rows():
            if isinstance(part.row, ChargeRow) and part.row.series and part.row.series not in known:
                told.append(f"{file.name}: charge.{datum.id}: series {part.row.series}: no such series")
    for missing in header.not_held:
        if missing.id not in known:
            told.append(f"{file.name}: not_held: {missing.id}: no such id{nearest(missing.id, known)}")
    if told:
        raise DataError(told)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Jurisdiction(header, data, series, digest, file.name)


@cache
def held_places() -> dict[str, Path]:
    """The codes of the places whose law is held, with their files."""
    folder = data_dir() / "jurisdictions"
    return {f.stem.upper(): f for f in sorted(folder.glob("*.toml")) if f.stem != "places"}


_LOCK = threading.Lock()
_READ: dict[str, Jurisdiction] = {}


def jurisdiction(code: str) -> Jurisdiction:
    """The law held for a place; raises `LawNotHeld` if none is."""
    found = _READ.get(code)
    if found is None:
        file = held_places().get(code)
        if file is None:
            raise LawNotHeld(f"no law is held for {code}")
        with _LOCK:
            found = _READ.get(code) or read_jurisdiction(file)
            _READ[code] = found
    return found


@cache
def is_whole(code: str, role: str) -> bool:
    """Whether the law held for a place is all there is for a role: a country's own law is not, where its parts have theirs."""
    held = held_places()
    return code in held and (role == "public_body" or not any(other.startswith(code + "-") for other in held))


@cache
def chain(code: str) -> tuple[str, ...]:
    """The places whose law is read for a place, nearest first: itself, then its parents. Empty if none is held."""
    held = held_places()
    found: list[str] = []
    while code in held and code not in found:
        found.append(code)
        code = jurisdiction(code).header.parent or ""
    if not found and "-" in code and code.split("-")[0] in held:
        # A part of a country whose own law is not held still stands under the country's law.
        return chain(code.split("-")[0])
    return tuple(found)


@cache
def has_none(code: str, law_id: str) -> bool:
    """Whether a place makes no such requirement: one that few places make, which it neither holds nor says that it could not establish."""
    if not catalogue.law_ids()[law_id].only_some_places or find(code, law_id) is not None:
        return False
    return bool(chain(code)) and all(missing.id != law_id for place in chain(code) for missing in jurisdiction(place).not_held)


@cache
def find(code: str, law_id: str) -> Datum | None:
    """The datum of that id that holds in a place: its own, or its parent's; None where none is held."""
    for place in chain(code):
        here = jurisdiction(place)
        datum = here.data.get(law_id)
        if datum is not None:
            return datum
        if any(missing.id == law_id for missing in here.not_held):
            # The place has law of its own that could not be established: its parent's must not stand in for it.
            return None
    return None


def find_series(code: str, name: str) -> tuple[SeriesRow, ...]:
    """The published rate that a place reads, oldest first; empty if none is held."""
    for place in chain(code):
        rows = jurisdiction(place).series.get(name)
        if rows:
            return rows
    return ()


def holiday_calendar(code: str) -> str | None:
    """The calendar of non-business days of a place."""
    for place in chain(code):
        name = jurisdiction(place).header.holidays
        if name:
            return name
    return None
