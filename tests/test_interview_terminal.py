"""The real prompts through a pipe, and the real program in a pseudo-terminal."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

import simulated
from nonpay_advisor.interview import groups, terminal
from nonpay_advisor.interview.conversation import Choice
from nonpay_advisor.interview.terminal import TerminalFront
from nonpay_advisor.vocabulary import catalogue

TODAY = date(2026, 11, 21)
DOWN, UP, ENTER, SPACE, CTRL_C, CTRL_D = "\x1b[B", "\x1b[A", "\r", " ", "\x03", "\x04"
BY_TEXT = {fact.question.text: fact for fact in catalogue.facts().values()}


class Typist(TerminalFront):
    """A front end into which keys are typed as each question comes: those of a script, else the truth of a case."""

    def __init__(self, keys: PipeInput, held: simulated.Simulated, script: dict[str, list[str]] | None = None) -> None:
        super().__init__(input=keys, output=DummyOutput())
        self.keys = keys
        self.held = held
        self.script = script or {}
        self.seen: list[str] = []

    def _type(self, ask: str, keys: str) -> None:
        self.seen.append(ask)
        scripted = next((lines for text, lines in self.script.items() if ask.startswith(text) and lines), None)
        self.keys.send_text(scripted.pop(0) if scripted else keys)

    def _fact(self, ask: str) -> Any:
        return next((fact for text, fact in BY_TEXT.items() if ask.startswith(text)), None)

    def choose(self, ask: str, choices: Sequence[Choice], default: Any = None, help: str = "") -> Any:
        fact = self._fact(ask)
        wanted = self.held.value(fact.id) if fact else choices[0].value
        start = next((n for n, c in enumerate(choices) if default is not None and c.value == default), 0)
        to = next((n for n, c in enumerate(choices) if c.value == wanted and type(c.value) is type(wanted)), start)
        self._type(ask, (DOWN * (to - start) if to >= start else UP * (start - to)) + ENTER)
        return super().choose(ask, choices, default, help)

    def tick(self, ask: str, choices: Sequence[Choice], ticked: Iterable[Any] = ()) -> Any:
        self._type(ask, ENTER)
        return super().tick(ask, choices, ticked)

    def line(self, ask: str, default: str = "", help: str = "", typed: str = "") -> Any:
        fact = self._fact(ask)
        value = self.held.value(fact.id) if fact else "?"
        self._type(ask, "\x05\x15" + ("none" if value is False else value.isoformat() if isinstance(value, date) else str(value)) + ENTER)
        return super().line(ask, default, help, typed)


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as made:
        yield made


@pytest.fixture(autouse=True)
def _report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "_report", lambda answers, as_of: "THE REPORT\n")


def plain_truth(**changes: Any) -> simulated.Simulated:
    truth = {i: v for i, v in simulated.truth_of("ordinary", 7).items() if not i.startswith("history.")}
    truth["customer.owns_real_estate"] = False
    return simulated.Simulated({**truth, **{k.replace("__", "."): v for k, v in changes.items()}}, 7)


def saved(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(), parse_float=Decimal)


def test_a_whole_case_by_the_keys_ends_with_the_report(keys: PipeInput, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.toml"
    front = Typist(keys, plain_truth())
    assert terminal.hold(front, str(path), None, TODAY) == 0
    out = capsys.readouterr().out
    assert "Nothing else would change the answer." in out
    assert "THE REPORT" in out
    same = plain_truth().run()
    assert same.answers.nested() == saved(path)


def test_one_key_says_why_and_the_question_comes_back_as_it_was(
    keys: PipeInput, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = {"What is the customer, in law?": [DOWN + DOWN + "w", ENTER], "How much": ["leave" + ENTER]}
    front = Typist(keys, plain_truth(), script)
    assert terminal.hold(front, str(tmp_path / "a.toml"), None, TODAY) == 0
    assert "Nearly everything hangs on it" in capsys.readouterr().out
    assert saved(tmp_path / "a.toml")["customer"]["kind"] == "partnership"


def test_one_key_goes_back_and_another_does_not_know(keys: PipeInput, tmp_path: Path) -> None:
    script = {
        "In which state, province or country is the customer?": ["ky" + ENTER, "\x05\x15Texas" + ENTER],
        "Which do you mean?": [ENTER],
        "What is the customer, in law?": ["b", "?"],
        "How much": ["leave" + ENTER],
    }
    front = Typist(keys, plain_truth(), script)
    terminal.hold(front, str(tmp_path / "a.toml"), None, TODAY)
    made = saved(tmp_path / "a.toml")
    assert made["skipped"] == ["customer.kind"]
    assert made["customer"] == {"jurisdiction": "US-TX"}


def test_ticking_asks_only_what_was_ticked(keys: PipeInput, tmp_path: Path) -> None:
    script = {groups.BY_ID["customer"].title: [SPACE + ENTER], "Which kind of insolvency": ["q"]}
    front = Typist(keys, plain_truth(customer__bankruptcy=True, customer__kind="company"), script)
    assert terminal.hold(front, str(tmp_path / "a.toml"), None, TODAY) == 0
    made = saved(tmp_path / "a.toml")
    assert made["customer"]["bankruptcy"] == {} or set(made["customer"]["bankruptcy"]) <= {"stage", "petition_on"}
    assert made["customer"]["guarantors"] == []


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_an_interruption_at_any_question_loses_nothing(keys: PipeInput, tmp_path: Path, key: str) -> None:
    path = tmp_path / "a.toml"
    front = Typist(keys, plain_truth(), {"How much": [key]})
    assert terminal.hold(front, str(path), None, TODAY) == (130 if key == CTRL_C else 0)
    assert set(saved(path)["customer"]) == {"jurisdiction", "kind"}
    first = Typist(keys, plain_truth())
    assert terminal.hold(first, None, str(path), TODAY) == 0
    assert first.seen[0].startswith("How much")
    assert plain_truth().run().answers.nested() == saved(path)


def test_the_first_question_loads_no_rules(keys: PipeInput, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("reasoned")

    monkeypatch.setattr("nonpay_advisor.interview.conversation.take_stock", fail)
    assert terminal.hold(Typist(keys, plain_truth(), {"In which": [CTRL_C]}), str(tmp_path / "a.toml"), None, TODAY) == 130


# -- a pseudo-terminal

pexpect = pytest.importorskip("pexpect")
_ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b[=>]")
_TYPED = {
    "place": "Kentucky", "money": "2500", "day": "2026-03-04", "event": "none", "number": "none", "count": "1", "late_fee": "none",
    "text": "somewhere", "currency": "USD", "places": "Kentucky", "list": "none",
}  # fmt: skip
_TITLES = {g.title for g in groups.GROUPS}


class Screen:
    """The program in a terminal of its own."""

    def __init__(self, folder: Path, *args: str, columns: int = 80, command: str = "interview", **env: str) -> None:
        source = Path(__file__).parents[1] / "src"
        given = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "PAGER", "LESS"}}
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "nonpay_advisor", command, "--as-of", "2026-11-21", *args],
            cwd=folder, dimensions=(24, columns), encoding="utf-8", timeout=20,
            env={**given, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONPATH": str(source), **env},
        )  # fmt: skip
        self.raw = ""
        self.read_to = 0

    def wait(self, text: str, seconds: float = 20.0) -> None:
        """Wait until a text stands there, however it is folded."""
        until = time.monotonic() + seconds
        while text not in self.text[self.read_to :]:
            if time.monotonic() > until:
                raise AssertionError(f"{text!r} did not come: {self.text[-600:]}")
            self._read(0.1)
        self.read_to = self.text.rindex(text) + len(text)

    def quiet(self) -> str:
        """Wait until nothing more comes; returns what has come since the last time."""
        before = len(self.text)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            size = len(self.raw)
            self._read(0.2)
            if len(self.raw) == size and len(self.text) > before:
                break
        return self.text[before:]

    def _read(self, seconds: float) -> None:
        with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
            self.raw += self.child.read_nonblocking(100_000, timeout=seconds)

    def type(self, keys: str) -> None:
        self.child.send(keys)

    def end(self) -> int:
        self.child.expect(pexpect.EOF)
        self.raw += str(self.child.before)
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)

    @property
    def text(self) -> str:
        return " ".join(_ANSI.sub("", self.raw).split())


def answer_all(screen: Screen) -> None:
    """Answer whatever is asked in a simple way until nothing is left, then take the report."""
    for _ in range(60):
        came = screen.quiet()
        if "choose one to change it, or" in came:
            screen.type(ENTER)
            return
        fact = BY_TEXT.get(max(BY_TEXT, key=came.rfind)) if any(t in came for t in BY_TEXT) else None
        if any(came.rfind(title) > came.rfind(fact.question.text if fact else "\0") for title in _TITLES):
            fact = None
        typed = _TYPED.get(fact.kind) if fact else None
        screen.type((f"\x05\x15{typed}" if typed else "") + ENTER)


def test_a_whole_run_in_a_terminal(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "--save", "case.toml")
    answer_all(screen)
    # The report begins with its first page, and is read on or left.
    screen.wait("q - done")
    assert "Where you stand" in screen.text
    screen.type("q")
    screen.wait("-o report.html")
    assert screen.end() == 0, screen.text[-800:]
    assert "Nothing else would change the answer." in screen.text
    assert "licensed attorney" in screen.text
    assert "\x1b[" in screen.raw
    assert saved(tmp_path / "case.toml")["claim"]["amount"] == Decimal("2500.00")


def test_forty_columns_without_colour(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "--save", "case.toml", columns=40, NO_COLOR="1")
    screen.wait("province or country is")
    screen.type("kentuky" + ENTER)
    screen.wait("= Kentucky")
    screen.wait("What is the customer, in law?")
    screen.type("5" + ENTER)
    screen.wait("How much is still unpaid?")
    screen.type("leave" + ENTER)
    assert screen.end() == 0
    assert not re.search(r"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7]|38;|2)m", screen.raw)
    assert saved(tmp_path / "case.toml")["customer"] == {"kind": "company", "jurisdiction": "US-KY"}


def test_interrupted_and_resumed_in_a_terminal(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "--save", "case.toml")
    screen.wait("In which state, province or country is the customer?")
    screen.type("Kentucky" + ENTER)
    screen.wait("What is the customer, in law?")
    screen.type(CTRL_C)
    screen.wait("Everything answered is saved in case.toml")
    assert screen.end() == 130
    again = Screen(tmp_path, "--resume", "case.toml")
    again.wait("What is the customer, in law?")
    # A closed terminal.
    again.child.close(force=True)
    assert saved(tmp_path / "case.toml")["customer"] == {"jurisdiction": "US-KY"}


def test_a_dumb_terminal_gets_the_plain_mode(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "--save", "case.toml", TERM="dumb")
    screen.wait("In which state, province or country is the customer?")
    screen.type("Kentucky\n")
    screen.wait("1 a private person")
    screen.type("leave\n")
    assert screen.end() == 0
    assert "\x1b[" not in screen.raw


def test_an_answer_stands_whole_in_forty_columns(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "--save", "case.toml", columns=40)
    screen.wait("In which state, province or country is the customer?")
    screen.type("Kentucky" + ENTER)
    screen.wait("What is the customer, in law?")
    screen.wait("I do not know")
    screen.type("8" + ENTER)
    # After the list has gone, the whole answer is there.
    screen.wait("a government body (any level, schools and public authorities included)")
    screen.wait("Which level of government is it?")
    screen.type("q")
    assert screen.end() == 0


def test_a_line_that_could_not_be_read_is_mended_or_begun_anew(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "--save", "case.toml")
    screen.wait("In which state, province or country is the customer?")
    screen.type("Kentucky" + ENTER)
    screen.wait("What is the customer, in law?")
    screen.type("5" + ENTER)
    screen.wait("How much is still unpaid?")
    screen.type("2,50O" + ENTER)
    screen.wait("could not be read as a sum")
    screen.wait("> 2,50O")
    screen.type("\x7f0" + ENTER)
    screen.wait("= 2,500.00 USD")
    screen.wait("On what day was payment due?")
    screen.type("nonsense" + ENTER)
    screen.wait("could not be read as a day")
    screen.wait("> nonsense")
    screen.type("b" + ENTER)
    screen.wait("(Enter: 2500.00;")
    screen.type("q" + ENTER)
    assert screen.end() == 0
    assert saved(tmp_path / "case.toml")["claim"] == {"amount": Decimal("2500.00"), "purpose": "business"}


def test_killed_in_the_middle_of_a_list_and_gone_on_with(tmp_path: Path) -> None:
    begun = 'to_ask = ["history.reminders"]\n[customer]\njurisdiction = "US-KY"\n[history]\nreminders = [2026-03-04]\n'
    (tmp_path / "case.toml").write_text(begun)
    screen = Screen(tmp_path, "--resume", "case.toml")
    screen.wait("Which reminders have you sent? So far: 4 March 2026.")
    screen.type("2" + ENTER)
    screen.wait("The next day")
    screen.type("April 4" + ENTER)
    screen.wait("= 4 April 2026")
    screen.wait("The next day")
    screen.child.kill(signal.SIGKILL)
    screen.child.close(force=True)
    there = saved(tmp_path / "case.toml")
    assert there["history"]["reminders"] == [date(2026, 3, 4), {"on": date(2026, 4, 4)}]
    assert there["to_ask"] == ["history.reminders"]
    again = Screen(tmp_path, "--resume", "case.toml")
    again.wait("So far: 4 March 2026; 4 April 2026.")
    again.type(CTRL_C)
    assert again.end() == 130


def test_without_a_pager_the_report_comes_page_by_page(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "--save", "case.toml", PAGER="")
    screen.wait("In which state, province or country is the customer?")
    # No more answers.
    screen.type(CTRL_D)
    screen.wait("here is the report on what is known")
    screen.wait("-- Enter: next page, q: done --")
    assert "ABOUT THIS REPORT" not in screen.text
    screen.type(ENTER)
    screen.wait("-- Enter: next page, q: done --")
    screen.type("q" + ENTER)
    assert screen.end() == 0
    assert "ABOUT THIS REPORT" not in screen.text


def test_a_long_explanation_is_read_page_by_page(tmp_path: Path) -> None:
    screen = Screen(tmp_path, "--save", "case.toml", columns=40, PAGER="")
    screen.wait("In which state, province or country is the customer?")
    screen.type("Kentucky" + ENTER)
    screen.wait("What is the customer, in law?")
    screen.type("w")
    screen.wait("With everything else as it usually is:")
    screen.wait("-- Enter: next page, q: done --")
    screen.type("q" + ENTER)
    screen.wait("What is the customer, in law?")
    screen.type("q")
    assert screen.end() == 0


def test_a_paper_asks_for_the_names_it_lacks_and_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(
        'ordinary = true\n[customer]\njurisdiction = "US-KY"\nkind = "company"\n'
        "[claim]\namount = 2000\ndue_on = 2026-03-04\ninvoiced_on = 2026-02-01\nwork_finished_on = 2026-02-01\n"
    )
    screen = Screen(tmp_path, "case.toml", "reminder", "-o", "letter.txt", command="document")
    said = {"What is your name": "Jane Doe", "What is your address": "s", "customer's exact name": "Acme Inc.", "customer's address": "?"}
    for ask, answer in said.items():
        screen.wait(ask)
        screen.type(answer + ENTER)
    screen.wait("written to letter.txt")
    assert screen.end() == 0
    letter = (tmp_path / "letter.txt").read_text()
    assert "Jane Doe" in letter
    assert "Acme Inc." in letter
    assert "[your address]" in letter
    assert saved(tmp_path / "case.toml")["customer"]["name"] == "Acme Inc."
