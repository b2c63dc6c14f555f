"""The options report as text, Markdown, HTML, PDF or DOCX: the same blocks in each."""

from __future__ import annotations

import os
import shutil
from functools import cache
from typing import Any, Literal, TextIO

from jinja2 import Environment, PackageLoader, StrictUndefined

from nonpay_advisor.advice.model import Advice
from nonpay_advisor.report import marks
from nonpay_advisor.report.blocks import Document, Text
from nonpay_advisor.report.content import document

Shape = Literal["terminal", "markdown", "html"]
NARROWEST, WIDEST, FILE_WIDTH = 40, 100, 80
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_TEMPLATES = {"terminal": "report.txt.j2", "markdown": "report.md.j2", "html": "report.html.j2"}


def width_of(stream: TextIO | None) -> int:
    """The columns to write for: a terminal's own, between 40 and 100; 80 for files and pipes."""
    if stream is None or not stream.isatty():
        return FILE_WIDTH
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = shutil.get_terminal_size((FILE_WIDTH, 24)).columns
    return max(NARROWEST, min(WIDEST, columns or FILE_WIDTH))


def bold_for(stream: TextIO | None) -> bool:
    """Whether headings may be bold: a terminal that is not dumb, and no NO_COLOR."""
    return bool(stream and stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def render(advice: Advice, shape: str, *, width: int = FILE_WIDTH, full: bool = False, bold: bool = False) -> str:
    """The report of an advice.

    shape  terminal, markdown or html; the last two always show every option in full
    width  columns of the terminal
    full   in the terminal too, every option with its reasons
    bold   in the terminal, headings in bold
    """
    if shape not in _TEMPLATES:
        raise ValueError(f"shape: read {shape!r}, one of {', '.join(_TEMPLATES)} is needed")
    return render_document(document(advice, full=full or shape != "terminal"), shape, width=width, bold=bold)


def render_document(made: Document, shape: str, *, width: int = FILE_WIDTH, bold: bool = False) -> str:
    """Blocks as text in a shape (see `render`)."""
    wide = max(NARROWEST, min(WIDEST, width))
    tools: dict[str, Any] = {"doc": made, "width": wide}
    if shape == "terminal":

        def wrapped(said: str | Text, first: str = "", rest: str | None = None) -> str:
            text = said if isinstance(said, str) else marks.terminal(said)
            return marks.wrap(text, wide, first, first if rest is None else rest)

        def heading(said: str) -> str:
            return f"{_BOLD}{said}{_PLAIN}" if bold else said

        tools |= {"wrapped": wrapped, "heading": heading, "pad": lambda said, columns: said + " " * (columns - marks.shown_width(said))}
    return _templates(shape == "html").get_template(_TEMPLATES[shape]).render(tools)


@cache
def _templates(escaping: bool) -> Environment:
    made = Environment(
        loader=PackageLoader("nonpay_advisor.report", "templates"),
        autoescape=escaping,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["md"] = marks.markdown
    made.filters["md_text"] = marks.escape_markdown
    made.filters["shown"] = marks.terminal
    return made


def render_pdf(advice: Advice) -> bytes:
    """The report as a PDF, the same bytes for the same advice."""
    from nonpay_advisor.report.pdf import pdf

    return pdf(document(advice), advice.as_of)


def render_docx(advice: Advice) -> bytes:
    """The report as a DOCX to edit, the same bytes for the same advice."""
    from nonpay_advisor.report.docx import docx

    return docx(document(advice), advice.as_of)
