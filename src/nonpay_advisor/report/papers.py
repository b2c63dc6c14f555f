"""A paper to send or to keep: the letter itself, its marked blanks, and the notes that are not part of it, in every format.

Templates are plain text with a little markup at the beginning of a line. Values put into a template are data: they are cleaned
and fenced, so that nothing in them is ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from nonpay_advisor.report import marks
from nonpay_advisor.report.blocks import Bullets, Heading, Item, Para, Piece, Table, Text, clean, plain

Shape = Literal["text", "markdown", "docx", "pdf"]
ENDINGS: dict[str, Shape] = {".txt": "text", ".md": "markdown", ".markdown": "markdown", ".docx": "docx", ".pdf": "pdf"}
NOTES_TITLE = "Notes (not part of the paper; take them off before it goes out)"
BOX = "☐"
# Fences around what a template did not say itself: a value of the case, and a marked blank.
_VALUE, _VALUE_END, _BLANK, _BLANK_END = "\ue000", "\ue001", "\ue002", "\ue003"
_FENCES = str.maketrans(dict.fromkeys((_VALUE, _VALUE_END, _BLANK, _BLANK_END), ""))
_FENCED = re.compile(f"{_VALUE}([^{_VALUE_END}]*){_VALUE_END}|{_BLANK}([^{_BLANK_END}]*){_BLANK_END}|\\*\\*([^*]+)\\*\\*")
_VALUES = re.compile(f"({_VALUE}[^{_VALUE_END}]*{_VALUE_END})")
_NUMBERED = re.compile(r"\d+\. ")
# A clause keeps its number, whatever stands between it and the one before.
_CLAUSE = re.compile(r"\d+\. \*\*")


class Blank(str):
    """What is missing and left open: shown as [such], never guessed."""

    __slots__ = ()


class Marked(str):
    """Text whose values are fenced already (see `rich`)."""

    __slots__ = ()


def fence(value: object) -> str:
    """A value as it stands in a filled template."""
    if isinstance(value, Marked):
        return str(value)
    if isinstance(value, Blank):
        return f"{_BLANK}{clean(value.translate(_FENCES))}{_BLANK_END}"
    if not isinstance(value, str):
        raise TypeError(f"a text is needed in a template, not {value!r}")
    return f"{_VALUE}{_spaced(value.translate(_FENCES))}{_VALUE_END}"


def _spaced(value: str) -> str:
    said = clean(value)
    return (" " if value[:1] == " " and said else "") + said + (" " if value[-1:] == " " and said else "")


def rich(*parts: str) -> Marked:
    """Texts and blanks in one value."""
    return Marked("".join(fence(p) for p in parts))


def pieces(said: str) -> Text:
    """A filled line as pieces: its own words, values, and blanks in strong type."""
    made: list[Piece] = []
    at = 0
    for found in _FENCED.finditer(said):
        made.append(Piece(said[at : found.start()]))
        value, blank, loud = found.groups()
        if value is not None:
            made.append(Piece(value))
        elif blank is not None:
            made.append(Piece(f"[{blank}]", strong=True))
        else:
            made.extend(Piece(p.text, strong=True) for p in pieces(loud))
        at = found.end()
    made.append(Piece(said[at:].translate(_FENCES)))
    return tuple(p for p in made if p.text)


def is_blank(piece: Piece) -> bool:
    """Whether a piece is a marked blank."""
    return piece.strong and piece.text.startswith("[") and piece.text.endswith("]")


@dataclass(frozen=True)
class Lines:
    """Lines that stay lines: an address, a signature."""

    lines: tuple[Text, ...]
    kind: str = "lines"


@dataclass(frozen=True)
class Checks:
    """A checklist."""

    items: tuple[Text, ...]
    kind: str = "checks"


@dataclass(frozen=True)
class Ruled:
    """Lines to write on."""

    count: int
    kind: str = "ruled"


Part = Heading | Para | Bullets | Table | Lines | Checks | Ruled


@dataclass(frozen=True)
class Paper:
    """A paper: what it serves, what must be known before it goes out, itself, and its notes.

    kind     as in `documents.kinds`, or the name of another paper
    title    what it is called in a list and in the foot of its pages
    alerts   what stands above it: it depends on something, or something must come first
    body     the letter or sheet itself
    notes    what is not part of it
    """

    kind: str
    title: str
    as_of: date
    alerts: tuple[str, ...]
    body: tuple[Part, ...]
    notes: tuple[Part, ...]

    @property
    def blanks(self) -> tuple[str, ...]:
        """What is left open in it, in its order."""
        return tuple(dict.fromkeys(p.text[1:-1] for text in texts(self.body) for p in text if is_blank(p)))

    @property
    def text(self) -> str:
        """The paper itself without alerts and notes, on lines that are not wrapped."""
        return "\n".join(plain(t) for t in texts(self.body))


def texts(parts: Iterable[Part]) -> Iterable[Text]:
    """Every text of parts, in order."""
    for part in parts:
        match part:
            case Heading():
                yield (Piece(part.title),)
            case Para():
                yield part.text
            case Bullets():
                yield from (item.text for item in part.items)
            case Checks():
                yield from part.items
            case Lines():
                yield from part.lines
            case Table():
                if part.caption:
                    yield (Piece(part.caption),)
                yield from (cell for row in part.rows for cell in row)
            case Ruled():
                pass


# -- from a template


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("nonpay_advisor.report", "templates/documents"),
        autoescape=False,
        undefined=StrictUndefined,
        finalize=fence,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def fill(
    name: str, values: Mapping[str, Any], inserts: Mapping[str, tuple[Part, ...]], say: Callable[[str], str] = str
) -> tuple[Part, ...]:
    """Fill a template.

    values   what it names
    inserts  parts that a line `@name` stands for
    say      puts its own words and blanks (not the values) into the words of the place
    """
    filled = _templates().get_template(f"{name}.j2").render(dict(values))
    own = [part if part.startswith(_VALUE) else say(part) for part in _VALUES.split(filled)]
    return parse("".join(own), inserts)


def parse(said: str, inserts: Mapping[str, tuple[Part, ...]]) -> tuple[Part, ...]:
    """Parts from filled text.

    A line begins with `# ` or `## ` (heading), `- ` or `1. ` (item), `1. **` (clause), `[ ] ` (check), `| ` (a line that stays
    one), `! ` (said loudly) or `@` (an insert); anything else is a paragraph, up to the next empty line.
    """
    made: list[Part] = []
    group: list[str] = []
    mode = ""

    def close() -> None:
        nonlocal mode
        if group:
            made.append(_part(mode, [pieces(line) for line in group]))
            group.clear()
        mode = ""

    for raw in said.split("\n"):
        line = raw.strip()
        if not line:
            close()
            continue
        if line.startswith("@"):
            close()
            made.extend(inserts[line[1:]])
            continue
        kind, rest = _line_kind(line)
        if not kind and group:
            # A line without a mark goes on with the paragraph or item above it.
            group[-1] += " " + rest
            continue
        if kind != mode or kind in {"#", "##", "!", "clause"}:
            close()
        mode = kind
        group.append(rest)
        if kind in {"#", "##"}:
            close()
    close()
    return tuple(made)


def _line_kind(line: str) -> tuple[str, str]:
    for mark in ("[ ] ", "- ", "| ", "! ", "## ", "# "):
        if line.startswith(mark):
            return ("#" if mark == "# " else mark.strip()), line[len(mark) :].strip(" ")
    if line == "|":
        return "|", ""
    if _CLAUSE.match(line):
        return "clause", line
    if _NUMBERED.match(line):
        return "1.", line.split(" ", 1)[1]
    return "", line


def _part(mode: str, lines: list[Text]) -> Part:
    match mode:
        case "#" | "##":
            return Heading(plain(lines[0]), level=3 if mode == "#" else 4)
        case "- " | "-":
            return Bullets(tuple(Item(line) for line in lines))
        case "1.":
            return Bullets(tuple(Item(line) for line in lines), ordered=True)
        case "[ ]":
            return Checks(tuple(lines))
        case "|":
            return Lines(tuple(lines))
        case "!":
            return Para(lines[0], role="alert")
        case _:
            return Para(lines[0])


# -- as text and as Markdown


def as_text(paper: Paper, width: int = 80) -> str:
    """The paper for the screen or a .txt file."""
    out = [marks.wrap(f"!! {alert}", width, "", "   ") for alert in paper.alerts]
    if out:
        out.append("-" * width)
    out += [_as_text(part, width) for part in paper.body]
    if paper.notes:
        out += ["=" * width, NOTES_TITLE.upper()]
        out += [_as_text(part, width) for part in paper.notes]
    return "\n\n".join(out) + "\n"


def _as_text(part: Part, width: int) -> str:
    match part:
        case Heading():
            title = marks.wrap(part.title, width)
            return f"{title}\n{('=' if part.level == 3 else '-') * min(width, max(map(marks.shown_width, title.split(chr(10)))))}"
        case Para():
            return marks.wrap(("!! " if part.role == "alert" else "") + marks.terminal(part.text), width)
        case Bullets():
            heads = [f"{i}. " if part.ordered else "- " for i, _ in enumerate(part.items, 1)]
            return "\n".join(
                marks.wrap(marks.terminal(item.text), width, head, " " * len(head)) for head, item in zip(heads, part.items, strict=True)
            )
        case Checks():
            return "\n".join(marks.wrap(marks.terminal(item), width, "[ ] ", "    ") for item in part.items)
        case Lines():
            return "\n".join(marks.wrap(marks.terminal(line), width) for line in part.lines)
        case Table():
            return _text_table(part, width)
        case Ruled():
            return "\n".join("_" * min(width, 72) for _ in range(part.count))


def _text_table(table: Table, width: int) -> str:
    rows = [table.headers, *(tuple(marks.terminal(c) for c in row) for row in table.rows)]
    wide = [max(marks.shown_width(row[i]) for row in rows) for i in range(len(table.headers))]
    head = [table.caption] if table.caption else []
    if sum(wide) + 2 * (len(wide) - 1) > width:
        # Too wide for columns: each row as lines of its own.
        out = []
        for row in rows[1:]:
            cells = [f"{name}: {cell}" for name, cell in zip(rows[0], row, strict=True) if cell]
            out.append("\n".join(marks.wrap(cell, width, "" if i == 0 else "  ", "  ") for i, cell in enumerate(cells)))
        return "\n".join([*head, *out])

    def line(row: tuple[str, ...]) -> str:
        padded = []
        for i, cell in enumerate(row):
            space = " " * (wide[i] - marks.shown_width(cell))
            padded.append(space + cell if i in table.right else cell + space)
        return "  ".join(padded).rstrip()

    rule = "-" * (sum(wide) + 2 * (len(wide) - 1))
    body = [line(row) for row in rows[1:]]
    if table.last_is_total and len(body) > 1:
        body.insert(-1, rule)
    return "\n".join([*head, line(rows[0]), rule, *body])


def as_markdown(paper: Paper) -> str:
    """The paper as Markdown."""
    out = [f"> **{marks.escape_markdown(alert)}**" for alert in paper.alerts]
    out += [_as_markdown(part) for part in paper.body]
    if paper.notes:
        out += ["---", f"## {NOTES_TITLE}"]
        out += [_as_markdown(part) for part in paper.notes]
    return "\n\n".join(out) + "\n"


def _as_markdown(part: Part) -> str:
    match part:
        case Heading():
            return f"{'#' * (part.level - 1)} {marks.escape_markdown(part.title)}"
        case Para():
            said = marks.markdown(part.text)
            return f"> {said}" if part.role == "alert" else _line_start(said)
        case Bullets():
            return "\n".join(f"{f'{i}.' if part.ordered else '-'} {marks.markdown(item.text)}" for i, item in enumerate(part.items, 1))
        case Checks():
            return "\n".join(f"- [ ] {marks.markdown(item)}" for item in part.items)
        case Lines():
            return "  \n".join(_line_start(marks.markdown(line)) or "&nbsp;" for line in part.lines)
        case Table():
            rows = [[marks.markdown(cell).replace("\n", " ") for cell in row] for row in table_rows(part)]
            head = "| " + " | ".join(marks.escape_markdown(h) for h in part.headers) + " |"
            rule = "|" + "|".join("---:" if i in part.right else "---" for i in range(len(part.headers))) + "|"
            caption = [f"**{marks.escape_markdown(part.caption)}**", ""] if part.caption else []
            return "\n".join([*caption, head, rule, *("| " + " | ".join(row) + " |" for row in rows)])
        case Ruled():
            return "\n\n".join("\\_" * 40 for _ in range(part.count))


def table_rows(table: Table) -> tuple[tuple[Text, ...], ...]:
    """A table's rows, the last one strong where it is a total."""
    if not table.last_is_total or not table.rows:
        return table.rows
    return (*table.rows[:-1], tuple(tuple(Piece(p.text, strong=True) for p in cell) for cell in table.rows[-1]))


def widths(table: Table, whole: float) -> tuple[float, ...]:
    """Column widths by what stands in them, together `whole`."""
    longest = [max([len(header), *(sum(len(p.text) for p in row[i]) for row in table.rows)]) for i, header in enumerate(table.headers)]
    shares = [min(40, max(6, n)) + 2 for n in longest]
    return tuple(whole * share / sum(shares) for share in shares)


def _line_start(said: str) -> str:
    # What begins a line can still be a rule or a heading for Markdown ("===", "---").
    return "\\" + said if said[:1] in {"=", "-", "+"} else said


def write(paper: Paper, shape: Shape, width: int = 80) -> str | bytes:
    """The paper in a format: text, markdown, docx or pdf; the same bytes for the same paper."""
    match shape:
        case "text":
            return as_text(paper, width)
        case "markdown":
            return as_markdown(paper)
        case "docx":
            from nonpay_advisor.report.paper_docx import as_docx

            return as_docx(paper)
        case "pdf":
            from nonpay_advisor.report.paper_pdf import as_pdf

            return as_pdf(paper)
