"""The calendar file: the report's own dates, whole days with alarms, the same bytes on every run."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from icalendar import Calendar

from generate import AS_OF, Case, examples, facts_of, whole_cases
from nonpay_advisor import advise
from nonpay_advisor.report.calendar import calendar
from nonpay_advisor.vocabulary.reading import read_facts

CASE: dict[str, Any] = {
    "ordinary": True,
    "creditor": {"kind": "sole_trader", "jurisdiction": "US-KY", "name": "Ann"},
    "customer": {"kind": "company", "jurisdiction": "US-KY", "name": 'Smith; Co, \\ "Ltd"\nBEGIN:VEVENT\nSUMMARY:injected'},
    "claim": {
        "amount": 3200,
        "purpose": "business",
        "due_on": date(2026, 9, 2),
        "invoiced_on": date(2026, 8, 3),
        "service_kind": "creative",
    },
    "contract": {"form": "signed", "signed_on": date(2026, 5, 11)},
}


def _events(made: bytes) -> list[Any]:
    return list(Calendar.from_ical(made).walk("VEVENT"))


def test_the_limit_to_sue_is_a_whole_day_with_alarms_at_nine() -> None:
    advice = advise(CASE, AS_OF)
    event = next(e for e in _events(calendar(advice, read_facts(CASE))) if "Time limit" in e["summary"])
    expected = next(d.date for d in advice.deadlines if d.clock == "limitation.contract")
    assert expected == event["dtstart"].dt
    assert not hasattr(event["dtstart"].dt, "hour")
    rings = [a["trigger"].dt for a in event.walk("VALARM")]
    assert [timedelta(hours=9, days=-d) for d in (30, 7, 1, 0)] == rings


def test_alarms_in_the_past_are_left_out() -> None:
    early = {
        **CASE,
        "claim": {**CASE["claim"], "due_on": date(2016, 11, 30), "invoiced_on": date(2016, 11, 1)},
        "contract": {"form": "signed", "signed_on": date(2016, 5, 11)},
    }
    event = next(e for e in _events(calendar(advise(early, AS_OF), read_facts(early))) if "Time limit" in e["summary"])
    assert event["dtstart"].dt - AS_OF < timedelta(days=30)
    assert 3 == len(event.walk("VALARM"))


def test_names_are_text_and_end_nothing() -> None:
    made = calendar(advise(CASE, AS_OF), read_facts(CASE))
    events = _events(made)
    assert made.count(b"\r\nBEGIN:VEVENT\r\n") == len(events)
    assert not [e for e in events if str(e["summary"]) == "injected"]
    assert any('Smith; Co, \\ "Ltd" BEGIN:VEVENT SUMMARY:injected' in str(e["summary"]) for e in events)


def test_lines_are_folded_as_the_format_asks() -> None:
    made = calendar(advise(CASE, AS_OF), read_facts(CASE))
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert made.endswith(b"END:VCALENDAR\r\n")


def test_an_entry_keeps_its_identity_when_the_case_is_worked_on() -> None:
    later = {**CASE, "history": {"reminders": [date(2026, 10, 1)]}, "claim": {**CASE["claim"], "amount": 3000}}

    def uid(case: dict[str, Any], day: date) -> str:
        return next(str(e["uid"]) for e in _events(calendar(advise(case, day), read_facts(case))) if "Time limit" in e["summary"])

    assert uid(CASE, AS_OF) == uid(later, AS_OF + timedelta(days=10))
    other = {**CASE, "customer": {**CASE["customer"], "name": "Somebody else"}}
    assert uid(CASE, AS_OF) != uid(other, AS_OF)


def test_the_bytes_are_the_same_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys;sys.path[:0]=['src','tests'];from test_calendar import CASE,AS_OF;from nonpay_advisor import advise;"
        "from nonpay_advisor.report.calendar import calendar;from nonpay_advisor.vocabulary.reading import read_facts;"
        "sys.stdout.buffer.write(calendar(advise(CASE,AS_OF),read_facts(CASE)))"
    )
    root = Path(__file__).parent.parent
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, env={"PYTHONHASHSEED": seed, "TZ": zone}, capture_output=True, check=True
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert runs == {calendar(advise(CASE, AS_OF), read_facts(CASE))}


@given(whole_cases())
@examples(40)
def test_every_date_stands_in_the_advice(case: Case) -> None:
    facts = facts_of(case)
    advice = advise(facts, AS_OF)
    made = calendar(advice, facts)
    events = _events(made)
    deadlines = {d.date or d.safe_date for d in advice.deadlines}
    steps = {s.earliest for s in advice.path}
    for event in events:
        day = event["dtstart"].dt
        assert day in (deadlines if event["categories"].to_ical() == b"Deadline" else steps)
        assert day >= AS_OF
    due = [d for d in advice.deadlines if (d.date or d.safe_date or date.min) >= AS_OF]
    assert len(due) == sum(e["categories"].to_ical() == b"Deadline" for e in events)
    assert len({str(e["uid"]) for e in events}) == len(events)
    assert made == calendar(advise(facts, AS_OF), facts)
