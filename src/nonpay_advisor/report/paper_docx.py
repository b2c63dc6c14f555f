"""A paper as a DOCX to edit: blanks are highlighted, notes stand on pages of their own."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.shared import Pt, RGBColor

from nonpay_advisor.report.blocks import Bullets, Heading, Para, Piece, Table, Text
from nonpay_advisor.report.docx import RED, SOFT, Pages, fill
from nonpay_advisor.report.papers import BOX, NOTES_TITLE, Checks, Lines, Paper, Part, Ruled, is_blank, table_rows, widths

_WIDTH = 166.0


def as_docx(paper: Paper) -> bytes:
    """Build the file; the same bytes for the same paper."""
    pages = Pages(paper.title, paper.title, paper.as_of)
    for alert in paper.alerts:
        _alert(pages, (Piece(alert),))
    for part in paper.body:
        _part(pages, part)
    if paper.notes:
        pages.file.add_page_break()
        pages.heading(NOTES_TITLE, 1)
        for part in paper.notes:
            _part(pages, part)
    return pages.saved()


def _alert(pages: Pages, said: Text) -> None:
    """Say something loudly: indented, bold, in red."""
    paragraph = pages.runs((), left=6)
    for piece in said:
        _fill(paragraph, (piece,))
    for run in paragraph.runs:
        run.bold, run.font.color.rgb = True, RGBColor.from_string(RED)


def _fill(paragraph: Any, said: Text) -> None:
    for piece in said:
        if is_blank(piece):
            run = paragraph.add_run(piece.text)
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        else:
            fill(paragraph, (piece,))


def _part(pages: Pages, part: Part) -> None:
    match part:
        case Heading():
            pages.heading(part.title, part.level - 1)
        case Para():
            if part.role == "alert":
                _alert(pages, part.text)
            else:
                _fill(pages.runs(()), part.text)
        case Bullets():
            _bullets(pages, part)
        case Checks():
            for item in part.items:
                paragraph = pages.runs((Piece(f"{BOX}  "),), left=0)
                paragraph.paragraph_format.space_after = Pt(2)
                paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Pt(16), Pt(-16)
                _fill(paragraph, item)
        case Lines():
            for i, line in enumerate(part.lines):
                paragraph = pages.runs(())
                paragraph.paragraph_format.space_after = Pt(8 if i == len(part.lines) - 1 else 0)
                _fill(paragraph, line)
        case Table():
            _table(pages, part)
        case Ruled():
            for _ in range(part.count):
                pages.runs((Piece("_" * 78),), colour=SOFT)


def _bullets(pages: Pages, part: Bullets) -> None:
    numbering = None
    for item in part.items:
        paragraph = pages.runs((), "List Number" if part.ordered else "List Bullet")
        _fill(paragraph, item.text)
        if part.ordered:
            if numbering is None:
                numbering = pages.numbers_anew(paragraph)
            else:
                pages.number(paragraph, numbering)


def _table(pages: Pages, part: Table) -> None:
    if part.caption:
        pages.runs((Piece(part.caption, strong=True),)).paragraph_format.keep_with_next = True
    rows = table_rows(part)
    table = pages.table(len(rows) + 1, widths(part, _WIDTH))
    for row, cells in zip(table.rows, ((*((Piece(h, strong=True),) for h in part.headers),), *rows), strict=True):
        for i, (cell, said) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            _fill(paragraph, said)
            if i in part.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    pages.file.add_paragraph().paragraph_format.space_after = Pt(0)
