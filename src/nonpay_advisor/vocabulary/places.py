"""The places of the world by their codes and names (`jurisdictions/places.toml`).

Only whether a place exists is known here; which law is held for it is the law room's affair.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from functools import cache
from typing import Any

from nonpay_advisor.errors import DataError
from nonpay_advisor.vocabulary.data import data_dir

_LONGEST = 200


def _plain(text: str) -> str:
    """Fold a name for comparing: no case, no accents, no dots, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", " ", bare.replace(".", "").replace("'", "")).casefold().replace("_", " ").split())


@cache
def _file() -> dict[str, Any]:
    path = data_dir() / "jurisdictions" / "places.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError([f"{path}: cannot be read ({error})"]) from None
    problems = [
        f"{path}: [{table}] is missing or is no table" for table in ("places", "aliases", "names") if not isinstance(data.get(table), dict)
    ]
    if not problems:
        codes = data["places"]
        problems += [f"{path}: aliases.{a}: {c} is not in [places]" for a, c in data["aliases"].items() if c not in codes]
        problems += [f"{path}: names.{n!r}: {c} is not in [places]" for n, c in data["names"].items() if c not in codes]
    if problems:
        raise DataError(problems)
    return data


def places() -> dict[str, str]:
    """Every known code with its name."""
    return dict(_file()["places"])


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    """Every spelling, folded, with its code: names, then extra names and aliases, then codes and their short ends."""
    data = _file()
    found: list[tuple[str, str]] = [(_plain(name), code) for code, name in data["places"].items()]
    found += [(_plain(name), code) for name, code in data["names"].items()]
    found += [(_plain(alias), code) for alias, code in data["aliases"].items()]
    found += [(_plain(code), code) for code in data["places"]]
    found += [(_plain(code.partition("-")[2]), code) for code in data["places"] if "-" in code]
    return tuple(found)


def _shared(one: str, other: str) -> int:
    """How many letters two words share from the start."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _unlike(wanted: str, code: str) -> tuple[int, float, str]:
    """How far a code is from what was written: the more letters they share from the start, the nearer."""
    return -_shared(wanted, code), -difflib.SequenceMatcher(None, wanted, code).ratio(), code


def check_place(code: str) -> str:
    """Read the code of a place: the code itself, or the one that an alias stands for.

    Raises ValueError naming the nearest known codes, by code and by name.
    """
    data = _file()
    wanted = code.strip().upper()
    wanted = data["aliases"].get(wanted, wanted)
    if wanted in data["places"]:
        return str(wanted)
    near = [c for c, _ in find_places(code)[:3]] if len(wanted) > 2 and "-" not in wanted else []
    alike = (c for c in data["places"] if c[0] == wanted[:1])
    near += [c for c in sorted(alike, key=lambda c: _unlike(wanted[:20], c))[:4] if c not in near]
    hint = ", ".join(f"{c} ({place_name(c)})" for c in near[:4])
    shown = code.strip()[:40]
    raise ValueError(
        f"{shown!r} is not the code of a known place"
        + (f"; the nearest are {hint}" if hint else "")
        + ". A code is two letters for a country, "
        "with a dash and up to three more for its state, province or nation"
    )


def place_name(code: str) -> str:
    """The name of a place by its code (aliases too). Raises ValueError if it is not known."""
    data = _file()
    name = data["places"].get(data["aliases"].get(code, code))
    return str(name) if name is not None else str(data["places"][check_place(code)])


def named_exactly(text: str) -> list[str]:
    """The codes of the places that a text names in full: by a name, an abbreviation or the code."""
    wanted = _plain(text[:_LONGEST])
    return list(dict.fromkeys(code for spelling, code in _spellings() if spelling == wanted))


def find_places(text: str) -> list[tuple[str, str]]:
    """Find places by a name, an abbreviation or a part of a name, as (code, name), the best first.

    A full match stands before the beginning of a name, that before a part of it, and a near miss last. Nothing found gives an
    empty list.
    """
    wanted = _plain(text[:_LONGEST])
    if not wanted:
        return []
    ranks: dict[str, tuple[int, int]] = {}
    for position, (spelling, code) in enumerate(_spellings()):
        if spelling == wanted:
            rank = 0
        elif len(wanted) > 1 and spelling.startswith(wanted):
            rank = 1
        elif len(wanted) > 2 and wanted in spelling:
            rank = 2
        else:
            continue
        ranks[code] = min(ranks.get(code, (9, 0)), (rank, position))
    if not ranks and len(wanted) > 3:
        names = [spelling for spelling, _ in _spellings()]
        for near in difflib.get_close_matches(wanted, names, n=3, cutoff=0.75):
            position = names.index(near)
            ranks.setdefault(_spellings()[position][1], (3, len(ranks)))
    return [(code, place_name(code)) for code in sorted(ranks, key=lambda c: ranks[c])]
