"""The terminal front end (questionary), and `run`: the whole interview from its start to the report.

Only this module knows questionary; it is loaded when the first question is shown.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shlex
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nonpay_advisor.casefile import read_case
from nonpay_advisor.errors import FactsError
from nonpay_advisor.interview.answers import Answers, CaseFile
from nonpay_advisor.interview.conversation import COMMANDS, Choice, Command, Conversation, Front, Leave
from nonpay_advisor.interview.folding import VERBATIM, folded
from nonpay_advisor.interview.pager import page
from nonpay_advisor.interview.plain import PlainFront
from nonpay_advisor.interview.words import NOT_KNOWN

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings
    from questionary import Question

DONE, INTERRUPTED = 0, 130
_KEYS = {word: meant for word, meant in COMMANDS.items() if len(word) == 1} | {"left": Command.BACK}
# The same hint at every kind of question.
_HINT = "?: don't know, w: why, b: back, h: help"
_DUMB = {"", "dumb", "unknown"}


def _plain_terminal() -> bool:
    """Whether the terminal can only print and read lines."""
    return os.environ.get("TERM", "").lower() in _DUMB and os.name != "nt"


class TerminalFront:
    """Asks with questionary. `extra` goes to every prompt (tests give their own input and output there)."""

    def __init__(self, **extra: Any) -> None:
        self._extra = extra
        # Where the pointer stood when a command was given, so that the question comes back as it was.
        self._left_at: tuple[str, int] | None = None

    @property
    def width(self) -> int:
        """How many columns there are."""
        return min(100, shutil.get_terminal_size((80, 24)).columns)

    def say(self, text: str, *, quiet: bool = False) -> None:
        """Show a paragraph, dim where it is quiet."""
        said = folded(text, self.width - 1)
        if quiet and sys.stdout.isatty() and "NO_COLOR" not in os.environ:
            said = f"\x1b[2m{said}\x1b[22m"
        print(said, flush=True)

    def read(self, text: str) -> None:
        """Show a text, page by page where it is longer than the screen."""
        page(text)

    @property
    def how(self) -> str:
        """How an answer is given here, in a sentence."""
        return "The arrows or a number move in a list, the space bar ticks, Enter answers; elsewhere type the answer, and Enter."

    def _options(self) -> dict[str, Any]:
        from prompt_toolkit.output import ColorDepth
        from questionary import Style

        options = {"qmark": "", **self._extra}
        if "NO_COLOR" in os.environ:
            options.setdefault("color_depth", ColorDepth.DEPTH_1_BIT)
            bold = [(part, "bold") for part in ("answer", "pointer", "highlighted")]
            options.setdefault("style", Style([*bold, ("selected", ""), ("instruction", "")]))
        else:
            options.setdefault("style", Style([("instruction", "fg:ansibrightblack"), ("selected", "bold")]))
        return options

    def _fold(self, text: str, column: int, hang: int) -> str:
        """Text folded for where it begins, the following lines indented."""
        return textwrap.fill(text, max(20, self.width - 1), initial_indent=" " * column, subsequent_indent=" " * hang).strip()

    def _with_keys(self, question: Question, ask: str, labels: Sequence[str]) -> Question:
        """Let a list take the commands by one key, and move to a line by its number (or y and n)."""
        from prompt_toolkit.key_binding import KeyBindings
        from questionary.prompts.common import InquirerControl

        app = question.application
        keys = app.key_bindings
        assert isinstance(keys, KeyBindings)
        listed = next(w.content for w in app.layout.find_all_windows() if isinstance(w.content, InquirerControl))

        def command(meant: Command) -> Any:
            def press(event: Any) -> None:
                self._left_at = (ask, listed.pointed_at)
                event.app.exit(result=meant)

            return press

        def move(to: int) -> Any:
            def press(event: Any) -> None:
                listed.pointed_at = to

            return press

        for key, meant in _KEYS.items():
            keys.add(key, eager=True)(command(meant))
        for n, label in enumerate(labels):
            if n < 9:
                keys.add(str(n + 1), eager=True)(move(n))
            if label in {"yes", "no"}:
                keys.add(label[0], eager=True)(move(n))
        if self._left_at is not None and self._left_at[0] == ask and self._left_at[1] < len(labels):
            listed.pointed_at = self._left_at[1]
        self._left_at = None
        return question

    def _ask(self, ask: str, help: str, hint: str) -> tuple[str, str]:
        """What stands before an answer: the question; and what it means and how it is answered, which goes with the prompt."""
        print(flush=True)
        told = f"({hint})"
        if help or len(ask) + len(told) + 4 >= self.width:
            told = "\n" + "\n".join(folded(part, self.width - 1) for part in (help, told) if part)
        return self._fold(ask, 1, 0), told

    def _answered(self, question: Question) -> Any:
        """Run a prompt, which leaves nothing on the screen: what was answered is told whole by `_echo`."""
        question.application.erase_when_done = True
        return question.unsafe_ask()

    def _given(self, ask: str, command: Command) -> Command:
        """Leave a question that is left open on the screen; a command that comes back to it leaves nothing."""
        if command in {Command.DONT_KNOW, Command.SKIP}:
            self._echo(ask, NOT_KNOWN if command is Command.DONT_KNOW else "left open")
        return command

    def _echo(self, ask: str, answer: str) -> None:
        """Leave the question and its answer on the screen, folded."""
        fits = len(ask) + len(answer) + 2 <= self.width
        said = f" {answer}" if fits else "\n" + folded(f"  {answer}", self.width - 1)
        if sys.stdout.isatty():
            said = f"\x1b[1m{said}\x1b[22m"
        print(folded(ask, self.width - 1) + (said if answer else ""), flush=True)

    def choose(self, ask: str, choices: Sequence[Choice], default: Any = None, help: str = "") -> Any:
        """Have one answer chosen with the arrows and Enter."""
        import questionary

        # Values are looked up by position: questionary compares them, and True is not to be 1.
        shown = [questionary.Choice(self._fold(c.label, 3, 5), value=n) for n, c in enumerate(choices)]
        at = next((n for n, c in enumerate(choices) if default is not None and (c.value is default or c.value == default)), 0)
        said, told = self._ask(ask, help, _HINT)
        question = questionary.select(said, shown, default=shown[at], instruction=told, **self._options())
        chosen = self._answered(self._with_keys(question, ask, [c.label for c in choices]))
        value = chosen if isinstance(chosen, Command) else choices[chosen].value
        if isinstance(value, Command):
            return self._given(ask, value)
        self._echo(ask, choices[chosen].label)
        return value

    def tick(self, ask: str, choices: Sequence[Choice], ticked: Iterable[Any] = ()) -> Any:
        """Have any number ticked with the space bar; Enter alone ticks none."""
        import questionary

        before = list(ticked)
        shown = [
            questionary.Choice(self._fold(c.label, 5, 7), value=n, checked=c.value in before, description=self._explained(c.help))
            for n, c in enumerate(choices)
        ]
        said, told = self._ask(ask, "", f"space ticks what is so or unsure; Enter goes on, with nothing ticked: none of these; {_HINT}")
        question = questionary.checkbox(said, shown, instruction=told, **self._options())
        chosen = self._answered(self._with_keys(question, ask, [c.label for c in choices]))
        if isinstance(chosen, Command):
            return self._given(ask, chosen)
        self._echo(ask, "; ".join(choices[n].label for n in chosen))
        return [choices[n].value for n in chosen]

    def _explained(self, text: str) -> str | None:
        """The explanation of a line, as it stands under the list."""
        return self._fold("Description: " + text, 2, 2).removeprefix("Description: ") if text else None

    def line(self, ask: str, default: str = "", help: str = "", typed: str = "") -> Any:
        """Have a line typed, Enter alone giving the default; a word in place of an answer is a command."""
        import questionary

        said, told = self._ask(ask, help, f"Enter: {default}; {_HINT}" if default else _HINT)
        mended: dict[str, Any] = {"key_bindings": _mending(typed)} if typed else {}
        question = questionary.text(said, default=typed, instruction=told + "\n>", **mended, **self._options())
        answer = self._answered(question).strip()
        if answer.lower() in COMMANDS:
            return self._given(ask, COMMANDS[answer.lower()])
        if answer or default:
            self._echo(ask, answer or default)
        return answer or default


def _mending(typed: str) -> KeyBindings:
    """Keys for a line that stands there to be mended: typing begins it anew, any other key keeps it."""
    from prompt_toolkit.application import get_app
    from prompt_toolkit.document import Document
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.keys import Keys

    keys = KeyBindings()
    untouched = Condition(lambda: get_app().current_buffer.document == Document(typed))

    @keys.add(Keys.Any, filter=untouched)
    @keys.add(Keys.BracketedPaste, filter=untouched)
    def anew(event: Any) -> None:
        event.current_buffer.document = Document(event.data)

    return keys


# -- the whole


def _default_path(as_of: date) -> Path:
    """A file beside the others, that is not there yet."""
    paths = (Path(f"unpaid-{as_of.isoformat()}{'' if n == 1 else f'-{n}'}.toml") for n in itertools.count(1))
    return next(path for path in paths if not path.exists())


def _open(save: str | None, resume: str | None, as_of: date) -> tuple[Answers, CaseFile]:
    """The answers to begin with, and the file to keep them in. Raises FactsError where a file is at fault."""
    answers, text = Answers(), ""
    path = Path(save) if save else _default_path(as_of)
    if resume:
        given = read_case(resume)
        try:
            answers = Answers(given)
        except FactsError as error:
            raise FactsError([f"{resume}: {p}" for p in error.problems]) from None
        is_toml = Path(resume).suffix.lower() != ".json" and not Path(resume).read_text("utf-8-sig").lstrip().startswith("{")
        text = Path(resume).read_text("utf-8-sig") if is_toml else ""
        if not save:
            path = Path(resume) if is_toml else Path(resume).with_suffix(".toml")
    same = bool(resume) and path.exists() and path.samefile(str(resume))
    if path.is_dir():
        raise FactsError([f"{path}: is a directory; the file of a case is needed"])
    if path.is_file() and not same and not _is_empty(path):
        raise FactsError([f"{path}: exists already. To go on with it: --resume {path}. To begin anew, name another file with --save"])
    return answers, CaseFile(path, text)


def _is_empty(path: Path) -> bool:
    """Whether a file holds nothing, or a case in which nothing was answered."""
    if not path.stat().st_size:
        return True
    try:
        return not Answers(read_case(str(path)))
    except FactsError:
        return False


class _Keeper:
    """Saves after every answer; a full disk is told once, and the interview goes on."""

    def __init__(self, file: CaseFile, answers: Answers, front: Front) -> None:
        self.file = file
        self.answers = answers
        self.front = front
        self.failed = False

    def __call__(self) -> None:
        try:
            self.file.save(self.answers)
            self.failed = False
        except OSError as error:
            if not self.failed:
                self.front.say(f"The answers could not be saved: {self.file.path}: {error.strerror or error}. The interview goes on.")
            self.failed = True

    def told(self) -> str:
        """Where the answers are."""
        if self.failed or not self.answers:
            return "Nothing was saved." if not self.answers else "The last answers could not be saved."
        return f"Everything answered is saved in {self.file.path}. To go on:\n{VERBATIM}nonpay-advisor interview --resume {self.quoted}"

    @property
    def quoted(self) -> str:
        """The file as it is typed in a shell."""
        return shlex.quote(str(self.file.path))


def run(save: str | None, resume: str | None, plain: bool, as_of: date) -> int:
    """Hold the interview and show the report.

    save    the file to keep the answers in; a new one in this folder where left out
    resume  a saved case to go on with, which is also where it is saved unless `save` names another
    plain   line by line
    Returns the exit code: 0 with the report shown or the answers saved on request, 130 where interrupted.
    Raises FactsError where a file given is at fault, OSError where the file to save in cannot be written.
    """
    if not plain and _plain_terminal():
        plain = True
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            with contextlib.suppress(ValueError, OSError):
                stream.reconfigure(errors="replace")
    front: Front = PlainFront() if plain else TerminalFront()
    return hold(front, save, resume, as_of)


def hold(front: Front, save: str | None, resume: str | None, as_of: date) -> int:
    """Hold the interview with a front end (see `run`)."""
    answers, file = _open(save, resume, as_of)
    keeper = _Keeper(file, answers, front)
    if save or resume:
        # A file that cannot be written is better known before the first question than after the last.
        file.save(answers)
    _greet(front, file, bool(resume))
    try:
        Conversation(front, answers, as_of, keeper).run()
    except Leave:
        front.say(keeper.told())
        return DONE
    except KeyboardInterrupt:
        print()
        front.say(keeper.told())
        return INTERRUPTED
    except EOFError:
        front.say("No more answers: here is the report on what is known.")
    front.read(_report(answers, as_of))
    front.say(keeper.told())
    if answers and not keeper.failed:
        front.say(f"The report again, as a page that prints:\n{VERBATIM}nonpay-advisor advise {keeper.quoted} -o report.html")
        front.say(f"The letters and papers for this case:\n{VERBATIM}nonpay-advisor document {keeper.quoted} --list")
    return DONE


def ask_for(path: str, fact_ids: Sequence[str], as_of: date, front: Front | None = None) -> None:
    """Ask for what a paper lacks (names and addresses), and keep it in the case file; whoever leaves gets blanks to fill.

    Raises FactsError where the file is at fault.
    """
    answers, file = _open(None, path, as_of)
    front = front or (PlainFront() if _plain_terminal() else TerminalFront())
    wanted = [f for f in fact_ids if f not in answers.given and f not in answers.skipped]
    if not wanted:
        return
    front.say(f'The paper names who writes to whom. What you give is kept in {file.path} alone; "s" leaves a blank to fill by hand.')
    with contextlib.suppress(Leave, EOFError):
        Conversation(front, answers, as_of, _Keeper(file, answers, front)).ask_these(wanted)


def _greet(front: Front, file: CaseFile, resumed: bool) -> None:
    front.say("What may be done when a customer does not pay: a few questions, then a report. It is information, not legal advice.")
    front.say(
        f"{'Going on with' if resumed else 'Each answer is saved at once in'} {file.path}, readable by you alone. "
        '"I do not know" is a good answer everywhere; names and addresses are not asked.',
        quiet=True,
    )
    front.say("At any question: ? I do not know, w why it is asked, b back, s skip, r review, q leave, h help.", quiet=True)


def _report(answers: Answers, as_of: date) -> str:
    from nonpay_advisor.advice.advising import advise_on
    from nonpay_advisor.report import render

    advice = advise_on(answers.facts(), as_of)
    text = render.render(advice, "terminal", width=render.width_of(sys.stdout), full=False, bold=render.bold_for(sys.stdout))
    return "\n" + text
