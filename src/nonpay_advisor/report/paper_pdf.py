"""A paper as a PDF: blanks are bold in brackets, notes stand on pages of their own."""

from __future__ import annotations

from typing import Any

from nonpay_advisor.report.blocks import Bullets, Heading, Para, Piece, Table, Text, plain
from nonpay_advisor.report.fonts import FAMILY, fonts_on, held
from nonpay_advisor.report.papers import BOX, NOTES_TITLE, Checks, Lines, Paper, Part, Ruled, table_rows, widths
from nonpay_advisor.report.pdf import INK, LEADING, LINE, MARGIN, RED, SIZES, SOFT, Sheet

_BODY, _SMALL = 10.5, 9.0


def as_pdf(paper: Paper) -> bytes:
    """Draw the paper; the same bytes for the same paper."""
    sheet = Sheet(paper.title, paper.as_of)
    sheet.set_title(paper.title)
    sheet.set_creator("nonpay-advisor")
    with fonts_on(sheet):
        sheet.add_page()
        for alert in paper.alerts:
            _alert(sheet, (Piece(alert),), _SMALL + 0.5)
        for part in paper.body:
            _part(sheet, part, _BODY)
        if paper.notes:
            sheet.add_page()
            sheet.start_section(NOTES_TITLE, 0)
            sheet.says(NOTES_TITLE, SIZES[2], bold=True, tag="H1")
            sheet.ln(2)
            for part in paper.notes:
                _part(sheet, part, _SMALL)
        return bytes(sheet.output())


def _alert(sheet: Sheet, said: Text, size: float) -> None:
    top, page = sheet.y, sheet.page_no()
    sheet.runs(said, size, 4)
    if sheet.page_no() == page:
        sheet.bar(MARGIN, top, 1.2, sheet.y - top, RED)
    sheet.ln(3)


def _part(sheet: Sheet, part: Part, size: float) -> None:
    match part:
        case Heading():
            sheet.ln(2)
            sheet.keep(22)
            if part.level == 3:
                sheet.start_section(part.title, 0)
            sheet.says(part.title, SIZES[part.level] + (2 if part.level == 3 and size == _BODY else 0), bold=True, tag=f"H{part.level - 2}")
            sheet.ln(1.5)
        case Para():
            if part.role == "alert":
                _alert(sheet, part.text, size)
            else:
                sheet.runs(part.text, size)
                sheet.ln(2.6)
        case Bullets():
            for number, item in enumerate(part.items, 1):
                _item(sheet, f"{number}." if part.ordered else "•", item.text, size)
            sheet.ln(1.6)
        case Checks():
            for check in part.items:
                _item(sheet, BOX, check, size)
            sheet.ln(1.6)
        case Lines():
            sheet.keep(min(60.0, len(part.lines) * size * LEADING + 4))
            for line in part.lines:
                if plain(line):
                    sheet.runs(line, size)
                else:
                    sheet.ln(size * LEADING)
            sheet.ln(3.4)
        case Table():
            _table(sheet, part, size - 0.8)
        case Ruled():
            for _ in range(part.count):
                sheet.keep(9)
                sheet.ln(8)
                _line(sheet, 0.3)
            sheet.ln(3)


def _item(sheet: Sheet, mark: str, said: Text, size: float) -> None:
    sheet.keep(2 * size * LEADING)
    with sheet.tagged("P"):
        sheet.set_font(FAMILY, "", size)
        sheet.set_text_color(*SOFT)
        sheet.set_x(MARGIN + 1)
        sheet.cell(6, size * LEADING, held(f"{mark} "))
        sheet.runs(said, size, 7)
    sheet.ln(0.9)


def _table(sheet: Sheet, part: Table, size: float) -> None:
    if part.caption:
        sheet.keep(20)
        sheet.says(part.caption, size, bold=True)
        sheet.ln(1)
    wide = widths(part, sheet.epw)
    _row(sheet, tuple((Piece(h),) for h in part.headers), part, wide, size, head=True)
    for row in table_rows(part):
        _row(sheet, row, part, wide, size)
    sheet.ln(4)


def _row(sheet: Sheet, row: tuple[Text, ...], part: Table, wide: tuple[float, ...], size: float, head: bool = False) -> None:
    step = size * LEADING
    lines: list[list[str]] = []
    for cell, width in zip(row, wide, strict=True):
        sheet.set_font(FAMILY, "B" if head or any(p.strong for p in cell) else "", size)
        broken: Any = sheet.multi_cell(width - 2, step, held(plain(cell)), dry_run=True, output="LINES", align="L")
        lines.append(list(broken) or [""])
    height = max(len(found) for found in lines) * step + 2
    sheet.keep(height + 1)
    top, left = sheet.y, MARGIN
    with sheet.tagged("P"):
        for i, (cell, width, said) in enumerate(zip(row, wide, lines, strict=True)):
            sheet.set_font(FAMILY, "B" if head or any(p.strong for p in cell) else "", size)
            sheet.set_text_color(*(SOFT if head else INK))
            for n, line in enumerate(said):
                sheet.set_xy(left, top + 1 + n * step)
                # A space before or after, so that cells are not read as one word.
                right = i in part.right
                sheet.cell(width - 2, step, f" {line}" if right else f"{line} ", align="R" if right else "L")
            left += width
    sheet.set_xy(MARGIN, top + height)
    _line(sheet, 0.3 if head else 0.15)


def _line(sheet: Sheet, width: float) -> None:
    with sheet.adorning():
        sheet.set_draw_color(*LINE)
        sheet.set_line_width(width)
        sheet.line(MARGIN, sheet.y, sheet.w - MARGIN, sheet.y)
