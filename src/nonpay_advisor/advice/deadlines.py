"""Deadlines: each with its trigger and authority, or refused with the safe earlier day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nonpay_advisor.advice import words
from nonpay_advisor.advice.model import Deadline
from nonpay_advisor.engine import clocks
from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.engine.possible import as_day_ends, known
from nonpay_advisor.engine.situation import Held
from nonpay_advisor.law import library
from nonpay_advisor.law.model import ClockRow
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import NONE
from nonpay_advisor.vocabulary.kinds import FIRST_DAY

ALWAYS = ("limitation.contract",)
# What ends the time to sue: the limitation period, and a public body's own, often shorter.
TIME_TO_SUE = frozenset({"limitation.contract", "government.suit"})
ACTS = {
    "filing": "file with the court or office",
    "service": "file and have the customer served",
    "recording": "record it in the public register",
    "giving_notice": "have the notice given",
    "sending": "send it",
}
# What a missing trigger cannot lie before, so that a safe day can be named.
NOT_BEFORE = ("contract.signed_on", "claim.work_started_on", "claim.invoiced_on", "history.judgment.on", "customer.died_on")
# The end of a project cannot lie before one's own last work on it.
AFTER_OWN_WORK = {"claim.project_completed_on", "claim.project_accepted_on"}


@dataclass(frozen=True)
class Running:
    """A deadline, and the rows of law it was worked out from."""

    deadline: Deadline
    rows: tuple[Held, ...]


_TRIGGERS = {
    "derived.accrued_on": "the day the claim arose",
    "derived.due_on": "the due date",
    "claim.work_started_on": "the start of the work",
    "claim.work_finished_on": "the end of the work",
    "claim.project_completed_on": "the completion of the whole project",
    "claim.completion_recorded_on": "the recording of the notice of completion",
    "claim.project_accepted_on": "the public body's acceptance of the project",
    "claim.invoiced_on": "the invoice",
    "claim.due_on": "the due date",
    "history.lien_recorded": "the recording of the lien",
    "history.lien_intent_notice": "the notice of intent",
    "history.bond_notice": "the notice under the bond",
    "history.judgment.on": "the judgment",
    "history.judgment.last_execution_on": "the last execution",
    "history.award.on": "the award",
    "history.public_claim.sent_on": "the claim to the public body",
    "history.public_claim.decision_on": "the public body's decision",
    "customer.died_on": "the death",
    "customer.estate_opened_on": "the opening of the estate",
    "customer.dissolved_on": "the dissolution",
    "customer.bankruptcy.petition_on": "the petition",
    "derived.stay_ended_on": "the end of the insolvency case",
    "contract.signed_on": "the signing of the contract",
}


def trigger_words(row: ClockRow) -> str:
    """From what a period runs, in words."""
    said = " or ".join(_TRIGGERS.get(t) or t.rsplit(".", 1)[1].replace("_", " ").removesuffix(" on") for t in row.triggers)
    told = f"the {'earlier' if row.earliest_of else 'later'} of {said}" if len(row.triggers) > 1 else said
    which = "sooner" if row.not_after else "later"
    return f"{told}, or, where that ends {which}, {trigger_words(row.second)}" if row.second else told


def _safe(inference: Inference, held: list[Held]) -> date | None:
    """The earliest last day there can be: the period run from what the trigger cannot lie before."""

    def known_of(fact_ids: tuple[str, ...]) -> list[date]:
        bounds = [as_day_ends(inference.situation.term(fact_id)) for fact_id in fact_ids]
        return [b[0] for b in bounds if b]

    found = []
    for one in held:
        if not isinstance(one.row, ClockRow) or one.row.value is not None:
            continue
        days = known_of(("claim.work_finished_on",)) if AFTER_OWN_WORK.issuperset(one.row.triggers) else []
        days = days or known_of(NOT_BEFORE)
        if days:
            second = one.row.second if one.row.not_after else None
            for row in [one.row, *([second] if second else [])]:
                ending = clocks.run(row.from_one_day("derived.today"), [known(min(days))], [], library.holiday_calendar(one.place))
                bounds = as_day_ends(ending)
                if bounds:
                    found.append(bounds[0])
    return min(found, default=None)


def deadline(inference: Inference, clock_id: str, option_id: str | None) -> Running | None:
    """One deadline of the case; None where its law is not held, asks for nothing, or its trigger has not happened."""
    s = inference.situation
    held, causes = s.held(clock_id)
    if not held:
        return None
    if all(isinstance(h.row, ClockRow) and h.row.value == "none" for h in held):
        return None
    ending = s.term("clock." + clock_id)
    if ending.items == (NONE,):
        return None
    entry = catalogue.law_ids()[clock_id]
    rows = [h.row for h in held if isinstance(h.row, ClockRow) and h.row.value is None]
    bounds = as_day_ends(ending)
    exact = ending.exact if isinstance(ending.exact, date) else None
    refused, safe = None, None
    if exact is None:
        facts = sorted({c[1] for c in ending.causes | causes if c[0] == "fact"})
        asked = "; ".join(catalogue.facts()[f].question.text for f in facts)
        refused = f"The day cannot be named: it depends on {asked}" if asked else "The day cannot be named: the law held does not fix it"
        # Both are days before which the last one cannot lie; the later of them is the better known. A trigger that may be any day in
        # the past says nothing.
        lowest = [d for d in (bounds[0] if bounds else None, _safe(inference, held)) if d and d > FIRST_DAY.replace(year=1960)]
        safe = max(lowest, default=None)
    elif _payment_on_one_of_several(inference, clock_id):
        # A payment moves only the debt that it was paid on; the others keep their own, earlier day.
        alone = [as_day_ends(s.run_clock(h, restarted=False)) for h in held if isinstance(h.row, ClockRow) and h.row.value is None]
        earliest = min((b[0] for b in alone if b), default=exact)
        if earliest < exact:
            refused = "The day cannot be named: a payment moves only the debt that it was paid on, and which invoice that was is not known"
            exact, safe = None, earliest
    note = " ".join(dict.fromkeys(r.note for r in rows if r.note))
    return Running(
        Deadline(
            what=entry.title,
            clock=clock_id,
            option=option_id,
            date=exact,
            safe_date=safe,
            refused=refused,
            trigger="; ".join(dict.fromkeys(trigger_words(r) for r in rows)),
            act="; ".join(dict.fromkeys(ACTS[r.stops_by] for r in rows)),
            passed=s.as_of > exact if exact else (True if bounds and s.as_of > bounds[1] else None),
            authority="; ".join(dict.fromkeys(r.citation for r in rows)),
            source=rows[0].source,
            note=note,
        ),
        tuple(held),
    )


def _payment_on_one_of_several(inference: Inference, clock_id: str) -> bool:
    flat = inference.situation.flat
    several = len(flat.get("claim.invoices") or ()) > 1
    return clock_id in ALWAYS and several and bool(flat.get("claim.payments"))


def run_all(inference: Inference, statuses: dict[str, str]) -> list[Running]:
    """Every deadline that matters in the case, by day, the refused ones last."""
    wanted: dict[str, str | None] = dict.fromkeys(ALWAYS)
    for option in catalogue.options().values():
        if statuses[option.id] != "not_applicable" and not _closed_for_good(inference, option.id, statuses):
            for clock_id in option.clocks:
                if wanted.get(clock_id) is None:
                    wanted[clock_id] = option.id if clock_id not in ALWAYS else wanted.get(clock_id)
    found = [r for r in (deadline(inference, clock_id, option_id) for clock_id, option_id in wanted.items()) if r]
    # What is lost already has no day to come: only the day that was missed is told.
    found = [r for r in found if r.deadline.option is None or statuses[r.deadline.option] != "barred" or r.deadline.passed]
    return sorted(found, key=lambda r: (r.deadline.date is None, r.deadline.date or r.deadline.safe_date or date.max, r.deadline.clock))


_LATE = {"limitation", "nonclaim"}


def _closed_for_good(inference: Inference, option_id: str, statuses: dict[str, str]) -> bool:
    """Whether an option is barred on another ground than lateness, so that its clock says nothing.

    One that is barred or beside the point, whichever it is, comes to the same.
    """
    shut = statuses[option_id] == "undetermined" and inference.possible(option_id) <= {"barred", "not_applicable"}
    if statuses[option_id] != "barred" and not shut:
        return False
    program = inference.program
    for number in program.by_option[option_id].bar:
        if inference.rules[number] and program.effects[(number, "bar", option_id)].ground not in _LATE:
            return True
    return False


def until(running: Iterable[Running], option_id: str, as_of: date) -> date | None:
    """The last safe day of an option: the earliest of its deadlines that is still to come, else the one that has passed."""
    option_clocks = set(catalogue.options()[option_id].clocks)
    days = [d for r in running if r.deadline.clock in option_clocks for d in [r.deadline.date or r.deadline.safe_date] if d]
    coming = [d for d in days if d >= as_of]
    return min(coming) if coming else max(days, default=None)


def in_words(running: Running) -> str:
    """A deadline in one sentence."""
    one = running.deadline
    if one.date:
        return f"{one.what}: {words.day(one.date)} ({one.authority})"
    return f"{one.what}: {one.refused}" + (f"; safe until {words.day(one.safe_date)}" if one.safe_date else "")
