"""Shows a long text page by page, as other programs of the terminal do: with $PAGER, else with less, else by itself."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import sys

# What less says below each page; a colon would mean something else to it.
_KEYS = "space - next page, b - back, q - done"


def page(text: str) -> None:
    """Show a text; what is no longer than the screen, or goes elsewhere than to a terminal, is only printed."""
    screen = shutil.get_terminal_size((80, 24)).lines
    if text.count("\n") < screen - 1 or not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(text, end="", flush=True)
        return
    command = _command()
    if command is None or not _shown_by(command, text):
        _by_itself(text, screen)


def _command() -> list[str] | None:
    """The pager to start; none where none is wanted or there."""
    wanted = os.environ.get("PAGER")
    if wanted is not None:
        try:
            command = shlex.split(wanted)
        except ValueError:
            command = []
    else:
        command = ["less"]
    return command if command and shutil.which(command[0]) else None


def _shown_by(command: list[str], text: str) -> bool:
    """Give a text to another program; returns whether it could be started."""
    # R keeps bold; X leaves the last page standing.
    given = {**os.environ, "LESS": os.environ.get("LESS", "RX"), "LESSCHARSET": os.environ.get("LESSCHARSET", "utf-8")}
    if os.path.basename(command[0]) == "less":
        command = [*command, f"-Ps{_KEYS}"]
    sys.stdout.flush()
    try:
        reader = subprocess.Popen(command, stdin=subprocess.PIPE, env=given)
    except OSError:
        return False
    # Who leaves early has read enough.
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        reader.communicate(text.encode("utf-8", "replace"))
    while True:
        # Ctrl-C is the pager's affair.
        with contextlib.suppress(KeyboardInterrupt):
            reader.wait()
            return True


def _by_itself(text: str, screen: int) -> None:
    """Page by page with Enter; a line of words goes on or leaves."""
    lines = text.splitlines()
    for start in range(0, len(lines), screen - 2):
        print("\n".join(lines[start : start + screen - 2]), flush=True)
        if start + screen - 2 >= len(lines):
            return
        try:
            if input("-- Enter: next page, q: done -- ").strip().lower().startswith("q"):
                return
        except (EOFError, KeyboardInterrupt):
            print()
            return
