"""The report as blocks of text, before it is a page: every format is drawn from these, so all say the same.

All text is data. It is cleaned here, once: control characters, bidirectional overrides and isolates go, and a line of text
stays one line, so that nothing given by a user can end a paragraph, a table or a file.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_GONE = re.compile(f"[{_BIDI}\ufeff\u200b\u2060\ufff9-\ufffb]")
_SPACES = re.compile(r"[\s\u2028\u2029\x85\x1c-\x1f]+")
_WEB = re.compile(r"https?://[^\s/?#]+[^\s]*\Z", re.IGNORECASE)
# Marks put on top of one letter: more than this many are a stack that covers the lines above.
MOST_MARKS = 4


def clean(text: str) -> str:
    """Text that is safe to show on one line: no control or bidi characters, single spaces."""
    text = _GONE.sub("", _SPACES.sub(" ", text))
    kept: list[str] = []
    marks = 0
    for char in text:
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if kind == "Cc" or marks > MOST_MARKS:
            continue
        kept.append("\ufffd" if kind in {"Cs", "Cn"} and not char.isprintable() else char)
    return _SPACES.sub(" ", "".join(kept)).strip()


def web_address(text: str) -> str:
    """A web address that may become a link, or nothing."""
    text = clean(text)
    return text if _WEB.match(text) and not set(text) & set("\"'<>\\`{}|^") else ""


@dataclass(frozen=True)
class Piece:
    """A run of text: plain, strong, a status, or an authority with its source."""

    text: str
    strong: bool = False
    status: str = ""
    url: str = ""
    ref: int = 0


Text = tuple[Piece, ...]
Role = Literal["plain", "lead", "note", "alert"]


def text(*parts: str | Piece | Text) -> Text:
    """Pieces from strings and pieces; strings are cleaned, the space at their ends kept."""
    made: list[Piece] = []
    for part in parts:
        if isinstance(part, Piece):
            made.append(part)
        elif isinstance(part, tuple):
            made.extend(part)
        elif part:
            inner = clean(part)
            before, after = (" " if part[:1] == " " else ""), (" " if part[-1:] == " " and inner else "")
            made.append(Piece(before + inner + after))
    return tuple(made)


def strong(said: str) -> Piece:
    """A strong run of text."""
    return Piece(clean(said), strong=True)


def plain(pieces: Text) -> str:
    """The text of pieces, without their marks."""
    return "".join(p.text for p in pieces)


@dataclass(frozen=True)
class Heading:
    """A heading under a section's own (level 3 or 4)."""

    title: str
    level: int = 3
    anchor: str = ""
    kind: str = "heading"


@dataclass(frozen=True)
class Para:
    """A paragraph."""

    text: Text
    role: Role = "plain"
    kind: str = "para"


@dataclass(frozen=True)
class Item:
    """One item of a list, with lines under it."""

    text: Text
    under: tuple[Text, ...] = ()
    anchor: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Item, ...]
    ordered: bool = False
    kind: str = "bullets"


@dataclass(frozen=True)
class Pairs:
    """Terms, each with what is said of it."""

    pairs: tuple[tuple[str, Text], ...]
    kind: str = "pairs"


@dataclass(frozen=True)
class Table:
    """A table; the first column names the row, `right` lists the columns that hold sums."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    right: tuple[int, ...] = ()
    last_is_total: bool = False
    kind: str = "table"


@dataclass(frozen=True)
class Rung:
    """One rung of the ladder: a step of the path, or a deadline that stands between steps."""

    number: int
    when: Text
    title: str
    status: str
    printed: str
    lines: tuple[Text, ...]
    marked: bool = False
    anchor: str = ""


@dataclass(frozen=True)
class Ladder:
    """The path as a picture."""

    rungs: tuple[Rung, ...]
    kind: str = "ladder"


@dataclass(frozen=True)
class Glance:
    """The statuses of one stage's options."""

    stage: str
    rows: tuple[tuple[str, str, str, str], ...]  # status, printed, title, anchor
    kind: str = "glance"


@dataclass(frozen=True)
class Card:
    """One option with everything said of it."""

    title: str
    status: str
    printed: str
    anchor: str
    blocks: tuple[Heading | Para | Bullets | Pairs, ...]
    kind: str = "card"


Block = Heading | Para | Bullets | Pairs | Table | Ladder | Glance | Card


@dataclass(frozen=True)
class Section:
    """A numbered part of the report."""

    number: int
    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """The whole report."""

    title: str
    subtitle: str
    banner: str
    sections: tuple[Section, ...]
    footer: tuple[str, ...]
