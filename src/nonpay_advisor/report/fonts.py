"""The fonts of the PDFs, from wheels alone: FiraGO (Latin, Greek, Cyrillic, Arabic, Hebrew, Thai, Georgian, Devanagari), and
Noto's symbols where it has none. A character that neither holds is shown as a box, never dropped.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pymupdf_fonts
from fontTools.ttLib import TTFont
from fpdf import FPDF

FAMILY, SYMBOLS = "text", "symbols"
BOX = "□"
_FONTS = {(FAMILY, ""): "figo", (FAMILY, "B"): "figbo", (SYMBOLS, ""): "symbol2", (SYMBOLS, "B"): "symbol2"}


@cache
def _bytes(name: str) -> bytes:
    return bytes(pymupdf_fonts.myfont(name))


@cache
def _holds(name: str) -> frozenset[int]:
    return frozenset(TTFont(io.BytesIO(_bytes(name)), lazy=True).getBestCmap())


def held(text: str) -> str:
    """Text with a box for each character that no font here holds."""
    if text.isascii():
        return text
    known = _holds("figo") & _holds("figbo") | _holds("symbol2")
    return "".join(c if ord(c) in known or c.isspace() else "" if c in "\u200d\ufe0e\ufe0f" else BOX for c in text)


def not_held(text: str) -> str:
    """Say which characters of a text stand as boxes in a PDF, and what shows them; nothing where all can be drawn."""
    lost = [] if text.isascii() else sorted({a for a, b in zip(text, (held(c) for c in text), strict=True) if b == BOX != a})
    if not lost:
        return ""
    some = " ".join(lost[:8]) + (" ..." if len(lost) > 8 else "")
    return f"no font of the PDF has {some}: they stand there as {BOX}; DOCX, HTML and Markdown show them"


def warn_of_boxes(text: str) -> None:
    """Say on standard error which characters of a text a PDF shows as boxes."""
    lost = not_held(text)
    if lost:
        print(f"nonpay-advisor: {lost}", file=sys.stderr)


def needs_shaping(text: str) -> bool:
    """Whether a text has letters that join, stack or run from right to left (Hebrew to Thai)."""
    return not text.isascii() and any("\u0590" <= c <= "\u0e7f" for c in text)


@contextmanager
def fonts_on(pdf: FPDF) -> Iterator[None]:
    """Give a PDF its fonts, until it is written."""
    with tempfile.TemporaryDirectory(prefix="nonpay-fonts-", ignore_cleanup_errors=True) as folder:
        for (family, style), name in _FONTS.items():
            file = Path(folder) / f"{name}.ttf"
            if not file.exists():
                file.write_bytes(_bytes(name))
            pdf.add_font(family, style, file)
        pdf.set_fallback_fonts([SYMBOLS], exact_match=False)
        yield
