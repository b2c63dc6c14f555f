"""The report as a PDF, drawn from its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from fpdf import FPDF
from fpdf.enums import TextDirection
from fpdf.prefs import ViewerPreferences

from nonpay_advisor.report.blocks import Bullets, Card, Document, Glance, Heading, Ladder, Pairs, Para, Piece, Rung, Section, Table, Text
from nonpay_advisor.report.fonts import FAMILY, fonts_on, held, needs_shaping

# As wide as A4 and as high as Letter, so that it prints on both without being made smaller.
PAGE = (210.0, 279.0)
MARGIN, TOP, FOOT = 18.0, 14.0, 14.0
Colour = tuple[int, int, int]
INK, SOFT, LINE, LINK, RED, RAIL = (28, 36, 48), (76, 87, 103), (207, 214, 223), (21, 76, 156), (134, 26, 26), (138, 151, 168)
COLOURS = {"available": (11, 90, 42), "premature": (110, 67, 0), "undetermined": (27, 74, 133), "barred": RED, "not_applicable": SOFT}
SIZES = {2: 15.0, 3: 12.0, 4: 11.0, 5: 9.5}
BODY, SMALL = 9.8, 9.0
# The first part is set small enough to stand on one page, where one of these sizes does it.
FIRST_PAGE = (8.5, 8.0)
LEADING = 0.49  # of a line's height in mm for each point


_PARTS = re.compile(r" ?[^ ]+| ")


@dataclass(frozen=True)
class _Look:
    """How a run looks."""

    bold: bool
    size: float
    colour: Colour
    url: str


class Sheet(FPDF):
    """A document of runs of text: wrapped, with links, bold and colour, on numbered pages.

    It is tagged: each heading and paragraph is one element, in the order of reading, and what only adorns a page is none. fpdf2
    knows no lists, tables or links as elements, so a list's items and a table's rows are paragraphs.
    """

    def __init__(self, foot: str, day: date) -> None:
        super().__init__(unit="mm", format=PAGE)
        self.foot = held(foot)
        self._widths: dict[tuple[str, bool, float], float] = {}
        self.set_margins(MARGIN, TOP, MARGIN)
        self.set_auto_page_break(True, FOOT + 3)
        self.set_creation_date(datetime.combine(day, time(), UTC))
        self.set_lang("en")
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._tag = ""
        self.alias_nb_pages("{pages}")

    def _render_styled_text_line(self, *args: Any, **kwargs: Any) -> Any:
        # fpdf2 takes the font of the last piece of a line for that of the next, also where the last piece was a symbol from the
        # fallback font; the rest of the page then came out garbled. So every line names its font anew.
        self.current_font_is_set_on_page = False
        return super()._render_styled_text_line(*args, **kwargs)

    def footer(self) -> None:
        """Each page's foot: what it is, and its number."""
        with self.adorning():
            self.set_y(-FOOT)
            self.set_font(FAMILY, "", 8)
            self.set_text_color(*SOFT)
            self.cell(0, 5, self.foot)
            self.set_x(MARGIN)
            self.cell(0, 5, f"page {self.page_no()} of {{pages}}", align="R")

    # -- what is read aloud

    @contextmanager
    def tagged(self, tag: str) -> Iterator[None]:
        """Read what is drawn inside as one element (P, H1, ...); within another one it belongs to that."""
        if self._tag:
            yield
            return
        self._begin(tag)
        try:
            yield
        finally:
            self._end()

    def _begin(self, tag: str) -> None:
        self._tag = tag
        number = self.struct_builder.next_mcid_for_page(self.page)
        _, parent = self.struct_builder.add_marked_content(page_number=self.page, struct_type=f"/{tag}", mcid=number)
        self.pages[self.page].struct_parents = parent
        self._out(f"/{tag} <</MCID {number}>> BDC")

    def _end(self) -> None:
        self._tag = ""
        self._out("EMC")

    @contextmanager
    def adorning(self) -> Iterator[None]:
        """What is drawn inside adorns the page and is not read."""
        inside, self._tag = self._tag, "Artifact"
        if inside:
            self._out("EMC")
        self._out("/Artifact BMC")
        try:
            yield
        finally:
            self._out("EMC")
            self._tag = ""
            if inside:
                self._begin(inside)

    def add_page(self, *args: Any, **kwargs: Any) -> None:
        """Begin a page; an element that is open goes on there as one of the same kind."""
        inside = self._tag
        if inside:
            self._end()
        super().add_page(*args, **kwargs)
        if inside:
            self._begin(inside)

    @property
    def room(self) -> float:
        """What is left of the page, in mm."""
        return float(self.page_break_trigger - self.y)

    def keep(self, height: float) -> None:
        """Begin a new page where less than this height is left."""
        if self.room < height:
            self.add_page()

    def runs(self, pieces: Text, size: float = BODY, left: float = 0, colour: Colour = INK, bold: bool = False, tag: str = "P") -> None:
        """Write a paragraph of pieces, `left` mm in."""
        high = size * LEADING
        lines = self._lines(pieces, size, left, colour, bold)
        self.keep(high)
        with self.tagged(tag):
            for number, line in enumerate(lines):
                # The last line of a paragraph does not stand alone on a page.
                self.keep(2 * high if number == len(lines) - 2 else high)
                self.set_x(MARGIN + left)
                for said, look in line:
                    self.set_font(FAMILY, "B" if look.bold else "", look.size)
                    self.set_text_color(*look.colour)
                    wide = self._wide(said, look)
                    self.set_text_shaping(needs_shaping(said), direction=TextDirection.LTR)
                    self.cell(wide, high, said, link=look.url)
                self.set_text_shaping(False)
                self.ln(high)
        self.set_x(MARGIN)

    def _wide(self, said: str, look: _Look) -> float:
        key = (said, look.bold, look.size)
        if key not in self._widths:
            self.set_font(FAMILY, "B" if look.bold else "", look.size)
            self.set_text_shaping(needs_shaping(said), direction=TextDirection.LTR)
            self._widths[key] = float(self.get_string_width(said))
            self.set_text_shaping(False)
        return self._widths[key]

    def _words(self, pieces: Text, size: float, colour: Colour, bold: bool) -> Iterator[list[tuple[str, _Look]]]:
        """The words of pieces, each with the space before it; a word may change its look inside."""
        word: list[tuple[str, _Look]] = []
        for piece in pieces:
            hue = COLOURS[piece.status] if piece.status else LINK if piece.url else INK if piece.strong and colour == SOFT else colour
            looks = [(held(piece.text), _Look(bold or piece.strong or bool(piece.status), size, hue, piece.url))]
            if piece.ref and piece.text != piece.url:
                looks.append((f" [{piece.ref}]", _Look(False, size * 0.8, SOFT, "")))
            for said, look in looks:
                for part in _PARTS.findall(said):
                    if part[0] == " " and word:
                        yield word
                        word = []
                    word.append((part, look))
        if word:
            yield word

    def _lines(self, pieces: Text, size: float, left: float, colour: Colour, bold: bool) -> list[list[tuple[str, _Look]]]:
        """A paragraph in lines that fit; a word too long for a line is cut."""
        self.c_margin = 0
        room = self.w - MARGIN - left - self.r_margin
        lines: list[list[tuple[str, _Look]]] = [[]]
        used = 0.0
        for word in self._words(pieces, size, colour, bold):
            wide = sum(self._wide(said, look) for said, look in word)
            if lines[-1] and used + wide > room:
                if word[0][0][0] == " ":
                    # The space between two words stays at the line's end, so that they are not read as one.
                    lines[-1][-1] = (lines[-1][-1][0] + " ", lines[-1][-1][1])
                lines.append([])
                used = 0.0
            if not lines[-1]:
                word = [(word[0][0].lstrip(" "), word[0][1]), *word[1:]]
            for said, look in word if wide <= room else [(c, k) for t, k in word for c in t]:
                step = self._wide(said, look)
                if lines[-1] and used + step > room and wide > room:
                    lines.append([])
                    used = 0.0
                used += step
                if lines[-1] and lines[-1][-1][1] == look:
                    lines[-1][-1] = (lines[-1][-1][0] + said, look)
                elif said:
                    lines[-1].append((said, look))
        return lines

    def says(self, said: str, size: float = BODY, left: float = 0, colour: Colour = INK, bold: bool = False, tag: str = "P") -> None:
        """Write a paragraph of plain text."""
        self.runs((Piece(said),), size, left, colour, bold, tag)

    def bar(self, x: float, top: float, wide: float, high: float, colour: Colour) -> None:
        """A coloured bar beside a text."""
        with self.adorning():
            self.set_fill_color(*colour)
            self.rect(x, top, wide, high, style="F")

    def width_of(self, pieces: Text, size: float) -> float:
        """How wide a paragraph is where it stands on one line, in mm."""
        return sum(self._wide(said, look) for word in self._words(pieces, size, INK, False) for said, look in word) + 0.1

    def height_of(self, pieces: Text, size: float, left: float) -> float:
        """How high a paragraph will be, in mm."""
        return len(self._lines(pieces, size, left, INK, False)) * size * LEADING


def pdf(made: Document, day: date) -> bytes:
    """Draw the report; the same bytes for the same blocks and day."""
    for size in FIRST_PAGE:
        drawn, fits = _drawn(made, day, size)
        if fits:
            break
    return drawn


def _drawn(made: Document, day: date, first: float) -> tuple[bytes, bool]:
    """The report with its first part in a size, and whether that stands on one page."""
    sheet = Sheet("  ·  ".join(made.footer), day)
    sheet.set_title(f"{made.title}: {made.subtitle}")
    sheet.set_creator(made.footer[0])
    fits = True
    with fonts_on(sheet):
        sheet.add_page()
        sheet.says(made.title, 17, bold=True, tag="H1")
        sheet.ln(1)
        sheet.says(made.subtitle, 10.5, colour=SOFT)
        sheet.says(made.banner, SMALL, colour=SOFT)
        for section in made.sections:
            _section(sheet, section, first)
            if section.number == 1:
                fits = sheet.page_no() == 1
                if not fits and first != FIRST_PAGE[-1]:
                    return b"", False
        return bytes(sheet.output()), fits


def _section(sheet: Sheet, section: Section, first: float) -> None:
    if section.number == 2:
        sheet.add_page()
    else:
        sheet.ln(5 if section.number > 1 else 3)
        sheet.keep(28)
    sheet.start_section(f"{section.number}. {section.title}", 0)
    sheet.says(f"{section.number}. {section.title}", SIZES[2], bold=True, tag="H2")
    sheet.ln(0.6)
    _rule(sheet, INK, 0.4)
    sheet.ln(2)
    for block in section.blocks:
        match block:
            case Ladder():
                for i, rung in enumerate(block.rungs):
                    _rung(sheet, rung, last=i == len(block.rungs) - 1)
            case Glance():
                _glance(sheet, block)
            case Table():
                _table(sheet, block)
            case Card():
                _card(sheet, block)
            case _:
                _small(sheet, block, 0, first if section.number == 1 else BODY)


def _rule(sheet: Sheet, colour: Colour, width: float) -> None:
    with sheet.adorning():
        sheet.set_draw_color(*colour)
        sheet.set_line_width(width)
        sheet.line(MARGIN, sheet.y, sheet.w - MARGIN, sheet.y)


def _small(sheet: Sheet, block: Heading | Para | Bullets | Pairs, left: float, size: float = BODY) -> None:
    match block:
        case Heading():
            sheet.ln(1 if block.level == 5 else 1.4 if size in FIRST_PAGE else 2.2)
            sheet.keep({3: 46, 4: 24}.get(block.level, 14) if size == BODY else 12 if size in FIRST_PAGE else 20)
            if block.level == 3:
                sheet.start_section(block.title, 1, strict=False)
            sheet.says(block.title, SIZES[block.level], left, SOFT if block.level == 5 else INK, bold=True, tag=f"H{block.level}")
            sheet.ln(0.4)
        case Para():
            _para(sheet, block, left, size)
        case Bullets():
            for number, item in enumerate(block.items, 1):
                mark = f"{number}." if block.ordered else "•"
                sheet.keep(2 * size * LEADING)
                with sheet.tagged("P"):
                    sheet.set_font(FAMILY, "", size)
                    sheet.set_text_color(*SOFT)
                    sheet.set_x(MARGIN + left + 1)
                    sheet.cell(6, size * LEADING, f"{mark} ")
                    sheet.runs(item.text, size, left + 7)
                for line in item.under:
                    sheet.runs(line, size - 0.5, left + 7, SOFT)
                sheet.ln(0.9 if size == BODY else 0.3)
        case Pairs():
            for term, said in block.pairs:
                sheet.runs((Piece(f"{term}: "), *said), size - 0.5, left, SOFT)


def _para(sheet: Sheet, block: Para, left: float, size: float) -> None:
    if block.role == "alert":
        top, page = sheet.y, sheet.page_no()
        sheet.runs(block.text, size, left + 4)
        if sheet.page_no() == page:
            sheet.bar(MARGIN + left, top, 1.2, sheet.y - top, RED)
    else:
        sizes = {"lead": size + 1, "note": size - 0.6}
        sheet.runs(block.text, sizes.get(block.role, size), left, SOFT if block.role == "note" else INK)
    sheet.ln(1.4 if size == BODY else 0.9)


def _rung(sheet: Sheet, rung: Rung, last: bool) -> None:
    left = 17.0
    height = 8 + sum(sheet.height_of(t, SMALL, left) for t in rung.lines)
    sheet.keep(min(height + 6, 120))
    top, page = sheet.y, sheet.page_no()
    title: Text = (Piece(rung.title if rung.number else f"Deadline: {rung.title}", strong=bool(rung.number)), Piece("   "))
    sheet.runs(
        (*title, Piece(rung.printed, status=rung.status)) if rung.status else title,
        11,
        left,
        INK if rung.number else RED,
        bold=True,
        tag="H3",
    )
    sheet.runs(rung.when, BODY, left, SOFT, bold=not rung.number)
    for line in rung.lines:
        sheet.runs(line, SMALL, left)
    sheet.ln(4)
    if sheet.page_no() == page:
        _rails(sheet, top, sheet.y - (2 if last else 0))
    _step(sheet, rung, top if sheet.page_no() == page else TOP)


def _rails(sheet: Sheet, top: float, bottom: float) -> None:
    with sheet.adorning():
        sheet.set_draw_color(*RAIL)
        sheet.set_line_width(0.9)
        for x in (MARGIN + 2, MARGIN + 12):
            sheet.line(x, top, x, bottom)


def _step(sheet: Sheet, rung: Rung, top: float) -> None:
    with sheet.adorning():
        _draw_step(sheet, rung, top)


def _draw_step(sheet: Sheet, rung: Rung, top: float) -> None:
    middle, centre = top + 3.6, MARGIN + 7
    sheet.set_draw_color(*RAIL)
    sheet.set_line_width(0.9)
    sheet.line(MARGIN + 1, middle, MARGIN + 13, middle)
    sheet.set_fill_color(*(RED if rung.marked else INK))
    if rung.number:
        sheet.ellipse(centre - 3.3, middle - 3.3, 6.6, 6.6, style="F")
    else:
        diamond = ((centre, middle - 4), (centre + 4, middle), (centre, middle + 4), (centre - 4, middle))
        sheet.polygon(diamond, style="F")
    after = sheet.y
    sheet.set_font(FAMILY, "B", 9.5)
    sheet.set_text_color(255, 255, 255)
    sheet.set_xy(centre - 4, middle - 2.5)
    sheet.cell(8, 5, str(rung.number or "!"), align="C")
    sheet.set_xy(MARGIN, after)


def _glance(sheet: Sheet, block: Glance) -> None:
    sheet.keep(16)
    sheet.ln(1.5)
    sheet.says(block.stage, BODY, bold=True, tag="H3")
    sheet.ln(0.8)
    for status, printed, title, _ in block.rows:
        sheet.keep(6)
        top = sheet.y
        with sheet.tagged("P"):
            sheet.set_font(FAMILY, "B", SMALL)
            sheet.set_text_color(*COLOURS[status])
            sheet.set_x(MARGIN)
            sheet.cell(19, SMALL * LEADING, f"{printed} ")
            sheet.set_y(top)
            sheet.says(title, SMALL, 19)


def _table(sheet: Sheet, block: Table) -> None:
    sheet.says(block.caption, BODY, bold=True)
    sheet.ln(1.5)
    wide = 38.0
    for row in block.rows:
        sheet.keep(16)
        _rule(sheet, LINE, 0.2)
        sheet.ln(1)
        top = sheet.y
        sheet.runs(row[1], BODY, sheet.epw - sheet.width_of(row[1], BODY))
        sheet.set_y(top)
        sheet.set_right_margin(MARGIN + wide + 4)
        sheet.runs(row[0], BODY, bold=True)
        for cell in row[2:]:
            if cell:
                sheet.runs(cell, SMALL, 0, SOFT)
        sheet.set_right_margin(MARGIN)
        sheet.ln(1.2)
    _rule(sheet, LINE, 0.2)
    sheet.ln(2)


def _card(sheet: Sheet, card: Card) -> None:
    sheet.ln(2.5)
    sheet.keep(34)
    top = sheet.y
    sheet.bar(MARGIN, top, 1.3, 5.4, COLOURS[card.status])
    sheet.runs((Piece(card.title, strong=True), Piece("   "), Piece(card.printed, status=card.status)), SIZES[4], 4, tag="H4")
    sheet.ln(0.8)
    for block in card.blocks:
        _small(sheet, block, 4, SMALL + 0.2)
    sheet.ln(1)
