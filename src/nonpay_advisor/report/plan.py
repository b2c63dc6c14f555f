"""Payment plans: equal instalments on real dates, summing to the cent, with or without interest, and what a plan does to the
time limit to sue.

Dates run from the first one and never drift: a plan that begins on the 31st falls on the last day of shorter months and on the
31st again after. The last instalment takes the odd cents. Interest, where there is any, is simple, on the principal still
unpaid, by actual days over 365, rounded to the cent at each instalment; each instalment pays interest first, then charges, then
the principal.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from typing import Literal, get_args

from nonpay_advisor.advice import deadlines as timing
from nonpay_advisor.advice import words
from nonpay_advisor.engine import clocks
from nonpay_advisor.engine.account import ZERO, apply
from nonpay_advisor.engine.charges import CENT, to_cent
from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.engine.possible import NO, as_day_ends
from nonpay_advisor.errors import FactsError
from nonpay_advisor.law import library
from nonpay_advisor.law.model import ClockRow
from nonpay_advisor.report.blocks import Bullets, Heading, Item, Para, Table, Text, text
from nonpay_advisor.vocabulary.kinds import LAST_DAY
from nonpay_advisor.vocabulary.places import place_name

Every = Literal["week", "two_weeks", "month"]
EVERY: tuple[Every, ...] = get_args(Every)
EVERY_WORDS = {"week": "every week", "two_weeks": "every two weeks", "month": "every month"}
MOST_INSTALMENTS = 600
HIGHEST_RATE = Decimal(1000)
CONVENTION = "simple interest on the principal still unpaid, actual days over 365, rounded to the cent at each instalment"
ORDER_WORDS = "Each instalment is set first against interest, then against charges, then against the principal."


@dataclass(frozen=True)
class Instalment:
    """One payment of a plan, and what it goes to; `left` is what is unpaid of principal and charges after it."""

    number: int
    due_on: date
    amount: Decimal
    interest: Decimal
    charges: Decimal
    principal: Decimal
    left: Decimal


@dataclass(frozen=True)
class Plan:
    """Equal instalments that pay a debt.

    principal, charges  what is owed on `from_day`; interest runs on the principal alone
    rate                percent a year, or None for no interest
    """

    from_day: date
    every: Every
    principal: Decimal
    charges: Decimal
    rate: Decimal | None
    instalments: tuple[Instalment, ...]

    @property
    def total(self) -> Decimal:
        """All instalments together."""
        return sum((i.amount for i in self.instalments), ZERO)

    @property
    def interest(self) -> Decimal:
        """The interest in them."""
        return sum((i.interest for i in self.instalments), ZERO)


def dates(first: date, count: int, every: Every) -> tuple[date, ...]:
    """The days of a plan, each worked out from the first one."""
    if every == "month":
        return tuple(clocks.add_months(first, n) for n in range(count))
    step = 7 if every == "week" else 14
    if (LAST_DAY - first).days < step * count:
        raise FactsError([f"the plan would run past {LAST_DAY}; fewer instalments are needed"])
    return tuple(first + timedelta(days=step * n) for n in range(count))


def make(
    principal: Decimal, instalments: int, every: Every, first: date, from_day: date, *, charges: Decimal = ZERO, rate: Decimal | None = None
) -> Plan:
    """Make a plan.

    principal, charges  what is owed on `from_day`, to the cent; together above zero
    instalments         how many, at most MOST_INSTALMENTS; each at least a cent
    first               the day of the first one, not before `from_day`
    rate                percent a year on the principal still unpaid; None for no interest
    Raises FactsError naming what is wrong.
    """
    owed = principal + charges
    problems = []
    if not 1 <= instalments <= MOST_INSTALMENTS:
        problems.append(f"instalments: read {instalments}, a number from 1 to {MOST_INSTALMENTS} is needed")
    elif owed <= 0:
        problems.append("nothing is owed, so there is nothing to pay in instalments")
    elif owed / CENT < instalments:
        problems.append(f"instalments: {instalments} instalments of {owed} would be less than a cent each")
    if first < from_day:
        problems.append(f"first: {first} lies before {from_day}, the day that the plan is made for")
    if rate is not None and not 0 <= rate <= HIGHEST_RATE:
        problems.append(f"interest: read {rate}, a rate from 0 to {HIGHEST_RATE} percent a year is needed")
    if problems:
        raise FactsError(problems)
    days = dates(first, instalments, every)
    if days[-1] >= LAST_DAY:
        raise FactsError([f"the plan would run past {LAST_DAY}; fewer instalments are needed"])
    made = _even(principal, charges, days) if not rate else _with_interest(principal, charges, days, from_day, rate)
    return Plan(from_day, every, principal, charges, rate or None, made)


def _even(principal: Decimal, charges: Decimal, days: tuple[date, ...]) -> tuple[Instalment, ...]:
    total = principal + charges
    each = (total / len(days)).quantize(CENT, ROUND_DOWN)
    return _run(principal, charges, days, each, days[0], Decimal(0))


def _with_interest(principal: Decimal, charges: Decimal, days: tuple[date, ...], from_day: date, rate: Decimal) -> tuple[Instalment, ...]:
    """The smallest equal instalment whose last one is no larger than the others."""
    low = ((principal + charges) / len(days)).quantize(CENT, ROUND_CEILING)
    high = to_cent(principal + charges + principal * rate / 100 * Decimal((days[-1] - from_day).days + 1) / 365) + CENT
    while low < high:
        each = ((low + high) / 2).quantize(CENT, ROUND_DOWN)
        if _run(principal, charges, days, each, from_day, rate)[-1].amount <= each:
            high = each
        else:
            low = each + CENT
    return _run(principal, charges, days, low, from_day, rate)


def _run(
    principal: Decimal, charges: Decimal, days: tuple[date, ...], each: Decimal, from_day: date, rate: Decimal
) -> tuple[Instalment, ...]:
    """The schedule with instalments of `each`; the last one takes all that is left."""
    made: list[Instalment] = []
    left, costs, due, since = principal, charges, ZERO, from_day
    for number, day in enumerate(days, 1):
        due += to_cent(left * rate / 100 * Decimal((day - since).days) / 365)
        since = day
        amount = due + costs + left if number == len(days) else min(each, due + costs + left)
        split = apply(amount, costs, due, left, ("interest", "costs", "principal"))
        left, costs, due = left - split.principal, costs - split.costs, due - split.interest
        made.append(Instalment(number, day, amount, split.interest, split.costs, split.principal, left + costs))
    return tuple(made)


def variants(plan: Plan) -> tuple[Plan, ...]:
    """The plan between a shorter one with about half as many instalments and a longer one with twice as many."""
    number = len(plan.instalments)
    cents = int((plan.principal + plan.charges) / CENT)
    counts = sorted({max(1, number // 2), number, min(number * 2, MOST_INSTALMENTS, cents)})
    first = plan.instalments[0].due_on
    return tuple(
        plan if n == number else make(plan.principal, n, plan.every, first, plan.from_day, charges=plan.charges, rate=plan.rate)
        for n in counts
    )


# -- what a plan does to the time limit


@dataclass(frozen=True)
class Effect:
    """What a plan does to the time limit to sue: its last day now, the last day if the plan starts it anew, and why."""

    last_day: date | None
    if_restarted: date | None
    sentences: tuple[str, ...]


def effect_on_limitation(inference: Inference, agreed_on: date, last_instalment: date) -> Effect:
    """What signing a plan, and paying under it, does to the time limit in this case, from the law held."""
    s = inference.situation
    held, _ = s.held("limitation.contract")
    rows = [(h, h.row) for h in held if isinstance(h.row, ClockRow)]
    bounds = as_day_ends(s.term("clock.limitation.contract"))
    # The same day as the report names: a payment on one of several debts moves only that one.
    running = timing.deadline(inference, "limitation.contract", None)
    last = running.deadline.date if running else None
    safe = last or (running.deadline.safe_date if running else None)
    said: list[str] = []
    if last:
        said.append(f"The time limit to sue {'ended' if last < s.as_of else 'ends'} on {words.day(last)} as things stand.")
    elif safe:
        said.append(f"The last day to sue is not certain; on what is known a suit is safe until {words.day(safe)}.")
    else:
        said.append("The last day to sue is not known on the facts given, so it is not known what the plan does to it.")
    over = bool(bounds and bounds[0] < agreed_on)
    anew: list[date] = []
    for one, row in rows:
        where = f"{place_name(one.place)} ({row.citation})"
        # What the law held does not settle is told by its note alone.
        working = [r for r in row.restarts if r.certain and (r.after_expiry or not over)]
        unsettled = [r for r in row.restarts if not r.certain]
        events = {r.event: r for r in working}
        if "acknowledgment" in events:
            form = {"any": "in any form", "writing": "in writing", "signed_writing": "in a writing that the customer signs"}
            how = form[events["acknowledgment"].form]
            said.append(f"By the law of {where} an acknowledgment of the debt {how} starts the time limit anew.")
            anew.append(clocks.last_day(agreed_on, row, library.holiday_calendar(one.place)))
        if "part_payment" in events:
            said.append(f"Each part payment starts it anew in {place_name(one.place)}, as the law is held here.")
        elif any(r.event == "part_payment" for r in unsettled):
            said.append(f"Whether a part payment starts this time limit anew in {place_name(one.place)} the law held here does not settle.")
        elif row.restarts or not over:
            said.append(f"No rule held for {place_name(one.place)} lets a part payment start this time limit anew.")
        if not working:
            late = "once it has ended " if over and row.restarts else ""
            said.append(f"Under {where} nothing held here says that signing a plan {late}starts the time limit anew: it goes on running.")
        said += [r.note for r in (*working, *unsettled) if r.note]
    restarted = max(anew) if anew and len(anew) == len(rows) else None
    if restarted:
        said.append(
            f"If the customer signs a text that admits the debt on {words.day(agreed_on)}, the time would end on {words.day(restarted)} "
            "at the earliest, as that law is held here."
        )
    elif safe and safe < last_instalment and safe >= agreed_on:
        said.append(f"The last instalment falls on {words.day(last_instalment)}, after the last safe day to sue.")
    said.append("While a plan only runs, the time limit does not stop by itself; an agreement that it stops is a paper of its own.")
    return Effect(last, restarted, tuple(dict.fromkeys(said)))


def consumer_limits(inference: Inference, plan: Plan) -> tuple[str, ...]:
    """Why a plan with a consumer may be regulated credit, by the values held."""
    s = inference.situation
    if inference.conclusion("consumer_debt") == NO:
        return ()
    said = []
    most = s.term("law.consumer.instalments_regulated_above").exact
    months = s.term("law.consumer.instalments_months").exact
    place = s.place("customer_place").exact
    where = place_name(place) if isinstance(place, str) else "the customer's place"
    if isinstance(most, Decimal) and len(plan.instalments) > most:
        count, most_ = len(plan.instalments), words.number(most)
        said.append(f"{count} instalments are more than the {most_} that a plan with a consumer in {where} may have and stay unregulated.")
    if isinstance(months, Decimal) and plan.instalments[-1].due_on > clocks.add_months(plan.from_day, int(months)):
        months_ = words.number(months)
        said.append(f"The plan runs longer than the {months_} months for which one with a consumer in {where} stays unregulated.")
    if (isinstance(most, Decimal) or isinstance(months, Decimal)) and plan.rate:
        said.append(f"Interest on a plan with a consumer can make it regulated credit in {where}.")
    held = [h.row for law in ("consumer.instalments_regulated_above", "consumer.instalments_months") for h in s.held(law)[0]]
    return (*said, *(f"{row.citation}. {row.note}".strip() for row in held[:1])) if said else ()


# -- how it is shown


def schedule(plan: Plan, currency: str | None) -> Table:
    """The instalments as a table."""

    def cell(amount: Decimal) -> Text:
        return text(words.money(amount, currency))

    parts = bool(plan.rate)
    headers = ("No.", "Due on", "To pay", *(("of it interest",) if parts else ()), "Still unpaid after")
    rows = [
        (text(str(i.number)), text(words.day(i.due_on)), cell(i.amount), *((cell(i.interest),) if parts else ()), cell(i.left))
        for i in plan.instalments
    ]
    rows.append((text(""), text("Together"), cell(plan.total), *((cell(plan.interest),) if parts else ()), text("")))
    return Table("", headers, tuple(rows), right=tuple(range(2, len(headers))), last_is_total=True)


def side_by_side(plans: Iterable[Plan], currency: str | None) -> Table:
    """Variants of a plan as a table."""
    rows = []
    for plan in plans:
        last = plan.instalments[-1]
        first = plan.instalments[0]
        rows.append(
            (
                text(f"{len(plan.instalments)}"),
                text(words.money(first.amount, currency)),
                text(words.money(last.amount, currency)),
                text(words.day(last.due_on)),
                text(words.money(plan.interest, currency)),
                text(words.money(plan.total, currency)),
            )
        )
    headers = ("Instalments", "Each", "The last", "Ends on", "Interest", "Together")
    return Table("", headers, tuple(rows), right=(0, 1, 2, 4, 5))


def in_words(plan: Plan, currency: str | None) -> str:
    """A plan in a sentence."""
    first, last = plan.instalments[0], plan.instalments[-1]
    if len(plan.instalments) == 1:
        return f"One payment of {words.money(first.amount, currency)} on {words.day(first.due_on)}."
    every = EVERY_WORDS[plan.every]
    same = "" if last.amount == first.amount else f", the last one {words.money(last.amount, currency)}"
    odd = "" if not same else " (the last one takes the odd cents)"
    return (
        f"{len(plan.instalments)} instalments of {words.money(first.amount, currency)} {every} from {words.day(first.due_on)} "
        f"to {words.day(last.due_on)}{same}{odd}."
    )


def blocks(plan: Plan, currency: str | None, effect: Effect, limits: tuple[str, ...]) -> tuple[Heading | Para | Table | Bullets, ...]:
    """Everything said of a plan: its schedule, the variants, the time limit, and limits for consumers."""
    made: list[Heading | Para | Table | Bullets] = [Para(text(in_words(plan, currency)))]
    owed = f"{words.money(plan.principal + plan.charges, currency)} is owed on {words.day(plan.from_day)}"
    if plan.charges:
        principal, charges = words.money(plan.principal, currency), words.money(plan.charges, currency)
        owed += f": {principal} principal and {charges} interest and charges to that day"
    made.append(Para(text(owed + ".")))
    if plan.rate:
        made.append(Para(text(f"Interest at {words.number(plan.rate)}% a year: {CONVENTION}. {ORDER_WORDS}")))
    made.append(schedule(plan, currency))
    made += [Heading("Shorter and longer, side by side"), side_by_side(variants(plan), currency)]
    made += [Heading("What it does to the time limit to sue"), Bullets(tuple(Item(text(line)) for line in effect.sentences))]
    if limits:
        made += [Heading("A plan with a consumer"), Bullets(tuple(Item(text(line)) for line in limits))]
    return tuple(made)


def as_csv(plan: Plan) -> str:
    """The instalments for a spreadsheet: dates and plain figures only."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["number", "due_on", "amount", "interest", "charges", "principal", "left"])
    for i in plan.instalments:
        writer.writerow([i.number, i.due_on.isoformat(), i.amount, i.interest, i.charges, i.principal, i.left])
    return out.getvalue()
