"""The account of a debt: interest to any day, line by line, with each invoice from its own due day and each part payment
from the day it came.

A part payment is set against the principal, as the fact `claim.amount` (the principal unpaid) says that it was, and between
invoices against the oldest. What was paid bore interest until the day it came. Every line follows the convention of the charge;
the total is rounded once, at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nonpay_advisor.advice.figures import convention
from nonpay_advisor.engine.charges import accrue, governing_charge, runs_from, to_cent
from nonpay_advisor.engine.inference import Inference
from nonpay_advisor.engine.situation import Held
from nonpay_advisor.errors import LawNotHeld
from nonpay_advisor.law.model import Charge
from nonpay_advisor.vocabulary.catalogue import NONE

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Entry:
    """Interest on one part of the principal over one stretch of days at one rate; both days included, `sum` not rounded."""

    on: Decimal
    first: date
    last: date
    days: int
    rate: Decimal
    sum: Decimal


@dataclass(frozen=True)
class Account:
    """Interest to a day with its lines, or why it cannot be had.

    principal    what is unpaid on the day of the case
    simple       whether it is the plain case: one debt, one due day, nothing paid since
    paid         whether part payments came since interest began
    of_right     whether the interest is owed, not left to a court
    """

    until: date
    principal: Decimal | None
    entries: tuple[Entry, ...]
    interest: Decimal | None
    per_day: Decimal | None
    convention: str
    citation: str
    source: str
    charge_id: str
    of_right: bool
    simple: bool
    paid: bool
    why_not: str


def account(inference: Inference, until: date | None = None) -> Account:
    """Work out the interest of a case to a day (the day of the case where left out)."""
    s = inference.situation
    day = until or s.as_of
    amount = s.term("claim.amount").exact
    principal = amount if isinstance(amount, Decimal) else None
    held, row, why = governing_charge(s)

    def without(reason: str) -> Account:
        return _made(day, principal, (), None, None, held, row, True, False, reason)

    if principal is None:
        return without("the amount is not known")
    if row is None:
        return without(why or "no rate of interest is held for this place")
    start = runs_from(s, held, row)
    if isinstance(start, str):
        return without(start)
    parts = _parts(inference, principal, start, row)
    paid = _paid_since(inference, min(first for _, first in parts))
    if paid is None:
        return without("a part payment's day or sum is not known")
    entries: list[Entry] = []
    per_day = Decimal(0)
    try:
        for sum_, first in parts:
            found = accrue(sum_, row, held.place if held else "", first, day)
            entries += [Entry(sum_, x.first, x.last, x.days, x.rate, x.sum) for x in found.lines]
            per_day += found.per_day
        oldest = min(first for _, first in parts)
        for sum_, came in paid:
            found = accrue(sum_, row, held.place if held else "", oldest, min(came, day))
            entries += [Entry(sum_, x.first, x.last, x.days, x.rate, x.sum) for x in found.lines]
    except LawNotHeld as error:
        return without(str(error))
    total = to_cent(sum((e.sum for e in entries), Decimal(0)))
    return _made(day, principal, tuple(entries), total, to_cent(per_day), held, row, len(parts) == 1 and not paid, bool(paid), "")


def _made(
    day: date,
    principal: Decimal | None,
    entries: tuple[Entry, ...],
    total: Decimal | None,
    per_day: Decimal | None,
    held: Held | None,
    row: Charge | None,
    simple: bool,
    paid: bool,
    why_not: str,
) -> Account:
    return Account(
        until=day,
        principal=principal,
        entries=entries,
        interest=total,
        per_day=per_day,
        convention=convention(row) if row else "",
        citation=held.row.citation if held else "the contract" if row else "",
        source=held.row.source if held else "",
        charge_id=held.datum.id if held else "contract.interest_rate" if row else "",
        of_right=row.of_right if row else False,
        simple=simple,
        paid=paid,
        why_not=why_not,
    )


def _parts(inference: Inference, principal: Decimal, start: date, row: Charge) -> list[tuple[Decimal, date]]:
    """The unpaid principal by the day from which each part bears interest."""
    invoices = inference.situation.term("claim.invoices")
    listed = invoices.items[0] if invoices.items and invoices.items[0] is not NONE else ()
    if row.starts == "derived.due_on" and len(listed) > 1:
        parts = [(i.amount, i.due_on) for i in listed]
        if all(isinstance(a, Decimal) and isinstance(d, date) for a, d in parts) and sum(a for a, _ in parts) == principal:
            return sorted(parts, key=lambda p: p[1])
    return [(principal, start)]


def _paid_since(inference: Inference, start: date) -> list[tuple[Decimal, date]] | None:
    """Payments that came after interest began; None where one could be among them and is not known exactly."""
    payments = inference.situation.term("claim.payments")
    if payments.open:
        # Not known whether anything was paid: what is unpaid today is known, and that is what the lines are on.
        return []
    found = []
    for payment in payments.items[0]:
        if not isinstance(payment.on, date) or payment.amount is None:
            return None
        if payment.on > start:
            found.append((payment.amount, payment.on))
    return sorted(found, key=lambda p: p[1])


@dataclass(frozen=True)
class Split:
    """How one payment was set against what is owed."""

    costs: Decimal
    interest: Decimal
    principal: Decimal
    left_over: Decimal


ORDER = ("costs", "interest", "principal")


def apply(payment: Decimal, costs: Decimal, interest: Decimal, principal: Decimal, order: tuple[str, ...] = ORDER) -> Split:
    """Set a payment against costs, interest and principal, in the order that the law, the contract or the payer says.

    order  first costs, then interest, then the principal, where nobody said otherwise
    """
    owed = {"costs": costs, "interest": interest, "principal": principal}
    if sorted(order) != sorted(owed):
        raise ValueError(f"order: read {order!r}, each of costs, interest, principal once is needed")
    taken = dict.fromkeys(owed, ZERO)
    left = payment
    for name in order:
        taken[name] = min(left, owed[name])
        left -= taken[name]
    return Split(taken["costs"], taken["interest"], taken["principal"], left)
