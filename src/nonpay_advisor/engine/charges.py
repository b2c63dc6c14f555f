"""Interest and fixed sums on a late debt, by the convention that the law or the contract states.

Exact decimals throughout; a sum is rounded to the cent once, at the end, half up.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from nonpay_advisor.engine.clocks import add_months
from nonpay_advisor.engine.possible import UNKNOWN, YES, Cause, Possible, Range, known, unknown
from nonpay_advisor.errors import LawNotHeld
from nonpay_advisor.law import library
from nonpay_advisor.law.model import Charge, ChargeRow, SeriesRow
from nonpay_advisor.vocabulary.catalogue import NONE, facts

if TYPE_CHECKING:
    from nonpay_advisor.engine.situation import Held, Situation

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """Interest on a sum over one stretch of days at one rate: both days included, `days` as counted, neither sum rounded."""

    on: Decimal
    first: date
    last: date
    days: int
    rate: Decimal
    sum: Decimal


@dataclass(frozen=True)
class Interest:
    """Interest worked out: its lines, their sum to the cent, and what each further day adds (not rounded)."""

    lines: tuple[Line, ...]
    total: Decimal
    per_day: Decimal
    rate: Decimal


def to_cent(amount: Decimal) -> Decimal:
    """Round to the cent, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def half_year_reference(day: date) -> date:
    """The reference day of a half-year: 31 December before January to June, 30 June before July to December."""
    return date(day.year - 1, 12, 31) if day.month <= 6 else date(day.year, 6, 30)


def published(rows: tuple[SeriesRow, ...], day: date, name: str) -> Decimal:
    """A published rate on a day; raises `LawNotHeld` before the first row and after the last was checked."""
    found: SeriesRow | None = None
    for row in rows:
        if row.starts_on <= day:
            found = row
    if found is None:
        raise LawNotHeld(f"the rate {name} is not held for {day}")
    if found.only_on == "half_year_reference" and day >= add_months(found.starts_on, 6):
        raise LawNotHeld(f"the rate {name} is not held for {day}")
    if found is rows[-1] and found.only_on is None and day > found.checked_on:
        raise LawNotHeld(f"the rate {name} was last checked on {found.checked_on} and is not held for {day}")
    return found.value


def rate_on(row: Charge, place: str, start: date, day: date) -> Decimal:
    """The yearly rate, in percent, that a charge bears on a day when interest began on `start`."""
    if row.rate is not None:
        return row.rate
    assert row.series is not None
    read = start if row.fixed == "at_start" else day
    if row.read_on == "half_year_reference":
        read = half_year_reference(read)
    return published(library.find_series(place, row.series), read, row.series) + row.margin


def _stretches(row: Charge, place: str, first: date, last: date) -> list[tuple[date, date, Decimal]]:
    """Cut the days into stretches that bear one rate."""
    if row.rate is not None or row.fixed == "at_start":
        return [(first, last, rate_on(row, place, first, first))]
    cuts = {first}
    if row.read_on == "half_year_reference":
        for year in range(first.year, last.year + 1):
            cuts |= {date(year, 1, 1), date(year, 7, 1)}
    else:
        cuts |= {r.starts_on for r in library.find_series(place, row.series or "")}
    days = sorted(d for d in cuts if first <= d <= last)
    ends = [d - timedelta(days=1) for d in days[1:]] + [last]
    return [(a, b, rate_on(row, place, first, a)) for a, b in zip(days, ends, strict=True)]


def _year_part(first: date, last: date, day_count: str) -> tuple[int, Decimal]:
    """Days counted from `first` to `last`, both included, and the part of a year they are."""
    days = (last - first).days + 1
    if day_count == "actual/365":
        return days, Decimal(days) / 365
    if day_count == "actual/360":
        return days, Decimal(days) / 360
    if day_count == "30/360":
        end = last + timedelta(days=1)
        counted = (end.year - first.year) * 360 + (end.month - first.month) * 30 + min(end.day, 30) - min(first.day, 30)
        return counted, Decimal(counted) / 360
    part = Decimal(0)
    for year in range(first.year, last.year + 1):
        a, b = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        part += Decimal((b - a).days + 1) / (366 if calendar.isleap(year) else 365)
    return days, part


def accrue(principal: Decimal, row: Charge, place: str, start: date, until: date) -> Interest:
    """Interest on a principal from the day after `start` through `until`.

    Raises `LawNotHeld` where a published rate is not held for a day that is needed.
    """
    first = start + timedelta(days=1 + row.starts_after_days)
    ended = row.longest_days is not None and until > start + timedelta(days=row.starts_after_days + row.longest_days)
    if row.longest_days is not None and ended:
        until = start + timedelta(days=row.starts_after_days + row.longest_days)
    if until < first:
        rate = rate_on(row, place, first, first)
        return Interest((), Decimal("0.00"), Decimal(0), rate)
    lines: list[Line] = []
    base, pending = principal, Decimal(0)
    for begin, end, rate in _stretches(row, place, first, until):
        pieces = [(begin, end, False)] if row.compounding == "simple" else _compounding_pieces(first, begin, end, row.compounding)
        for a, b, closes in pieces:
            days, part = _year_part(a, b, row.day_count)
            sum_ = base * rate / 100 * part
            lines.append(Line(base, a, b, days, rate, sum_))
            pending += sum_
            if closes:
                base, pending = base + pending, Decimal(0)
    year = 360 if row.day_count in {"actual/360", "30/360"} else 365
    per_day = Decimal(0) if ended else base * lines[-1].rate / 100 / year
    return Interest(tuple(lines), to_cent(sum((line.sum for line in lines), Decimal(0))), per_day, lines[-1].rate)


def _compounds_on(first: date, compounding: str, step: int) -> date:
    """The first day of the compounding period that follows so many others."""
    if compounding == "every_30_days":
        return first + timedelta(days=30 * step)
    number = first.year * 12 + first.month - 1 + step * (1 if compounding == "monthly" else 12)
    year, month = divmod(number, 12)
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def _compounding_pieces(first: date, begin: date, end: date, compounding: str) -> list[tuple[date, date, bool]]:
    """Cut a stretch at the days on which interest is added to the principal; whether each piece ends on such a day."""
    pieces, step = [], 1
    while begin <= end:
        edge = _compounds_on(first, compounding, step)
        if edge > begin:
            last = min(end, edge - timedelta(days=1))
            pieces.append((begin, last, last + timedelta(days=1) == edge))
            begin = edge
        step += 1
    return pieces


def fixed_sum(row: Charge, debt: Decimal) -> Decimal | None:
    """The fixed sum owed for a debt of that size, or None where the law gives none."""
    for band in row.fixed_sums:
        if band.below is None or debt < band.below:
            return to_cent(Decimal(band.sum))
    return None


def governing_charge(s: Situation) -> tuple[Held | None, Charge | None, str | None]:
    """The charge that interest before judgment follows: the contract's, else the late-payment statute's, else the general rate.

    Returns the held row (None for the contract's own), the row, and why none is known (None where one is).
    """
    agreed = s.term("contract.interest_rate")
    if agreed.exact is not None and agreed.exact is not NONE:
        return None, Charge(rate=agreed.exact), None
    if agreed.open:
        return None, None, "whether the contract sets a rate of interest is not known"
    public = s.ask("customer.kind", "is", "government")
    if public == UNKNOWN:
        return None, None, "who the customer is, is not known"
    for law_id in ("government.prompt_payment_interest",) * (public == YES) + ("interest.statutory_late", "interest.prejudgment"):
        rows, causes = s.held(law_id)
        charges = [h for h in rows if isinstance(h.row, ChargeRow) and h.row.value is None]
        if len(rows) == 1 and len(charges) == 1:
            row = charges[0].row
            assert isinstance(row, ChargeRow)
            return charges[0], row, None
        if rows and not charges:
            continue
        asked = _hangs_on(causes)
        if asked:
            return None, None, asked
    return None, None, "no rate of interest is held for this place"


def charge_on_judgment(s: Situation) -> tuple[Held | None, Charge | None, str | None]:
    """The interest that a judgment bears, as `governing_charge` gives that before it."""
    rows, causes = s.held("interest.postjudgment")
    if len(rows) == 1 and isinstance(rows[0].row, ChargeRow):
        row = rows[0].row
        return (rows[0], row, None) if row.value is None else (rows[0], None, row.note or "the law gives none on a judgment")
    return None, None, _hangs_on(causes) or "no rate of interest on a judgment is held for this place"


def _hangs_on(causes: Iterable[Cause]) -> str:
    """The questions on which a charge hangs, in words; nothing where no fact is lacking."""
    asked = [facts()[c[1]].question.text for c in sorted(causes) if c[0] == "fact"]
    return "it depends on " + " ".join(f"“{question}”" for question in asked) if asked else ""


def runs_from(s: Situation, held: Held | None, row: Charge) -> date | str:
    """The day after which a charge bears interest in this case, or why it bears none that can be named."""
    if held is not None and row.demand_first and s.term("history.demand_letters").exact in (None, ()):
        return "this interest runs only once it has been demanded"
    start = s.term(row.starts).exact if held else s.term("derived.due_on").exact
    if start is NONE:
        return "the day it would run from has not come"
    return start if isinstance(start, date) else "the day it was due is not known exactly"


def interest_to_date(s: Situation) -> Possible:
    """Interest on the claim up to the day of the advice, as far as it can be known.

    Where it is not known which invoices the claim is made of, it is at most that on the whole of it from the oldest due day.
    """
    from nonpay_advisor.engine.account import account

    amount, due = s.term("claim.amount"), s.term("derived.due_on")
    held, row, why = governing_charge(s)
    if row is None or why is not None:
        return unknown(*(s.term("contract.interest_rate").causes | s.held("interest.prejudgment")[1]))
    if not isinstance(amount.exact, Decimal) or not isinstance(due.exact, date):
        return Possible((), amount.causes | due.causes)
    start = s.term(row.starts) if held else due
    if not isinstance(start.exact, date):
        return Possible((), start.causes)
    if s.term("claim.payments").open:
        return s.term("claim.payments")
    if held and row.demand_first and s.term("history.demand_letters").exact in (None, ()):
        letters = s.term("history.demand_letters")
        return letters if letters.open else known(Decimal("0.00"))
    interest = account(s).interest
    if interest is None:
        return unknown(("law", row.series or "", held.place if held else ""))
    invoices = s.term("claim.invoices")
    return Possible((Range(Decimal(0), interest),), invoices.causes) if invoices.open and interest else known(interest)
