"""Text folded to a width, the same for every front end."""

from __future__ import annotations

import re
import textwrap

# A line that begins so is a command to copy, and is not folded.
VERBATIM = "    "


def folded(text: str, width: int) -> str:
    """Text folded to a width, a list's lines hanging."""
    lines = []
    for line in text.split("\n"):
        bare = line.lstrip()
        if line.startswith(VERBATIM):
            lines.append(line)
            continue
        indent = " " * (len(line) - len(bare))
        column = re.match(r"\S+\s{2,}|- \d+ |- " + (r"|\d+\*? " if indent else ""), bare)
        hang = indent + " " * (len(column[0]) if column else 0)
        lines.append(
            textwrap.fill(
                bare, max(20, width), initial_indent=indent, subsequent_indent=hang, break_long_words=True, break_on_hyphens=False
            )
        )
    return "\n".join(lines)
