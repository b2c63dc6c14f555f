"""How text is written in each plain format: wrapped for the terminal, escaped for Markdown."""

from __future__ import annotations

import re
import unicodedata

from nonpay_advisor.report.blocks import Text

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#&])")
_LINE_START = re.compile(r"^(\s*)(?:([-+=:])|(\d{1,9})([.)]))(?=\s|$|[-=:])")
_URL = re.compile(r"https?://\S+\Z")


# -- the terminal


def char_width(char: str) -> int:
    """How many columns a character takes in a terminal."""
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def shown_width(text: str) -> int:
    """How many columns a text takes in a terminal."""
    return len(text) if text.isascii() else sum(map(char_width, text))


def _broken(word: str, room: int) -> list[str]:
    """A word cut into parts that fit; a web address is left whole, so that it can be copied."""
    if shown_width(word) <= room or _URL.match(word):
        return [word]
    parts, part, used = [], "", 0
    for char in word:
        wide = char_width(char)
        if used + wide > room:
            parts.append(part)
            part, used = "", 0
        part += char
        used += wide
    return [*parts, part]


def wrap(text: str, width: int, first: str = "", rest: str = "") -> str:
    """Lines of at most `width` columns; `first` begins the first line and `rest` the others."""
    lines, line, empty = [], first, True
    used = shown_width(first)
    room = max(8, width - max(shown_width(first), shown_width(rest)))
    for word in (part for w in text.split() for part in _broken(w, room)):
        wide = shown_width(word)
        if not empty and used + 1 + wide > width:
            lines.append(line)
            line, used, empty = rest, shown_width(rest), True
        line += word if empty else " " + word
        used += wide if empty else wide + 1
        empty = False
    return "\n".join([*lines, line.rstrip()])


def terminal(pieces: Text) -> str:
    """Pieces as plain text, with the numbers of their sources."""
    return "".join(p.text + (f" [{p.ref}]" if p.ref and p.text != p.url else "") for p in pieces)


# -- Markdown


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is, at the start of a line too."""
    return _unmarked(_MARKDOWN.sub(r"\\\1", text))


def _unmarked(line: str) -> str:
    """A line that does not begin as a list, a rule or a heading does."""
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", line)


def _address(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def markdown(pieces: Text) -> str:
    """Pieces as Markdown."""
    parts = []
    for p in pieces:
        said = _MARKDOWN.sub(r"\\\1", p.text)
        if p.url:
            parts.append(f"<{_address(p.url)}>" if p.text == p.url else f"[{said}]({_address(p.url)})")
        elif (p.strong or p.status) and said.strip():
            parts.append(f"**{said.strip()}**")
        else:
            parts.append(said)
    return _unmarked("".join(parts).strip())
