"""The report as a DOCX to edit in a word processor, built from its blocks."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time
from typing import Any

from docx import Document as new_docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from nonpay_advisor.report.blocks import Bullets, Card, Document, Glance, Heading, Ladder, Pairs, Para, Piece, Rung, Section, Table, Text

INK, SOFT, LINE, LINK, RED = "1C2430", "4C5767", "CFD6DF", "154C9C", "861A1A"
COLOURS = {"available": "0B5A2A", "premature": "6E4300", "undetermined": "1B4A85", "barred": RED, "not_applicable": SOFT}
FONT = "Calibri"
# Every file inside gets this time, so that the same report is the same bytes.
_PACKED = (1980, 1, 1, 0, 0, 0)


class Pages:
    """A word-processor file of runs of text, headings, lists and tables."""

    def __init__(self, title: str, foot: str, day: date) -> None:
        self.file: Any = new_docx()
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
        section.top_margin = section.bottom_margin = Mm(20)
        moment = datetime.combine(day, time(), UTC).replace(tzinfo=None)
        core = self.file.core_properties
        core.title, core.author, core.last_modified_by, core.comments, core.language = title, "nonpay-advisor", "nonpay-advisor", "", "en"
        core.created = core.modified = moment
        core.revision = 1
        self._styles()
        self._foot(section.footer.paragraphs[0], foot)

    def _styles(self) -> None:
        styles = self.file.styles
        styles["Normal"].font.name, styles["Normal"].font.size = FONT, Pt(10.5)
        styles["Normal"].paragraph_format.space_after = Pt(5)
        for level, size in ((0, 22), (1, 16), (2, 13), (3, 12), (4, 10.5)):
            style = styles["Title" if level == 0 else f"Heading {level}"]
            style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), True, False
            style.font.color.rgb = RGBColor.from_string(SOFT if level == 4 else INK)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{kind}"), None)
            style.paragraph_format.keep_with_next = True
        for name in ("List Bullet", "List Number", "List Bullet 2"):
            styles[name].paragraph_format.space_after = Pt(2)

    def _foot(self, paragraph: Any, foot: str) -> None:
        written = [paragraph.add_run(f"{foot}  ·  page ")]
        for kind, said in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
            run = paragraph.add_run(said if kind == "text" else "")
            if kind != "text":
                part = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    part.set(qn("w:fldCharType"), kind)
                else:
                    part.text = said
                run._r.append(part)
            written.append(run)
        for run in written:
            run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string(SOFT)

    def heading(self, said: str, level: int) -> None:
        """Add a heading; level 0 is the title."""
        self.file.add_heading(said, level)

    def runs(self, pieces: Text, style: str | None = None, colour: str = "", left: float = 0) -> Any:
        """Add a paragraph of pieces."""
        paragraph = self.file.add_paragraph(style=style)
        if left:
            paragraph.paragraph_format.left_indent = Mm(left)
        fill(paragraph, pieces, colour)
        return paragraph

    def numbers_anew(self, paragraph: Any) -> Any:
        """Begin the numbers of an ordered list at 1 again; returns the numbering to use for the rest of the list."""
        numbering = self.file.part.numbering_part.numbering_definitions._numbering
        style = self.file.styles["List Number"].element.pPr.numPr.numId.val
        abstract = next(n for n in numbering.num_lst if n.numId == style).abstractNumId.val
        num = numbering.add_num(abstract)
        num.add_lvlOverride(ilvl=0).add_startOverride(1)
        self.number(paragraph, num.numId)
        return num.numId

    def number(self, paragraph: Any, numbering: int) -> None:
        """Put a paragraph in a numbered list."""
        numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_numId().val = numbering
        numbered.get_or_add_ilvl().val = 0

    def table(self, rows: int, widths: tuple[float, ...], style: str = "Table Grid") -> Any:
        """Add a table with columns of these widths in mm."""
        table = self.file.add_table(rows=rows, cols=len(widths), style=style)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
        table._tbl.tblPr.append(borders)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
            kept = OxmlElement("w:cantSplit")
            row._tr.get_or_add_trPr().append(kept)
        return table

    def saved(self) -> bytes:
        """The file's bytes, the same for the same content."""
        loose = io.BytesIO()
        self.file.save(loose)
        packed = io.BytesIO()
        with zipfile.ZipFile(loose) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(zipfile.ZipInfo(name, _PACKED), old.read(name), zipfile.ZIP_DEFLATED)
        return packed.getvalue()


def fill(paragraph: Any, pieces: Text, colour: str = "") -> None:
    """Write pieces into a paragraph."""
    for piece in pieces:
        if not piece.text:
            continue
        if piece.url:
            _link(paragraph, piece)
        else:
            run = paragraph.add_run(piece.text)
            run.bold = True if piece.strong or piece.status else None
            shade = COLOURS[piece.status] if piece.status else "" if piece.strong else colour
            if shade:
                run.font.color.rgb = RGBColor.from_string(shade)
        if piece.ref and piece.text != piece.url:
            run = paragraph.add_run(f" [{piece.ref}]")
            run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string(SOFT)


def _link(paragraph: Any, piece: Piece) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(piece.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(piece.text)
    run.font.color.rgb, run.font.underline = RGBColor.from_string(LINK), True
    link.append(run._r)
    paragraph._p.append(link)


def _shaded(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)


def docx(made: Document, day: date) -> bytes:
    """Build the file; the same bytes for the same blocks and day."""
    pages = Pages(f"{made.title}: {made.subtitle}", "  ·  ".join(made.footer), day)
    pages.heading(made.title, 0)
    pages.runs((Piece(made.subtitle),), colour=SOFT)
    pages.runs((Piece(made.banner),), colour=SOFT)
    for section in made.sections:
        _section(pages, section)
    return pages.saved()


def _section(pages: Pages, section: Section) -> None:
    if section.number == 2:
        pages.file.add_page_break()
    pages.heading(f"{section.number}. {section.title}", 1)
    for block in section.blocks:
        match block:
            case Ladder():
                _ladder(pages, block)
            case Glance():
                _glance(pages, block)
            case Table():
                _table(pages, block)
            case Card():
                _card(pages, block)
            case _:
                _small(pages, block)


def _small(pages: Pages, block: Heading | Para | Bullets | Pairs) -> None:
    match block:
        case Heading():
            pages.heading(block.title, block.level - 1)
        case Para():
            pages.runs(block.text, "Intense Quote" if block.role == "alert" else None, SOFT if block.role == "note" else "")
        case Bullets():
            numbering = None
            for item in block.items:
                paragraph = pages.runs(item.text, "List Number" if block.ordered else "List Bullet")
                if block.ordered:
                    if numbering is None:
                        numbering = pages.numbers_anew(paragraph)
                    else:
                        pages.number(paragraph, numbering)
                for line in item.under:
                    under = pages.runs(line, colour=SOFT, left=6.4)
                    under.paragraph_format.space_after = Pt(1)
        case Pairs():
            for term, said in block.pairs:
                line = pages.runs((Piece(f"{term}: "), *said), colour=SOFT)
                line.paragraph_format.space_after = Pt(1)


def _ladder(pages: Pages, block: Ladder) -> None:
    table = pages.table(len(block.rungs), (14, 152))
    for row, rung in zip(table.rows, block.rungs, strict=True):
        _rung(row, rung)
    pages.file.add_paragraph()


def _rung(row: Any, rung: Rung) -> None:
    number, said = row.cells
    _shaded(number, RED if rung.marked else INK)
    paragraph = number.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(str(rung.number or "!"))
    run.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
    title = rung.title if rung.number else f"Deadline: {rung.title}"
    fill(said.paragraphs[0], (Piece(title, strong=True), *((Piece("   "), Piece(rung.printed, status=rung.status)) if rung.status else ())))
    for line in (rung.when, *rung.lines):
        if line:
            paragraph = said.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(1)
            fill(paragraph, line, SOFT if line is rung.when else "")


def _glance(pages: Pages, block: Glance) -> None:
    head = pages.runs((Piece(block.stage, strong=True),))
    head.paragraph_format.keep_with_next = True
    table = pages.table(len(block.rows), (26, 140), "Table Grid")
    for row, (status, printed, title, _) in zip(table.rows, block.rows, strict=True):
        for cell, pieces in zip(row.cells, ((Piece(printed, status=status),), (Piece(title),)), strict=True):
            fill(cell.paragraphs[0], pieces)
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    pages.file.add_paragraph().paragraph_format.space_after = Pt(0)


def _table(pages: Pages, block: Table) -> None:
    head = pages.runs((Piece(block.caption, strong=True),))
    head.paragraph_format.keep_with_next = True
    table = pages.table(len(block.rows) + 1, (46, 30, 90))
    for cell, said in zip(table.rows[0].cells, block.headers, strict=True):
        fill(cell.paragraphs[0], (Piece(said, strong=True),))
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row, cells in zip(table.rows[1:], block.rows, strict=True):
        for i, (cell, pieces) in enumerate(zip(row.cells, cells, strict=True)):
            fill(cell.paragraphs[0], pieces)
            if i in block.right:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    pages.file.add_paragraph().paragraph_format.space_after = Pt(0)


def _card(pages: Pages, card: Card) -> None:
    paragraph = pages.file.add_heading(f"{card.title}   ", 3)
    fill(paragraph, (Piece(card.printed, status=card.status),))
    for block in card.blocks:
        _small(pages, block)
