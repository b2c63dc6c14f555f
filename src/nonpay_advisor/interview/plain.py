"""The plain front end: prints line by line and reads lines, for screen readers, dumb terminals, ssh and pipes."""

from __future__ import annotations

import contextlib
import difflib
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from nonpay_advisor.interview.conversation import COMMANDS, Choice, Command
from nonpay_advisor.interview.folding import folded


class PlainFront:
    """Reads lines from standard input; raises EOFError at its end."""

    @property
    def width(self) -> int:
        """How many columns there are."""
        return min(100, shutil.get_terminal_size((80, 24)).columns) if sys.stdout.isatty() else 80

    @property
    def how(self) -> str:
        """How an answer is given here, in a sentence."""
        return "Type the answer, or for a list the number or some of its words, and Enter."

    def say(self, text: str, *, quiet: bool = False) -> None:
        """Print a paragraph."""
        print(folded(text, self.width), flush=True)

    def read(self, text: str) -> None:
        """Print a text line by line."""
        print(text, end="", flush=True)

    def _read(self, default: str = "") -> str:
        ask = f"[{default}] > " if default else "> "
        if sys.stdin.isatty():
            # Its arrows bring back a line to be mended.
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401
            return input(ask).strip()
        print(ask, end="", flush=True)
        read = sys.stdin.readline()
        if not read:
            print(flush=True)
            raise EOFError
        # What comes from elsewhere than the keyboard is shown, so that what was said can be read afterwards.
        print(read.strip(), flush=True)
        return read.strip()

    def line(self, ask: str, default: str = "", help: str = "", typed: str = "") -> Any:
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
            if len(found) == 1:
                return found[0].value
            if found:
                self.say(f"{typed!r} could be: {'; '.join(c.label for c in found)}. A number from 1 to {len(shown)} is clearest.")
            else:
                self.say(f'A number from 1 to {len(shown)} is needed, or "?" if you do not know.')

    def tick(self, ask: str, choices: Sequence[Choice], ticked: Iterable[Any] = ()) -> Any:
        """Read the numbers of what is so; Enter for none."""
        self._ask(ask, "")
        given = set(ticked)
        before = " ".join(str(n) for n, c in enumerate(choices, 1) if c.value in given)
        for n, choice in enumerate(choices, 1):
            self.say(f"  {n} {choice.label}")
        none = "none" if before else "Enter"
        self.say(f'The numbers of what is so, or what you are not sure of, like "2 5"; {none} if none is so; "? 2" explains the 2.')
        while True:
            typed = self._read(before) or before
            word = typed.lower().rstrip(".")
            if word in COMMANDS:
                return COMMANDS[word]
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
    # A value says the same in the law's word: "sole trader".
    said = [(c, c.label.lower(), str(c.value).lower().replace("_", " ")) for c in choices]
    whole = [c for c, label, value in said if word.replace("_", " ") in (label, value)]
    begins = [c for c, label, value in said if label.startswith(word) or (len(word) > 2 and value.startswith(word))]
    inside = [c for c, label, _ in said if len(word) > 2 and word in label]
    if whole or begins or inside:
        return whole or begins or inside
    # A slip of the finger: the labels with the word that is nearest.
    words = {part for _, label, _ in said for part in re.findall(r"[a-z]{4,}", label)}
    near = difflib.get_close_matches(word, sorted(words), n=1, cutoff=0.8)
    return [c for c, label, _ in said if near and near[0] in label]
