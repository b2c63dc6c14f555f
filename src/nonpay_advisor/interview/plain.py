"""The plain front end: prints line by line and reads lines, for screen readers, dumb terminals, ssh and pipes."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from nonpay_advisor.interview.conversation import Choice, Command

COMMANDS = {
    "?": Command.DONT_KNOW, "don't know": Command.DONT_KNOW, "dont know": Command.DONT_KNOW, "i don't know": Command.DONT_KNOW,
    "i do not know": Command.DONT_KNOW, "idk": Command.DONT_KNOW, "skip": Command.SKIP, "why": Command.WHY, "why?": Command.WHY,
    "back": Command.BACK, "review": Command.REVIEW, "leave": Command.LEAVE, "quit": Command.LEAVE, "exit": Command.LEAVE,
    "save": Command.LEAVE, "help": Command.HELP, "??": Command.HELP,
}  # fmt: skip
_LETTERS = {"w": Command.WHY, "b": Command.BACK, "s": Command.SKIP, "r": Command.REVIEW, "q": Command.LEAVE, "h": Command.HELP}


# A line that begins so is a command to copy, and is not folded.
VERBATIM = "    "


def wrapped(text: str, width: int) -> str:
    """Text folded to a width, a list's lines hanging."""
    lines = []
    for line in text.split("\n"):
        bare = line.lstrip()
        if line.startswith(VERBATIM):
            lines.append(line)
            continue
        indent = " " * (len(line) - len(bare))
        column = re.match(r"\S+(?: \(\w\))?\s{2,}", bare)
        hang = indent + ("  " if bare.startswith("- ") else " " * len(column[0]) if column else "")
        lines.append(
            textwrap.fill(
                bare, max(20, width), initial_indent=indent, subsequent_indent=hang, break_long_words=True, break_on_hyphens=False
            )
        )
    return "\n".join(lines)


class PlainFront:
    """Reads lines from standard input; raises EOFError at its end."""

    @property
    def width(self) -> int:
        """How many columns there are."""
        return min(100, shutil.get_terminal_size((80, 24)).columns) if sys.stdout.isatty() else 80

    def say(self, text: str, *, quiet: bool = False) -> None:
        """Print a paragraph."""
        print(wrapped(text, self.width), flush=True)

    def _read(self, default: str = "") -> str:
        print(f"[{default}] > " if default else "> ", end="", flush=True)
        if sys.stdin.isatty():
            return input().strip()
        read = sys.stdin.readline()
        if not read:
            print(flush=True)
            raise EOFError
        print(flush=True)
        return read.strip()

    def line(self, ask: str, default: str = "", help: str = "") -> Any:
        """Read a line; Enter takes the default."""
        self._ask(ask, help)
        typed = self._read(default)
        if typed.lower() in COMMANDS:
            return COMMANDS[typed.lower()]
        return typed or default

    def _ask(self, ask: str, help: str) -> None:
        print(flush=True)
        self.say(ask)
        if help:
            self.say(help)

    def choose(self, ask: str, choices: Sequence[Choice], default: Any = None, help: str = "") -> Any:
        """Read the number of a choice, or the beginning of its words."""
        shown = [c for c in choices if not isinstance(c.value, Command)]
        self._ask(ask, help)
        for n, choice in enumerate(shown, 1):
            self.say(f"  {n} {choice.label}")
        chosen = ""
        if default is not None:
            chosen = next((str(n) for n, c in enumerate(shown, 1) if c.value is default or c.value == default), "")
        while True:
            typed = self._read(chosen) or chosen
            word = typed.lower().rstrip(".")
            if word in COMMANDS:
                return COMMANDS[word]
            found = _match(word, shown)
            if not found and word in _LETTERS:
                return _LETTERS[word]
            if len(found) == 1:
                return found[0].value
            if found:
                self.say(f"{typed!r} could be: {'; '.join(c.label for c in found)}. A number from 1 to {len(shown)} is clearest.")
            else:
                self.say(f'A number from 1 to {len(shown)} is needed, or "?" if you do not know.')

    def tick(self, ask: str, choices: Sequence[Choice], ticked: Iterable[Any] = ()) -> Any:
        """Read the numbers of what is so; Enter for none."""
        self._ask(ask, "")
        before = set(ticked)
        for n, choice in enumerate(choices, 1):
            self.say(f"  {n}{'*' if choice.value in before else ''} {choice.label}")
        self.say('The numbers of what is so, or what you are not sure of, like "2 5"; Enter if none of these is so; "why" explains them.')
        if before:
            self.say("Those with a * were given before; to keep them, give their numbers again.")
        while True:
            typed = self._read()
            word = typed.lower().rstrip(".")
            if word in COMMANDS:
                return COMMANDS[word]
            if word in {"w", "b", "r", "q", "h"}:
                return _LETTERS[word]
            if word in {"", "none", "no", "n", "0", "none of these"}:
                return []
            if word.startswith("?") and word[1:].strip().isdigit() and 1 <= int(word[1:]) <= len(choices):
                self.say(choices[int(word[1:]) - 1].help)
                continue
            parts = word.replace(",", " ").replace("and", " ").split()
            if parts and all(p.isdigit() and 1 <= int(p) <= len(choices) for p in parts):
                return [choices[n - 1].value for n in dict.fromkeys(map(int, parts))]
            self.say(f"Numbers from 1 to {len(choices)} are needed, like 2 5; Enter if none of these is so.")


def _match(word: str, choices: Sequence[Choice]) -> list[Choice]:
    """The choices that a word may mean: by number, whole, beginning, or part."""
    if word.isdigit():
        return [choices[int(word) - 1]] if 1 <= int(word) <= len(choices) else []
    if not word:
        return []
    whole = [c for c in choices if word in (c.label.lower(), str(c.value).lower())]
    begins = [c for c in choices if c.label.lower().startswith(word)]
    inside = [c for c in choices if len(word) > 2 and word in c.label.lower()]
    return whole or begins or inside
