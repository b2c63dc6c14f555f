"""The log of contacts: each with its day, method and summary, kept in the case file with everything else.

The entries are the dated events of the case (`history.reminders`, `calls`, `demand_letters`, `mediations`), so what is logged
counts in the advice too.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nonpay_advisor.casefile import read_case
from nonpay_advisor.errors import FactsError
from nonpay_advisor.interview.answers import Answers, CaseFile
from nonpay_advisor.interview.entry import Unreadable, read_day, say_day
from nonpay_advisor.vocabulary import kinds

KINDS = {
    "reminder": ("history.reminders", "Reminder"),
    "call": ("history.calls", "Call or meeting"),
    "demand": ("history.demand_letters", "Demand letter"),
    "mediation": ("history.mediations", "Mediation"),
}
_SPOKEN = ("phone", "call", "meet", "person", "video", "visit", "zoom", "teams")


@dataclass(frozen=True)
class Entry:
    """One contact, as it is shown."""

    what: str
    on: date | str | None
    method: str
    summary: str


def kind_of(method: str) -> str:
    """What kind of contact a method makes, where it is not said: spoken is a call, written a reminder."""
    return "call" if any(word in method.lower() for word in _SPOKEN) else "reminder"


def entries(answers: Answers) -> list[Entry]:
    """Every contact in the log, the oldest first, those of an unknown day last."""
    found = []
    for fact_id, title in KINDS.values():
        for item in answers.given.get(fact_id) or ():
            event: Mapping[str, Any] = item if isinstance(item, Mapping) else {"on": item}
            found.append(Entry(title, event.get("on"), str(event.get("method") or ""), str(event.get("summary") or "")))
    return sorted(found, key=lambda e: (e.on is None, str(e.on)))


def shown(answers: Answers, width: int = 80) -> str:
    """The log as a person reads it."""
    lines = []
    for entry in entries(answers):
        day = say_day(entry.on) if isinstance(entry.on, date) else str(entry.on or "day not known")
        head = f"{day}: {entry.what}{f' ({entry.method})' if entry.method else ''}"
        lines.append(textwrap.fill(head, width))
        if entry.summary:
            lines.append(textwrap.fill(entry.summary, width, initial_indent="  ", subsequent_indent="  "))
    return "\n".join(lines or ["No contact is in the log yet."]) + "\n"


def _day(text: str | None, as_of: date) -> date | str:
    if not text:
        return as_of
    try:
        readings = read_day(text, as_of)
    except Unreadable as error:
        raise FactsError([f"--on: {error}"]) from None
    days = [r.value for r in readings if isinstance(r.value, date)]
    if len(days) > 1:
        raise FactsError([f"--on: {text!r} could be {' or '.join(map(say_day, days))}; written 2026-03-04 it is clear"])
    value = days[0] if days else readings[0].value
    if isinstance(value, date) and value > as_of:
        raise FactsError([f"--on: read {say_day(value)}, which is still to come; the log holds what has happened"])
    return value


def add(answers: Answers, what: str | None, on: str | None, method: str, summary: str, as_of: date) -> Entry:
    """Add a contact to a case; raises FactsError where it cannot be so.

    what    reminder, call, demand or mediation; by the method where left out
    on      the day as a person types it; the day of the advice where left out
    """
    kind = what or kind_of(method)
    if kind not in KINDS:
        raise FactsError([f"read {kind!r}, one of {', '.join(KINDS)} is needed"])
    fact_id, title = KINDS[kind]
    event: dict[str, Any] = {"on": _day(on, as_of)}
    for name, text in (("method", method), ("summary", summary)):
        if text.strip():
            try:
                event[name] = kinds.read_text(text)
            except ValueError as error:
                raise FactsError([f"--{name}: {error}"]) from None
    there = answers.given.get(fact_id)
    answers.put(fact_id, [*there, event] if isinstance(there, list) else [event])
    return Entry(title, event["on"], method, summary)


def run(path: str, *, what: str | None, on: str | None, method: str, summary: str, as_of: date, width: int = 80) -> str:
    """Show the log of a case file, after adding an entry where one is given. Returns what to print.

    Raises FactsError where the file or the entry is at fault, OSError where the file cannot be written.
    """
    given = read_case(path)
    try:
        answers = Answers(given)
    except FactsError as error:
        raise FactsError([f"{path}: {p}" for p in error.problems]) from None
    if any((what, on, method, summary)):
        text = Path(path).read_text("utf-8-sig")
        if text.lstrip().startswith("{"):
            raise FactsError([f"{path}: is JSON; the log is kept in a TOML file. `nonpay-advisor interview --resume {path}` makes one"])
        add(answers, what, on, method, summary, as_of)
        CaseFile(Path(path), text).save(answers)
    return shown(answers, width)
