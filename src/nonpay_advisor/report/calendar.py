"""The deadlines and dated steps of an advice as a calendar file, with alarms; the same bytes for the same advice and case."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from nonpay_advisor.advice import words
from nonpay_advisor.advice.model import Advice, Deadline, Step
from nonpay_advisor.report.blocks import clean, web_address
from nonpay_advisor.report.local import words_of
from nonpay_advisor.vocabulary.facts import Facts

# Days before a deadline on which an alarm rings, at nine in the morning.
ALARMS = (30, 7, 1, 0)
STEP_ALARMS = (0,)
_NINE = timedelta(hours=9)
_SHORT = "Information, not legal advice: people have a date like this checked by a licensed attorney."


def calendar(advice: Advice, facts: Facts | None = None) -> bytes:
    """The calendar of an advice.

    facts  the case, if its events are to name the customer; entries keep their identity when the case is worked on, so a file
           imported again mends the old entries and does not double them
    Deadlines that have passed are left out. Each entry is a whole day; deadlines ring 30, 7 and 1 days before and on the day,
    at nine, as far as that lies after the day of the advice.
    """
    made = Calendar()
    made.add("prodid", f"-//nonpay-advisor//{advice.tool_version}//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Unpaid invoice" + _who(facts))
    identity = _identity(advice, facts)
    for one in advice.deadlines:
        day = one.date or one.safe_date
        if day and day >= advice.as_of:
            made.add_component(_deadline(advice, one, day, identity, _who(facts)))
    for step in advice.path:
        if step.earliest and step.earliest > advice.as_of:
            made.add_component(_step(advice, step, step.earliest, identity, _who(facts)))
    return bytes(made.to_ical(sorted=True))


def _who(facts: Facts | None) -> str:
    name = facts.customer.name if facts else None
    return f": {clean(name)}" if name and clean(name) else ""


def _identity(advice: Advice, facts: Facts | None) -> str:
    """What stays the same of a case while it is worked on."""
    if facts is None:
        parts = [str(advice.money.principal.sum), *(f"{d.clock} {d.date} {d.safe_date}" for d in advice.deadlines)]
    else:
        claim = facts.claim
        numbers = [str(i.number) for i in claim.invoices or ()]
        named = (facts.creditor.name, facts.customer.name, facts.customer.jurisdiction)
        known = (*named, facts.contract.signed_on, claim.invoiced_on, claim.due_on)
        parts = [str(part) for part in known] + numbers
    return "\x1f".join(parts)


def _uid(identity: str, what: str) -> str:
    return hashlib.sha256(f"{identity}\x1e{what}".encode()).hexdigest()[:32] + "@nonpay-advisor"


def _event(advice: Advice, uid: str, day: date, summary: str, lines: list[str], alarms: tuple[int, ...]) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(advice.as_of, time(), UTC))
    event.add("sequence", (advice.as_of - date(2000, 1, 1)).days if advice.as_of >= date(2000, 1, 1) else 0)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", clean(summary))
    event.add("description", "\n".join(words_of(advice).say(clean(line)) for line in lines if line))
    event.add("transp", "TRANSPARENT")
    for before in alarms:
        if day - timedelta(days=before) > advice.as_of:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", clean(summary))
            alarm.add("trigger", _NINE - timedelta(days=before))
            event.add_component(alarm)
    return event


def _deadline(advice: Advice, one: Deadline, day: date, identity: str, who: str) -> Event:
    kind = "" if one.date else "Safe until: "
    lines = [
        f"{one.what}: {words.day(day)}" + ("" if one.date else " is a safe day; the last day itself is not certain"),
        one.refused or "",
        f"Counted from: {one.trigger}" if one.trigger else "",
        f"What counts: {one.act}" if one.act else "",
        f"Authority: {one.authority}" if one.authority else "",
        one.source,
        one.note,
        f"As of {words.day(advice.as_of)}. {_SHORT}",
    ]
    event = _event(advice, _uid(identity, f"deadline {one.clock}"), day, f"{kind}{one.what}{who}", lines, ALARMS)
    event.add("categories", ["Deadline"])
    event.add("priority", 1)
    if web_address(one.source):
        event.add("url", web_address(one.source))
    return event


def _step(advice: Advice, step: Step, day: date, identity: str, who: str) -> Event:
    lines = [
        step.what_for,
        f"The last safe day is {words.day(step.latest)}." if step.latest else "",
        "The date leaves the usual time for an answer; it is practice, not law.",
        f"As of {words.day(advice.as_of)}. {_SHORT}",
    ]
    event = _event(advice, _uid(identity, f"step {step.option}"), day, f"Next step: {step.title}{who}", lines, STEP_ALARMS)
    event.add("categories", ["Step"])
    return event
